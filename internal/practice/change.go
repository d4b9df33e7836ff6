package practice

import (
	"slices"

	"telaio/internal/i18n"
)

// Field names what a revision can change: "title_it", "needs", "doers".
type Field string

// The fields that are no words.
const (
	Needs   Field = "needs"
	FormsOf Field = "forms"
	Effort  Field = "effort"
	Items   Field = "items"
	Doers   Field = "doers"
	Source  Field = "source"
)

// Fields lists every field in the order of the page.
func Fields() []Field {
	var fields []Field
	for _, language := range i18n.Languages() {
		for _, part := range Parts() {
			fields = append(fields, Field(FieldOf(part, language)))
		}
	}
	return append(fields, Needs, FormsOf, Effort, Items, Doers, Source)
}

// Words returns the part and the language of a field that is a text of the
// words, and false for any other.
func (f Field) Words() (Part, i18n.Language, bool) {
	for _, language := range i18n.Languages() {
		for _, part := range Parts() {
			if f == Field(FieldOf(part, language)) {
				return part, language, true
			}
		}
	}
	return "", "", false
}

// Diff lists the fields in which the sheets differ.
func Diff(before, after Sheet) []Field {
	var changed []Field
	for _, f := range Fields() {
		if !same(f, before, after) {
			changed = append(changed, f)
		}
	}
	return changed
}

func same(f Field, a, b Sheet) bool {
	if part, language, ok := f.Words(); ok {
		return a.Words[language].Text(part) == b.Words[language].Text(part)
	}
	switch f {
	case Needs:
		return slices.Equal(a.Needs, b.Needs)
	case FormsOf:
		return slices.Equal(a.Forms, b.Forms)
	case Effort:
		return a.Effort == b.Effort
	case Items:
		return slices.Equal(a.Items, b.Items)
	case Doers:
		return slices.Equal(a.Doers, b.Doers)
	default:
		return a.Source == b.Source
	}
}
