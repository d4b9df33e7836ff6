package cycle

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"telaio/internal/assessment"
	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/kit"
	"telaio/internal/web/part/field"
	"telaio/internal/web/shell"
)

// planPage is the form of a new cycle, or of what can still be changed.
type planPage struct {
	place
	Kit      *kit.Kit
	Label    string
	Extent   assessment.Extent
	Mode     assessment.Mode
	Until    string // 2006-01-02, as a date field has it
	Problems field.Problems
}

func planFields() []string {
	return []string{assessment.LabelField, assessment.ExtentField, assessment.ModeField, assessment.UntilField}
}

func (p Pages) askPlan(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	page := planPage{
		place: loaded(v), Label: strconv.Itoa(p.UseCases.Clock.Now().Year()), Extent: assessment.Full, Mode: assessment.Confidential,
	}
	page.Kit, _ = p.UseCases.Kits.NewestKit()
	return shell.Render(w, r, http.StatusOK, planView(v, page))
}

// read takes what was typed.
func (p *planPage) read(r *http.Request) (assessment.Plan, error) {
	p.Label, p.Until = r.PostFormValue(assessment.LabelField), r.PostFormValue(assessment.UntilField)
	p.Mode = assessment.Mode(r.PostFormValue(assessment.ModeField))
	if p.Cycle.ID == "" {
		p.Extent = assessment.Extent(r.PostFormValue(assessment.ExtentField))
	}
	plan := assessment.Plan{Label: p.Label, Extent: p.Extent, Mode: p.Mode}
	if p.Until == "" {
		return plan, nil
	}
	until, err := assessment.EndOf(p.Until)
	if err != nil {
		return plan, fault.InvalidFields(map[string]fault.Message{assessment.UntilField: {Key: "assessment.until_past"}})
	}
	plan.Until = until
	return plan, nil
}

func (p Pages) start(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	page := planPage{place: loaded(v)}
	page.Kit, _ = p.UseCases.Kits.NewestKit()
	plan, err := page.read(r)
	var c assessment.Cycle
	if err == nil {
		c, err = p.UseCases.Start(r.Context(), v.Subject, page.ID, plan)
	}
	if problems, ok := field.ProblemsIn(v, err, planFields()...); ok {
		page.Problems = problems
		return shell.Render(w, r, statusFor(problems), planView(v, page))
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, cyclePath(v, "cycle", c)+"?notice=cycle_started", http.StatusSeeOther)
	return nil
}

func (p Pages) askChange(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	page, err := p.changing(v)
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, planView(v, page))
}

func (p Pages) changing(v *shell.Visit) (planPage, error) {
	at := loaded(v)
	page := planPage{place: at, Label: at.Cycle.Label, Extent: at.Cycle.Extent, Mode: at.Cycle.Mode, Until: dateField(at.Cycle.Until)}
	var err error
	page.Kit, err = p.UseCases.Kit(at.Cycle)
	return page, err
}

func (p Pages) change(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	page, err := p.changing(v)
	if err != nil {
		return err
	}
	plan, err := page.read(r)
	if page.Mode == "" { // it is fixed, and its choice not on the page
		page.Mode, plan.Mode = page.Cycle.Mode, page.Cycle.Mode
	}
	if err == nil {
		err = p.UseCases.Change(r.Context(), v.Subject, page.Cycle, plan)
	}
	if problems, ok := field.ProblemsIn(v, err, planFields()...); ok {
		page.Problems = problems
		return shell.Render(w, r, statusFor(problems), planView(v, page))
	}
	if err != nil {
		return err
	}
	return back(w, r, v, "cycle_changed")
}

// dateField writes a moment as a date field takes it.
func dateField(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return assessment.DayOf(t)
}

// facts say what kind of cycle it is, in one line.
func facts(v *shell.Visit, c assessment.Cycle) string {
	return v.T("cycle.facts", i18n.Args{
		"Extent": v.T("cycle.extent_" + string(c.Extent)), "Mode": strings.ToLower(v.T("cycle.mode_" + string(c.Mode))), "Date": v.Date(c.CreatedAt),
	})
}
