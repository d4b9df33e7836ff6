package cycle

import (
	"net/http"
	"strconv"

	"telaio/internal/assessment"
	"telaio/internal/fault"
	"telaio/internal/kit"
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
	Choice   string // code of a level, bothReadings or ""
	Reason   string
	Version  int // of the decision that the form was filled in from
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
		return page, nil
	}
	return itemPage{}, fault.New(fault.NotFound, "error.not_found")
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
	return shell.Render(w, r, http.StatusOK, itemView(v, page))
}

func (p Pages) decide(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	page, err := p.itemPage(r, v)
	if err != nil {
		return err
	}
	page.Choice, page.Reason = r.PostFormValue(assessment.DecisionField), r.PostFormValue(assessment.ReasonField)
	page.Version, _ = strconv.Atoi(r.PostFormValue("version")) // a broken one is a conflict
	d := assessment.Consensus{Item: page.Item.ID, Number: page.Version, Reason: page.Reason, Evidence: page.Decision.Evidence}
	if page.Choice == bothReadings {
		d.Both = true
	} else {
		d.Code = kit.Code(page.Choice)
	}
	err = p.UseCases.Decide(r.Context(), v.Subject, page.place.Cycle, d)
	problems, ok := field.ProblemsIn(v, err, assessment.DecisionField, assessment.ReasonField)
	if ok {
		page.Problems = problems
		return shell.Render(w, r, statusFor(problems), itemView(v, page))
	}
	if err != nil {
		return err
	}
	path := cyclePath(v, "cycle", page.place.Cycle)
	if page.Next != "" && r.PostFormValue("action") != "list" {
		path = cyclePath(v, "cycle-item", page.place.Cycle, "item", page.Next)
	}
	http.Redirect(w, r, path+"?notice=cycle_decided", http.StatusSeeOther)
	return nil
}
