// Package result is what a closed assessment means to its organisation: the
// report on the screen, on paper and as a PDF, and the part of it that the
// organisation shows to the public.
package result

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"telaio/internal/account"
	"telaio/internal/assessment"
	"telaio/internal/fault"
	"telaio/internal/kit"
	"telaio/internal/organisation"
	"telaio/internal/plan"
	"telaio/internal/publication"
	"telaio/internal/report"
	"telaio/internal/web/shell"
)

// Assessments finds a cycle of an organisation: another's is not found.
type Assessments interface {
	Organisation(ctx context.Context, id string) (organisation.Organisation, error)
	Cycle(ctx context.Context, organisationID, id string) (assessment.Cycle, error)
}

// Reader finds what is published.
type Reader interface {
	Find(ctx context.Context, slug string) (publication.Page, error)
}

// Kits gives the versions of the kit.
type Kits interface {
	Kit(reference string) (*kit.Kit, bool)
}

// Files opens what was kept.
type Files interface {
	Open(ctx context.Context, id, variant string) (io.ReadSeekCloser, error)
}

// Pages are the routes of this group.
type Pages struct {
	Reports     report.UseCases
	Plans       plan.UseCases
	Assessments Assessments
	Reader      Reader
	Kits        Kits
	Files       Files
	Practices   Practices // nil = the site has no good practices
	Prints      bool      // the machine has a browser that makes PDFs
}

// Routes lists the pages of the organisation's area.
func (p Pages) Routes() []shell.Route {
	own := func(method, name, path string, handle shell.Handler) shell.Route {
		return shell.Route{
			Name: name, Method: method, Paths: shell.Only("/area/{organisation}/kit/{cycle}" + path),
			Action: account.EditArea, Object: p.load, Handle: handle,
		}
	}
	return []shell.Route{
		own(http.MethodGet, "kit-result", "/risultato", p.show),
		own(http.MethodGet, "kit-result-input", "/risposte.json", p.input),
		own(http.MethodPost, "kit-result-importance", "/importanza", p.setImportance),
		own(http.MethodGet, "kit-result-pdf", "/pdf", p.pdf),
		own(http.MethodPost, "kit-result-pdf-make", "/pdf", p.makePDF),
		own(http.MethodGet, "kit-result-pdf-file", "/risultato.pdf", p.pdfFile),
		own(http.MethodGet, "kit-result-public", "/pubblico", p.choose),
		own(http.MethodPost, "kit-result-preview", "/pubblico/anteprima", p.preview),
	}
}

// PublishingRoutes lists the forms that change what the public sees.
func (p Pages) PublishingRoutes() []shell.Route {
	own := func(name, path string, handle shell.Handler) shell.Route {
		return shell.Route{
			Name: name, Method: http.MethodPost, Paths: shell.Only("/area/{organisation}/kit/{cycle}" + path),
			Action: account.EditArea, Object: p.load, Handle: handle,
		}
	}
	return []shell.Route{
		own("kit-result-publish", "/pubblico", p.publish),
		own("kit-result-withdraw", "/pubblico/ritiro", p.withdraw),
	}
}

// PublicRoutes lists the page that the public sees.
func (p Pages) PublicRoutes() []shell.Route {
	return []shell.Route{{
		Name: "self-assessment", Method: http.MethodGet, Action: account.ReadPublic, Cached: true,
		Paths: shell.Both("/organizzazioni/{slug}/autovalutazione", "/en/organisations/{slug}/self-assessment"), Handle: p.showPublic,
	}}
}

// subject is whose result is asked for.
type subject struct {
	Organisation organisation.Organisation
	Cycle        assessment.Cycle
}

// load finds the cycle that the address names.
func (p Pages) load(r *http.Request, v *shell.Visit) (account.Object, error) {
	o, err := p.Assessments.Organisation(r.Context(), r.PathValue("organisation"))
	if err != nil {
		return account.Object{}, err
	}
	c, err := p.Assessments.Cycle(r.Context(), o.ID, r.PathValue("cycle"))
	v.Loaded = subject{o, c}
	return account.Object{OrganisationID: o.ID}, err
}

func loaded(v *shell.Visit) subject { return v.Loaded.(subject) }

// path is the address of a page of the cycle.
func (s subject) path(v *shell.Visit, route string) string {
	return v.Path(route, "organisation", s.Organisation.ID, "cycle", s.Cycle.ID)
}

func (p Pages) show(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	s := loaded(v)
	if s.Cycle.State() != assessment.Closed && v.Site.Paths.Has("cycle") {
		http.Redirect(w, r, s.path(v, "cycle"), http.StatusSeeOther)
		return nil
	}
	shown, err := p.read(r.Context(), s)
	if err != nil {
		return err
	}
	if err := p.addPractices(r.Context(), shown); err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, view(v, shown))
}

// read gathers what a page about a result shows, but for the practices.
func (p Pages) read(ctx context.Context, s subject) (*page, error) {
	made, err := p.Reports.Report(ctx, s.Cycle)
	if err != nil {
		return nil, err
	}
	own, err := p.Plans.Plan(ctx, s.Organisation.ID)
	if err != nil {
		return nil, err
	}
	_, public, err := p.Reports.Published(ctx, s.Organisation.ID)
	if err != nil {
		return nil, err
	}
	return &page{subject: s, Report: made, Plan: own, Public: public, Prints: p.Prints}, nil
}

// input sends the answers as `telaio kit score` takes them.
func (p Pages) input(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	s := loaded(v)
	file, err := p.Reports.File(r.Context(), s.Cycle)
	if err != nil {
		return err
	}
	body, err := json.MarshalIndent(file, "", "  ")
	if err != nil {
		return fmt.Errorf("write the answers: %w", err)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+fileName(s.Cycle)+`.json"`)
	_, _ = w.Write(append(body, '\n')) // fails when the reader has gone
	return nil
}

// fileName is what a download is called: the year, not the label that somebody
// typed.
func fileName(c assessment.Cycle) string {
	return "autovalutazione-" + strconv.Itoa(c.EndedAt.Year())
}

func (p Pages) setImportance(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	s := loaded(v)
	k, ok := p.Kits.Kit(s.Cycle.Kit + "@" + s.Cycle.KitVersion)
	if !ok {
		return fault.New(fault.NotFound, "error.not_found")
	}
	importance := map[string]int{}
	for _, d := range k.Dimensions {
		if i, err := strconv.Atoi(r.PostFormValue(importanceField(d.ID))); err == nil {
			importance[d.ID] = i
		}
	}
	if err := p.Reports.SetImportance(r.Context(), v.Subject, s.Organisation.ID, importance); err != nil {
		return err
	}
	http.Redirect(w, r, s.path(v, "kit-result")+"?notice=importance_saved#advice", http.StatusSeeOther)
	return nil
}

func importanceField(dimension string) string { return "importance-" + dimension }
