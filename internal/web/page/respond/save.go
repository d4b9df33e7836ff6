package respond

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"telaio/internal/assessment"
	"telaio/internal/fault"
	"telaio/internal/web/part/autosave"
	"telaio/internal/web/part/evidence"
	"telaio/internal/web/part/field"
	"telaio/internal/web/shell"
)

// save keeps an answer and leads on.
func (p Pages) save(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	page, err := itemOf(way{Held: v.Loaded.(assessment.Held), v: v}, r.PathValue("item"))
	if err != nil {
		return err
	}
	typed, uploads, err := read(r, page.Item.ID)
	if err != nil {
		return err
	}
	saved, err := p.UseCases.Respond(r.Context(), page.Held, typed, uploads)
	if err == nil {
		return p.saved(w, r, page, saved)
	}
	attempt := attempt{typed, saved, err}
	if page, err = p.itemPage(r, v); err != nil { // the answers, which a save has no need of
		return errors.Join(attempt.err, err)
	}
	return p.refused(w, r, page, attempt)
}

// attempt is an answer that was not saved, or not all of it.
type attempt struct {
	typed assessment.Answer
	there assessment.Answer // what is stored
	err   error
}

// saved leads on as the button asked.
func (p Pages) saved(w http.ResponseWriter, r *http.Request, page itemPage, a assessment.Answer) error {
	if autosave.Asked(r) {
		return autosave.Saved(w, page.v, a.Number, p.Clock.Now())
	}
	action := r.PostFormValue(actionField)
	target := page.after(page.Item.ID)
	switch {
	case action == pauseAction:
		target = page.to("respond-pause")
	case action == evidence.AddAction:
		target = page.item(page.Item.ID) + "?" + addedParameter + "#" + assessment.EvidenceField
	case strings.HasPrefix(action, evidence.RemoveAction):
		target = page.item(page.Item.ID) + "#" + assessment.EvidenceField
	}
	http.Redirect(w, r, target, http.StatusSeeOther)
	return nil
}

// refused shows what was typed again, with what has to be mended or why it was
// not saved.
func (p Pages) refused(w http.ResponseWriter, r *http.Request, page itemPage, a attempt) error {
	problems, mendable := field.ProblemsIn(page.v, a.err, assessment.CodeField, assessment.ReasonField, assessment.NoteField, assessment.EvidenceField)
	switch {
	case mendable && autosave.Asked(r):
		return autosave.NotSaved(w, http.StatusUnprocessableEntity, page.v.T("respond.not_yet", map[string]any{"Problem": problems[0].Text}))
	case mendable:
		page.Answer, page.Problems, page.Open = a.typed, problems, true
		if a.there.Number > a.typed.Number { // all but a file was saved
			page.Answer = a.there
		}
		page.Answer.Evidence = evidence.Clean(page.Answer.Evidence)
		return shell.Render(w, r, http.StatusUnprocessableEntity, itemView(page.v, page))
	case fault.KeyOf(a.err) == "assessment.not_taken" && !autosave.Asked(r):
		http.Redirect(w, r, page.to("respond-finish"), http.StatusSeeOther)
		return nil
	case fault.KindOf(a.err) == fault.Conflict && !autosave.Asked(r):
		return shell.Render(w, r, http.StatusConflict, conflictView(page.v, conflict{itemPage: page, Mine: a.typed, Theirs: a.there}))
	case shell.CanRetry(a.err):
		return p.unsaved(w, r, page, a)
	default:
		return a.err
	}
}

// unsaved says plainly that what is shown has not been saved.
func (p Pages) unsaved(w http.ResponseWriter, r *http.Request, page itemPage, a attempt) error {
	status := page.v.Explain(w.Header(), a.err)
	if autosave.Asked(r) {
		return autosave.NotSaved(w, status, page.v.T(fault.KeyOf(a.err)))
	}
	page.Answer, page.Problem, page.Unsaved = a.typed, page.v.T(fault.KeyOf(a.err)), true
	return shell.Render(w, r, status, itemView(page.v, page))
}

// numberOf reads the number of the answer that a form was filled in from.
func numberOf(raw string) int {
	n, err := strconv.Atoi(raw)
	if err != nil {
		return 0
	}
	return n
}
