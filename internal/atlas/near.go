package atlas

import (
	"cmp"
	"slices"

	"github.com/bits-and-blooms/bitset"

	"telaio/internal/i18n"
	"telaio/internal/organisation"
)

// Gazetteer knows the municipalities that distances are measured from, and by
// which names people look for them.
type Gazetteer interface {
	ByCode(code string) (organisation.Municipality, bool)
	// Named lists the municipalities of a typed name, the best known first.
	Named(typed string) []organisation.Municipality
	// Meant lists a few municipalities that a misspelt name may stand for.
	Meant(typed string) []organisation.Municipality
	// Names lists the names of a municipality in any language, nil if the code is
	// not known.
	Names(code string) []string
	// Called is the name by which readers of a language know a municipality.
	Called(m *organisation.Municipality, in i18n.Language) string
	// ProvinceIn is the name of a municipality's province, or region abroad, in a language.
	ProvinceIn(m *organisation.Municipality, in i18n.Language) string
	// ProvinceNames lists the names of the region of a municipality abroad.
	ProvinceNames(m *organisation.Municipality) []string
	// CountryNames lists the names of a country by its ISO 3166 code.
	CountryNames(code string) []string
}

// mostNamesakes is how many other towns of the same name a list offers.
const mostNamesakes = 5

// Near is the town that a list is sorted by the distance from.
type Near struct {
	Town      *organisation.Municipality  // nil = none was asked for, or none is known
	Namesakes []organisation.Municipality // others that the typed name may stand for, misspelt if Town is nil
	Unknown   string                      // what was typed and is no town
}

// near finds the town that the query asks for, by its code or by its name, and
// returns the query as it can be answered.
func (x *Index) near(q Query) (Query, Near) {
	if q.Near == "" || x.Gazetteer == nil {
		q.Near = ""
		return q, Near{}
	}
	var found []organisation.Municipality
	if m, ok := x.Gazetteer.ByCode(q.Near); ok {
		found = []organisation.Municipality{m}
	} else {
		found = x.Gazetteer.Named(q.Near)
	}
	for i, m := range found {
		at, ok := At(m.Lat, m.Lon)
		if !ok || m.Lat == 0 && m.Lon == 0 {
			continue
		}
		n := Near{Town: &m, Namesakes: slices.Concat(found[:i], found[i+1:])}
		n.Namesakes = n.Namesakes[:min(mostNamesakes, len(n.Namesakes))]
		q.Near, q.From = m.Code, &at
		return q, n
	}
	unknown := q.Near
	return q.WithoutNear(), Near{Unknown: unknown, Namesakes: x.Gazetteer.Meant(unknown)}
}

// distant is an entry and the square of the straight line to its nearest point.
type distant struct {
	doc    uint32
	chord2 float32
}

func compareDistances(a, b distant) int {
	return cmp.Or(cmp.Compare(a.chord2, b.chord2), cmp.Compare(a.doc, b.doc))
}

// nearestOf are those in the window by the distance of their nearest public
// point; those that have none come last, by name.
func (s *Snapshot) nearestOf(set *bitset.BitSet, w window, from Point) []*Entry {
	near := s.byDistance(set, w.skip+w.size, from.vector())
	entries := make([]*Entry, 0, w.size)
	for _, d := range near[min(w.skip, len(near)):] {
		entries = append(entries, &s.entries[d.doc])
	}
	if len(entries) == w.size {
		return entries
	}
	located := int(set.IntersectionCardinality(s.located))
	rest := window{max(0, w.skip-located), w.size - len(entries)}
	return append(entries, s.firstOf(set.Difference(s.located), rest)...)
}

// byDistance are the n nearest of a set, in order.
func (s *Snapshot) byDistance(set *bitset.BitSet, n int, from vector) []distant {
	few := n <= fewBest
	var nearest []distant
	for doc, ok := set.NextSet(0); ok; doc, ok = set.NextSet(doc + 1) {
		d, located := s.distance(uint32(doc), from)
		if !located || few && len(nearest) == n && compareDistances(d, nearest[n-1]) > 0 {
			continue
		}
		if !few {
			nearest = append(nearest, d)
			continue
		}
		at, _ := slices.BinarySearchFunc(nearest, d, compareDistances)
		nearest = slices.Insert(nearest, at, d)
		nearest = nearest[:min(len(nearest), n)]
	}
	if !few {
		slices.SortFunc(nearest, compareDistances)
	}
	return nearest[:min(len(nearest), n)]
}

// distance is that of the entry's nearest public point, false if it has none.
func (s *Snapshot) distance(doc uint32, from vector) (distant, bool) {
	first, end := s.placed.of(doc)
	if first == end {
		return distant{}, false
	}
	d := distant{doc, s.placed.vectors[first].chord2(from)}
	for _, v := range s.placed.vectors[first+1 : end] {
		d.chord2 = min(d.chord2, v.chord2(from))
	}
	return d, true
}

// Unlocated stands for the distance of who has no public place.
const Unlocated = -1.0

// Distance is how far an organisation's nearest public point is.
type Distance struct {
	Kilometres float64                    // Unlocated = it has none
	Town       *organisation.Municipality // that the point is in, nil = in none that is known
}

// distances are those of entries.
func (s *Snapshot) distances(entries []*Entry, from Point) []Distance {
	away, to := make([]Distance, len(entries)), from.vector()
	for i, e := range entries {
		away[i].Kilometres = Unlocated
		first, end := s.placed.of(s.byID[e.ID])
		for p := first; p < end; p++ {
			if km := kilometres(s.placed.vectors[p].chord2(to)); p == first || km < away[i].Kilometres {
				away[i] = Distance{km, s.townOf(p)}
			}
		}
	}
	return away
}

// townOf is the town that a point is in, nil if none is known.
func (s *Snapshot) townOf(point uint32) *organisation.Municipality {
	if town := s.placed.towns[point]; town != none {
		return &s.towns[town]
	}
	return nil
}
