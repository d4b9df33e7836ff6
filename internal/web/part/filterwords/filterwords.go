// Package filterwords says in words what narrows the atlas: "Empowerment, Lazio".
package filterwords

import (
	"telaio/internal/atlas"
	"telaio/internal/i18n"
	"telaio/internal/organisation"
	"telaio/internal/web/shell"
)

// Speaker has the words of one language.
type Speaker struct {
	*i18n.Printer
	Site *shell.Site
}

// Of lists what the query asks for, its text first. Towns are those that the
// atlas knows of the query's.
func (s Speaker) Of(q atlas.Query, towns []*organisation.Municipality) []string {
	var words []string
	if q.Text != "" {
		words = append(words, "“"+q.Text+"”")
	}
	for _, f := range atlas.Facets() {
		for _, code := range q.Chosen[f] {
			words = append(words, s.value(f, code))
		}
	}
	for _, town := range towns {
		words = append(words, s.Site.Town(town, s.Language))
	}
	if q.Area != (atlas.Area{}) {
		words = append(words, s.T("atlas.area"))
	}
	return words
}

// value is a value of a facet other than Towns.
func (s Speaker) value(f atlas.Facet, code string) string {
	if f.Taxonomy() == "" {
		return s.T("atlas.value." + f.Parameter())
	}
	return s.Site.Taxonomies.Label(f.Taxonomy(), code, string(s.Language))
}
