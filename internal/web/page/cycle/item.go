package cycle

import (
	"net/http"

	"telaio/internal/assessment"
	"telaio/internal/fault"
	"telaio/internal/web/part/field"
	"telaio/internal/web/shell"
)

// bothReadings is the choice to keep both readings instead of a level.
const bothReadings = "both"

// itemPage is one item before the group.
type itemPage struct {
	place
	assessment.Material
	assessment.Topic
	Number   int // of the items, in the order of the meeting
	Of       int
	Previous string // ids, "" = none
	Next     string
	Given    []assessment.Evidence // by those who answered
	Choice   string                // code of a level, bothReadings or ""
	Reason   string
	Pieces   []assessment.Evidence // of the decision
	Open     bool                  // the fields of new evidence are shown
	Version  int                   // of the decision that the form was filled in from
	Overtook bool                  // somebody has decided meanwhile
	Problems field.Problems
}

func (p Pages) itemPage(r *http.Request, v *shell.Visit) (itemPage, error) {
	m, err := p.UseCases.Result(r.Context(), loaded(v).Cycle)
	if err != nil {
		return itemPage{}, err
	}
	topics := m.Topics()
	page := itemPage{place: loaded(v), Material: m, Of: len(topics)}
	for i, t := range topics {
		if t.Item.ID != r.PathValue("item") {
			continue
		}
		page.Topic, page.Number = t, i+1
		if i > 0 {
			page.Previous = topics[i-1].Item.ID
		}
		if i+1 < len(topics) {
			page.Next = topics[i+1].Item.ID
		}
		page.Choice, page.Reason, page.Version = chosen(t.Decision), t.Decision.Reason, t.Decision.Number
		page.Pieces, page.Given = t.Decision.Evidence, given(m, t)
		return page, nil
	}
	return itemPage{}, fault.New(fault.NotFound, "error.not_found")
}

// given is the evidence of those who answered: that of the decision comes after
// it.
func given(m assessment.Material, t assessment.Topic) []assessment.Evidence {
	all := m.Evidence[t.Item.ID]
	return all[:len(all)-len(t.Decision.Evidence)]
}

func chosen(d assessment.Consensus) string {
	if d.Both {
		return bothReadings
	}
	return string(d.Code)
}

func (p Pages) item(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	page, err := p.itemPage(r, v)
	if err != nil {
		return err
	}
	page.Open = r.URL.Query().Has(addedParameter)
	return shell.Render(w, r, http.StatusOK, itemView(v, page))
}
