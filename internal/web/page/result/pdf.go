package result

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strconv"

	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/organisation"
	"telaio/internal/plan"
	"telaio/internal/report"
	"telaio/internal/web/shell"
)

// refreshAfter is how many seconds the page waits before it looks again whether
// the PDF is ready.
const refreshAfter = 3

// pdf tells how far the PDF has come.
func (p Pages) pdf(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	s := loaded(v)
	printed, _, err := p.Reports.FindPrint(r.Context(), s.Cycle, string(v.Language))
	if err != nil {
		return err
	}
	own, err := p.Plans.Plan(r.Context(), s.Organisation.ID)
	if err != nil {
		return err
	}
	if printed.UnderWay() {
		w.Header().Set("Refresh", strconv.Itoa(refreshAfter)) // the page itself says so too, with a link
	}
	old := printed.State == report.Ready && own.ChangedAt().After(printed.RequestedAt)
	return shell.Render(w, r, http.StatusOK, pdfView(v, s, printed, old, p.Prints))
}

func (p Pages) makePDF(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	s := loaded(v)
	if !p.Prints {
		return fault.New(fault.NotFound, "error.not_found")
	}
	if err := p.Reports.RequestPrint(r.Context(), v.Subject, s.Cycle, string(v.Language)); err != nil {
		return err
	}
	http.Redirect(w, r, s.path(v, "kit-result-pdf"), http.StatusSeeOther)
	return nil
}

// pdfFile sends the PDF to the organisation's people.
func (p Pages) pdfFile(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	s := loaded(v)
	printed, ok, err := p.Reports.FindPrint(r.Context(), s.Cycle, string(v.Language))
	if err != nil {
		return err
	}
	if !ok || printed.State != report.Ready {
		return fault.New(fault.NotFound, "error.not_found")
	}
	file, err := p.Files.Open(r.Context(), printed.File, "")
	if err != nil {
		return err
	}
	defer file.Close()
	w.Header().Set("Content-Type", "application/pdf")
	w.Header().Set("Content-Disposition", `attachment; filename="`+fileName(s.Cycle)+`.pdf"`)
	w.Header().Set("Cache-Control", "private, no-store")
	http.ServeContent(w, r, "", printed.DoneAt, file)
	return nil
}

// Paper writes reports as pages that need no other file: it makes the page of
// the site and puts the style sheet, with its fonts, into it.
type Paper struct {
	Site     *shell.Site
	Messages interface {
		Printer(lang i18n.Language) *i18n.Printer
	}
	Assessments interface {
		Organisation(ctx context.Context, id string) (organisation.Organisation, error)
	}
	Plans interface {
		Plan(ctx context.Context, organisationID string) (plan.Plan, error)
	}
	Inline func(html []byte) []byte // puts the style sheet into a page
}

// Page renders a report for paper.
func (p Paper) Page(ctx context.Context, r report.Report, language string) ([]byte, error) {
	o, err := p.Assessments.Organisation(ctx, r.Cycle.OrganisationID)
	if err != nil {
		return nil, fmt.Errorf("find whose report it is: %w", err)
	}
	own, err := p.Plans.Plan(ctx, o.ID)
	if err != nil {
		return nil, err
	}
	v := &shell.Visit{Printer: p.Messages.Printer(i18n.Language(language)), Site: p.Site, Theme: "light", Route: "kit-result"}
	var body bytes.Buffer
	if err := view(v, &page{subject: subject{o, r.Cycle}, Report: r, Plan: own, OnPaper: true}).Render(ctx, &body); err != nil {
		return nil, fmt.Errorf("render a report for paper: %w", err)
	}
	return p.Inline(body.Bytes()), nil
}
