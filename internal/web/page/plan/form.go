package plan

import (
	"cmp"
	"net/http"
	"time"

	"telaio/internal/i18n"
	"telaio/internal/kit"
	"telaio/internal/organisation"
	"telaio/internal/plan"
	"telaio/internal/web/part/field"
	"telaio/internal/web/shell"
)

// The fields that are not the action's own.
const (
	numberField = "number" // of the version that was changed
	remindField = "remind"
)

// The values of the field that says when.
const (
	nowValue   = "now"
	laterValue = "later"
)

// planPage is everything that the plan's page shows.
type planPage struct {
	Organisation organisation.Organisation
	Plan         plan.Plan
	Remind       bool
	Result       string // the newest closed cycle, "" = none
	Changed      string // the action whose change can be taken back, "" = none
	Kits         Kits
	Today        string
}

func (p planPage) own() shell.Own {
	return shell.Own{ID: p.Organisation.ID, Name: p.Organisation.Card.Name}
}

// form is an action on its way.
type form struct {
	Organisation organisation.Organisation
	plan.Action
	Question string // of the item that it is about, "" = none
	Problems field.Problems
}

func (f form) own() shell.Own {
	return shell.Own{ID: f.Organisation.ID, Name: f.Organisation.Card.Name}
}

// form makes the form of an action.
func (p Pages) form(v *shell.Visit, a plan.Action, problems field.Problems) form {
	f := form{Organisation: loaded(v), Action: a, Problems: problems}
	if k, ok := p.Kits.Kit(a.Kit); ok {
		if item, ok := k.Item(a.Item); ok {
			f.Question = item.Text.In(string(v.Language))
		}
	}
	return f
}

// path is where the form is sent.
func (f form) path(v *shell.Visit) string {
	if f.Number == 0 {
		return v.Path("plan-add", "organisation", f.Organisation.ID)
	}
	return f.actionPath(v, "plan-change")
}

func (f form) actionPath(v *shell.Visit, route string) string {
	return v.Path(route, "organisation", f.Organisation.ID, "action", f.ID)
}

// title says what the form is for.
func (f form) title(v *shell.Visit) string {
	if f.Number == 0 {
		return v.T("plan.new")
	}
	return v.T("plan.edit")
}

// typed is the action with what the form says.
func typed(r *http.Request, a plan.Action) plan.Action {
	a.What, a.Who, a.Due = r.PostFormValue(plan.WhatField), r.PostFormValue(plan.WhoField), r.PostFormValue(plan.DueField)
	a.State, a.Now = plan.State(r.PostFormValue(plan.StateField)), r.PostFormValue(plan.NowField) != laterValue
	a.Notes = r.PostFormValue(plan.NotesField)
	return a
}

// dimension is the title of the dimension that the action is about, "" if it is
// of none.
func (p planPage) dimension(v *shell.Visit, a plan.Action) string {
	k, ok := p.Kits.Kit(a.Kit)
	if !ok {
		return ""
	}
	d, ok := k.DimensionOf(a.Item)
	if !ok {
		return ""
	}
	return in(v, d.Title)
}

func in(v *shell.Visit, t kit.Text) string { return t.In(string(v.Language)) }

// whoAndWhen says who does an action and by when.
func whoAndWhen(v *shell.Visit, a plan.Action) string {
	who := cmp.Or(a.Who, v.T("plan.nobody"))
	day, err := time.Parse(time.DateOnly, a.Due)
	if err != nil {
		return who
	}
	return v.T("plan.who_by", i18n.Args{"Who": who, "Date": v.Date(day.Add(12 * time.Hour))})
}
