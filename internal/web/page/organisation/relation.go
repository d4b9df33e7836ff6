package organisation

import (
	"fmt"
	"slices"
	"strings"

	"telaio/internal/i18n"
	"telaio/internal/organisation"
	"telaio/internal/taxonomy"
	"telaio/internal/web/part/years"
	"telaio/internal/web/shell"
)

// tie is one relation in words, with a link where the other one is published.
type tie struct {
	Kind, Name, Note, Path string
	Left                   bool // the other one is no longer on the atlas
	Years                  string
	Confirmed              bool   // the other side says so too
	Answerable             bool   // the other side is on the atlas and has not answered
	Curve, Dash            string // how the figure draws it
}

// figureHeight is that of the figure's coordinates; it is stretched to the list.
const figureHeight = 300

// ties lists the relations, each with its line from the organisation's mark to
// the row of the list that names the other one.
func (c card) ties(v *shell.Visit) []tie {
	told := organisation.Ties(c.Organisation, c.Related, c.Answers, v.Site.Taxonomies.Inverse)
	list := make([]tie, len(told))
	for i, t := range told {
		end := figureHeight * (2*i + 1) / (2 * len(told))
		list[i] = tie{
			Kind: v.Label(taxonomy.RelationKind, t.Kind), Name: t.Name, Note: t.Note, Years: years.Words(v, t.Since, t.Until),
			Confirmed: t.Standing == organisation.Confirmed,
			Curve:     fmt.Sprintf("M0 %dC60 %d 40 %d 100 %d", figureHeight/2, figureHeight/2, end, end), Dash: dash(t.Relation),
		}
		_, list[i].Left = c.Left[t.OrganisationID]
		if other, ok := c.Related[t.OrganisationID]; ok {
			list[i].Path = v.Path("organisation", "slug", other.Slug)
			list[i].Answerable = !list[i].Confirmed
		}
	}
	return list
}

// standing is "dal 2019, confermato da entrambe".
func (t tie) standing(v *shell.Visit, name string) string {
	var parts []string
	if t.Years != "" {
		parts = append(parts, t.Years)
	}
	switch {
	case t.Confirmed:
		parts = append(parts, v.T("relation.tie_confirmed"))
	case t.Answerable:
		parts = append(parts, v.T("relation.tie_told", i18n.Args{"Name": name}))
	}
	return strings.Join(parts, ", ")
}

// dash sets apart working together, belonging, and exchanging.
func dash(relation organisation.Relation) string {
	switch relation.Kind {
	case "member_of", "has_member":
		return "10 5"
	case "exchanges":
		return "2 5"
	default:
		return "none"
	}
}

// linked reports whether a relation leads to a page, so that the organisation is
// in the network.
func linked(ties []tie) bool {
	return slices.ContainsFunc(ties, func(t tie) bool { return t.Path != "" && !t.Left })
}
