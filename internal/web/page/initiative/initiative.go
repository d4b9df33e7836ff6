// Package initiative is where an organisation's people write down what they do
// for workers and what has changed: the list, the sheet with its parts, the
// measurements. Nothing of it is public.
package initiative

import (
	"net/http"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/initiative"
	"telaio/internal/organisation"
	"telaio/internal/web/shell"
)

// Pages are the routes of this group.
type Pages struct {
	UseCases initiative.UseCases
}

// Routes lists the pages.
func (p Pages) Routes() []shell.Route {
	own := func(method, name, path string, action account.Action, handle handler) shell.Route {
		return shell.Route{
			Name: name, Method: method, Paths: shell.Only("/area/{organisation}/iniziative" + path),
			Action: action, Object: p.load, Handle: handle,
		}
	}
	read := func(name, path string, handle handler) shell.Route {
		return own(http.MethodGet, name, path, account.ReadArea, handle)
	}
	ask := func(name, path string, handle handler) shell.Route {
		return own(http.MethodGet, name, path, account.EditArea, handle)
	}
	write := func(name, path string, handle handler) shell.Route {
		r := own(http.MethodPost, name, path, account.EditArea, handle)
		r.Limit, r.AnyText = shell.LimitSave, true
		return r
	}
	return []shell.Route{
		read("initiatives", "", p.list),
		ask("initiative-new", "/nuova", p.askNew),
		write("initiative-begin", "/nuova", p.begin),
		read("initiative", "/{initiative}", p.show),
		ask("initiative-part", "/{initiative}/parti/{part}", p.showPart),
		write("initiative-save", "/{initiative}/parti/{part}", p.save),
		ask("initiative-measure", "/{initiative}/misure/{indicator}", p.askMeasure),
		write("initiative-measure-add", "/{initiative}/misure/{indicator}", p.measure),
		ask("initiative-measurement", "/{initiative}/misure/{indicator}/{day}", p.askCorrect),
		write("initiative-measurement-correct", "/{initiative}/misure/{indicator}/{day}", p.correct),
		write("initiative-measurement-remove", "/{initiative}/misure/{indicator}/{day}/togli", p.removeMeasurement),
		write("initiative-archive", "/{initiative}/archivia", p.archive),
		write("initiative-restore", "/{initiative}/riprendi", p.restore),
	}
}

type handler = func(http.ResponseWriter, *http.Request, *shell.Visit) error

// load finds the organisation that the address names.
func (p Pages) load(r *http.Request, v *shell.Visit) (account.Object, error) {
	o, err := p.UseCases.Organisation(r.Context(), r.PathValue("organisation"))
	v.Loaded = o
	return account.Object{OrganisationID: o.ID}, err
}

func loaded(v *shell.Visit) organisation.Organisation { return v.Loaded.(organisation.Organisation) }

// find returns the initiative that the address names, of the organisation that
// it names.
func (p Pages) find(r *http.Request, v *shell.Visit) (initiative.Sheeted, error) {
	return p.UseCases.Find(r.Context(), loaded(v).ID, r.PathValue("initiative"))
}

// mayEdit reports whether the reader may change the organisation's things.
func mayEdit(v *shell.Visit) bool {
	return account.Can(v.Subject, account.EditArea, account.Object{OrganisationID: loaded(v).ID})
}

// to is the address of a page about an initiative.
func to(v *shell.Visit, name string, s initiative.Sheeted, pairs ...string) string {
	return v.Path(name, append([]string{"organisation", s.OrganisationID, "initiative", s.ID}, pairs...)...)
}

// done goes back to the initiative with a notice on top.
func done(w http.ResponseWriter, r *http.Request, v *shell.Visit, s initiative.Sheeted, notice string) error {
	http.Redirect(w, r, to(v, "initiative", s)+"?notice="+notice, http.StatusSeeOther)
	return nil
}

func (p Pages) list(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	active, archived, err := p.UseCases.List(r.Context(), loaded(v).ID)
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, listView(v, loaded(v), active, archived))
}

func (p Pages) show(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	s, err := p.find(r, v)
	if err != nil {
		return err
	}
	saved, err := p.UseCases.LastSave(r.Context(), s)
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, sheetView(v, sheetPage{Sheeted: s, Saved: saved}))
}

func (p Pages) archive(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	s, err := p.find(r, v)
	if err != nil {
		return err
	}
	if err := p.UseCases.Archive(r.Context(), v.Subject, s.Initiative); err != nil {
		return err
	}
	return done(w, r, v, s, "initiative_archived")
}

func (p Pages) restore(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	s, err := p.find(r, v)
	if err != nil {
		return err
	}
	if err := p.UseCases.Restore(r.Context(), v.Subject, s.Initiative); err != nil {
		return err
	}
	return done(w, r, v, s, "initiative_restored")
}

var errNotFound = fault.New(fault.NotFound, "error.not_found")
