// Package desk is the research team's desk: the inbox, the page on which a
// proposal is decided, and the record of every organisation.
package desk

import (
	"context"
	"net/http"

	"telaio/internal/account"
	"telaio/internal/claim"
	"telaio/internal/clock"
	"telaio/internal/importing"
	"telaio/internal/questionnaire"
	"telaio/internal/review"
	"telaio/internal/web/shell"
)

// Pages are the routes of this group.
type Pages struct {
	Desk   *review.Desk
	Claims claim.UseCases
	Form   *questionnaire.Definition // the newest version of the participation form
	Towns  questionnaire.Gazetteer
	Files  Files
	Clock  clock.Clock
	// Prepared lists the imports that wait for a person; nil = there are none.
	Prepared func(context.Context) ([]importing.Import, error)
}

// Routes lists the pages.
func (p Pages) Routes() []shell.Route {
	return append(append(p.proposalRoutes(), p.looseRoutes()...), append(p.organisationRoutes(),
		shell.Route{Name: "desk", Method: http.MethodGet, Paths: shell.Only("/redazione"), Action: account.ReadDesk, Handle: p.inbox},
		shell.Route{Name: "desk-list", Method: http.MethodGet, Paths: shell.Only("/redazione/elenco.csv"), Action: account.ReadDesk, Handle: p.list},
	)...)
}

func (p Pages) proposalRoutes() []shell.Route {
	const proposal = "/redazione/proposte/{proposal}"
	return []shell.Route{
		{Name: "proposal", Method: http.MethodGet, Paths: shell.Only(proposal), Action: account.ReadDesk, Handle: p.proposal},
		{Name: "proposal", Method: http.MethodPost, Paths: shell.Only(proposal), Action: account.Review, Handle: p.decide},
		{Name: "proposal-logo", Method: http.MethodGet, Paths: shell.Only(proposal + "/logo/{file}"), Action: account.ReadDesk, Handle: p.logo},
		{Name: "proposal-places", Method: http.MethodPost, Paths: shell.Only(proposal + "/sedi"), Action: account.ReadConfident, Handle: p.reveal},
		{Name: "proposal-refuse", Method: http.MethodGet, Paths: shell.Only(proposal + "/non-pubblicare"), Action: account.Review, Handle: p.askRefusal},
		{Name: "proposal-refuse", Method: http.MethodPost, Paths: shell.Only(proposal + "/non-pubblicare"), Action: account.Review, Handle: p.refuse},
		{Name: "proposal-archive", Method: http.MethodGet, Paths: shell.Only(proposal + "/ritiro"), Action: account.Review, Handle: p.askArchive},
		{Name: "proposal-archive", Method: http.MethodPost, Paths: shell.Only(proposal + "/ritiro"), Action: account.Review, Handle: p.archive},
		{Name: "proposal-field", Method: http.MethodGet, Paths: shell.Only(proposal + "/campi/{field}"), Action: account.Review, Handle: p.askAmendment},
		{Name: "proposal-field", Method: http.MethodPost, Paths: shell.Only(proposal + "/campi/{field}"), Action: account.Review, Handle: p.amend},
		{Name: "proposal-field-places", Method: http.MethodPost, Paths: shell.Only(proposal + "/sedi/modifica"), Action: account.ReadConfident, Handle: p.askPlaces},
	}
}

func (p Pages) organisationRoutes() []shell.Route {
	const organisations = "/redazione/organizzazioni"
	const one = organisations + "/{organisation}"
	return []shell.Route{
		{Name: "desk-organisations", Method: http.MethodGet, Paths: shell.Only(organisations), Action: account.ReadDesk, Handle: p.organisations},
		{Name: "desk-organisation", Method: http.MethodGet, Paths: shell.Only(one), Action: account.ReadDesk, Handle: p.organisation},
		{Name: "desk-correct", Method: http.MethodGet, Paths: shell.Only(one + "/correggi"), Action: account.Review, Handle: p.askCorrection},
		{Name: "desk-correct", Method: http.MethodPost, Paths: shell.Only(one + "/correggi"), Action: account.Review, Handle: p.correct},
		{Name: "desk-correct-places", Method: http.MethodPost, Paths: shell.Only(one + "/correggi/sedi"), Action: account.ReadConfident, Handle: p.askPlacesCorrection},
	}
}
