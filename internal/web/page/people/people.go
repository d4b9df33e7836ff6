// Package people is the page on which administrators give and take roles.
package people

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gosimple/slug"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/folding"
	"telaio/internal/web/part/field"
	"telaio/internal/web/part/pager"
	"telaio/internal/web/shell"
)

// Pages are the routes of this group.
type Pages struct{ People account.People }

// Routes lists the pages.
func (p Pages) Routes() []shell.Route {
	const all, revoke = "/redazione/persone", "/redazione/persone/{person}/togli"
	return []shell.Route{
		{Name: "people", Method: http.MethodGet, Paths: shell.Only(all), Action: account.Administer, Handle: p.list},
		{Name: "people", Method: http.MethodPost, Paths: shell.Only(all), Action: account.Administer, Handle: p.grant},
		{Name: "people-revoke", Method: http.MethodGet, Paths: shell.Only(revoke), Action: account.Administer, Handle: p.askRevoke},
		{Name: "people-revoke", Method: http.MethodPost, Paths: shell.Only(revoke), Action: account.Administer, Handle: p.revoke},
	}
}

// granting is the form for a new role.
type granting struct {
	Email, Name, Language, Role, Slug string
	Problems                          field.Problems
}

// perPage is how many people are shown at a time.
const perPage = 20

// The parameters of the list, as on the other lists of the desk.
const (
	searchParameter = "q"
	pageParameter   = "pagina"
)

// peoplePage is what the page shows.
type peoplePage struct {
	People []account.Person
	Names  map[string]string // of organisations, by id
	Search string
	Total  int // people found
	Pager  pager.Pager
	Form   granting
}

func (p Pages) list(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	return p.render(w, r, v, http.StatusOK, granting{Language: "it"})
}

// found are the people whose name or address has the words in it.
func found(people []account.Person, words string) []account.Person {
	words = folding.Fold(words)
	if words == "" {
		return people
	}
	return slices.DeleteFunc(people, func(person account.Person) bool {
		return !strings.Contains(folding.Fold(person.Name), words) && !strings.Contains(folding.Fold(person.Email), words)
	})
}

// pageOf returns the part of the list that is asked for, and the way to the others.
func pageOf(v *shell.Visit, people []account.Person, query url.Values) ([]account.Person, pager.Pager) {
	pages := max(1, (len(people)+perPage-1)/perPage)
	n, err := strconv.Atoi(query.Get(pageParameter))
	if err != nil {
		n = 1
	}
	n = min(max(n, 1), pages)
	way := pager.Pager{Page: n, Pages: pages, Path: func(page int) string {
		to := url.Values{pageParameter: {strconv.Itoa(page)}}
		if search := query.Get(searchParameter); search != "" {
			to.Set(searchParameter, search)
		}
		return v.Path("people") + "?" + to.Encode()
	}}
	return people[(n-1)*perPage : min(n*perPage, len(people))], way
}

func (p Pages) render(w http.ResponseWriter, r *http.Request, v *shell.Visit, status int, form granting) error {
	people, err := p.People.All(r.Context())
	if err != nil {
		return err
	}
	query := r.URL.Query()
	people = found(people, query.Get(searchParameter))
	page := peoplePage{Names: map[string]string{}, Search: query.Get(searchParameter), Total: len(people), Form: form}
	page.People, page.Pager = pageOf(v, people, query)
	for _, person := range page.People {
		for _, g := range person.Grants {
			if err := p.name(r.Context(), g.OrganisationID, page.Names); err != nil {
				return err
			}
		}
	}
	return shell.Render(w, r, status, listView(v, page))
}

// name adds the organisation's name, unless it is there.
func (p Pages) name(ctx context.Context, id string, names map[string]string) error {
	if id == "" || names[id] != "" {
		return nil
	}
	o, err := p.People.Organisations.Organisation(ctx, id)
	names[id] = o.Card.Name
	if fault.KindOf(err) == fault.NotFound || names[id] == "" {
		names[id] = id
		return nil
	}
	return err
}

// grant shows what would be done first, and does it when that was confirmed.
func (p Pages) grant(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	form := granting{
		Email: r.PostFormValue("email"), Name: r.PostFormValue("name"), Language: r.PostFormValue("language"),
		Role: r.PostFormValue("role"), Slug: strings.TrimSpace(r.PostFormValue("organisation")),
	}
	who := account.Newcomer{Email: form.Email, Name: form.Name, Language: form.Language}
	g, name, err := p.read(r.Context(), form)
	var person account.Person
	if err == nil {
		person, err = p.People.Consider(r.Context(), who, g)
	}
	if problems, ok := field.ProblemsIn(v, err, "email", "name", "role", "organisation"); ok {
		form.Problems = problems
		return p.render(w, r, v, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	if r.PostFormValue("confirm") == "" {
		return shell.Render(w, r, http.StatusOK, grantView(v, form, person, inWords(v, g, name)))
	}
	if _, err := p.People.GrantTo(r.Context(), v.Subject.PersonID, who, g); err != nil {
		return err
	}
	return back(w, r, v, "role_granted")
}

// read turns the form into a grant and names its organisation.
func (p Pages) read(ctx context.Context, form granting) (account.Grant, string, error) {
	g := account.Grant{Role: account.Role(form.Role)}
	if form.Slug == "" {
		return g, "", nil
	}
	o, err := p.People.Organisations.OrganisationBySlug(ctx, slugOf(form.Slug))
	if fault.KindOf(err) == fault.NotFound {
		err = fault.InvalidFields(map[string]fault.Message{"organisation": {Key: "account.people.organisation_missing"}})
	}
	g.OrganisationID = o.ID
	return g, o.Card.Name, err
}

// slugOf takes an organisation as people write it: its name, the address of its
// page or the last part of that. Who gives the role sees the name before it is
// given.
func slugOf(written string) string {
	written, _, _ = strings.Cut(written, "?")
	written = strings.TrimRight(written, "/")
	return slug.MakeLang(written[strings.LastIndex(written, "/")+1:], "it")
}

func (p Pages) askRevoke(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	person, err := p.People.Person(r.Context(), v.Values["person"])
	if err != nil {
		return err
	}
	g := account.Grant{Role: account.Role(r.FormValue("role")), OrganisationID: r.FormValue("organisation")}
	if !person.Holds(g) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	names := map[string]string{}
	if err := p.name(r.Context(), g.OrganisationID, names); err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, revokeView(v, person, g, inWords(v, g, names[g.OrganisationID])))
}

func (p Pages) revoke(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	g := account.Grant{Role: account.Role(r.PostFormValue("role")), OrganisationID: r.PostFormValue("organisation")}
	if err := p.People.Revoke(r.Context(), v.Subject.PersonID, v.Values["person"], g); err != nil {
		return err
	}
	return back(w, r, v, "role_revoked")
}

// inWords names a role and its organisation.
func inWords(v *shell.Visit, g account.Grant, organisation string) string {
	words := v.T("account.role." + string(g.Role))
	if organisation != "" {
		words += ", " + organisation
	}
	return words
}

// revokePath is the page that asks before a role is taken away.
func revokePath(v *shell.Visit, person account.Person, g account.Grant) string {
	query := url.Values{"role": {string(g.Role)}}
	if g.OrganisationID != "" {
		query.Set("organisation", g.OrganisationID)
	}
	return v.Path("people-revoke", "person", person.ID) + "?" + query.Encode()
}

func back(w http.ResponseWriter, r *http.Request, v *shell.Visit, notice string) error {
	http.Redirect(w, r, v.Path("people")+"?notice="+notice, http.StatusSeeOther)
	return nil
}
