package archive

import (
	"net/http"
	"strings"

	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/stewardship"
	"telaio/internal/web/part/field"
	"telaio/internal/web/shell"
)

// typedSuccessor is what somebody typed of what takes the place of a page, and
// how it is understood.
func typedSuccessor(r *http.Request, v *shell.Visit) (form, organisation.Successor) {
	typed := form{Successor: strings.TrimSpace(r.PostFormValue("successor")), SuccessorName: strings.TrimSpace(r.PostFormValue("successor_name"))}
	return typed, organisation.ReadSuccessor(typed.Successor, typed.SuccessorName, v.Site.BaseURL)
}

func (p Pages) askSuccessor(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	page, err := p.UseCases.Page(r.Context(), v.Values["organisation"])
	if err != nil {
		return err
	}
	f := form{Successor: page.SuccessorWebsite, SuccessorName: page.Archiving.SuccessorName}
	if page.Successor != "" {
		f.Successor = v.Site.BaseURL + v.Path("organisation", "slug", page.Successor)
	}
	return p.showSuccessor(w, r, v, f)
}

func (p Pages) showSuccessor(w http.ResponseWriter, r *http.Request, v *shell.Visit, f form) (err error) {
	if f.Left, err = p.UseCases.Page(r.Context(), v.Values["organisation"]); err != nil {
		return err
	}
	if f.State != organisation.Archived {
		return fault.New(fault.Conflict, "archive.error.not_archived")
	}
	status := http.StatusOK
	if len(f.Problems) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return shell.Render(w, r, status, successorView(v, f))
}

func (p Pages) succeed(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	typed, next := typedSuccessor(r, v)
	err := p.UseCases.Succeed(r.Context(), v.Values["organisation"], next, v.Subject)
	if problems, ok := field.ProblemsIn(v, err, "successor", "successor_name"); ok {
		typed.Problems = problems
		return p.showSuccessor(w, r, v, typed)
	}
	if err != nil {
		return err
	}
	return p.back(w, r, v, "archive_succeeded")
}

// successorLink is what the link says that leads to the question.
func successorLink(v *shell.Visit, left stewardship.Left) string {
	if left.Successor == "" && left.Archiving.SuccessorName == "" && left.SuccessorWebsite == "" {
		return v.T("archive.successor_add")
	}
	return v.T("archive.successor_change")
}
