package desk

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"telaio/internal/organisation"
	"telaio/internal/review"
	"telaio/internal/web/shell"
)

func (p Pages) organisations(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	q := r.URL.Query()
	f := review.OrganisationFilter{Search: strings.TrimSpace(q.Get("q")), State: organisation.State(q.Get("stato")), Page: 1}
	if !slices.Contains(organisationStates(), f.State) {
		f.State = ""
	}
	if n, err := strconv.Atoi(q.Get("pagina")); err == nil {
		f.Page = n
	}
	list, err := p.Desk.Organisations(r.Context(), f)
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, organisationsView(v, list))
}

func organisationStates() []organisation.State {
	return []organisation.State{organisation.Published, organisation.Unpublished, organisation.Archived, organisation.Merged}
}

func organisationsAddress(v *shell.Visit, f review.OrganisationFilter) func(int) string {
	return func(n int) string {
		q := url.Values{}
		if f.Search != "" {
			q.Set("q", f.Search)
		}
		if f.State != "" {
			q.Set("stato", string(f.State))
		}
		if n > 1 {
			q.Set("pagina", strconv.Itoa(n))
		}
		if len(q) == 0 {
			return v.Path("desk-organisations")
		}
		return v.Path("desk-organisations") + "?" + q.Encode()
	}
}

// recordPage is the record of one organisation.
type recordPage struct {
	review.Record
	People   map[string]string
	Now      time.Time
	From, To int
	Compared bool
	Chain    *review.Chain // nil until somebody asks for the check
	Fields   []organisation.Field
}

func (p Pages) organisation(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	record, err := p.Desk.Record(r.Context(), v.Values["organisation"])
	if err != nil {
		return err
	}
	people, err := p.Desk.TeamNames(r.Context())
	if err != nil {
		return err
	}
	page := recordPage{Record: record, People: people, Now: p.Clock.Now(), Fields: p.correctable()}
	page.compare(r.URL.Query())
	if r.URL.Query().Has("verifica") {
		chain, err := p.Desk.VerifyAudit(r.Context())
		if err != nil {
			return err
		}
		page.Chain = &chain
	}
	return shell.Render(w, r, http.StatusOK, recordView(v, page))
}

// correctable lists the fields that the team can correct one at a time.
func (p Pages) correctable() []organisation.Field {
	fields := review.Correctable(p.Form)
	return slices.DeleteFunc(fields, func(f organisation.Field) bool { return f == "logo" })
}

// compare picks the two revisions to compare: those asked for, else the newest
// and the one before.
func (p *recordPage) compare(q url.Values) {
	if len(p.Revisions) == 0 {
		return
	}
	p.To = p.Revisions[0].Number
	p.From = p.To - 1
	p.Compared = q.Has("da") && q.Has("a")
	if n, err := strconv.Atoi(q.Get("da")); err == nil && n >= 0 && n <= p.Revisions[0].Number {
		p.From = n
	}
	if n, err := strconv.Atoi(q.Get("a")); err == nil && n >= 0 && n <= p.Revisions[0].Number {
		p.To = n
	}
}

// actor names who did something: a person of the team, or a role.
func (p recordPage) actor(v *shell.Visit, id string) string {
	if v.Has("desk.actor." + id) {
		return v.T("desk.actor." + id)
	}
	return nameOf(v, p.People, id)
}

func action(v *shell.Visit, name string) string {
	if key := "desk.action." + strings.ReplaceAll(name, ".", "_"); v.Has(key) {
		return v.T(key)
	}
	return name
}
