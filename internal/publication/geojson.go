package publication

import (
	"encoding/json"
	"fmt"
	"io"
	"math"

	"telaio/internal/organisation"
)

// feature is an organisation as a feature of GeoJSON (RFC 7946).
type feature struct {
	Type       string   `json:"type"`
	ID         string   `json:"id"`
	Geometry   *point   `json:"geometry"` // null if the public knows no point
	Properties property `json:"properties"`
}

// point is a position: longitude, latitude.
type point struct {
	Type        string     `json:"type"`
	Coordinates [2]float64 `json:"coordinates"`
}

// property is what a feature says of an organisation: what the columns of the
// table do, of the place that has the point.
type property struct {
	Slug         string   `json:"slug"`
	Name         string   `json:"name"`
	URL          string   `json:"url"`
	OtherNames   []string `json:"other_names,omitempty"`
	Types        []string `json:"types,omitempty"`
	Target       string   `json:"target,omitempty"`
	TargetGroups []string `json:"target_groups,omitempty"`
	Forms        []string `json:"solidarity_forms,omitempty"`
	Municipality string   `json:"municipality,omitempty"`
	Region       string   `json:"region,omitempty"`
	Country      string   `json:"country,omitempty"`
	Address      string   `json:"address,omitempty"`
	Publicity    string   `json:"place_publicity,omitempty"`
	Email        string   `json:"email,omitempty"`
	Phone        string   `json:"phone,omitempty"`
	Website      string   `json:"website,omitempty"`
	Year         int      `json:"year,omitempty"`
	Description  string   `json:"short_description,omitempty"`
	Story        string   `json:"story,omitempty"`
	Source       string   `json:"source,omitempty"`
	Precision    string   `json:"precision,omitempty"` // exact or municipality
	Example      bool     `json:"example,omitempty"`
	UpdatedAt    string   `json:"updated_at"`
	ConfirmedAt  string   `json:"confirmed_at,omitempty"`
}

// list writes values of JSON between a beginning and an end.
type list struct {
	w     io.Writer
	value func(Page) (any, error)
	end   string
	some  bool
}

func newList(w io.Writer, begin, end string, value func(Page) (any, error)) (*list, error) {
	if _, err := io.WriteString(w, begin); err != nil {
		return nil, fmt.Errorf("begin a list: %w", err)
	}
	return &list{w: w, value: value, end: end}, nil
}

// Add writes the value of the page.
func (l *list) Add(page Page) error {
	value, err := l.value(page)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("write %s: %w", page.ID, err)
	}
	if l.some {
		raw = append([]byte(",\n"), raw...)
	}
	l.some = true
	_, err = l.w.Write(raw)
	return err
}

// Close writes the end of the list.
func (l *list) Close() error {
	_, err := io.WriteString(l.w, l.end)
	return err
}

// features writes a collection of features, and the box around their points,
// which is known at the end only.
type features struct {
	*list
	box box
}

// box is the smallest part of the map that has all points so far.
type box struct {
	west, south, east, north float64
	some                     bool
}

func (b *box) add(at [2]float64) {
	if !b.some {
		*b = box{at[0], at[1], at[0], at[1], true}
	}
	b.west, b.south = min(b.west, at[0]), min(b.south, at[1])
	b.east, b.north = max(b.east, at[0]), max(b.north, at[1])
}

// GeoJSON writes organisations as a collection of features. Those that no point
// is public of are there too, with a geometry of null.
func (p Publisher) GeoJSON(w io.Writer) (Collection, error) {
	f := &features{}
	begin := `{"type":"FeatureCollection","licence":"` + Licence + `","features":[` + "\n"
	var err error
	f.list, err = newList(w, begin, "\n]", func(page Page) (any, error) {
		made := p.feature(page.Organisation)
		if made.Geometry != nil {
			f.box.add(made.Geometry.Coordinates)
		}
		return made, nil
	})
	return f, err
}

// Close writes the end of the list, and the box if there is a point.
func (f *features) Close() error {
	if err := f.list.Close(); err != nil {
		return err
	}
	end := "}\n"
	if f.box.some {
		raw, err := json.Marshal([]float64{f.box.west, f.box.south, f.box.east, f.box.north})
		if err != nil {
			return fmt.Errorf("write the box around a map: %w", err)
		}
		end = ",\"bbox\":" + string(raw) + end
	}
	_, err := io.WriteString(f.w, end)
	return err
}

func (p Publisher) feature(o organisation.Organisation) feature {
	c, place := o.Card, pointedPlace(o.Card.Places)
	f := feature{Type: "Feature", ID: o.ID, Properties: property{
		Slug: o.Slug, Name: c.Name, URL: p.Addresses.Page(p.Languages[0], o.Slug), OtherNames: c.OtherNames, Types: c.Types,
		Target: c.Target, TargetGroups: c.TargetGroups, Forms: c.Forms(), Municipality: place.Municipality.Name,
		Region: place.Municipality.Region, Country: place.Country, Address: place.Address, Publicity: string(place.Publicity),
		Email: c.Contacts.Email, Phone: c.Contacts.Phone, Website: c.Contacts.Website, Year: c.Year,
		Description: c.ShortDescription, Story: c.Story, Source: c.Source,
		Example: o.Example, UpdatedAt: stamp(o.UpdatedAt), ConfirmedAt: stamp(o.ConfirmedAt),
	}}
	if !place.Located() {
		return f
	}
	decimals := coarseDecimals
	f.Properties.Precision = "municipality"
	if Pinned(place) {
		decimals, f.Properties.Precision = exactDecimals, "exact"
	}
	f.Geometry = &point{"Point", [2]float64{rounded(place.Lon, decimals), rounded(place.Lat, decimals)}}
	return f
}

// pointedPlace is the main place if the public knows where it is, else the
// first one of which it does, else the main place.
func pointedPlace(places []organisation.Place) organisation.Place {
	main := mainPlace(places)
	if main.Located() {
		return main
	}
	for _, place := range places {
		if place.Located() {
			return place
		}
	}
	return main
}

func rounded(degrees float64, decimals int) float64 {
	unit := math.Pow10(decimals)
	return math.Round(degrees*unit) / unit
}

// JSONLDGraph writes organisations as one graph in the words of schema.org.
func (p Publisher) JSONLDGraph(w io.Writer) (Collection, error) {
	return newList(w, `{"@context":"https://schema.org","@graph":[`+"\n", "\n]}\n", func(page Page) (any, error) {
		doc := p.jsonld(page)
		delete(doc, "@context")
		return doc, nil
	})
}
