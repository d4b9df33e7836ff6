// Package cycle is where coordinators run a self-assessment: start it, invite
// people, meet over what they see differently, record what they agree on, close.
package cycle

import (
	"net/http"

	"telaio/internal/account"
	"telaio/internal/assessment"
	"telaio/internal/attachment"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/web/part/field"
	"telaio/internal/web/shell"
)

// Pages are the routes of this group.
type Pages struct {
	UseCases assessment.UseCases
	Links    Links
}

// Routes lists the pages.
func (p Pages) Routes() []shell.Route {
	const all = "/area/{organisation}/kit"
	route := func(method, name, path string, load loader, handle handler) shell.Route {
		return shell.Route{Name: name, Method: method, Paths: shell.Only(path), Action: account.EditArea, Object: load, Handle: handle}
	}
	own := func(method, name, path string, handle handler) shell.Route {
		return route(method, name, all+"/{cycle}"+path, p.loadCycle, handle)
	}
	invite := own(http.MethodPost, "cycle-invite", "/persone", p.invite)
	remind := own(http.MethodPost, "cycle-remind", "/promemoria", p.remind)
	invite.Limit, remind.Limit = shell.LimitMessage, shell.LimitMessage
	decide := own(http.MethodPost, "cycle-decide", "/voci/{item}", p.decide)
	decide.MaxFile = attachment.MaxBytes
	return []shell.Route{
		{Name: "kit-area", Method: http.MethodGet, Paths: shell.Only("/area/kit"), Action: account.OwnAccount, Handle: p.toOwn},
		route(http.MethodGet, "kit-cycle", "/area/{kit}/{cycle}", p.loadShort, p.toCycle),
		route(http.MethodGet, "cycles", all, p.loadOrganisation, p.list),
		route(http.MethodGet, "cycle-new", all+"/nuova", p.loadOrganisation, p.askPlan),
		route(http.MethodPost, "cycle-start", all+"/nuova", p.loadOrganisation, p.start),
		own(http.MethodGet, "cycle", "", p.show),
		own(http.MethodGet, "cycle-change", "/modifica", p.askChange),
		own(http.MethodPost, "cycle-change-do", "/modifica", p.change),
		invite,
		remind,
		own(http.MethodPost, "cycle-room", "/stanza", p.room),
		own(http.MethodPost, "cycle-together", "/insieme", p.together),
		own(http.MethodGet, "cycle-remove", "/persone/{participant}", p.askRemove),
		own(http.MethodPost, "cycle-remove-do", "/persone/{participant}", p.remove),
		own(http.MethodGet, "cycle-end", "/fine", p.askEnd),
		own(http.MethodPost, "cycle-end-do", "/fine", p.end),
		own(http.MethodGet, "cycle-discard", "/eliminazione", p.askDiscard),
		own(http.MethodPost, "cycle-discard-do", "/eliminazione", p.discard),
		own(http.MethodPost, "cycle-meeting", "/incontro", p.startMeeting),
		own(http.MethodGet, "cycle-item", "/voci/{item}", p.item),
		decide,
		own(http.MethodGet, "cycle-close", "/chiusura", p.askClose),
		own(http.MethodPost, "cycle-close-do", "/chiusura", p.close),
		own(http.MethodGet, "cycle-reopen", "/riapertura", p.askReopen),
		own(http.MethodPost, "cycle-reopen-do", "/riapertura", p.reopen),
	}
}

type (
	handler = func(http.ResponseWriter, *http.Request, *shell.Visit) error
	loader  = func(*http.Request, *shell.Visit) (account.Object, error)
)

// place is the organisation and the cycle that an address names.
type place struct {
	organisation.Organisation
	Cycle assessment.Cycle
}

func loaded(v *shell.Visit) place { return v.Loaded.(place) }

func (p Pages) loadOrganisation(r *http.Request, v *shell.Visit) (account.Object, error) {
	o, err := p.UseCases.Organisation(r.Context(), r.PathValue("organisation"))
	v.Loaded = place{Organisation: o}
	return account.Object{OrganisationID: o.ID}, err
}

func (p Pages) loadCycle(r *http.Request, v *shell.Visit) (account.Object, error) {
	object, err := p.loadOrganisation(r, v)
	if err != nil {
		return object, err
	}
	at := loaded(v)
	at.Cycle, err = p.UseCases.Cycle(r.Context(), at.ID, r.PathValue("cycle"))
	v.Loaded = at
	return object, err
}

// loadShort finds a cycle by its id alone, for /area/kit/{cycle}.
func (p Pages) loadShort(r *http.Request, v *shell.Visit) (account.Object, error) {
	if r.PathValue("kit") != "kit" { // the pattern takes any word: /area/kit alone would rule out /area/{organisation}/…
		return account.Object{}, fault.New(fault.NotFound, "error.not_found")
	}
	c, err := p.UseCases.Find(r.Context(), r.PathValue("cycle"))
	v.Loaded = place{Cycle: c}
	return account.Object{OrganisationID: c.OrganisationID}, err
}

func (p Pages) toCycle(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	http.Redirect(w, r, cyclePath(v, "cycle", loaded(v).Cycle), http.StatusSeeOther)
	return nil
}

// toOwn leads to the kit of the only organisation that somebody speaks for, or
// to the choice between several.
func (p Pages) toOwn(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	path, n := v.Path("area"), 0
	for _, g := range v.Subject.Grants {
		if v.Subject.Edits(g.OrganisationID) {
			path, n = v.Path("cycles", "organisation", g.OrganisationID), n+1
		}
	}
	if n > 1 {
		path = v.Path("area")
	}
	http.Redirect(w, r, path, http.StatusSeeOther)
	return nil
}

// cyclePath is the address of a page of the cycle.
func cyclePath(v *shell.Visit, route string, c assessment.Cycle, more ...string) string {
	return v.Path(route, append([]string{"organisation", c.OrganisationID, "cycle", c.ID}, more...)...)
}

// back goes to the cycle's page with a notice on top.
func back(w http.ResponseWriter, r *http.Request, v *shell.Visit, notice string) error {
	http.Redirect(w, r, cyclePath(v, "cycle", loaded(v).Cycle)+"?notice="+notice, http.StatusSeeOther)
	return nil
}

func statusFor(problems field.Problems) int {
	if len(problems) > 0 {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

// head is that of a page of the organisation's kit.
func head(v *shell.Visit, at place, title string, problems field.Problems) shell.Head {
	return shell.Head{
		Title: field.Title(v, title, problems), Area: shell.OrganisationArea, Own: shell.Own{ID: at.ID, Name: at.Card.Name},
		Current: "cycles", NoIndex: true,
	}
}

// show is the page of a cycle: what there is to do in its state.
func (p Pages) show(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	switch loaded(v).Cycle.State() {
	case assessment.Answering:
		return p.peopleWith(w, r, v, invitation{})
	case assessment.Discussing:
		return p.meeting(w, r, v)
	default: // closed: shown as its results
		path := cyclePath(v, "kit-result", loaded(v).Cycle)
		if v.Notice != "" {
			path += "?notice=" + v.Notice
		}
		http.Redirect(w, r, path, http.StatusSeeOther)
		return nil
	}
}
