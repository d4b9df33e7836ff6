// Package quickcheck is the ten-minute self-assessment that needs no account.
// With a script it shows one question at a time and keeps the answers in the
// browser; without one it is a single form. The answers are sent once, answered
// with the result, and kept nowhere.
package quickcheck

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
	paths := shell.Both("/autovalutazione/rapida", "/en/self-assessment/quick")
	return []shell.Route{
		{Name: "quick-check", Method: http.MethodGet, Paths: paths, Action: account.ReadPublic, Handle: p.ask, Cached: true},
		{Name: "quick-check-result", Method: http.MethodPost, Paths: paths, Action: account.Participate, Handle: p.take, Limit: shell.LimitSave},
	}
}

func (p Pages) kit() (*kit.Kit, error) {
	k, ok := p.Kits.NewestKit()
	if !ok {
		return nil, fault.New(fault.NotFound, "error.not_found")
	}
	return k, nil
}

func (p Pages) ask(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	k, err := p.kit()
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, formView(v, form{Kit: k}))
}

// actionField tells the button that changes answers from the one that sends
// them.
const (
	actionField  = "action"
	changeAction = "change"
)

// take answers with the result, or with the form as it was filled in.
func (p Pages) take(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	k, err := p.kit()
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	answers := read(r, k)
	switch {
	case r.PostFormValue(actionField) == changeAction:
		return shell.Render(w, r, http.StatusOK, formView(v, form{Kit: k, Answers: answers}))
	case len(answers) == 0:
		return shell.Render(w, r, http.StatusUnprocessableEntity, formView(v, form{Kit: k, Empty: true}))
	default:
		return shell.Render(w, r, http.StatusOK, resultView(v, result{Kit: k, Answers: answers, QuickResult: k.Quick(answers)}))
	}
}

// read takes the answers that the items allow from the form.
func read(r *http.Request, k *kit.Kit) map[string]kit.Code {
	answers := map[string]kit.Code{}
	for _, item := range k.QuickItems() {
		if code := kit.Code(r.PostFormValue(item.ID)); item.Allows(code) {
			answers[item.ID] = code
		}
	}
	return answers
}
