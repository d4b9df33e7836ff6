// Package selfassessment is the public side of the kit: what it is, all its
// questions, and how everything in a report is calculated. The pages are made
// from the same data as the calculation, so that they cannot say another number.
package selfassessment

import (
	"net/http"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/kit"
	"telaio/internal/web/shell"
)

// Kits gives the version that is used now.
type Kits interface {
	NewestKit() (*kit.Kit, bool)
}

// Pages are the routes of this group.
type Pages struct{ Kits Kits }

// Routes lists the pages.
func (p Pages) Routes() []shell.Route {
	return []shell.Route{
		{
			Name: "kit", Method: http.MethodGet, Paths: shell.Both("/autovalutazione", "/en/self-assessment"),
			Action: account.ReadPublic, Handle: p.about, Cached: true, Counted: true,
		},
		{
			Name: "kit-questions", Method: http.MethodGet, Paths: shell.Both("/autovalutazione/domande", "/en/self-assessment/questions"),
			Action: account.ReadPublic, Handle: p.questions, Cached: true,
		},
		{
			Name: "kit-method", Method: http.MethodGet, Paths: shell.Both("/autovalutazione/metodo", "/en/self-assessment/method"),
			Action: account.ReadPublic, Handle: p.method, Cached: true,
		},
	}
}

func (p Pages) about(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	k, err := p.kit()
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, aboutView(v, k))
}

func (p Pages) questions(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	k, err := p.kit()
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, questionsView(v, k))
}

func (p Pages) method(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	k, err := p.kit()
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, methodView(v, k))
}

// kit is the version that is used now. An observatory may have none.
func (p Pages) kit() (*kit.Kit, error) {
	k, ok := p.Kits.NewestKit()
	if !ok {
		return nil, fault.New(fault.NotFound, "error.not_found")
	}
	return k, nil
}
