package cycle

import (
	"net/http"

	"telaio/internal/assessment"
	"telaio/internal/i18n"
	"telaio/internal/web/part/field"
	"telaio/internal/web/shell"
)

// question is a page that asks once more before something is done that cannot be
// undone, or says what it means.
type question struct {
	place
	Title  string
	Lead   string
	Points []string
	Warn   string // "" = nothing out of the ordinary
	Action string // route of the form
	Button string
	More   []string // pairs of the route's path
	// Reason asks for a text.
	ReasonLabel string // "" = it does not
	Reason      string
	Problems    field.Problems
}

func (p Pages) ask(w http.ResponseWriter, r *http.Request, v *shell.Visit, q question) error {
	q.place = loaded(v)
	return shell.Render(w, r, statusFor(q.Problems), questionView(v, q))
}

func (p Pages) askRemove(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	person, err := p.UseCases.Participant(r.Context(), loaded(v).Cycle, r.PathValue("participant"))
	if err != nil {
		return err
	}
	return p.ask(w, r, v, question{
		Title: v.T("cycle.remove_title"), Lead: v.T("cycle.remove_body", i18n.Args{"Name": person.Label()}),
		Action: "cycle-remove-do", More: []string{"participant", person.ID}, Button: v.T("cycle.remove_now"),
	})
}

func (p Pages) remove(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	if err := p.UseCases.Remove(r.Context(), v.Subject, loaded(v).Cycle, r.PathValue("participant")); err != nil {
		return err
	}
	return back(w, r, v, "cycle_removed")
}

func (p Pages) askDiscard(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	return p.ask(w, r, v, question{
		Title: v.T("cycle.discard_title", i18n.Args{"Label": loaded(v).Cycle.Label}), Lead: v.T("cycle.discard_body"),
		Action: "cycle-discard-do", Button: v.T("cycle.discard_now"),
	})
}

func (p Pages) discard(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	if err := p.UseCases.Discard(r.Context(), v.Subject, loaded(v).Cycle); err != nil {
		return err
	}
	http.Redirect(w, r, v.Path("cycles", "organisation", loaded(v).ID)+"?notice=cycle_discarded", http.StatusSeeOther)
	return nil
}

// askEnd says what will be seen, and by whom, before answering ends.
func (p Pages) askEnd(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	c := loaded(v).Cycle
	progress, err := p.UseCases.Progress(r.Context(), c)
	if err != nil {
		return err
	}
	k, err := p.UseCases.Kit(c)
	if err != nil {
		return err
	}
	q := question{
		Title: v.T("cycle.end_title"), Lead: v.N("cycle.finished_of", progress.Finished, i18n.Args{"Of": progress.People}),
		Points: []string{v.T("cycle.end_final"), v.T("cycle.end_unfinished"), v.T("cycle.end_sees_" + string(c.Mode))},
		Action: "cycle-end-do", Button: v.T("cycle.end_now"),
	}
	if c.Mode != assessment.Collective && !k.Rules.ShowsDistribution(c.Mode.Scored(), progress.Finished) {
		q.Warn = v.T("cycle.end_few_"+string(c.Mode), i18n.Args{"Few": k.Rules.MinRespondentsDistribution, "Fewest": k.Rules.MinRespondentsAnonymous})
	}
	return p.ask(w, r, v, q)
}

func (p Pages) end(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	if err := p.UseCases.End(r.Context(), v.Subject, loaded(v).Cycle); err != nil {
		return err
	}
	return back(w, r, v, "cycle_ended")
}

// askClose says what freezing means, and what has not been decided.
func (p Pages) askClose(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	c := loaded(v).Cycle
	progress, err := p.UseCases.Progress(r.Context(), c)
	if err != nil {
		return err
	}
	q := question{
		Title: v.T("cycle.close_title", i18n.Args{"Label": c.Label}), Lead: v.N("cycle.decided_of", progress.Decided, i18n.Args{"Of": progress.Items}),
		Points: []string{v.T("cycle.close_frozen"), v.T("cycle.close_kept_" + string(c.Mode)), v.T("cycle.close_again")},
		Action: "cycle-close-do", Button: v.T("cycle.close_now"),
	}
	if open := progress.Items - progress.Decided; open > 0 {
		q.Warn = v.N("cycle.close_undecided", open)
	}
	return p.ask(w, r, v, q)
}

func (p Pages) close(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	if err := p.UseCases.Close(r.Context(), v.Subject, loaded(v).Cycle); err != nil {
		return err
	}
	return back(w, r, v, "cycle_closed")
}

func (p Pages) askReopen(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	return p.ask(w, r, v, reopening(v, "", nil))
}

func reopening(v *shell.Visit, reason string, problems field.Problems) question {
	return question{
		Title: v.T("cycle.reopen_title", i18n.Args{"Label": loaded(v).Cycle.Label}), Lead: v.T("cycle.reopen_body"),
		Points: []string{v.T("cycle.reopen_former"), v.T("cycle.reopen_answers")},
		Action: "cycle-reopen-do", Button: v.T("cycle.reopen_now"), ReasonLabel: v.T("cycle.reopen_reason"), Reason: reason, Problems: problems,
	}
}

func (p Pages) reopen(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	reason := r.PostFormValue(assessment.ReasonField)
	again, err := p.UseCases.Reopen(r.Context(), v.Subject, loaded(v).Cycle, reason)
	if problems, ok := field.ProblemsIn(v, err, assessment.ReasonField); ok {
		return p.ask(w, r, v, reopening(v, reason, problems))
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, cyclePath(v, "cycle", again)+"?notice=cycle_reopened", http.StatusSeeOther)
	return nil
}
