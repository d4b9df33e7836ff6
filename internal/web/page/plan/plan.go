// Package plan is where an organisation's people keep what they want to do
// after an assessment.
package plan

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"telaio/internal/account"
	"telaio/internal/assessment"
	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/kit"
	"telaio/internal/organisation"
	"telaio/internal/plan"
	"telaio/internal/web/part/field"
	"telaio/internal/web/shell"
)

// Assessments finds what an action comes from.
type Assessments interface {
	Organisation(ctx context.Context, id string) (organisation.Organisation, error)
	Cycle(ctx context.Context, organisationID, id string) (assessment.Cycle, error)
	Cycles(ctx context.Context, organisationID string) ([]assessment.Cycle, error)
}

// Kits gives the versions of the kit.
type Kits interface {
	Kit(reference string) (*kit.Kit, bool)
}

// Pages are the routes of this group.
type Pages struct {
	UseCases    plan.UseCases
	Assessments Assessments
	Kits        Kits
}

// Links are the addresses in the reminders.
type Links struct{ Site *shell.Site }

// Plan is the plan's page.
func (l Links) Plan(language, organisationID string) string {
	return l.Site.BaseURL + l.Site.Paths.In(i18n.Language(language), "plan", "organisation", organisationID)
}

// Routes lists the pages.
func (p Pages) Routes() []shell.Route {
	own := func(method, name, path string, handle shell.Handler) shell.Route {
		return shell.Route{
			Name: name, Method: method, Paths: shell.Only("/area/{organisation}/piano" + path),
			Action: account.EditArea, Object: p.load, Handle: handle,
		}
	}
	return []shell.Route{
		own(http.MethodGet, "plan", "", p.show),
		own(http.MethodPost, "plan-reminders", "/promemoria", p.setReminders),
		own(http.MethodGet, "plan-new", "/nuova", p.begin),
		own(http.MethodPost, "plan-add", "/nuova", p.add),
		own(http.MethodGet, "plan-action", "/{action}", p.edit),
		own(http.MethodPost, "plan-change", "/{action}", p.change),
		own(http.MethodPost, "plan-remove", "/{action}/toglie", p.remove),
		own(http.MethodPost, "plan-undo", "/{action}/annulla", p.undo),
	}
}

// load finds the organisation that the address names.
func (p Pages) load(r *http.Request, v *shell.Visit) (account.Object, error) {
	o, err := p.Assessments.Organisation(r.Context(), r.PathValue("organisation"))
	v.Loaded = o
	return account.Object{OrganisationID: o.ID}, err
}

func loaded(v *shell.Visit) organisation.Organisation { return v.Loaded.(organisation.Organisation) }

func (p Pages) show(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	o := loaded(v)
	own, err := p.UseCases.Plan(r.Context(), o.ID)
	if err != nil {
		return err
	}
	reminders, err := p.UseCases.Reminders(r.Context(), o.ID)
	if err != nil {
		return err
	}
	result, err := p.lastResult(r.Context(), o)
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, listView(v, planPage{
		Organisation: o, Plan: own, Remind: reminders.Wanted, Result: result,
		Changed: r.URL.Query().Get(changedParameter), Kits: p.Kits, Today: p.today(),
	}))
}

// lastResult is the newest closed cycle, "" if there is none.
func (p Pages) lastResult(ctx context.Context, o organisation.Organisation) (string, error) {
	cycles, err := p.Assessments.Cycles(ctx, o.ID)
	if err != nil {
		return "", err
	}
	standing := assessment.Standing(cycles)
	if len(standing) == 0 {
		return "", nil
	}
	return standing[len(standing)-1].ID, nil
}

func (p Pages) today() string { return p.UseCases.Clock.Now().Format("2006-01-02") }

// The parameters of the form's address: the recommendation that the action
// comes from, and the cycle.
const (
	recommendationParameter = "da"
	cycleParameter          = "ciclo"
	changedParameter        = "azione" // the action that was changed last, to take that back
)

// begin shows the form, with the words of a recommendation if it is named.
func (p Pages) begin(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	a, err := p.from(r.Context(), v, r.URL.Query())
	if err != nil {
		return err
	}
	own, err := p.UseCases.Plan(r.Context(), loaded(v).ID)
	if err != nil {
		return err
	}
	a.Now = !own.Full()
	return shell.Render(w, r, http.StatusOK, formView(v, p.form(v, a, nil)))
}

// from makes an action out of the recommendation and cycle that are named. Of a
// cycle of somebody else's nothing is found.
func (p Pages) from(ctx context.Context, v *shell.Visit, values url.Values) (plan.Action, error) {
	o := loaded(v)
	a := plan.Action{OrganisationID: o.ID, CycleID: values.Get(cycleParameter)}
	if a.CycleID == "" {
		last, err := p.lastResult(ctx, o)
		if err != nil || last == "" {
			return a, err
		}
		a.CycleID = last
	}
	c, err := p.Assessments.Cycle(ctx, o.ID, a.CycleID)
	if err != nil {
		return a, err
	}
	a.Kit = c.Kit + "@" + c.KitVersion
	if item, recommendation, ok := p.recommendation(a.Kit, values.Get(recommendationParameter)); ok {
		a.Item, a.Recommendation, a.What = item.ID, recommendation.ID, recommendation.In(string(v.Language))
	}
	return a, nil
}

// recommendation finds one of a kit's by its id.
func (p Pages) recommendation(reference, id string) (kit.Item, kit.Recommendation, bool) {
	k, ok := p.Kits.Kit(reference)
	if !ok {
		return kit.Item{}, kit.Recommendation{}, false
	}
	for _, item := range k.Items() {
		for _, r := range item.Recommendations {
			if r.ID == id {
				return item, r, true
			}
		}
	}
	return kit.Item{}, kit.Recommendation{}, false
}

func (p Pages) add(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	a, err := p.from(r.Context(), v, url.Values{
		recommendationParameter: {r.PostFormValue(recommendationParameter)}, cycleParameter: {r.PostFormValue(cycleParameter)},
	})
	if err != nil {
		return err
	}
	a = typed(r, a)
	saved, err := p.UseCases.Add(r.Context(), v.Subject, a)
	return p.answer(w, r, v, answer{a, saved, err, "plan_added"})
}

func (p Pages) edit(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	a, err := p.action(r, v)
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, formView(v, p.form(v, a, nil)))
}

// action is the one that the address names, unless it was removed.
func (p Pages) action(r *http.Request, v *shell.Visit) (plan.Action, error) {
	a, err := p.UseCases.Action(r.Context(), loaded(v).ID, r.PathValue("action"))
	if err == nil && a.Removed {
		err = fault.New(fault.NotFound, "error.not_found")
	}
	return a, err
}

func (p Pages) change(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	before, err := p.action(r, v)
	if err != nil {
		return err
	}
	a := typed(r, before)
	if a.Number, err = strconv.Atoi(r.PostFormValue(numberField)); err != nil {
		return fault.Wrap(fault.Invalid, "error.invalid", err)
	}
	saved, err := p.UseCases.Change(r.Context(), v.Subject, a)
	if fault.KindOf(err) == fault.Conflict {
		return shell.Render(w, r, http.StatusConflict, conflictView(v, p.form(v, a, nil), before))
	}
	return p.answer(w, r, v, answer{a, saved, err, "plan_saved"})
}

// answer is what became of a form.
type answer struct {
	typed, saved plan.Action
	err          error
	notice       string
}

// answer shows the form again with what has to be mended, or goes to the plan.
func (p Pages) answer(w http.ResponseWriter, r *http.Request, v *shell.Visit, a answer) error {
	if problems, ok := field.ProblemsIn(v, a.err, plan.Fields()...); ok {
		return shell.Render(w, r, http.StatusUnprocessableEntity, formView(v, p.form(v, a.typed, problems)))
	}
	if a.err != nil {
		return a.err
	}
	return back(w, r, v, a.notice, a.saved.ID)
}

func (p Pages) remove(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	id := r.PathValue("action")
	if err := p.UseCases.Remove(r.Context(), v.Subject, loaded(v).ID, id); err != nil {
		return err
	}
	return back(w, r, v, "plan_removed", id)
}

func (p Pages) undo(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	id := r.PathValue("action")
	if err := p.UseCases.Undo(r.Context(), v.Subject, loaded(v).ID, id); err != nil {
		return err
	}
	return back(w, r, v, "plan_undone", id)
}

func (p Pages) setReminders(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	wanted := r.PostFormValue(remindField) == "1"
	if err := p.UseCases.SetReminders(r.Context(), v.Subject, loaded(v).ID, wanted); err != nil {
		return err
	}
	notice := "plan_reminders_off"
	if wanted {
		notice = "plan_reminders_on"
	}
	return back(w, r, v, notice, "")
}

// back goes to the plan with a notice on top, from where the action's last
// change can be taken back.
func back(w http.ResponseWriter, r *http.Request, v *shell.Visit, notice, action string) error {
	query := url.Values{"notice": {notice}}
	if action != "" {
		query.Set(changedParameter, action)
	}
	http.Redirect(w, r, v.Path("plan", "organisation", loaded(v).ID)+"?"+query.Encode(), http.StatusSeeOther)
	return nil
}
