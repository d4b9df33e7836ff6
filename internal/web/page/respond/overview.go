package respond

import (
	"net/http"

	"telaio/internal/kit"
	"telaio/internal/web/shell"
)

// overview lists every question with one's own answer and what is missing.
func (p Pages) overview(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	to, err := p.wayWithInitiatives(r.Context(), v)
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, overviewView(v, to))
}

// missing lists the items without an answer.
func (w way) missing() []kit.Item {
	var list []kit.Item
	for _, item := range w.Items {
		if w.sheet[item.ID].Code == kit.Blank {
			list = append(list, item)
		}
	}
	return list
}

// unproven lists the items with a high level and no evidence.
func (w way) unproven() []kit.Item {
	var list []kit.Item
	for _, item := range w.Items {
		if w.undocumented(w.sheet[item.ID]) {
			list = append(list, item)
		}
	}
	return list
}
