package atlas

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"telaio/internal/folding"
	"telaio/internal/organisation"
	"telaio/internal/search"
)

// TownHint is a town that a text names which finds nothing, or little: who offers the
// rest of it may be near.
type TownHint struct {
	Town  organisation.Municipality
	Query Query // for the rest of the text, sorted by the distance from the town
	Count int   // how many it finds; 0 = not counted, at least what the text has found
}

// The bounds of a town in a text.
const (
	shortestTown = 4 // letters: shorter names are words too
	longestTown  = 5 // words
)

// little is how many entries are so few that who is near may help too.
const little = 5

// hintTown adds to a result with few entries, or none, the town that its text names,
// if any.
func (x *Index) hintTown(ctx context.Context, r *Result) error {
	if r.Total > little || r.Query.Text == "" || r.Query.Near != "" || r.Query.From != nil || x.Gazetteer == nil {
		return nil
	}
	town, rest := x.townIn(r.Query.Text)
	if town == nil {
		return nil
	}
	q := r.Query.WithText(rest).WithNear(town.Code)
	if r.Total > 0 {
		r.TownHint = &TownHint{Town: *town, Query: q}
		return nil
	}
	_, found, err := x.found(ctx, q)
	if err != nil || found.Count() == 0 {
		return err
	}
	r.TownHint = &TownHint{Town: *town, Query: q, Count: int(found.Count())}
	telling := slices.DeleteFunc(folding.Words(rest), x.language.Ignores)
	r.Hints = slices.DeleteFunc(r.Hints, func(h search.Hint) bool { return h.Text == strings.Join(telling, " ") })
	return nil
}

// townIn finds the longest name of a town among the words of a text and returns the
// words before and after it. Of several as long it takes one that readers have in
// mind, rather than a village of the name of a thing, and then the last one.
func (x *Index) townIn(text string) (town *organisation.Municipality, rest string) {
	words := strings.Fields(text)
	for size := min(longestTown, len(words)); size > 0; size-- {
		at, known := -1, false
		for from := len(words) - size; from >= 0 && !known; from-- {
			name := strings.Join(words[from:from+size], " ")
			m := x.townCalled(name, len(words) == size || from > 0 && x.language.Ignores(words[from-1]))
			if known = m != nil && x.language.IsPlace(name); known || m != nil && at < 0 {
				town, at = m, from
			}
		}
		if at >= 0 {
			return town, strings.Join(slices.Concat(x.language.WithoutLead(words[:at]), x.language.WithoutTail(words[at+size:])), " ")
		}
	}
	return nil, ""
}

// townCalled is the best known town of a name that is on the map, nil if there is
// none. Of those abroad it takes the ones that have names in other languages too;
// others only where the text says that a place comes.
func (x *Index) townCalled(name string, placed bool) *organisation.Municipality {
	if utf8.RuneCountInString(name) < shortestTown {
		return nil
	}
	for _, m := range x.Gazetteer.Named(name) {
		if m.Lat == 0 && m.Lon == 0 {
			continue
		}
		if placed || m.Country == "IT" || len(x.Gazetteer.Names(m.Code)) > 1 {
			return &m
		}
	}
	return nil
}
