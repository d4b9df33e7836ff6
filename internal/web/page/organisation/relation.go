package organisation

import (
	"fmt"

	"telaio/internal/organisation"
	"telaio/internal/taxonomy"
	"telaio/internal/web/shell"
)

// tie is one relation in words, with a link where the other one is published.
type tie struct {
	Kind, Name, Note, Path string
	Left                   bool   // the other one is no longer on the atlas
	Curve, Dash            string // how the figure draws it
}

// figureHeight is that of the figure's coordinates; it is stretched to the list.
const figureHeight = 300

// ties lists the relations, each with its line from the organisation's mark to
// the row of the list that names the other one.
func (c card) ties(v *shell.Visit) []tie {
	relations := c.Card.Relations
	list := make([]tie, len(relations))
	for i, relation := range relations {
		end := figureHeight * (2*i + 1) / (2 * len(relations))
		list[i] = tie{
			Kind: v.Label(taxonomy.RelationKind, relation.Kind), Name: relation.Name, Note: relation.Note,
			Curve: fmt.Sprintf("M0 %dC60 %d 40 %d 100 %d", figureHeight/2, figureHeight/2, end, end), Dash: dash(relation),
		}
		_, list[i].Left = c.Page.Left[relation.OrganisationID]
		if other, ok := c.Related[relation.OrganisationID]; ok {
			list[i].Path = v.Path("organisation", "slug", other.Slug)
		}
	}
	return list
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
