package atlas

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"telaio/internal/i18n"
	"telaio/internal/organisation"
)

func at(id string, places ...organisation.Place) organisation.Organisation {
	o := named(id, id)
	o.Card.Places = places
	return o
}

func exactly(lat, lon float64) organisation.Place {
	return organisation.Place{Publicity: organisation.PublicityExact, Lat: lat, Lon: lon}
}

func ids(entries []*Entry) []string {
	all := make([]string, len(entries))
	for i, e := range entries {
		all[i] = e.ID
	}
	return all
}

func TestParse_readsAnAreaAndWritesItTheSame(t *testing.T) {
	for raw, want := range map[string]string{
		"zona=41.7,12.3,42.1,12.8":       "zona=41.7%2C12.3%2C42.1%2C12.8",
		"zona=41.70004, 12.3 ,42.1,12.8": "zona=41.7%2C12.3%2C42.1%2C12.8",
		"zona=-90,-180,90,180":           "zona=-90%2C-180%2C90%2C180",
		"zona=42.1,12.3,41.7,12.8":       "", // upside down
		"zona=41.7,12.8,42.1,12.3":       "",
		"zona=41.7,12.3,42.1":            "",
		"zona=41.7,12.3,91,12.8":         "",
		"zona=NaN,12.3,42,12.8":          "",
		"zona=41.7,-Inf,42,12.8":         "",
		"zona=41.70001,1,41.70002,2":     "", // thinner than an address can say
	} {
		if got := parse(t, raw).Encode(); got != want {
			t.Errorf("%s is written %q; want %q", raw, got, want)
		}
	}
}

func TestFind_inAnAreaListsWhoHasAPublicPointThere(t *testing.T) {
	s := snapshotOf([]organisation.Organisation{
		at("a", exactly(41.9, 12.5)), at("b", exactly(45.4, 9.2)), at("c", exactly(45.4, 9.2), exactly(41.8, 12.4)), at("d"),
		at("e", organisation.Place{Publicity: organisation.PublicityCountry, Country: "IT"}),
	})
	got := s.Find(parse(t, "zona=41.7,12.3,42.1,12.8"), nil)
	if diff := cmp.Diff([]string{"a", "c"}, ids(got.Entries)); diff != "" {
		t.Errorf("in the area (-want +got):\n%s", diff)
	}
	if all := s.Find(Query{}, nil); all.Total != 5 || all.Located != 3 || all.Size != 5 {
		t.Errorf("of all, %d of %d have a point, of %d; want 3 of 5, of 5", all.Located, all.Total, all.Size)
	}
}

func TestFind_byDistanceIsWhatTheLongFormulaSays(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		degree := func(label string, most float64) float64 { return rapid.Float64Range(-most, most).Draw(r, label) }
		var all []organisation.Organisation
		for i := range rapid.IntRange(0, 50).Draw(r, "organisations") {
			var places []organisation.Place
			for range rapid.IntRange(0, 2).Draw(r, "places") {
				places = append(places, exactly(degree("lat", 90), degree("lon", 180)))
			}
			all = append(all, at(fmt.Sprintf("o%02d", i), places...))
		}
		from, _ := At(degree("from lat", 90), degree("from lon", 180))
		got := snapshotOf(all).Find(Query{From: &from}, nil)
		for i, away := range got.Distances {
			if i > 0 && away.Kilometres != Unlocated && (got.Distances[i-1].Kilometres == Unlocated || got.Distances[i-1].Kilometres > away.Kilometres) {
				r.Fatalf("not in order: %v", got.Distances)
			}
		}
		for i, e := range got.Entries {
			want := math.Inf(1)
			for _, p := range e.spots {
				want = min(want, haversine(from, p.Point))
			}
			if math.IsInf(want, 1) != (got.Distances[i].Kilometres == Unlocated) || got.Distances[i].Kilometres >= 0 && math.Abs(got.Distances[i].Kilometres-want) > 0.01*want+0.01 {
				r.Fatalf("%s is %g km away; want %g", e.ID, got.Distances[i].Kilometres, want)
			}
		}
	})
}

// haversine is the distance in kilometres by the formula of the textbooks.
func haversine(a, b Point) float64 {
	rad := func(d float64) float64 { return d * math.Pi / 180 }
	lat1, lon1 := a.Degrees()
	lat2, lon2 := b.Degrees()
	h := math.Pow(math.Sin(rad(lat2-lat1)/2), 2) + math.Cos(rad(lat1))*math.Cos(rad(lat2))*math.Pow(math.Sin(rad(lon2-lon1)/2), 2)
	return 2 * 6371.0088 * math.Asin(math.Sqrt(min(1, h)))
}

func TestFind_byDistancePutsThoseWithoutAPlaceLastOnEveryPage(t *testing.T) {
	var all []organisation.Organisation
	for i := range 2*PageSize + 5 {
		if i%2 == 0 {
			all = append(all, at(fmt.Sprintf("o%02d", i), exactly(41, 12+float64(i)/100)))
		} else {
			all = append(all, at(fmt.Sprintf("o%02d", i)))
		}
	}
	s := snapshotOf(all)
	from, _ := At(41, 12)
	var got []string
	for page := 1; page <= 3; page++ {
		got = append(got, ids(s.Find(Query{From: &from, Page: page}, nil).Entries)...)
	}
	var want []string
	for _, rest := range []int{0, 1} {
		for i := rest; i < len(all); i += 2 {
			want = append(want, all[i].ID)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("three pages (-want +got):\n%s", diff)
	}
}

type someTowns []organisation.Municipality

func (t someTowns) ByCode(code string) (organisation.Municipality, bool) {
	i := slices.IndexFunc(t, func(m organisation.Municipality) bool { return m.Code == code })
	if i < 0 {
		return organisation.Municipality{}, false
	}
	return t[i], true
}

func (t someTowns) Named(name string) (found []organisation.Municipality) {
	for _, m := range t {
		if m.Name == name {
			found = append(found, m)
		}
	}
	return found
}

func (t someTowns) Names(code string) []string {
	m, _ := t.ByCode(code)
	return []string{m.Name}
}

func (t someTowns) Meant(typed string) (meant []organisation.Municipality) {
	for _, m := range t {
		if strings.HasPrefix(m.Name, typed) {
			meant = append(meant, m)
		}
	}
	return meant
}

func (t someTowns) Called(m *organisation.Municipality, _ i18n.Language) string { return m.Name }

func (t someTowns) ProvinceIn(m *organisation.Municipality, _ i18n.Language) string {
	return m.Province
}

func (t someTowns) ProvinceNames(m *organisation.Municipality) []string { return nil }

func (t someTowns) CountryNames(string) []string { return nil }

func TestNear_takesACodeOrTheBestKnownTownOfTheName(t *testing.T) {
	samarate := organisation.Municipality{Code: "it-2", Name: "Roma", Country: "IT", Lat: 40, Lon: 9}
	x := &Index{Gazetteer: someTowns{nowhere, rome, samarate}}
	for _, c := range []struct{ near, code, unknown string }{
		{"it-058091", "it-058091", ""}, {"Roma", "it-058091", ""}, {"Vaiano", "", "Vaiano"}, {"Boh", "", "Boh"}, {"", "", ""},
	} {
		q, near := x.near(Query{Near: c.near, Order: ByName})
		if q.Near != c.code || near.Unknown != c.unknown || (q.From != nil) != (c.code != "") {
			t.Errorf("near %q = %q, unknown %q; want %q, %q", c.near, q.Near, near.Unknown, c.code, c.unknown)
		}
	}
	if _, near := x.near(Query{Near: "Rom"}); near.Unknown != "Rom" || len(near.Namesakes) != 2 {
		t.Errorf("near Rom = %+v; want both towns of that beginning", near)
	}
	if _, near := x.near(Query{Near: "Roma"}); len(near.Namesakes) != 1 || near.Namesakes[0].Code != "it-2" {
		t.Errorf("namesakes = %v; want the other one", near.Namesakes)
	}
}
