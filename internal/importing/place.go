package importing

import (
	"math"
	"strconv"
	"strings"

	"telaio/internal/fault"
	"telaio/internal/folding"
	"telaio/internal/organisation"
)

// place understands what a row says of a place. What nobody chose to show stays
// private: without a publicity the municipality shows, with an unknown one
// nothing does.
func (u *understanding) place(e *entry, row Row) {
	town, address := u.text(row, "municipality"), u.text(row, "address")
	level := u.publicity(e, row)
	h := hints{province: u.province(row), region: u.region(row), country: u.country(e, row)}
	h.lat, h.lon = u.point(e, row)
	place := organisation.ExactPlace{Kind: "seat", Publicity: level, Address: clean(address, 200)}
	if len([]rune(address)) > 200 {
		u.say(e, "address", problem("cell_too_long", "Max", 200), address)
	}
	switch {
	case town != "":
		place.Municipality = u.town(e, town, h)
		e.hints = h
	case address != "" || h.country != "" || h.region != "" || h.lat != 0 || h.lon != 0:
		place.Municipality = organisation.Municipality{Region: h.region, Country: h.country}
	case level == organisation.PublicityExact && u.text(row, "place_publicity") != "":
		place.Kind = "online" // all of it is public, and nothing is there: it is on no map
	default:
		return
	}
	e.Place = located(place, h)
}

// located is the place with the point that the row gives, unless that only repeats where
// the municipality is.
func located(place organisation.ExactPlace, h hints) organisation.ExactPlace {
	place.Lat, place.Lon = h.lat, h.lon
	if centre(place.Municipality, h, place.Publicity) {
		place.Lat, place.Lon = 0, 0
	}
	return place
}

// publicity reads what the public may know of the place.
func (u *understanding) publicity(e *entry, row Row) organisation.Publicity {
	text := u.text(row, "place_publicity")
	if text == "" {
		return organisation.PublicityMunicipality
	}
	code, ok := u.code("place_publicity", text)
	if !ok {
		u.say(e, "place_publicity", problem("not_listed", "Value", excerpt(text)), text)
		return organisation.PublicityWithheld
	}
	return organisation.Publicity(code)
}

// province is the two letters of the province that the row names, by them or by the
// name of its capital.
func (u *understanding) province(row Row) string {
	said := strings.Trim(u.text(row, provinceColumn), "() ")
	if len(said) <= 2 {
		return strings.ToUpper(said)
	}
	for _, capital := range u.Towns.Named(said) {
		if capital.Country == "IT" {
			return capital.Province
		}
	}
	return ""
}

func (u *understanding) region(row Row) string {
	code, _ := u.code("region", u.text(row, "region"))
	return code
}

// country is the code of the country that the row names, "" if it is none.
func (u *understanding) country(e *entry, row Row) string {
	said := u.text(row, "country")
	if said == "" {
		return ""
	}
	code, ok := u.Towns.Country(said)
	if !ok {
		u.warn(e, "country", problem("country"), said)
	}
	return code
}

// point reads latitude and longitude, with a point or a comma for the decimals.
func (u *understanding) point(e *entry, row Row) (lat, lon float64) {
	north, east := u.text(row, "latitude"), u.text(row, "longitude")
	if north == "" && east == "" {
		return 0, 0
	}
	lat, ok := degrees(north, 90)
	if !ok {
		u.say(e, "latitude", problem("degrees", "Max", 90), north)
	}
	lon, fine := degrees(east, 180)
	if !fine {
		u.say(e, "longitude", problem("degrees", "Max", 180), east)
	}
	if !ok || !fine {
		return 0, 0
	}
	return lat, lon
}

func degrees(text string, most float64) (float64, bool) {
	d, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
	return d, err == nil && !math.IsNaN(d) && math.Abs(d) <= most
}

// centre reports whether the point only repeats where the municipality is, as
// our own tables do for places of which no more is public.
func centre(m organisation.Municipality, h hints, level organisation.Publicity) bool {
	return level == organisation.PublicityMunicipality && m.Code != "" && math.Abs(m.Lat-h.lat) < 0.006 && math.Abs(m.Lon-h.lon) < 0.006
}

// town finds the municipality, or asks somebody to choose it.
func (u *understanding) town(e *entry, typed string, h hints) organisation.Municipality {
	key := townKey(typed, h)
	for _, k := range []string{key, folding.Fold(typed)} {
		if m, ok := u.Towns.ByCode(u.mapping.Towns[k]); ok && u.mapping.Towns[k] != "" {
			return m
		}
	}
	e.town = typed
	m, confidence, among := matchTown(u.Towns, typed, h)
	switch confidence {
	case Unknown:
		why := "town_unknown"
		if len(u.Towns.Named(typed)) > 0 {
			why = "town_elsewhere"
		}
		u.warn(e, "municipality", problem(why), typed)
		return organisation.Municipality{Name: clean(typed, 100), Region: h.region, Country: h.country}
	case Ambiguous:
		u.choose(e.Row, key, typed, among)
		u.say(e, "municipality", problem("town_ambiguous", "Number", len(among)), typed)
		return organisation.Municipality{Name: clean(typed, 100)}
	case Assumed:
		u.once(e, key, problem("town_assumed", "Town", label(m)), typed)
	case Folded:
		u.once(e, key, problem("town_folded", "Town", label(m)), typed)
	case Exactly: // nothing to say
	}
	return m
}

// once warns of how a municipality is read in the first row that names it: a
// register may name it in thousands.
func (u *understanding) once(e *entry, key string, m fault.Message, typed string) {
	if u.explained[key] {
		return
	}
	u.explained[key] = true
	u.warn(e, "municipality", m, typed)
}

// choose notes that a municipality has to be chosen.
func (u *understanding) choose(row int, key, typed string, among []organisation.Municipality) {
	const most = 40 // rows that are named, towns to choose from
	c := u.choices[key]
	if c == nil {
		c = &Choice{Key: key, Typed: excerpt(typed)}
		for _, m := range among[:min(len(among), most)] {
			c.Among = append(c.Among, Option{m.Code, label(m)})
		}
		u.choices[key] = c
	}
	if len(c.Rows) < most {
		c.Rows = append(c.Rows, row)
	}
}
