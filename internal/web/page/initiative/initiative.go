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
	own := func(method, name, path string, handle shell.Handler) shell.Route {
		return shell.Route{
			Name: name, Method: method, Paths: shell.Only("/area/{organisation}/iniziative" + path),
			Action: account.EditArea, Object: p.load, Handle: handle,
		}
	}
	ask := func(name, path string, handle shell.Handler) shell.Route {
		return own(http.MethodGet, name, path, handle)
	}
	write := func(name, path string, handle shell.Handler) shell.Route {
		r := own(http.MethodPost, name, path, handle)
		r.Limit, r.AnyText = shell.LimitSave, true
		return r
	}
	load := write("initiative-import-read", "/{initiative}/importa", p.readImport)
	load.MaxFile, load.Limit = initiative.MostCSV, shell.LimitUpload
	apply := write("initiative-import-do", "/{initiative}/importa/ora", p.doImport)
	apply.MaxBody = 4 * initiative.MostCSV // as a form sends it, percent-encoded
	return []shell.Route{
		{Name: "initiatives-mine", Method: http.MethodGet, Paths: shell.Only("/area/iniziative"), Action: account.OwnAccount, Handle: p.mine},
		ask("initiatives", "", p.list),
		ask("initiative-new", "/nuova", p.askNew),
		write("initiative-begin", "/nuova", p.begin),
		ask("initiative", "/{initiative}", p.show),
		ask("initiative-part", "/{initiative}/parti/{part}", p.showPart),
		write("initiative-save", "/{initiative}/parti/{part}", p.save),
		ask("initiative-measure", "/{initiative}/misure/{indicator}", p.askMeasure),
		write("initiative-measure-add", "/{initiative}/misure/{indicator}", p.measure),
		ask("initiative-measurement", "/{initiative}/misure/{indicator}/{day}", p.askCorrect),
		write("initiative-measurement-correct", "/{initiative}/misure/{indicator}/{day}", p.correct),
		write("initiative-measurement-remove", "/{initiative}/misure/{indicator}/{day}/togli", p.removeMeasurement),
		ask("initiative-csv", "/{initiative}/misure.csv", p.download),
		ask("initiative-import", "/{initiative}/importa", p.askImport),
		load, apply,
		ask("initiative-sheet", "/{initiative}/scheda", p.showSheet),
		ask("initiative-history", "/{initiative}/storia", p.history),
		write("initiative-bring-back", "/{initiative}/storia", p.bringBack),
		ask("initiative-items", "/{initiative}/kit", p.askItems),
		write("initiative-link", "/{initiative}/kit", p.link),
		ask("initiative-tell", "/{initiative}/pagina", p.askTell),
		write("initiative-tell-do", "/{initiative}/pagina", p.tell),
		write("initiative-copy", "/{initiative}/copia", p.copy),
		write("initiative-archive", "/{initiative}/archivia", p.archive),
		write("initiative-restore", "/{initiative}/riprendi", p.restore),
	}
}

// load finds the organisation that the address names. For the people of another
// one its initiatives do not exist.
func (p Pages) load(r *http.Request, v *shell.Visit) (account.Object, error) {
	o, err := p.UseCases.Organisation(r.Context(), r.PathValue("organisation"))
	v.Loaded = o
	object := account.Object{OrganisationID: o.ID}
	if err == nil && v.Subject.SignedIn() && !account.Can(v.Subject, account.EditArea, object) {
		err = errNotFound
	}
	return object, err
}

func loaded(v *shell.Visit) organisation.Organisation { return v.Loaded.(organisation.Organisation) }

// find returns the initiative that the address names, of the organisation that
// it names.
func (p Pages) find(r *http.Request, v *shell.Visit) (initiative.Sheeted, error) {
	return p.UseCases.Find(r.Context(), loaded(v).ID, r.PathValue("initiative"))
}

// own is the organisation in whose area the page is.
func own(v *shell.Visit) shell.Own {
	o := loaded(v)
	return shell.Own{ID: o.ID, Name: o.Card.Name}
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

// mine leads to the initiatives of the reader's organisation; who speaks for
// several chooses one first.
func (p Pages) mine(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	target := v.Path("area")
	var own []string
	for _, g := range v.Subject.Grants {
		if v.Subject.Edits(g.OrganisationID) {
			own = append(own, g.OrganisationID)
		}
	}
	if len(own) == 1 {
		target = v.Path("initiatives", "organisation", own[0])
	}
	http.Redirect(w, r, target, http.StatusSeeOther)
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
	page := sheetPage{Sheeted: s, Saved: saved}
	if page.Proposal, page.Waiting, err = p.UseCases.Proposed(r.Context(), s); err != nil {
		return err
	}
	_, page.OnCard = initiative.OnCard(loaded(v).Card, s.ID)
	return shell.Render(w, r, http.StatusOK, sheetView(v, page))
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

func (p Pages) copy(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	s, err := p.find(r, v)
	if err != nil {
		return err
	}
	next, err := p.UseCases.Copy(r.Context(), v.Subject, s)
	if err != nil {
		return err
	}
	target := to(v, "initiative-part", next, "part", next.Sheet.Parts.Pages[0].ID)
	http.Redirect(w, r, target+"?notice=attention_initiative_copied", http.StatusSeeOther)
	return nil
}

var errNotFound = fault.New(fault.NotFound, "error.not_found")
