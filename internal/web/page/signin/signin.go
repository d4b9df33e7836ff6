// Package signin is the way in and out: ask for a link, use it, leave.
package signin

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/web/part/field"
	"telaio/internal/web/shell"
)

// Pages are the routes of this group.
type Pages struct {
	Entrance account.Entrance
	Sessions account.Sessions
}

func enterPaths() map[i18n.Language]string { return shell.Both("/entra/{token}", "/en/enter/{token}") }

// EnterURL returns the address of the page that the token opens, on the site at
// baseURL.
func EnterURL(baseURL string) func(language, token string) string {
	paths := shell.Paths{"enter": enterPaths()}
	return func(language, token string) string {
		return baseURL + paths.In(i18n.Language(language), "enter", "token", token)
	}
}

// Routes lists the pages.
func (p Pages) Routes() []shell.Route {
	ask, sent := shell.Both("/accedi", "/en/sign-in"), shell.Both("/accedi/posta", "/en/sign-in/mail")
	code, out := shell.Both("/accedi/codice", "/en/sign-in/code"), shell.Both("/esci", "/en/sign-out")
	return []shell.Route{
		{Name: "sign-in", Method: http.MethodGet, Paths: ask, Action: account.SignIn, Handle: p.show},
		{Name: "sign-in-ask", Method: http.MethodPost, Paths: ask, Action: account.SignIn, Handle: p.ask, Limit: shell.LimitSignIn},
		{Name: "sign-in-sent", Method: http.MethodGet, Paths: sent, Action: account.SignIn, Handle: p.sent},
		{Name: "sign-in-code", Method: http.MethodPost, Paths: code, Action: account.SignIn, Handle: p.code, Limit: shell.LimitSignIn},
		{Name: "enter", Method: http.MethodGet, Paths: enterPaths(), Action: account.SignIn, Handle: p.look},
		{Name: "enter-use", Method: http.MethodPost, Paths: enterPaths(), Action: account.SignIn, Handle: p.use, Limit: shell.LimitSignIn},
		{Name: "sign-out", Method: http.MethodPost, Paths: out, Action: account.SignIn, Handle: p.leave},
	}
}

// asking is the form for an address.
type asking struct {
	Email    string
	Next     string
	Problems field.Problems
}

func (p Pages) show(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	next := shell.LocalPath(r.URL.Query().Get("next"))
	if v.Subject.SignedIn() {
		http.Redirect(w, r, p.after(r.Context(), v, next, v.Site.Cookies.Session(r)), http.StatusSeeOther)
		return nil
	}
	return shell.Render(w, r, http.StatusOK, askPage(v, asking{Next: next}))
}

func (p Pages) ask(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	form := asking{Email: r.PostFormValue("email"), Next: shell.LocalPath(r.PostFormValue("next"))}
	err := p.Entrance.Ask(r.Context(), account.Asked{
		Email: form.Email, Language: string(v.Language), Next: form.Next,
		BrowserKey: v.Site.Cookies.EnsureBrowser(w, r),
	})
	if problems, ok := field.ProblemsIn(v, err, "email"); ok {
		form.Problems = problems
		return shell.Render(w, r, http.StatusUnprocessableEntity, askPage(v, form))
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, v.Path("sign-in-sent"), http.StatusSeeOther)
	return nil
}

func (p Pages) sent(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	return shell.Render(w, r, http.StatusOK, sentPage(v, nil))
}

func (p Pages) code(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	entered, err := p.Entrance.EnterByCode(r.Context(), p.key(r, v))
	if problems, ok := field.ProblemsIn(v, err, "code"); ok {
		return shell.Render(w, r, http.StatusUnprocessableEntity, sentPage(v, problems))
	}
	return p.admit(w, r, v, entered, err)
}

// look shows what the link needs and never uses it: programs that read mail
// follow links too.
func (p Pages) look(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	needsCode, err := p.Entrance.Look(r.Context(), v.Values["token"], v.Site.Cookies.Browser(r))
	if err != nil {
		return p.admit(w, r, v, account.Entered{}, err)
	}
	return shell.Render(w, r, http.StatusOK, enterPage(v, needsCode, nil))
}

func (p Pages) use(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	key := p.key(r, v)
	key.Token = v.Values["token"]
	entered, err := p.Entrance.Enter(r.Context(), key)
	if problems, ok := field.ProblemsIn(v, err, "code"); ok {
		return shell.Render(w, r, http.StatusUnprocessableEntity, enterPage(v, true, problems))
	}
	return p.admit(w, r, v, entered, err)
}

func (p Pages) key(r *http.Request, v *shell.Visit) account.Key {
	return account.Key{
		BrowserKey: v.Site.Cookies.Browser(r), Code: r.PostFormValue("code"),
		Device: deviceOf(r.UserAgent()), OldSession: v.Site.Cookies.Session(r),
	}
}

// admit opens the session, or offers a new link in place of one that is over.
func (p Pages) admit(w http.ResponseWriter, r *http.Request, v *shell.Visit, entered account.Entered, err error) error {
	if fault.KindOf(err) == fault.Expired {
		return shell.Render(w, r, http.StatusGone, expiredPage(v))
	}
	if err != nil {
		return err
	}
	v.Site.Cookies.SetSession(w, entered.SessionToken)
	http.Redirect(w, r, p.after(r.Context(), v, entered.Next, entered.SessionToken), http.StatusSeeOther)
	return nil
}

// after is the page to go to once signed in: the one that was wanted, or else
// the one where the person's work is.
func (p Pages) after(ctx context.Context, v *shell.Visit, wanted, token string) string {
	if next := shell.LocalPath(wanted); next != "" {
		return next
	}
	person, _, err := p.Sessions.Identify(ctx, token)
	for _, page := range []struct {
		name string
		mine bool
	}{
		{"desk", person.Subject().Team()},
		{"area", person.Subject().Has(account.OrganisationEditor)},
	} {
		if path := v.Path(page.name); err == nil && page.mine && !strings.ContainsAny(path, "#{") {
			return path
		}
	}
	return v.Path("account")
}

func (p Pages) leave(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	if v.Subject.SignedIn() {
		_, session, err := p.Sessions.Identify(r.Context(), v.Site.Cookies.Session(r))
		if err != nil {
			return err
		}
		if err := p.Sessions.End(r.Context(), v.Subject.PersonID, session.ID); err != nil {
			return err
		}
	}
	v.Site.Cookies.EndSession(w)
	http.Redirect(w, r, v.Path("home")+"?"+url.Values{"notice": {"signed_out"}}.Encode(), http.StatusSeeOther)
	return nil
}
