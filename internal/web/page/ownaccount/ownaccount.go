// Package ownaccount is the page on which people see their own access: where
// they are signed in, what they may do, how they are written to.
package ownaccount

import (
	"net/http"

	"telaio/internal/account"
	"telaio/internal/i18n"
	"telaio/internal/web/shell"
)

// Pages are the routes of this group.
type Pages struct {
	Sessions account.Sessions
	People   account.People
}

// Routes lists the pages.
func (p Pages) Routes() []shell.Route {
	own := func(name, method, suffixIT, suffixEN string, handle func(http.ResponseWriter, *http.Request, *shell.Visit) error) shell.Route {
		return shell.Route{Name: name, Method: method, Paths: shell.Both("/account"+suffixIT, "/en/account"+suffixEN), Action: account.OwnAccount, Handle: handle}
	}
	return []shell.Route{
		own("account", http.MethodGet, "", "", p.show),
		own("account-end", http.MethodPost, "/accessi/chiudi", "/sessions/end", p.end),
		own("account-end-others", http.MethodPost, "/accessi/chiudi-altri", "/sessions/end-others", p.endOthers),
		own("account-language", http.MethodPost, "/lingua", "/language", p.speak),
	}
}

// access is what the page shows.
type access struct {
	Person   account.Person
	Roles    []role
	Sessions []account.Session
	Present  string // id of the session that asks
}

// role is a grant in words.
type role struct{ Label, Gloss, Organisation string }

// words names the role and, if it is held for one, the organisation.
func (r role) words() string {
	if r.Organisation == "" {
		return r.Label
	}
	return r.Label + ": " + r.Organisation
}

func (p Pages) show(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	person, present, err := p.present(r, v)
	if err != nil {
		return err
	}
	sessions, err := p.Sessions.Of(r.Context(), person)
	if err != nil {
		return err
	}
	page := access{Person: person, Sessions: sessions, Present: present.ID}
	for _, g := range person.Grants {
		words := role{Label: v.T("account.role." + string(g.Role)), Gloss: v.T("account.role_gloss." + string(g.Role))}
		if g.OrganisationID != "" {
			o, err := p.People.Organisations.Organisation(r.Context(), g.OrganisationID)
			if err != nil {
				return err
			}
			words.Organisation = o.Card.Name
		}
		page.Roles = append(page.Roles, words)
	}
	return shell.Render(w, r, http.StatusOK, view(v, page))
}

func (p Pages) end(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	if err := p.Sessions.End(r.Context(), v.Subject.PersonID, r.PostFormValue("session")); err != nil {
		return err
	}
	return back(w, r, v, "session_ended")
}

func (p Pages) endOthers(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	_, present, err := p.present(r, v)
	if err != nil {
		return err
	}
	if err := p.Sessions.EndOthers(r.Context(), v.Subject.PersonID, present.ID); err != nil {
		return err
	}
	return back(w, r, v, "sessions_ended")
}

func (p Pages) speak(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	if err := p.Sessions.Speak(r.Context(), v.Subject.PersonID, i18n.Language(r.PostFormValue("language"))); err != nil {
		return err
	}
	return back(w, r, v, "language_saved")
}

func (p Pages) present(r *http.Request, v *shell.Visit) (account.Person, account.Session, error) {
	return p.Sessions.Identify(r.Context(), v.Site.Cookies.Session(r))
}

func back(w http.ResponseWriter, r *http.Request, v *shell.Visit, notice string) error {
	http.Redirect(w, r, v.Path("account")+"?notice="+notice, http.StatusSeeOther)
	return nil
}
