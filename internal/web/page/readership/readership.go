// Package readership shows how often public pages are read: to an organisation
// its own, to the team every kind of page.
package readership

import (
	"context"
	"net/http"
	"slices"

	"telaio/internal/account"
	"telaio/internal/i18n"
	"telaio/internal/organisation"
	"telaio/internal/readership"
	"telaio/internal/web/shell"
)

// UseCases say how often pages were read.
type UseCases interface {
	OfOrganisation(ctx context.Context, organisationID, page string) ([]readership.Month, error)
	OfPages(ctx context.Context) (map[string][]readership.Month, error)
}

// Organisations finds the one whose area it is.
type Organisations interface {
	Organisation(ctx context.Context, id string) (organisation.Organisation, error)
}

// Pages are the routes of this group.
type Pages struct {
	UseCases      UseCases
	Organisations Organisations
}

// Routes lists the pages.
func (p Pages) Routes() []shell.Route {
	return []shell.Route{
		{
			Name: "area-reads", Method: http.MethodGet, Paths: shell.Only("/area/{organisation}/letture"), Action: account.ReadArea,
			Object: p.load, Handle: p.own,
		},
		{Name: "desk-reads", Method: http.MethodGet, Paths: shell.Only("/redazione/letture"), Action: account.ReadDesk, Handle: p.all},
	}
}

// The kinds of page of an organisation that are counted, by the names of their
// routes.
const (
	onThisSite  = "organisation"
	onOtherSite = "widget-organisation"
)

func (p Pages) load(r *http.Request, v *shell.Visit) (account.Object, error) {
	o, err := p.Organisations.Organisation(r.Context(), r.PathValue("organisation"))
	v.Loaded = o
	return account.Object{OrganisationID: o.ID}, err
}

func (p Pages) own(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	o := v.Loaded.(organisation.Organisation)
	here, err := p.UseCases.OfOrganisation(r.Context(), o.ID, onThisSite)
	if err != nil {
		return err
	}
	elsewhere, err := p.UseCases.OfOrganisation(r.Context(), o.ID, onOtherSite)
	if err != nil {
		return err
	}
	courses := []course{{ID: "here", Label: v.T("readership.page"), Months: here}}
	if c := (course{ID: "elsewhere", Label: v.T("readership.elsewhere"), Months: elsewhere}); !c.empty() {
		courses = append(courses, c)
	}
	return shell.Render(w, r, http.StatusOK, ownView(v, o, courses))
}

// Kinds are the pages that are counted, in the order of the table, by the names
// of their routes.
func Kinds() []string {
	return []string{"home", "atlas", "organisation", "network", "practices", "practice", "kit", "data", "open-data", "dumps", "research", "questions", "privacy", "accessibility", "credits", "widget", "widget-organisation"}
}

func (p Pages) all(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	pages, err := p.UseCases.OfPages(r.Context())
	if err != nil {
		return err
	}
	var courses []course
	for _, kind := range Kinds() {
		if months, read := pages[kind]; read {
			courses = append(courses, course{ID: kind, Label: v.T("readership.kind." + kind), Months: months})
		}
	}
	return shell.Render(w, r, http.StatusOK, allView(v, courses))
}

// course is how often something was read month by month.
type course struct {
	ID     string // unique on the page
	Label  string
	Months []readership.Month
}

func (c course) empty() bool {
	return !slices.ContainsFunc(c.Months, func(m readership.Month) bool { return m.Reads > 0 })
}

// present is the month that has not ended.
func (c course) present() readership.Month { return c.Months[len(c.Months)-1] }

// reads is "12", or "meno di 5".
func reads(v *shell.Visit, m readership.Month) string {
	if !m.Told() {
		return v.T("readership.few", i18n.Args{"Few": v.Number(readership.Few)})
	}
	return v.Number(m.Reads)
}

// finding is "12 letture, novembre 2026".
func (c course) finding(v *shell.Visit) string {
	m := c.present()
	month := i18n.Args{"Month": v.Month(m.First)}
	if !m.Told() {
		return v.T("readership.finding_few", month, i18n.Args{"Few": v.Number(readership.Few)})
	}
	return v.N("readership.finding", m.Reads, month)
}
