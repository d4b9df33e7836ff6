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
	return shell.Render(w, r, http.StatusOK, welcomeView(v, to))
}

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
