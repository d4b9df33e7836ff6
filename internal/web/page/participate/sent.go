package participate

import (
	"errors"
	"net/http"

	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/participation"
	"telaio/internal/questionnaire"
	"telaio/internal/web/shell"
)

// sentPage says what happens after sending.
type sentPage struct {
	way
	Proposal organisation.Proposal
	Again    bool   // the mail was sent once more
	Wrong    string // sentence beside the address
	Problem  string
}

func (p Pages) showSent(w http.ResponseWriter, r *http.Request, v *shell.Visit, f *participation.Form) error {
	if !f.Draft.Sent() {
		http.Redirect(w, r, resumeAt(way{v, f}), http.StatusSeeOther)
		return nil
	}
	page, err := p.sentPage(r, v, f)
	if err != nil {
		return err
	}
	page.Again = r.URL.Query().Has(mailedParameter)
	return shell.Render(w, r, http.StatusOK, sentView(v, page))
}

func (p Pages) sentPage(r *http.Request, v *shell.Visit, f *participation.Form) (sentPage, error) {
	proposal, err := p.UseCases.Sent(r.Context(), f.Draft)
	return sentPage{way: way{v, f}, Proposal: proposal}, err
}

// sendAgain mails the link to confirm once more, to a corrected address if one
// was given.
func (p Pages) sendAgain(w http.ResponseWriter, r *http.Request, v *shell.Visit, f *participation.Form) error {
	err := p.UseCases.MailConfirmation(r.Context(), f.Draft, r.PostFormValue(participation.AddressField))
	if err == nil {
		http.Redirect(w, r, way{v, f}.to(sentPlace)+"?"+mailedParameter, http.StatusSeeOther)
		return nil
	}
	page, readErr := p.sentPage(r, v, f)
	if readErr != nil {
		return readErr
	}
	status := http.StatusUnprocessableEntity
	refusal, ok := errors.AsType[*fault.Error](err)
	switch {
	case ok && refusal.Kind == fault.Invalid:
		page.Wrong = questionnaire.Sentence(v.Printer, refusal.Fields[participation.AddressField])
		page.Proposal.Sender.Email = r.PostFormValue(participation.AddressField)
	case shell.CanRetry(err):
		status = v.Explain(w.Header(), err)
		page.Problem = v.T(fault.KeyOf(err))
	default:
		return err
	}
	return shell.Render(w, r, status, sentView(v, page))
}

func (s sentPage) waitsForConfirmation() bool { return s.Proposal.State == organisation.Unconfirmed }
