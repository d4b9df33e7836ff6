package area

import (
	"net/http"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/upkeep"
	"telaio/internal/web/shell"
)

func (p Pages) invitationRoutes() []shell.Route {
	path := shell.Both("/invito/{invite}", "/en/invitation/{invite}")
	return []shell.Route{
		{Name: "invitation", Method: http.MethodGet, Paths: path, Action: account.HoldInvitation, Object: p.held, Handle: p.showInvitation},
		{Name: "invitation", Method: http.MethodPost, Paths: path, Action: account.HoldInvitation, Object: p.held, Handle: p.answerInvitation, Limit: shell.LimitSignIn},
	}
}

// invited is an invitation with the organisation whose page it is about.
type invited struct {
	upkeep.Invitation
	Organisation organisation.Organisation
	Over         bool // it was answered, or is too old
}

// held loads the invitation that the token in the address opens.
func (p Pages) held(r *http.Request, v *shell.Visit) (account.Object, error) {
	i, o, err := p.UseCases.Invited(r.Context(), r.PathValue("invite"))
	over := fault.KindOf(err) == fault.Expired
	if err != nil && !over {
		return account.Object{}, err
	}
	v.Loaded = invited{i, o, over}
	return account.Object{OrganisationID: o.ID, Held: true}, nil
}

// showInvitation asks and changes nothing, because programs that read mail open
// its links.
func (p Pages) showInvitation(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	i := v.Loaded.(invited)
	if i.Over {
		return shell.Render(w, r, http.StatusGone, oldInvitationView(v, i))
	}
	return shell.Render(w, r, http.StatusOK, invitationView(v, i))
}

func (p Pages) answerInvitation(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	i, token := v.Loaded.(invited), r.PathValue("invite")
	if i.Over {
		return shell.Render(w, r, http.StatusGone, oldInvitationView(v, i))
	}
	if r.PostFormValue("do") == "decline" {
		if err := p.UseCases.Decline(r.Context(), token); err != nil {
			return err
		}
		return p.toPage(w, r, v, i, "invitation_declined")
	}
	ready, err := p.UseCases.Accept(r.Context(), token)
	if err != nil {
		return err
	}
	if !ready {
		return p.toPage(w, r, v, i, "invitation_later")
	}
	return p.letIn(w, r, v, i)
}

// letIn leads on to the area: at once if the guest is signed in with the address
// that was invited, otherwise by a link that is mailed to it.
func (p Pages) letIn(w http.ResponseWriter, r *http.Request, v *shell.Visit, i invited) error {
	area := v.Path("area-organisation", "organisation", i.OrganisationID)
	person, err := p.UseCases.People.Person(r.Context(), v.Subject.PersonID)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	if v.Subject.SignedIn() && person.Email == i.Guest.Email {
		http.Redirect(w, r, area+"?notice=invitation_accepted", http.StatusSeeOther)
		return nil
	}
	err = p.Entrance.Ask(r.Context(), account.Asked{
		Email: i.Guest.Email, Language: string(v.Language), Next: area, BrowserKey: v.Site.Cookies.EnsureBrowser(w, r),
	})
	if err != nil {
		return err
	}
	http.Redirect(w, r, v.Path("sign-in-sent")+"?notice=invitation_accepted", http.StatusSeeOther)
	return nil
}

func (p Pages) toPage(w http.ResponseWriter, r *http.Request, v *shell.Visit, i invited, notice string) error {
	path := v.Path("home")
	if i.Organisation.State == organisation.Published {
		path = v.Path("organisation", "slug", i.Organisation.Slug)
	}
	http.Redirect(w, r, path+"?notice="+notice, http.StatusSeeOther)
	return nil
}
