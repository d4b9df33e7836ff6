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

// TownHint is a town that a text names which finds nothing: who offers the rest of
// it may be near.
type TownHint struct {
	Town  organisation.Municipality
	Query Query // for the rest of the text, sorted by the distance from the town
	Count int   // how many it finds
}

// The bounds of a town in a text.
const (
	shortestTown = 4 // letters: shorter names are words too
	longestTown  = 5 // words
)

// hintTown adds to a result without entries the town that its text names, if any.
func (x *Index) hintTown(ctx context.Context, r *Result) error {
	if r.Total > 0 || r.Query.Text == "" || x.Gazetteer == nil {
		return nil
	}
	town, rest := x.townIn(r.Query.Text)
	if town == nil {
		return nil
	}
	q := r.Query.WithText(rest).WithNear(town.Code)
	_, found, err := x.found(ctx, q)
	if err != nil || found.Count() == 0 {
		return err
	}
	r.TownHint = &TownHint{Town: *town, Query: q, Count: int(found.Count())}
	r.Hints = slices.DeleteFunc(r.Hints, func(h search.Hint) bool { return h.Text == folding.Fold(rest) })
	return nil
}

// townIn finds the longest name of a town among the words of a text, the last one
// if several are as long, and returns the words before and after it.
func (x *Index) townIn(text string) (town *organisation.Municipality, rest string) {
	words := strings.Fields(text)
	for size := min(longestTown, len(words)); size > 0; size-- {
		for from := len(words) - size; from >= 0; from-- {
			name := strings.Join(words[from:from+size], " ")
			if utf8.RuneCountInString(name) < shortestTown {
				continue
			}
			for _, m := range x.Gazetteer.Named(name) {
				if m.Lat == 0 && m.Lon == 0 {
					continue
				}
				before := words[:from]
				for len(before) > 0 && x.language.Ignores(before[len(before)-1]) {
					before = before[:len(before)-1] // of "corsi vicino a Roma"
				}
				return &m, strings.Join(slices.Concat(before, words[from+size:]), " ")
			}
		}
	}
	return nil, ""
}
