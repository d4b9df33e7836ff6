package merge

import (
	"slices"

	"telaio/internal/folding"
	"telaio/internal/organisation"
)

// UnitePlaces takes places as they were told from one side or from both. A
// place that both tell is one place, of which no more is public than either
// lets be.
func UnitePlaces(left, right []organisation.ExactPlace, side Side) []organisation.ExactPlace {
	switch side {
	case Left:
		return slices.Clone(left)
	case Right:
		return slices.Clone(right)
	case Both:
	}
	all := slices.Clone(left)
	for _, place := range right {
		i := slices.IndexFunc(all, func(known organisation.ExactPlace) bool { return samePlace(known, place) })
		if i < 0 {
			all = append(all, place)
			continue
		}
		all[i].Publicity = narrower(all[i].Publicity, place.Publicity)
		if all[i].Address == "" {
			all[i].Address, all[i].Lat, all[i].Lon = place.Address, place.Lat, place.Lon
		}
		if all[i].Name == "" {
			all[i].Name = place.Name
		}
	}
	return all
}

// samePlace reports whether two organisations tell the same place: by its id,
// or by its town and its street, where neither names another.
func samePlace(a, b organisation.ExactPlace) bool {
	if a.ID == b.ID {
		return true
	}
	if a.Municipality.Code == "" || a.Municipality.Code != b.Municipality.Code {
		return false
	}
	street, other := folding.Fold(a.Address), folding.Fold(b.Address)
	return street == other && street != "" || a.Kind == b.Kind && (street == "" || other == "")
}

// narrower is the publicity of the two that tells less. An unknown one tells
// nothing.
func narrower(a, b organisation.Publicity) organisation.Publicity {
	order := []organisation.Publicity{
		organisation.PublicityExact, organisation.PublicityMunicipality, organisation.PublicityCountry, organisation.PublicityWithheld,
	}
	x, y := slices.Index(order, a), slices.Index(order, b)
	if x < 0 || y < 0 {
		return organisation.PublicityWithheld
	}
	return order[max(x, y)]
}

// tellPlaces turns public places back into told ones, where nothing was kept
// apart.
func tellPlaces(public []organisation.Place) []organisation.ExactPlace {
	var exact []organisation.ExactPlace
	for _, p := range public {
		e := organisation.ExactPlace{ID: p.ID, Kind: p.Kind, Name: p.Name, Publicity: p.Publicity, Address: p.Address, Municipality: p.Municipality}
		if p.Publicity == organisation.PublicityExact {
			e.Lat, e.Lon = p.Lat, p.Lon
		}
		if e.Municipality.Country == "" {
			e.Municipality.Country = p.Country
		}
		exact = append(exact, e)
	}
	return exact
}
