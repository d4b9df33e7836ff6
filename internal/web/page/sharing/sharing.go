// Package sharing is where an organisation's people say what may be done with
// their closed self-assessments: count in the comparison of groups, and be
// studied by researchers.
package sharing

import (
	"context"
	"net/http"

	"telaio/internal/account"
	"telaio/internal/benchmark"
	"telaio/internal/organisation"
	"telaio/internal/web/shell"
)

// UseCases are what the page needs.
type UseCases interface {
	Choice(ctx context.Context, organisationID string) (benchmark.Choice, error)
	Choose(ctx context.Context, who account.Subject, c benchmark.Choice) error
}

// Organisations finds organisations.
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
	const path = "/area/{organisation}/confronto"
	return []shell.Route{
		{Name: "sharing", Method: http.MethodGet, Paths: shell.Only(path), Action: account.ReadArea, Object: p.load, Handle: p.show},
		{Name: "sharing", Method: http.MethodPost, Paths: shell.Only(path), Action: account.EditArea, Object: p.load, Handle: p.save},
	}
}

func (p Pages) load(r *http.Request, v *shell.Visit) (account.Object, error) {
	o, err := p.Organisations.Organisation(r.Context(), r.PathValue("organisation"))
	v.Loaded = o
	return account.Object{OrganisationID: o.ID}, err
}

func (p Pages) show(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	o := v.Loaded.(organisation.Organisation)
	choice, err := p.UseCases.Choice(r.Context(), o.ID)
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, view(v, o, choice))
}

func (p Pages) save(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	o := v.Loaded.(organisation.Organisation)
	choice := benchmark.Choice{
		OrganisationID: o.ID, Compare: r.PostFormValue("compare") == "yes", Research: r.PostFormValue("research") == "yes",
	}
	if err := p.UseCases.Choose(r.Context(), v.Subject, choice); err != nil {
		return err
	}
	http.Redirect(w, r, v.Path("sharing", "organisation", o.ID)+"?notice=sharing_saved", http.StatusSeeOther)
	return nil
}
