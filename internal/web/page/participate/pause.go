package participate

import (
	"errors"
	"net/http"

	"telaio/internal/fault"
	"telaio/internal/participation"
	"telaio/internal/questionnaire"
	"telaio/internal/web/shell"
)

// pausePage asks where to mail the link to go on, or says that it is on its
// way.
type pausePage struct {
	way
	Address string
	Wrong   string // sentence beside the field
	Problem string // sentence on top
	Mailed  bool
}

// pauseNow mails the link if the address is known, and asks for it otherwise.
func (p Pages) pauseNow(w http.ResponseWriter, r *http.Request, v *shell.Visit, f *participation.Form) error {
	if address := p.UseCases.Address(f); address != "" {
		return p.mailLink(w, r, v, f, address)
	}
	http.Redirect(w, r, way{v, f}.to(pausePlace), http.StatusSeeOther)
	return nil
}

func (p Pages) showPause(w http.ResponseWriter, r *http.Request, v *shell.Visit, f *participation.Form) error {
	page := pausePage{way: way{v, f}, Address: p.UseCases.Address(f), Mailed: r.URL.Query().Has(mailedParameter)}
	return shell.Render(w, r, http.StatusOK, pauseView(v, page))
}

// mailedParameter marks the page that comes after the link was mailed.
const mailedParameter = "spedito"

func (p Pages) pause(w http.ResponseWriter, r *http.Request, v *shell.Visit, f *participation.Form) error {
	return p.mailLink(w, r, v, f, r.PostFormValue(participation.AddressField))
}

func (p Pages) mailLink(w http.ResponseWriter, r *http.Request, v *shell.Visit, f *participation.Form, address string) error {
	to := way{v, f}
	err := p.UseCases.Pause(r.Context(), f, address)
	if err == nil {
		http.Redirect(w, r, to.to(pausePlace)+"?"+mailedParameter, http.StatusSeeOther)
		return nil
	}
	page := pausePage{way: to, Address: address}
	status := http.StatusUnprocessableEntity
	refusal, ok := errors.AsType[*fault.Error](err)
	switch {
	case ok && refusal.Kind == fault.Invalid:
		page.Wrong = questionnaire.Sentence(v.Printer, refusal.Fields[participation.AddressField])
	case shell.CanRetry(err):
		status = v.Explain(w.Header(), err)
		page.Problem = v.T(fault.KeyOf(err))
		if refusal.Kind == fault.Unavailable {
			page.Problem = v.T("participate.saved_not_mailed")
		}
	default:
		return err
	}
	return shell.Render(w, r, status, pauseView(v, page))
}
