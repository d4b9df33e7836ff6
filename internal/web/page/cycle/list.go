package cycle

import (
	"net/http"

	"telaio/internal/assessment"
	"telaio/internal/kit"
	"telaio/internal/web/shell"
)

// overview is a cycle in the list, with how far it has come.
type overview struct {
	assessment.Cycle
	assessment.Progress
	Replaced bool // a later cycle took it up again and is closed
}

type listPage struct {
	place
	Kit    *kit.Kit // newest
	Open   []overview
	Closed []overview
}

func (p Pages) list(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	page := listPage{place: loaded(v)}
	page.Kit, _ = p.UseCases.Kits.NewestKit()
	cycles, err := p.UseCases.Cycles(r.Context(), page.ID)
	if err != nil {
		return err
	}
	standing := map[string]bool{}
	for _, c := range assessment.Standing(cycles) {
		standing[c.ID] = true
	}
	for _, c := range cycles {
		progress, err := p.UseCases.Progress(r.Context(), c)
		if err != nil {
			return err
		}
		o := overview{c, progress, !standing[c.ID]}
		if c.State() == assessment.Closed {
			page.Closed = append(page.Closed, o)
		} else {
			page.Open = append(page.Open, o)
		}
	}
	return shell.Render(w, r, http.StatusOK, listView(v, page))
}

// nextStep says what to do now.
func (o overview) nextStep(v *shell.Visit) string {
	switch {
	case o.State() == assessment.Discussing:
		return v.N("cycle.decided_of", o.Decided, map[string]any{"Of": o.Progress.Items})
	case o.Mode == assessment.Collective:
		return v.T("cycle.next_together")
	case o.People == 0:
		return v.T("cycle.next_invite")
	default:
		return v.N("cycle.finished_of", o.Finished, map[string]any{"Of": o.People})
	}
}

func stateClass(s assessment.State) string {
	switch s {
	case assessment.Answering:
		return "status--active"
	case assessment.Discussing:
		return "status--alert"
	default:
		return "status--done"
	}
}
