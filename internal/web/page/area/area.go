// Package area is where an organisation's people look after its page: as it is,
// how fresh it is, what they proposed, who may change it, and the way out.
package area

import (
	"context"
	"net/http"
	"strconv"

	"telaio/internal/account"
	"telaio/internal/claim"
	"telaio/internal/organisation"
	"telaio/internal/participation"
	"telaio/internal/secret"
	"telaio/internal/upkeep"
	"telaio/internal/web/part/field"
	"telaio/internal/web/shell"
)

// Changes begins a change of an organisation's card.
type Changes interface {
	StartChange(ctx context.Context, organisationID string, person account.Subject, browserHash string) (participation.Draft, error)
}

// Pages are the routes of this group.
type Pages struct {
	UseCases upkeep.UseCases
	Claims   claim.UseCases
	Changes  Changes
	Entrance account.Entrance
}

// Routes lists the pages.
func (p Pages) Routes() []shell.Route {
	own := func(method, name, path string, action account.Action, handle shell.Handler) shell.Route {
		return shell.Route{
			Name: name, Method: method, Paths: shell.Only("/area/{organisation}" + path),
			Action: action, Object: p.load, Handle: handle,
		}
	}
	invite := own(http.MethodPost, "area-invite", "/persone", account.EditArea, p.invite)
	invite.Limit = shell.LimitMessage
	answer := own(http.MethodPost, "area-answer", "/proposte/{proposal}", account.EditArea, p.answer)
	answer.Limit = shell.LimitMessage
	claimed := own(http.MethodPost, "area-claim", "/richieste/{proposal}", account.EditArea, p.claimed)
	claimed.Limit = shell.LimitMessage
	handOver := own(http.MethodPost, "area-hand-over-do", "/passaggio", account.EditArea, p.handOver)
	handOver.Limit = shell.LimitMessage
	return append(p.invitationRoutes(), []shell.Route{
		{Name: "area", Method: http.MethodGet, Paths: shell.Only("/area"), Action: account.OwnAccount, Handle: p.list},
		own(http.MethodGet, "area-organisation", "", account.ReadArea, p.show),
		own(http.MethodPost, "area-confirm", "/conferma", account.EditArea, p.confirm),
		own(http.MethodPost, "area-change", "/modifica", account.EditArea, p.change),
		own(http.MethodGet, "area-people", "/persone", account.ReadArea, p.people),
		invite,
		own(http.MethodGet, "area-remove", "/persone/{person}", account.EditArea, p.askRemove),
		own(http.MethodPost, "area-remove-do", "/persone/{person}", account.EditArea, p.remove),
		answer,
		own(http.MethodGet, "area-leave", "/ritiro", account.EditArea, p.askLeave),
		own(http.MethodPost, "area-leave-do", "/ritiro", account.EditArea, p.leave),
		own(http.MethodPost, "area-invitation-withdraw", "/inviti/{invitation}", account.EditArea, p.takeBack),
		own(http.MethodPost, "area-change-stop", "/cambi/{change}", account.EditArea, p.object),
		own(http.MethodGet, "area-hand-over", "/passaggio", account.EditArea, p.askHandOver),
		handOver, claimed,
	}...)
}

// load finds the organisation that the address names.
func (p Pages) load(r *http.Request, v *shell.Visit) (account.Object, error) {
	o, err := p.UseCases.Organisation(r.Context(), r.PathValue("organisation"))
	v.Loaded = o
	return account.Object{OrganisationID: o.ID}, err
}

func loaded(v *shell.Visit) organisation.Organisation { return v.Loaded.(organisation.Organisation) }

func (p Pages) list(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	mine, err := p.UseCases.Mine(r.Context(), v.Subject)
	if err != nil {
		return err
	}
	if len(mine) == 1 {
		http.Redirect(w, r, v.Path("area-organisation", "organisation", mine[0].ID), http.StatusSeeOther)
		return nil
	}
	return shell.Render(w, r, http.StatusOK, listView(v, mine))
}

func (p Pages) show(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	return p.showWith(w, r, v, typed{})
}

// typed is what somebody wrote to the team and what is to be mended in it.
type typed struct {
	Proposal string
	Text     string
	Problems field.Problems
}

func (p Pages) showWith(w http.ResponseWriter, r *http.Request, v *shell.Visit, t typed) error {
	area, err := p.UseCases.Area(r.Context(), loaded(v))
	if err != nil {
		return err
	}
	return shell.Render(w, r, statusFor(t.Problems), view(v, area, t))
}

func statusFor(problems field.Problems) int {
	if len(problems) > 0 {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

func (p Pages) confirm(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	revision, err := strconv.Atoi(r.PostFormValue("revision"))
	if err != nil {
		revision = 0 // no page has that revision, so nothing is confirmed
	}
	if err := p.UseCases.Confirm(r.Context(), v.Subject, loaded(v), revision); err != nil {
		return err
	}
	return back(w, r, v, "area_confirmed")
}

func (p Pages) change(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	browser := v.Site.Cookies.EnsureBrowser(w, r)
	draft, err := p.Changes.StartChange(r.Context(), loaded(v).ID, v.Subject, secret.Hash(browser))
	if err != nil {
		return err
	}
	http.Redirect(w, r, v.Path("draft", "draft", draft.ID), http.StatusSeeOther)
	return nil
}

func (p Pages) answer(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	proposal, err := p.UseCases.Proposal(r.Context(), loaded(v), r.PathValue("proposal"))
	if err != nil {
		return err
	}
	text := r.PostFormValue(participation.MessageField)
	err = p.UseCases.Answer(r.Context(), v.Subject, proposal, text)
	if problems, ok := field.ProblemsIn(v, err, participation.MessageField); ok {
		return p.showWith(w, r, v, typed{proposal.ID, text, problems})
	}
	if err != nil {
		return err
	}
	return back(w, r, v, "area_answered")
}

// back goes to the organisation's area with a notice on top.
func back(w http.ResponseWriter, r *http.Request, v *shell.Visit, notice string) error {
	http.Redirect(w, r, v.Path("area-organisation", "organisation", loaded(v).ID)+"?notice="+notice, http.StatusSeeOther)
	return nil
}
