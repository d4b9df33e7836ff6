package respond

import (
	"net/http"
	"strconv"
	"time"

	"telaio/internal/assessment"
	"telaio/internal/fault"
	"telaio/internal/initiative"
	"telaio/internal/kit"
	"telaio/internal/web/part/evidence"
	"telaio/internal/web/part/field"
	"telaio/internal/web/part/level"
	"telaio/internal/web/shell"
)

// The form's fields, beside those of assessment and of part/evidence.
const (
	numberField = "number"
	actionField = evidence.ActionField
)

// What the buttons ask, beside those of part/evidence.
const (
	continueAction = "continue"
	pauseAction    = "pause"
)

// itemPage is one question with the answer to it.
type itemPage struct {
	way
	Item     kit.Item
	Answer   assessment.Answer
	Problems field.Problems
	Problem  string    // sentence on top, "" = none
	Unsaved  bool      // what is shown has not been saved
	SavedAt  time.Time // zero = not known
	Open     bool      // the fields of new evidence are shown
	Cited    []initiative.Cited
}

// show is the page of a question. Whoever has finished is shown the way back
// first.
func (p Pages) show(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	page, err := p.itemPage(r, v)
	if err != nil {
		return err
	}
	if !page.Answerable() {
		http.Redirect(w, r, page.to("respond-finish"), http.StatusSeeOther)
		return nil
	}
	page.Open = r.URL.Query().Has(addedParameter)
	if p.Initiatives != nil {
		cited, err := p.Initiatives.Evidence(r.Context(), page.Cycle.OrganisationID)
		if err != nil {
			return err
		}
		page.Cited = cited[page.Item.ID]
	}
	return shell.Render(w, r, http.StatusOK, itemView(v, page))
}

// addedParameter marks the page that comes after evidence was saved, to add
// more.
const addedParameter = "altra"

func (p Pages) itemPage(r *http.Request, v *shell.Visit) (itemPage, error) {
	to, err := p.way(r.Context(), v)
	if err != nil {
		return itemPage{}, err
	}
	return itemOf(to, r.PathValue("item"))
}

// itemOf is the page of an item on somebody's way.
func itemOf(to way, id string) (itemPage, error) {
	item, ok := to.Cycle.Item(to.Kit, id)
	if !ok {
		return itemPage{}, fault.New(fault.NotFound, "error.not_found")
	}
	a := to.sheet[item.ID]
	return itemPage{way: to, Item: item, Answer: a, SavedAt: a.At}, nil
}

func (p itemPage) question() string { return p.Item.Text.In(string(p.v.Language)) }

// headTitle says first of all whether something has to be mended.
func (p itemPage) headTitle() string {
	title := p.v.T("respond.item_title", map[string]any{"Number": p.at(p.Item.ID) + 1, "Of": len(p.Items), "Question": p.question()})
	return field.Title(p.v, title, p.Problems)
}

func (p itemPage) dimension() string {
	d, _ := p.Kit.DimensionOf(p.Item.ID)
	return d.Title.In(string(p.v.Language))
}

// position says which question of its dimension it is.
func (p itemPage) position() string {
	for _, s := range p.sections() {
		for i, item := range s.Asked {
			if item.ID == p.Item.ID {
				return p.v.T("level.question_of", map[string]any{"Number": i + 1, "Of": len(s.Asked)})
			}
		}
	}
	return ""
}

func (p itemPage) choice() level.Choice {
	return level.Choice{Kit: p.Kit, Item: p.Item, Field: assessment.CodeField, Chosen: p.Answer.Code}
}

func (p itemPage) number() string { return strconv.Itoa(p.Answer.Number) }

// status says what is saved, and when where that is known.
func (p itemPage) status() string {
	switch {
	case p.Unsaved || p.Answer.Number == 0:
		return ""
	case p.SavedAt.IsZero():
		return p.v.T("respond.saved")
	default:
		return p.v.T("participate.saved_at", map[string]any{"Time": p.v.Time(p.SavedAt)})
	}
}

// company says as whom one answers, and with whom.
func (p itemPage) company() string {
	switch {
	case p.group():
		return p.v.T("respond.group.company", map[string]any{"Organisation": p.Organisation})
	case p.Cycle.Mode == assessment.Named && p.Participant.Name != "":
		return p.v.T("respond.company_named", map[string]any{"Name": p.Participant.Name, "Organisation": p.Organisation})
	default:
		return p.v.T("respond.company", map[string]any{"Organisation": p.Organisation})
	}
}

// control is the id of the element to go to for a problem with the field.
func control(name string) string {
	if name == assessment.CodeField {
		return level.ID(name, kit.L0)
	}
	return name
}
