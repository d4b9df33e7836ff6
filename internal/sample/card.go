package sample

import (
	"cmp"

	"telaio/internal/organisation"
)

// namer gives the ids of things, and of the organisations by their slug.
type namer struct {
	newID         func() string
	organisations map[string]identity
}

// identity is what a relation says of the other organisation.
type identity struct{ id, name string }

// card makes the record of what the file says, with its exact places. Things
// that base has too keep their ids.
func (n namer) card(f Card, base organisation.Card, known []organisation.ExactPlace) (organisation.Card, []organisation.ExactPlace) {
	places := n.places(f.Places, known)
	card := organisation.Card{
		Name: f.Name, OtherNames: f.OtherNames, Types: f.Types, TypeOther: f.TypeOther, LegalStatus: f.LegalStatus,
		Year: f.Year, Target: f.Target, TargetGroups: f.TargetGroups, People: f.People, Reach: f.Reach,
		Services: f.Services, Governance: f.Governance, Funding: f.Funding, Places: organisation.PublicPlaces(places),
		Contacts:         organisation.Contacts(f.Contacts),
		ShortDescription: f.ShortDescription, Story: f.Story,
		Initiatives: n.initiatives(f.Initiatives, base), Relations: n.relations(f.Relations),
		Source: cmp.Or(f.Source, f.Name), Language: f.Language,
	}
	for _, s := range f.Solidarity {
		card.Solidarity = append(card.Solidarity, organisation.Solidarity(s))
	}
	return card, places
}

func (n namer) places(places []Place, known []organisation.ExactPlace) []organisation.ExactPlace {
	var exact []organisation.ExactPlace
	for _, p := range places {
		place := organisation.ExactPlace{
			Kind: p.Kind, Name: p.Name, Publicity: p.Publicity, Address: p.Address,
			Municipality: organisation.Municipality(p.Municipality),
		}
		for _, k := range known {
			if k.Kind == place.Kind && k.Name == place.Name && k.Municipality.Code == place.Municipality.Code {
				place.ID = k.ID
			}
		}
		place.ID = cmp.Or(place.ID, n.newID())
		exact = append(exact, place)
	}
	return exact
}

func (n namer) initiatives(initiatives []Initiative, base organisation.Card) []organisation.Initiative {
	var made []organisation.Initiative
	for _, i := range initiatives {
		initiative := organisation.Initiative{Title: i.Title, Description: i.Description, Forms: i.Forms, Since: i.Since}
		for _, k := range base.Initiatives {
			if k.Title == i.Title {
				initiative.ID = k.ID
			}
		}
		initiative.ID = cmp.Or(initiative.ID, n.newID())
		made = append(made, initiative)
	}
	return made
}

func (n namer) relations(relations []Relation) []organisation.Relation {
	var made []organisation.Relation
	for _, r := range relations {
		other := n.organisations[r.Organisation]
		made = append(made, organisation.Relation{
			ID: n.newID(), Kind: r.Kind, Name: cmp.Or(other.name, r.Name), OrganisationID: other.id, Note: r.Note, Since: r.Since, Until: r.Until,
		})
	}
	return made
}
