package atlas

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"telaio/internal/organisation"
	"telaio/internal/search"
	"telaio/internal/taxonomy"
)

func vocabulary() taxonomy.Set {
	set := taxonomy.Set{}
	for id, codes := range map[taxonomy.ID]string{
		taxonomy.SolidarityForm:   "empowerment advocacy network",
		taxonomy.OrganisationType: "association cooperative union",
		taxonomy.TargetGroup:      "craft platform care",
		taxonomy.Region:           "lazio toscana",
	} {
		t := taxonomy.Taxonomy{ID: id}
		for code := range strings.FieldsSeq(codes) {
			t.Terms = append(t.Terms, taxonomy.Term{Code: code})
		}
		set[id] = t
	}
	return set
}

var (
	rome    = organisation.Municipality{Code: "it-058091", Name: "Roma", Province: "RM", Region: "lazio", Country: "IT", Lat: 41.89, Lon: 12.48}
	prato   = organisation.Municipality{Code: "it-100005", Name: "Prato", Province: "PO", Region: "toscana", Country: "IT", Lat: 43.88, Lon: 11.1}
	nowhere = organisation.Municipality{Code: "it-100006", Name: "Vaiano", Province: "PO", Region: "toscana", Country: "IT"}
	paris   = organisation.Municipality{Code: "fr-paris-11", Name: "Paris", Country: "FR", Lat: 48.85, Lon: 2.35}
)

func anyOrganisation(r *rapid.T) organisation.Organisation {
	some := func(label string, codes ...string) []string {
		return rapid.SliceOfNDistinct(rapid.SampledFrom(codes), 0, len(codes), rapid.ID[string]).Draw(r, label)
	}
	o := organisation.Organisation{
		ID: rapid.StringMatching(`[a-z0-9]{8}`).Draw(r, "id"), State: organisation.Published, Revision: 1,
		UpdatedAt: time.Unix(int64(rapid.IntRange(0, 1000).Draw(r, "updated")), 0),
	}
	o.Card.Name = rapid.SampledFrom([]string{"Filo", "filò", "Officine Zero", "“Rete”", "Ágora", "agora 2"}).Draw(r, "name")
	o.Card.Types = some("types", "association", "cooperative", "union", "unknown")
	o.Card.TargetGroups = some("targets", "craft", "platform", "care")
	for _, form := range some("forms", "empowerment", "advocacy", "network") {
		o.Card.Solidarity = append(o.Card.Solidarity, organisation.Solidarity{Form: form})
	}
	if rapid.Bool().Draw(r, "confirmed") {
		o.ConfirmedAt = time.Unix(1000, 0).Add(-time.Duration(rapid.IntRange(0, 700).Draw(r, "days")) * 24 * time.Hour)
	}
	if rapid.Bool().Draw(r, "online") {
		o.Card.Places = append(o.Card.Places, organisation.Place{Kind: "online"})
	}
	for _, m := range rapid.SliceOfN(rapid.SampledFrom([]organisation.Municipality{rome, prato, nowhere, paris, {}}), 0, 3).Draw(r, "places") {
		o.Card.Places = append(o.Card.Places, organisation.Place{Municipality: m, Country: m.Country})
	}
	return o
}

func anyQuery(r *rapid.T) Query {
	values := url.Values{}
	for _, name := range Parameters() {
		values[name] = rapid.SliceOfN(rapid.SampledFrom([]string{
			"empowerment", "network", "cooperative", "union", "craft", "care", "lazio", "toscana", "it-058091", "fr-paris-11", "it-1", "2", "x", "si", "anno",
		}), 0, 3).Draw(r, name)
	}
	delete(values, "q")
	return Parse(values, vocabulary())
}

// fits is the rule that the bitmaps have to follow, written plainly.
func fits(e *Entry, q Query, but Facet) bool {
	for f, chosen := range q.Chosen {
		if len(chosen) == 0 || Facet(f) == but {
			continue
		}
		if !slices.ContainsFunc(valuesOf(e, Facet(f)), func(code string) bool { return slices.Contains(chosen, code) }) {
			return false
		}
	}
	return true
}

func valuesOf(e *Entry, f Facet) []string {
	if f != Towns {
		return e.codes(f)
	}
	var codes []string
	for _, m := range e.towns {
		codes = append(codes, m.Code)
	}
	return codes
}

func TestFind_countsWhatANaiveRecountCounts(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		organisations := rapid.SliceOfNDistinct(rapid.Custom(anyOrganisation), 0, 60, func(o organisation.Organisation) string { return o.ID }).Draw(r, "organisations")
		s := snapshotOf(organisations)
		q := s.known(anyQuery(r))
		got := s.Find(q, nil)
		var names []string
		for i := range s.entries {
			if fits(&s.entries[i], q, -1) {
				names = append(names, s.entries[i].ID)
			}
		}
		if got.Total != len(names) {
			r.Fatalf("Total = %d; want %d", got.Total, len(names))
		}
		page := max(1, got.Query.Page)
		want := names[min(len(names), (page-1)*PageSize):min(len(names), page*PageSize)]
		var shown []string
		for _, e := range got.Entries {
			shown = append(shown, e.ID)
		}
		if !slices.Equal(shown, want) {
			r.Fatalf("page %d of %d = %v; want %v", page, got.Pages, shown, want)
		}
		for _, f := range Facets() {
			for _, v := range got.Counts[f] {
				if n := recount(s, q, f, v.Code); v.Count != n {
					r.Fatalf("%s %s: %d; want %d", f.Parameter(), v.Code, v.Count, n)
				}
			}
		}
		checkPlaces(r, s, got)
	})
}

func recount(s *Snapshot, q Query, f Facet, code string) (n int) {
	for i := range s.entries {
		if fits(&s.entries[i], q, f) && slices.Contains(valuesOf(&s.entries[i], f), code) {
			n++
		}
	}
	return n
}

// checkPlaces compares the map: whoever is under the other facets is on it, in
// another country, or without a place.
func checkPlaces(r *rapid.T, s *Snapshot, got Result) {
	under, placed := 0, 0
	for i := range s.entries {
		e := &s.entries[i]
		if !fits(e, got.Query, Towns) {
			continue
		}
		under++
		if slices.ContainsFunc(e.towns, located) {
			placed++
		}
	}
	if under != placed+got.Abroad+got.Unplaced {
		r.Fatalf("%d on the map, %d abroad, %d without a place; want %d together", placed, got.Abroad, got.Unplaced, under)
	}
	for _, d := range got.Dots {
		if n := recount(s, got.Query, Towns, d.Town.Code); !located(*d.Town) || d.Count != n {
			r.Fatalf("%s: %d; want %d", d.Town.Name, d.Count, n)
		}
	}
}

func snapshotOf(organisations []organisation.Organisation) *Snapshot {
	var entries []Entry
	for _, o := range organisations {
		entries = append(entries, entryOf(o))
	}
	slices.SortFunc(entries, func(a, b Entry) int { return compareNames(&a, &b) })
	return newSnapshot(entries, vocabulary(), 1, time.Unix(1000, 0))
}

func named(id, name string, forms ...string) organisation.Organisation {
	o := organisation.Organisation{ID: id, State: organisation.Published, Card: organisation.Card{Name: name}}
	for _, f := range forms {
		o.Card.Solidarity = append(o.Card.Solidarity, organisation.Solidarity{Form: f})
	}
	return o
}

func TestFind_ordersNamesAsItalianReadersLookThemUp(t *testing.T) {
	s := snapshotOf([]organisation.Organisation{
		named("1", "Zeta"), named("2", "èquo"), named("3", "“Filo”"), named("4", "Ecologia"), named("5", "FILANDA"), named("6", "3D Lab"),
	})
	var names []string
	for _, e := range s.Find(Query{}, nil).Entries {
		names = append(names, e.Name)
	}
	want := []string{"3D Lab", "Ecologia", "èquo", "FILANDA", "“Filo”", "Zeta"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Error(diff)
	}
}

func TestFind_putsNamesThatMatchFirst(t *testing.T) {
	s := snapshotOf([]organisation.Organisation{
		named("a", "Alfa", "network"), named("b", "Beta", "network"), named("c", "Città", "network"), named("d", "Delta"),
	})
	q := Query{Text: "citta"}
	q.Chosen[Forms] = []string{"network"}
	got := s.Find(q, matchesOf(s, search.Hit{Doc: 1, Relevance: 9}, search.Hit{Doc: 2, Relevance: 2, Named: true}, search.Hit{Doc: 3, Relevance: 3}))
	if got.Total != 2 || got.Entries[0].ID != "c" || got.Entries[1].ID != "b" {
		t.Errorf("Find = %d, %v; want Città and Beta", got.Total, got.Entries)
	}
	q.Chosen[Forms] = []string{"advocacy"}
	if got := s.Find(q, matchesOf(s, search.Hit{Doc: 1, Relevance: 1})); got.Total != 0 || got.Elsewhere != 1 {
		t.Errorf("Find = %d, %d elsewhere; want 0, 1 elsewhere", got.Total, got.Elsewhere)
	}
	if got := s.Find(Query{Text: "niente"}, matchesOf(s)); got.Total != 0 || len(got.Entries) != 0 || got.Pages != 1 {
		t.Errorf("Find of no match = %+v", got)
	}
}

// matchesOf are hits on entries by their numbers.
func matchesOf(s *Snapshot, hits ...search.Hit) *matches {
	s.entryOf = make([]uint32, len(s.entries))
	for i := range s.entryOf {
		s.entryOf[i] = uint32(i)
	}
	return s.match(search.Found{Hits: hits}, &room{})
}

func TestBest_isTheBeginningOfAllInOrder(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := &Snapshot{entries: make([]Entry, 700)}
		var hits []search.Hit
		for _, doc := range rapid.SliceOfNDistinct(rapid.Uint32Range(0, 699), 0, 700, rapid.ID[uint32]).Draw(r, "docs") {
			hits = append(hits, search.Hit{Doc: doc, Relevance: float32(rapid.IntRange(1, 5).Draw(r, "relevance")), Named: doc%7 == 0})
		}
		m := matchesOf(s, hits...)
		n := rapid.IntRange(1, 300).Draw(r, "n")
		all := slices.SortedFunc(slices.Values(m.found.Hits), compare)
		if got := m.best(m.all, n); !slices.Equal(got, all[:min(n, len(all))]) {
			r.Fatalf("best %d = %v; want %v", n, got, all[:min(n, len(all))])
		}
	})
}

func TestFind_showsTheLastPageToWhoAsksForMore(t *testing.T) {
	var many []organisation.Organisation
	for i := range PageSize + 3 {
		many = append(many, named(string(rune('a'+i)), "Rete"))
	}
	got := snapshotOf(many).Find(Query{Page: 99}, nil)
	if got.Query.Page != 2 || got.From() != 21 || got.To() != 23 {
		t.Errorf("page %d, from %d to %d; want 2, 21, 23", got.Query.Page, got.From(), got.To())
	}
}
