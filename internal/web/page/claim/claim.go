// Package claim is where somebody shows that they represent an organisation
// whose page is on the atlas already.
package claim

import (
	"context"
	"net/http"
	"strconv"

	"telaio/internal/account"
	"telaio/internal/claim"
	"telaio/internal/clock"
	"telaio/internal/letter"
	"telaio/internal/publication"
	"telaio/internal/web/part/field"
	"telaio/internal/web/shell"
)

// Reader finds published organisations.
type Reader interface {
	Find(ctx context.Context, slug string) (publication.Page, error)
}

// Pages are the routes of this group.
type Pages struct {
	UseCases claim.UseCases
	Entrance account.Entrance
	Reader   Reader
	Links    Links
	Clock    clock.Clock
}

// Routes lists the pages.
func (p Pages) Routes() []shell.Route {
	const italian, english = "/organizzazioni/{slug}/rappresenta", "/en/organisations/{slug}/represent"
	page := shell.Both(italian, english)
	send, code := shell.Both(italian+"/codice/manda", english+"/code/send"), shell.Both(italian+"/codice", english+"/code")
	site, ask := shell.Both(italian+"/sito", english+"/site"), shell.Both(italian+"/chiedi", english+"/ask")
	get, post := http.MethodGet, http.MethodPost
	return []shell.Route{
		{Name: "claim", Method: get, Paths: page, Action: account.Participate, Handle: p.show},
		{Name: "claim-begin", Method: post, Paths: page, Action: account.SignIn, Handle: p.begin, Limit: shell.LimitSignIn},
		{Name: "claim-code-send", Method: post, Paths: send, Action: account.ClaimPage, Handle: p.sendCode, Limit: shell.LimitSignIn},
		{Name: "claim-code", Method: post, Paths: code, Action: account.ClaimPage, Handle: p.useCode, Limit: shell.LimitSignIn},
		{Name: "claim-site", Method: post, Paths: site, Action: account.ClaimPage, Handle: p.site, Limit: shell.LimitMessage},
		{Name: "claim-ask", Method: post, Paths: ask, Action: account.ClaimPage, Handle: p.ask, Limit: shell.LimitMessage},
	}
}

// form is the page with what was typed on it and what is to be mended.
type form struct {
	publication.Page
	claim.Standing
	Name, Email, Reason string
	Problems            field.Problems
}

// refreshAfter is after how many seconds the page looks again whether the site
// was looked at.
const refreshAfter = 3

func (p Pages) show(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	page, err := p.Reader.Find(r.Context(), r.PathValue("slug"))
	if err != nil {
		return err
	}
	if page.Slug != r.PathValue("slug") { // it has another address, or has become one with another page
		http.Redirect(w, r, v.Path("claim", "slug", page.Slug), http.StatusFound)
		return nil
	}
	return p.render(w, r, v, form{Page: page})
}

func (p Pages) render(w http.ResponseWriter, r *http.Request, v *shell.Visit, f form) (err error) {
	if f.Standing, err = p.UseCases.Standing(r.Context(), v.Subject, f.Organisation); err != nil {
		return err
	}
	status := http.StatusOK
	if len(f.Problems) > 0 {
		status = http.StatusUnprocessableEntity
	}
	if f.looking(p.Clock) && r.Method == http.MethodGet {
		// With its address: browsers take one with a fragment for a place on the page.
		w.Header().Set("Refresh", strconv.Itoa(refreshAfter)+"; url="+v.Path("claim", "slug", f.Slug))
	}
	return shell.Render(w, r, status, p.view(v, f))
}

// looking reports whether the site is being looked at just now.
func (f form) looking(c clock.Clock) bool {
	return f.Claim.ProvenBy == "" && f.Claim.Site.Looking(c.Now())
}

// begin mails a way in, which makes an account for those who are new here.
func (p Pages) begin(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	page, err := p.Reader.Find(r.Context(), r.PathValue("slug"))
	if err != nil {
		return err
	}
	f := form{Page: page, Name: r.PostFormValue("name"), Email: r.PostFormValue("email")}
	err = p.Entrance.Welcome(r.Context(), account.Asked{
		Email: f.Email, Language: string(v.Language), Next: v.Path("claim", "slug", page.Slug),
		BrowserKey: v.Site.Cookies.EnsureBrowser(w, r),
	}, f.Name, letter.Letter{Template: "claim_begin", Values: map[string]string{
		"Organisation": page.Card.Name, "Page": p.Links.Page(string(v.Language), page.Slug),
	}})
	if problems, ok := field.ProblemsIn(v, err, "name", "email"); ok {
		f.Problems = problems
		return p.render(w, r, v, f)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, v.Path("sign-in-sent"), http.StatusSeeOther)
	return nil
}

func (p Pages) sendCode(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	page, err := p.Reader.Find(r.Context(), r.PathValue("slug"))
	if err != nil {
		return err
	}
	if err := p.UseCases.SendCode(r.Context(), v.Subject, page.Organisation, v.Site.Cookies.EnsureBrowser(w, r)); err != nil {
		return err
	}
	return back(w, r, v, page, "claim_code_sent")
}

func (p Pages) useCode(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	page, err := p.Reader.Find(r.Context(), r.PathValue("slug"))
	if err != nil {
		return err
	}
	code := r.PostFormValue(claim.CodeField)
	outcome, err := p.UseCases.UseCode(r.Context(), v.Subject, page.Organisation, v.Site.Cookies.Browser(r), code)
	if problems, ok := field.ProblemsIn(v, err, claim.CodeField); ok {
		return p.render(w, r, v, form{Page: page, Problems: problems})
	}
	if err != nil {
		return err
	}
	if outcome == claim.Asks {
		return back(w, r, v, page, "claim_asked")
	}
	http.Redirect(w, r, v.Path("area-organisation", "organisation", page.ID)+"?notice=claim_represents", http.StatusSeeOther)
	return nil
}

// site gives the token, or has the site looked at.
func (p Pages) site(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	page, err := p.Reader.Find(r.Context(), r.PathValue("slug"))
	if err != nil {
		return err
	}
	do := p.UseCases.BeginSite
	if r.PostFormValue("do") == "look" {
		do = p.UseCases.LookAgain
	}
	if err := do(r.Context(), v.Subject, page.Organisation); err != nil {
		return err
	}
	http.Redirect(w, r, v.Path("claim", "slug", page.Slug)+"#site", http.StatusSeeOther)
	return nil
}

func (p Pages) ask(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	page, err := p.Reader.Find(r.Context(), r.PathValue("slug"))
	if err != nil {
		return err
	}
	reason := r.PostFormValue(claim.ReasonField)
	err = p.UseCases.Ask(r.Context(), v.Subject, page.Organisation, reason)
	if problems, ok := field.ProblemsIn(v, err, claim.ReasonField); ok {
		return p.render(w, r, v, form{Page: page, Reason: reason, Problems: problems})
	}
	if err != nil {
		return err
	}
	return back(w, r, v, page, "claim_asked")
}

// back goes to the page of the claim with a notice on top.
func back(w http.ResponseWriter, r *http.Request, v *shell.Visit, page publication.Page, notice string) error {
	http.Redirect(w, r, v.Path("claim", "slug", page.Slug)+"?notice="+notice, http.StatusSeeOther)
	return nil
}
