// Package search finds documents by the words that people type: whatever the
// case and the accents, inflected, begun and not finished, misspelt, or by
// another word for the same thing. It is a pure engine over an index in memory.
package search

// Field is a part of a document. A word counts for more in one than in another.
type Field int

// The fields, the weightiest first.
const (
	Name  Field = iota // the names that the document goes by
	Label              // terms of the taxonomies, in every language
	Place              // where it is
	Brief              // one or two sentences
	Long               // everything else
	fieldCount
)

// weight is what a word in the field adds to the relevance of a document.
func (f Field) weight() float32 { return [...]float32{8, 3, 3, 2, 1}[f] }

// Fields is a set of fields.
type Fields uint8

// allFields has every field.
const allFields Fields = 1<<fieldCount - 1

// Has reports whether one of the fields is in the set.
func (s Fields) Has(fields ...Field) bool {
	for _, f := range fields {
		if s&(1<<f) != 0 {
			return true
		}
	}
	return false
}

// Document is something that can be found. Each text of a field stands on its
// own: no phrase goes from one to the next.
type Document struct {
	ID    string
	Texts [fieldCount][]string
}

// Add appends texts to a field. Empty ones are left out.
func (d *Document) Add(f Field, texts ...string) {
	for _, text := range texts {
		if text != "" {
			d.Texts[f] = append(d.Texts[f], text)
		}
	}
}
