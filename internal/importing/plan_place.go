package importing

import (
	"context"
	"fmt"
	"slices"

	"telaio/internal/organisation"
	"telaio/internal/secret"
)

// told returns the organisation's places as they were told, or as the public
// knows them where nothing was told apart.
func (p *planner) told(ctx context.Context, o organisation.Organisation) ([]organisation.ExactPlace, error) {
	exact, err := p.Store.ExactPlaces(ctx, o.ID, "")
	if err != nil {
		return nil, fmt.Errorf("read the exact places: %w", err)
	}
	if len(exact) > 0 {
		return exact, nil
	}
	for _, c := range o.Card.Places {
		place := organisation.ExactPlace{
			ID: c.ID, Kind: c.Kind, Name: c.Name, Publicity: c.Publicity, Address: c.Address, Municipality: c.Municipality,
		}
		if c.Publicity == organisation.PublicityExact {
			place.Lat, place.Lon = c.Lat, c.Lon
		}
		if place.Municipality.Country == "" {
			place.Municipality.Country = c.Country
		}
		exact = append(exact, place)
	}
	return exact, nil
}

// mergeable are the parts that may be compared: not the place, where all that
// there is are places that the public does not know.
func (p *planner) mergeable(at int, exact []organisation.ExactPlace) []aspect {
	if at >= 0 || len(exact) == 0 {
		return p.aspects
	}
	return slices.DeleteFunc(slices.Clone(p.aspects), func(x aspect) bool { return x.name == placePart })
}

// placeOf finds the place that the row is about: the one it became, else one of
// which the public knows just what the row says, else the one that our own tables
// show. -1 = none.
func placeOf(item Item, o organisation.Organisation, exact []organisation.ExactPlace, says organisation.ExactPlace) int {
	id := item.PlaceID
	if id == "" && says != (organisation.ExactPlace{}) {
		shown := shownPlace(state{place: says})
		alike := func(p organisation.ExactPlace) bool { return shownPlace(state{place: p}) == shown }
		if at := slices.IndexFunc(exact, alike); at >= 0 {
			return at
		}
	}
	if id == "" && len(o.Card.Places) > 0 {
		id = o.Card.Places[max(0, slices.IndexFunc(o.Card.Places, func(p organisation.Place) bool { return p.Kind == "seat" }))].ID
	}
	return slices.IndexFunc(exact, func(p organisation.ExactPlace) bool { return p.ID == id })
}

// in is the row's place in the municipality of the page, where the row calls it as
// the page does: a page keeps what was said, whatever the gazetteer says today.
func (e entry) in(m organisation.Municipality) organisation.ExactPlace {
	h, found := e.hints, e.Place.Municipality
	says := func(told, is string) bool { return told == "" || told == is }
	near := found.Code == "" || kilometres(found.Lat, found.Lon, m.Lat, m.Lon) < nearby
	if e.town == "" || e.town != m.Name || !says(h.province, m.Province) || !says(h.region, m.Region) || !says(h.country, m.Country) || !near {
		return e.Place
	}
	place := e.Place
	place.Municipality = m
	return located(place, h)
}

// placed puts the place where it belongs, and returns its id. A place without
// anything in it is taken away.
func placed(exact []organisation.ExactPlace, at int, place organisation.ExactPlace) ([]organisation.ExactPlace, string) {
	places := slices.Clone(exact)
	id := place.ID
	place.ID = ""
	empty := place == (organisation.ExactPlace{})
	switch {
	case at < 0 && empty:
		return places, ""
	case at < 0:
		place.ID = secret.ID()
		return append(places, place), place.ID
	case empty:
		return slices.Delete(places, at, at+1), ""
	}
	place.ID = id
	if place.Kind != "online" && exact[at].Kind != "" {
		place.Kind, place.Name = exact[at].Kind, exact[at].Name
	}
	places[at] = place
	return places, id
}
