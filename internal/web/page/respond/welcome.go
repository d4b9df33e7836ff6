package respond

import (
	"net/http"

	"telaio/internal/assessment"
	"telaio/internal/web/shell"
)

// welcome says who asks, who will see what, and how long it takes; later it says
// how far one is.
func (p Pages) welcome(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	to, err := p.way(r.Context(), v)
	if err != nil {
		return err
	}
	var company assessment.Company
	if to.confidential() && to.taken() {
		if company, err = p.UseCases.Company(r.Context(), to.Held); err != nil {
			return err
		}
	}
	return shell.Render(w, r, http.StatusOK, welcomeView(v, to, company))
}

// withdraw takes back everything that somebody has answered.
func (p Pages) withdraw(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	to := way{Held: v.Loaded.(assessment.Held), v: v}
	if err := p.UseCases.Withdraw(r.Context(), to.Held); err != nil {
		return err
	}
	http.Redirect(w, r, to.to("respond")+"?notice=respond_withdrawn", http.StatusSeeOther)
	return nil
}

// confidential reports whether nobody shall learn whose an answer was.
func (w way) confidential() bool { return w.Cycle.Mode == assessment.Confidential }

// minutes is how long it takes to answer.
func (w way) minutes() int {
	if w.Cycle.Extent == assessment.Quick {
		return w.Kit.TimeNeeded.QuickCheck
	}
	return w.Kit.TimeNeeded.Individual
}

// ownLink is the whole address that opens these answers from any device.
func (w way) ownLink() string { return w.v.Absolute(w.to("respond")) }

// taken reports whether answers are still taken of anybody.
func (w way) taken() bool { return w.Cycle.State() == assessment.Answering && w.Participant.Open }

// begun reports whether there is an answer.
func (w way) begun() bool { return w.answered() > 0 }
