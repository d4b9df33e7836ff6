// Package paper is the kit for those who answer on paper: sheets to print, of
// the kit alone or of one self-assessment, the way to type them in, and the
// files that were attached as evidence.
package paper

import (
	"net/http"

	"telaio/internal/account"
	"telaio/internal/assessment"
	"telaio/internal/fault"
	"telaio/internal/kit"
	"telaio/internal/organisation"
	"telaio/internal/web/shell"
)

// Kits gives the version that is used now.
type Kits interface {
	NewestKit() (*kit.Kit, bool)
}

// Pages are the routes of this group.
type Pages struct {
	Kits     Kits
	UseCases assessment.UseCases
}

// Routes lists the pages.
func (p Pages) Routes() []shell.Route {
	cycle := func(method, name, path string, handle shell.Handler) shell.Route {
		return shell.Route{
			Name: name, Method: method, Paths: shell.Only("/area/{organisation}/kit/{cycle}" + path),
			Action: account.EditArea, Object: p.load, Handle: handle,
		}
	}
	get, post := http.MethodGet, http.MethodPost
	copies := cycle(post, "cycle-copy-do", "/ricopia", p.copy)
	copies.Limit = shell.LimitDraft
	return []shell.Route{
		{
			Name: "paper", Method: get, Paths: shell.Both("/autovalutazione/carta", "/en/self-assessment/paper"),
			Action: account.ReadPublic, Handle: p.whole, Cached: true,
		},
		{
			Name: "paper-quick", Method: get, Paths: shell.Both("/autovalutazione/carta/rapida", "/en/self-assessment/paper/quick"),
			Action: account.ReadPublic, Handle: p.quick, Cached: true,
		},
		cycle(get, "cycle-paper", "/carta", p.ofCycle),
		cycle(get, "cycle-copy", "/ricopia", p.askCopy),
		copies,
		cycle(get, "cycle-file", "/prove/{file}", p.file),
	}
}

// place is the organisation and the cycle that an address names.
type place struct {
	organisation.Organisation
	Cycle assessment.Cycle
}

func loaded(v *shell.Visit) place { return v.Loaded.(place) }

func (p Pages) load(r *http.Request, v *shell.Visit) (account.Object, error) {
	o, err := p.UseCases.Organisation(r.Context(), r.PathValue("organisation"))
	if err != nil {
		return account.Object{}, err
	}
	c, err := p.UseCases.Cycle(r.Context(), o.ID, r.PathValue("cycle"))
	v.Loaded = place{o, c}
	return account.Object{OrganisationID: o.ID}, err
}

// sheet is what is printed.
type sheet struct {
	Kit   *kit.Kit
	Items []kit.Item
	Quick bool
	Place *place // nil = the kit alone
}

func (p Pages) whole(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	k, ok := p.Kits.NewestKit()
	if !ok {
		return fault.New(fault.NotFound, "error.not_found")
	}
	return shell.Render(w, r, http.StatusOK, sheetView(v, sheet{Kit: k, Items: k.Items()}))
}

func (p Pages) quick(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	k, ok := p.Kits.NewestKit()
	if !ok {
		return fault.New(fault.NotFound, "error.not_found")
	}
	return shell.Render(w, r, http.StatusOK, sheetView(v, sheet{Kit: k, Items: k.QuickItems(), Quick: true}))
}

func (p Pages) ofCycle(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	at := loaded(v)
	k, err := p.UseCases.Kit(at.Cycle)
	if err != nil {
		return err
	}
	s := sheet{Kit: k, Items: at.Cycle.Items(k), Quick: at.Cycle.Extent == assessment.Quick, Place: &at}
	return shell.Render(w, r, http.StatusOK, sheetView(v, s))
}

// title is that of the sheet.
func (s sheet) title(v *shell.Visit) string {
	if s.Quick {
		return s.Kit.QuickCheck.Title.In(string(v.Language))
	}
	return s.Kit.Title.In(string(v.Language))
}

// named reports whether there is a line for the name.
func (s sheet) named() bool { return s.Place != nil && s.Place.Cycle.Mode == assessment.Named }

// confidential reports whether there must be no name on it.
func (s sheet) confidential() bool {
	return s.Place != nil && s.Place.Cycle.Mode == assessment.Confidential
}

// begins reports whether the item is the first of its dimension, so that its
// heading stands before it.
func (s sheet) begins(i int) (kit.Dimension, bool) {
	d, _ := s.Kit.DimensionOf(s.Items[i].ID)
	if i == 0 {
		return d, true
	}
	before, _ := s.Kit.DimensionOf(s.Items[i-1].ID)
	return d, before.ID != d.ID
}
