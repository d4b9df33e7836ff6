package twin

import (
	"context"
	"fmt"

	"telaio/internal/organisation"
)

// Tie is the published page that a relation leads to, or may lead to.
type Tie struct {
	Profile
	Linked bool // somebody has said that it is this one; otherwise it has the name, and is to be asked about
}

// Ties finds the published pages behind the relations of a card, by the ids of
// the relations. One that is told by name only is found if a single published
// page has that name, or the name and its town; the organisation itself and
// relations without an id are left out.
func (d *Directory) Ties(ctx context.Context, organisationID string, relations []organisation.Relation) (map[string]Tie, error) {
	if len(relations) == 0 {
		return nil, nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.refresh(ctx); err != nil {
		return nil, fmt.Errorf("refresh the directory: %w", err)
	}
	return d.ties(organisationID, relations), nil
}

// TiesOfEach is Ties for many organisations at once, in their order.
func (d *Directory) TiesOfEach(ctx context.Context, organisations []organisation.Organisation) ([]map[string]Tie, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.refresh(ctx); err != nil {
		return nil, fmt.Errorf("refresh the directory: %w", err)
	}
	each := make([]map[string]Tie, len(organisations))
	for i, o := range organisations {
		each[i] = d.ties(o.ID, o.Card.Relations)
	}
	return each, nil
}

func (d *Directory) ties(organisationID string, relations []organisation.Relation) map[string]Tie {
	ties := map[string]Tie{}
	for _, r := range relations {
		n, known := d.at[r.OrganisationID]
		switch {
		case r.ID == "":
		case known:
			if d.profiles[n].State == organisation.Published {
				ties[r.ID] = Tie{d.profiles[n], true}
			}
		case r.OrganisationID == "":
			if only, found := d.named(r.Name, organisationID); found {
				ties[r.ID] = Tie{only, false}
			}
		}
	}
	return ties
}

// named returns the only published page with the name, but for one.
func (d *Directory) named(text, except string) (Profile, bool) {
	wanted := ProfileOf(organisation.Card{Name: text})
	if len(wanted.names) == 0 {
		return Profile{}, false
	}
	var byName, withTown []Profile
	for known := range d.filedUnder(nameKey(wanted.names[0].core)) {
		if known.State != organisation.Published || known.OrganisationID == except {
			continue
		}
		switch known.called(wanted.names[0].core) {
		case itsName:
			byName = append(byName, known)
		case itsNameAndTown:
			withTown = append(withTown, known)
		case anotherName:
		}
	}
	switch {
	case len(byName) == 1:
		return byName[0], true
	case len(byName) == 0 && len(withTown) == 1:
		return withTown[0], true
	default:
		return Profile{}, false
	}
}

// calling is how a text calls an organisation.
type calling int

const (
	anotherName calling = iota
	itsNameAndTown
	itsName
)

// called says how the core of a name calls the organisation.
func (p Profile) called(core string) calling {
	town := coreName(p.Town)
	best := anotherName
	for _, n := range p.names {
		switch {
		case n.core == core:
			return itsName
		case town != "" && (n.core+" "+town == core || town+" "+n.core == core):
			best = itsNameAndTown
		}
	}
	return best
}
