package organisation

// Publicity says how much of a place the public may know.
type Publicity string

// The levels, from most to least public.
const (
	PublicityExact        Publicity = "exact"        // address and point
	PublicityMunicipality Publicity = "municipality" // the municipality and its centre
	PublicityCountry      Publicity = "country"      // the country only
	PublicityWithheld     Publicity = "withheld"     // nothing, not even that it exists
)

// Municipality is a town from the gazetteer, copied into the place so that a
// later gazetteer cannot change what was said.
type Municipality struct {
	Code     string  `json:"code"` // gazetteer code
	Name     string  `json:"name"`
	Province string  `json:"province,omitempty"`
	Region   string  `json:"region,omitempty"` // taxonomy region, Italy only
	Country  string  `json:"country"`          // ISO 3166-1 alpha-2
	Lat      float64 `json:"lat"`              // of its centre, degrees
	Lon      float64 `json:"lon"`
}

// Place is what the public may know of a place: every field that its publicity
// keeps back is empty. Only ExactPlace.Public makes one. A withheld place is in
// no Card.
type Place struct {
	ID           string       `json:"id"`   // random, stable across revisions
	Kind         string       `json:"kind"` // taxonomy place_kind
	Name         string       `json:"name,omitempty"`
	Publicity    Publicity    `json:"publicity"`
	Address      string       `json:"address,omitempty"`     // exact only
	Municipality Municipality `json:"municipality,omitzero"` // exact, municipality
	Country      string       `json:"country,omitempty"`     // ISO 3166-1 alpha-2
	Lat          float64      `json:"lat,omitempty"`         // exact: the point; municipality: its centre
	Lon          float64      `json:"lon,omitempty"`
}

// Located reports whether the place can be a dot on a map.
func (p Place) Located() bool { return p.Lat != 0 || p.Lon != 0 }

// ExactPlace is what the organisation said of a place. It is stored apart from
// cards, read only to edit or review it, and each read leaves an audit row.
type ExactPlace struct {
	ID           string       `json:"id"`
	Kind         string       `json:"kind"`
	Name         string       `json:"name,omitempty"`
	Publicity    Publicity    `json:"publicity"`
	Address      string       `json:"address,omitempty"`
	Municipality Municipality `json:"municipality,omitzero"`
	Lat          float64      `json:"lat,omitempty"` // 0, 0 = no point given
	Lon          float64      `json:"lon,omitempty"`
}

// Public returns what the place's publicity lets the public know, and false
// if that is nothing at all. An unknown publicity counts as withheld.
func (e ExactPlace) Public() (Place, bool) {
	p := Place{ID: e.ID, Kind: e.Kind, Publicity: e.Publicity, Country: e.Municipality.Country}
	switch e.Publicity {
	case PublicityExact:
		p.Name, p.Address, p.Municipality = e.Name, e.Address, e.Municipality
		p.Lat, p.Lon = e.Lat, e.Lon
		if !p.Located() {
			p.Lat, p.Lon = e.Municipality.Lat, e.Municipality.Lon
		}
	case PublicityMunicipality:
		p.Municipality = e.Municipality
		p.Lat, p.Lon = e.Municipality.Lat, e.Municipality.Lon
	case PublicityCountry:
	default:
		return Place{}, false
	}
	return p, true
}

// PublicPlaces returns the public side of each place that has one, in order.
func PublicPlaces(exact []ExactPlace) []Place {
	var public []Place
	for _, e := range exact {
		if p, ok := e.Public(); ok {
			public = append(public, p)
		}
	}
	return public
}
