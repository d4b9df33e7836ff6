package relation

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"telaio/internal/atlas"
	"telaio/internal/relation"
)

// chain is a group in which each is tied to the next.
func chain(names int) weave {
	w := weave{Nodes: make([]*atlas.Entry, names)}
	for i := range names - 1 {
		w.Ties = append(w.Ties, relation.Tie{A: i, B: i + 1})
	}
	return w
}

func TestSheets_ofWhatFitsOnOneAreNone(t *testing.T) {
	if got := chain(mostPrinted).sheets(); got != nil {
		t.Errorf("%d sheets for what fits on one", len(got))
	}
}

func TestSheets_areCutWhereTheFewestTiesGo(t *testing.T) {
	w := chain(100)
	for i := range 100 { // over all but two rows two more
		if i != 50 && i < 98 {
			w.Ties = append(w.Ties, relation.Tie{A: i, B: i + 2})
		}
	}
	sheets := w.sheets()
	if len(sheets) != 2 || sheets[0].to != 51 {
		t.Fatalf("%d sheets, the first to row %d; want 2, cut at 51", len(sheets), sheets[0].to)
	}
	if got := sheets[0].rows()[50].Elsewhere; !slices.Equal(got, []int{2}) {
		t.Errorf("the last of sheet 1 goes on on %v", got)
	}
	if got := sheets[1].rows()[0].Elsewhere; !slices.Equal(got, []int{1}) {
		t.Errorf("the first of sheet 2 goes on on %v", got)
	}
	if got := sheets[1].viewBox(); got != "0 2244 100 2156" {
		t.Errorf("sheet 2 shows %q", got)
	}
}

// Every name stands on one sheet, none has too many, and each tie is drawn on
// both sheets of its ends and named there.
func TestSheets_loseNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := weave{Nodes: make([]*atlas.Entry, rapid.IntRange(mostPrinted+1, 400).Draw(t, "names"))}
		for range rapid.IntRange(0, 300).Draw(t, "ties") {
			end := rapid.IntRange(0, len(w.Nodes)-1)
			w.Ties = append(w.Ties, relation.Tie{A: end.Draw(t, "a"), B: end.Draw(t, "b")})
		}
		row, sheets := 0, w.sheets()
		home := make([]int, len(w.Nodes))
		for i, s := range sheets {
			if s.from != row || s.to <= s.from || s.to-s.from > mostOnSheet || s.Number != i+1 || s.Of != len(sheets) {
				t.Fatalf("sheet %d of %d has the rows %d to %d", s.Number, s.Of, s.from, s.to)
			}
			for ; row < s.to; row++ {
				home[row] = i
			}
		}
		if row != len(w.Nodes) {
			t.Fatalf("%d of %d names are on paper", row, len(w.Nodes))
		}
		for _, tie := range w.Ties {
			a, b := sheets[home[tie.A]], sheets[home[tie.B]]
			if a.Number != b.Number && (!slices.Contains(a.elsewhere[tie.A], b.Number) || !slices.Contains(b.elsewhere[tie.B], a.Number)) {
				t.Fatalf("the tie of %d and %d is not said to go on", tie.A, tie.B)
			}
		}
	})
}
