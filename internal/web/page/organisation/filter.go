package organisation

import (
	"github.com/a-h/templ"

	"telaio/internal/atlas"
	"telaio/internal/gazetteer"
	"telaio/internal/i18n"
	"telaio/internal/organisation"
	"telaio/internal/taxonomy"
	"telaio/internal/web/part/thread"
	"telaio/internal/web/shell"
)

// filter is something that the organisation shares with others, which the atlas
// lists.
type filter struct {
	Label string
	Path  string // of the atlas, narrowed to it; "" = it cannot be
}

// sharing is the address of the atlas, narrowed to a value of a facet.
func sharing(v *shell.Visit, f atlas.Facet, code string) string {
	return atlas.Query{}.Only(f, code).At(v.Path("atlas"))
}

// filters are those of some values of a facet.
func filters(v *shell.Visit, f atlas.Facet, codes []string) []filter {
	all := make([]filter, len(codes))
	for i, code := range codes {
		all[i] = filter{v.Label(f.Taxonomy(), code), sharing(v, f, code)}
	}
	return all
}

// types are the organisation's, with its own word in the place of "other".
func types(v *shell.Visit, c organisation.Card) []filter {
	var all []filter
	for _, f := range filters(v, atlas.Types, c.Types) {
		if c.TypeOther == "" || f.Label != v.Label(taxonomy.OrganisationType, "other") {
			all = append(all, f)
		}
	}
	if c.TypeOther != "" {
		all = append(all, filter{Label: c.TypeOther})
	}
	return all
}

// labels are the filters in words.
func labels(all []filter) []string {
	words := make([]string, len(all))
	for i, f := range all {
		words[i] = f.Label
	}
	return words
}

// whereabouts are the municipality of a place with its province, and the region or
// the country: "Roma (RM)", "Lazio", or "Rome (RM)", "Lazio".
func whereabouts(v *shell.Visit, m *organisation.Municipality) []filter {
	town := filter{Label: v.Town(m)}
	if m.Code != "" {
		town.Path = sharing(v, atlas.Towns, m.Code)
	}
	if province := v.Province(m); province != "" && province != town.Label {
		town.Label += " (" + province + ")"
	}
	switch {
	case m.Region != "":
		return append([]filter{town}, filters(v, atlas.Regions, []string{m.Region})...)
	case m.Country != "" && m.Country != "IT":
		return []filter{town, {Label: gazetteer.CountryIn(m.Country, v.Language)}}
	default:
		return []filter{town}
	}
}

// filterLinks leads to the others that have the same, with a text between them and
// one before the last.
func filterLinks(v *shell.Visit, all []filter, between, last string) templ.Component {
	return shell.Drawn(func(h *shell.HTML) {
		for i, f := range all {
			switch i {
			case 0:
			case len(all) - 1:
				h.Text(last)
			default:
				h.Text(between)
			}
			if f.Path == "" {
				h.Text(f.Label)
				continue
			}
			h.Raw(`<a href="`)
			h.Text(f.Path)
			h.Raw(`" aria-label="`)
			h.Text(v.T("part.in_atlas", i18n.Args{"What": f.Label}))
			h.Raw(`">`)
			h.Text(f.Label)
			h.Raw(`</a>`)
		}
	})
}

// forms are the labels of solidarity forms, which lead to who practises them.
func forms(v *shell.Visit, codes []string) templ.Component {
	return thread.Links(v, codes, func(code string) string { return sharing(v, atlas.Forms, code) })
}
