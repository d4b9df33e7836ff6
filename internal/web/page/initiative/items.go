package initiative

import (
	"net/http"
	"slices"

	"telaio/internal/initiative"
	"telaio/internal/web/shell"
)

// itemField carries the ids of the kit's items that were chosen.
const itemField = "item"

func (p Pages) askItems(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	s, err := p.find(r, v)
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, itemsView(v, s))
}

func (p Pages) link(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	s, err := p.find(r, v)
	if err != nil {
		return err
	}
	if err := p.UseCases.Link(r.Context(), v.Subject, s, r.PostForm[itemField]); err != nil {
		return err
	}
	return done(w, r, v, s, "initiative_linked")
}

func isChosen(s initiative.Sheeted, item string) bool { return slices.Contains(s.Items, item) }
