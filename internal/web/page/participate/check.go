package participate

import (
	"net/http"

	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/participation"
	"telaio/internal/questionnaire"
	"telaio/internal/web/part/form"
	"telaio/internal/web/shell"
)

// checkPage shows every answer before it is sent.
type checkPage struct {
	way
	Undone  []questionnaire.Page // pages that are not done yet
	Problem string               // sentence, "" = nothing is wrong
}

func (p Pages) showCheck(w http.ResponseWriter, r *http.Request, v *shell.Visit, f *participation.Form) error {
	return shell.Render(w, r, http.StatusOK, checkView(v, newCheckPage(v, f)))
}

func newCheckPage(v *shell.Visit, f *participation.Form) checkPage {
	page := checkPage{way: way{v, f}}
	for _, q := range f.Pages() {
		if !f.Done(q) {
			page.Undone = append(page.Undone, q)
		}
	}
	return page
}

// send closes the draft and makes a proposal of it.
func (p Pages) send(w http.ResponseWriter, r *http.Request, v *shell.Visit, f *participation.Form) error {
	if r.PostFormValue(decoyField) != "" {
		return p.notSent(w, r, v, f, fault.New(fault.Invalid, "participate.looks_automatic"))
	}
	_, err := p.UseCases.Send(r.Context(), f.Draft)
	if fault.KeyOf(err) == "participate.already_sent" {
		err = nil
	}
	if err != nil {
		return p.notSent(w, r, v, f, err)
	}
	http.Redirect(w, r, way{v, f}.to(sentPlace), http.StatusSeeOther)
	return nil
}

// notSent shows where the reader was, with what stood in the way. Everything
// stays saved.
func (p Pages) notSent(w http.ResponseWriter, r *http.Request, v *shell.Visit, f *participation.Form, cause error) error {
	switch fault.KindOf(cause) {
	case fault.Invalid, fault.Unavailable, fault.TooMany, fault.Conflict:
	default:
		return cause
	}
	status := v.Explain(w.Header(), cause)
	problem := v.T(fault.KeyOf(cause))
	if fault.KindOf(cause) == fault.Unavailable {
		problem = v.T("participate.not_sent")
	}
	to := way{v, f}
	if to.short() {
		s := p.stepPage(v, f, f.Definition.Pages[0], f.Problems(f.Definition.Pages[0]))
		s.Problem = problem
		return shell.Render(w, r, status, stepView(v, s))
	}
	page := newCheckPage(v, f)
	page.Problem = problem
	return shell.Render(w, r, status, checkView(v, page))
}

// toChange is the address of a question.
func (c checkPage) toChange(page, question string) string {
	return c.page(page) + "#" + form.Fields{}.ControlID(question)
}

// toMend is the address of a page that shows what is wrong on it.
func (c checkPage) toMend(page questionnaire.Page) string {
	return c.page(page.ID) + "?" + checkParameter
}

func (c checkPage) isChange() bool { return c.form.Draft.Origin == organisation.ChangeOfCard }

func (c checkPage) sendWords() string {
	if c.isChange() {
		return c.v.T("participate.send_change")
	}
	return c.v.T("participate.send")
}

func (c checkPage) pageTitle(page questionnaire.Page) string {
	return page.Title.In(string(c.v.Language))
}
