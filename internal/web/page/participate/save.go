package participate

import (
	"net/http"
	"strconv"

	"telaio/internal/fault"
	"telaio/internal/participation"
	"telaio/internal/questionnaire"
	"telaio/internal/web/part/autosave"
	"telaio/internal/web/part/form"
	"telaio/internal/web/shell"
)

// The form's own fields, beside those of the questions.
const (
	numberField  = "number"
	actionField  = "action"
	choicePrefix = "choose." // then the question's id
)

// What the buttons ask. Those of repeats are "add:ID" and "remove:ID:N".
const (
	continueAction = "continue"
	pauseAction    = "pause"
	settleAction   = "settle"
)

// save keeps what was typed on a page and leads on.
func (p Pages) save(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	d, reached := loaded(v)
	if !reached {
		return p.unsaved(w, r, v, nil, unreached(v))
	}
	f, page, err := p.keep(r, v, d)
	switch {
	case err == nil && autosave.Asked(r):
		step := f.Steps[page.ID]
		return autosave.Saved(w, v, step.Number, step.At)
	case err == nil:
		return p.goOn(w, r, v, f, page)
	case fault.KeyOf(err) == "participate.already_sent" && !autosave.Asked(r):
		http.Redirect(w, r, way{v, f}.to(sentPlace), http.StatusSeeOther)
		return nil
	case fault.KindOf(err) == fault.Conflict && !autosave.Asked(r):
		return p.showConflict(w, r, v, conflict{f, page, fault.KeyOf(err)})
	case shell.CanRetry(err):
		return p.unsaved(w, r, v, f, err)
	default:
		return err
	}
}

// keep reads the request and saves it.
func (p Pages) keep(r *http.Request, v *shell.Visit, d participation.Draft) (*participation.Form, questionnaire.Page, error) {
	blank, ok := p.UseCases.Empty(d)
	if !ok {
		return nil, questionnaire.Page{}, fault.New(fault.NotFound, "error.not_found")
	}
	page, ok := pageOf(blank, r.PathValue("page"))
	if !ok {
		return nil, page, fault.New(fault.NotFound, "error.not_found")
	}
	if !hasFile(page) && r.ContentLength > maxPlain {
		return nil, questionnaire.Page{}, fault.New(fault.TooLarge, "error.too_large")
	}
	in, err := p.input(r, v, page)
	if err != nil {
		return nil, page, err
	}
	if r.PostFormValue(actionField) == settleAction {
		f, err := p.UseCases.Settle(r.Context(), d, in, choices(r.PostForm))
		return f, page, err
	}
	f, err := p.UseCases.Save(r.Context(), d, in)
	return f, page, err
}

// maxPlain is the largest form without a file.
const maxPlain = 1 << 20

// goOn leads on after a save: to a repeat's item, to the pause, or to the next
// page unless something on this one has to be mended.
func (p Pages) goOn(w http.ResponseWriter, r *http.Request, v *shell.Visit, f *participation.Form, page questionnaire.Page) error {
	to := way{v, f}
	action := r.PostFormValue(actionField)
	if action == differentAction {
		if err := p.UseCases.TellApart(r.Context(), f); err != nil {
			return err
		}
	}
	edit := editOf(action)
	var target string
	switch {
	case len(f.Refused) > 0:
		return p.showProblems(w, r, v, f, page)
	case edit != (participation.Edit{}):
		target = to.page(page.ID) + "#" + anchor(f, edit)
	case action == pauseAction:
		return p.pauseNow(w, r, v, f)
	case len(f.Problems(page)) > 0:
		return p.showProblems(w, r, v, f, page)
	default:
		return p.leave(w, r, v, f, page)
	}
	http.Redirect(w, r, target, http.StatusSeeOther)
	return nil
}

// leave leads on from a page on which nothing is to be mended: to the next one,
// or once more to this one, if the organisation, or one that it is related to,
// may be on the atlas already.
func (p Pages) leave(w http.ResponseWriter, r *http.Request, v *shell.Visit, f *participation.Form, page questionnaire.Page) error {
	to := way{v, f}
	again, err := p.mayBeThere(r, f, page)
	if err != nil {
		return err
	}
	unasked, err := p.unaskedTie(r, f, page)
	if err != nil {
		return err
	}
	target := to.page(f.After(page.ID))
	switch {
	case unasked != "":
		target = to.page(page.ID) + "#" + unasked
	case again:
		target = to.page(page.ID) + "?" + similarParameter + "=1#similar"
	case to.short():
		return p.send(w, r, v, f)
	}
	http.Redirect(w, r, target, http.StatusSeeOther)
	return nil
}

// anchor is the id of the element to go on from after an item came or went.
func anchor(f *participation.Form, edit participation.Edit) string {
	switch {
	case edit.Link != "":
		return form.Fields{}.ControlID(edit.Link) + "-" + strconv.Itoa(edit.Item)
	case edit.Add == "":
		return form.Fields{}.ControlID(edit.Remove)
	}
	last := len(f.Answers[edit.Add].Items) - 1
	return form.Fields{}.ControlID(edit.Add) + "-" + strconv.Itoa(max(last, 0))
}

func (p Pages) showProblems(w http.ResponseWriter, r *http.Request, v *shell.Visit, f *participation.Form, page questionnaire.Page) error {
	step := p.stepPage(v, f, page, f.Problems(page))
	if err := p.addTies(r, f, &step); err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusUnprocessableEntity, stepView(v, step))
}
