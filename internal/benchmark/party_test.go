package benchmark

import (
	"fmt"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"telaio/internal/kit"
)

const five = 5

// town is a group whose members come, go and assess themselves again.
type town struct {
	state     State
	cycles    [][]Present // by organisation, the newest last; nil = not there
	published [][]Key
	next      int
}

func (w *town) assess(organisation int) {
	for len(w.cycles) <= organisation {
		w.cycles = append(w.cycles, nil)
	}
	w.next++
	w.cycles[organisation] = append(w.cycles[organisation], Present{Key: KeyOf(fmt.Sprint(w.next)), Organisation: organisation})
}

func (w *town) night() {
	var present []Present
	for _, own := range w.cycles {
		for i, p := range own {
			p.Latest = i == len(own)-1
			present = append(present, p)
		}
	}
	w.state = w.state.Next(present, five)
	if keys := w.state.Keys(); len(keys) > 0 {
		w.state = w.state.Published()
		w.published = append(w.published, keys)
	}
}

// TestState_noCombinationOfSnapshotsTellsOfFewerThanFive plays years of people
// joining, leaving, coming back and assessing themselves again, one or a few
// each night. An attacker sees every published set. Were the figures sums, which
// tell the most, the attacker could add and subtract multiples of them: no such
// combination may be about one to four values.
func TestState_noCombinationOfSnapshotsTellsOfFewerThanFive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := &town{}
		left := map[int][]Present{}
		for range rapid.IntRange(1, 25).Draw(t, "nights") {
			for range rapid.IntRange(0, 8).Draw(t, "events") {
				o := rapid.IntRange(0, 24).Draw(t, "organisation")
				switch {
				case o >= len(w.cycles) || w.cycles[o] == nil && left[o] == nil:
					w.assess(o)
				case w.cycles[o] == nil: // comes back with what it had
					w.cycles[o], left[o] = left[o], nil
				case rapid.Bool().Draw(t, "leaves"):
					left[o], w.cycles[o] = w.cycles[o], nil
				default:
					w.assess(o)
				}
			}
			w.night()
		}
		if few := smallCombination(w.published); few != nil {
			t.Fatalf("the published sets tell about %d values: %v", len(few), few)
		}
	})
}

func TestState_nobodyIsThereTwiceOrAfterLeaving(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := &town{}
		for range rapid.IntRange(1, 15).Draw(t, "nights") {
			for range rapid.IntRange(0, 10).Draw(t, "events") {
				o := rapid.IntRange(0, 19).Draw(t, "organisation")
				if o < len(w.cycles) && rapid.IntRange(0, 3).Draw(t, "leaves") == 0 {
					w.cycles[o] = nil
				} else {
					w.assess(o)
				}
			}
			w.night()
			owners := map[Key]int{}
			for o, own := range w.cycles {
				for _, p := range own {
					owners[p.Key] = o
				}
			}
			seen := map[int]bool{}
			for _, k := range w.state.Keys() {
				o, there := owners[k]
				if !there || seen[o] {
					t.Fatalf("a value is published of organisation %d: there %v, twice %v", o, there, seen[o])
				}
				seen[o] = true
			}
		}
	})
}

func TestNext_withdrawingIsFeltAtOnceAndByFive(t *testing.T) {
	w := &town{}
	for o := range 12 {
		w.assess(o)
	}
	w.night()
	if n := len(w.state.Keys()); n != 12 {
		t.Fatalf("%d values at first; want 12", n)
	}
	gone := w.cycles[3][0].Key
	w.cycles[3] = nil
	w.night()
	keys := w.state.Keys()
	if slices.Contains(keys, gone) || len(keys) != 6 {
		t.Errorf("%d values after one has left, its own among them: %v; want the other party's 6", len(keys), slices.Contains(keys, gone))
	}
	for o := 20; o < 25; o++ {
		w.assess(o)
	}
	w.night()
	if n := len(w.state.Keys()); n != 16 {
		t.Errorf("%d values once five have joined; want 16", n)
	}
}

// smallCombination returns values that some combination of the sets is about, if
// they are one to four: the rank of the sets falls when exactly those columns
// are left out of them.
func smallCombination(sets [][]Key) []Key {
	columns := map[Key]string{}
	for i, set := range sets {
		for _, k := range set {
			columns[k] += fmt.Sprint(i, ",")
		}
	}
	atoms := map[string][]Key{} // values that are always together
	for k, pattern := range columns {
		atoms[pattern] = append(atoms[pattern], k)
	}
	var patterns []string
	for p := range atoms {
		patterns = append(patterns, p)
	}
	slices.Sort(patterns)
	rank := func(without map[string]bool) int {
		var rows [][]*big.Rat
		for _, set := range sets {
			var row []*big.Rat
			for _, p := range patterns {
				if !without[p] {
					row = append(row, big.NewRat(int64(boolToInt(slices.Contains(set, atoms[p][0]))), 1))
				}
			}
			rows = append(rows, row)
		}
		return rankOf(rows)
	}
	whole := rank(nil)
	var small []string
	for _, p := range patterns {
		if len(atoms[p]) < five {
			small = append(small, p)
		}
	}
	var search func(from int, chosen []string, size int) []Key
	search = func(from int, chosen []string, size int) []Key {
		if size > 0 {
			without := map[string]bool{}
			var about []Key
			for _, p := range chosen {
				without[p] = true
				about = append(about, atoms[p]...)
			}
			if rank(without) < whole {
				return about
			}
		}
		for i := from; i < len(small); i++ {
			if n := size + len(atoms[small[i]]); n < five {
				if found := search(i+1, append(slices.Clone(chosen), small[i]), n); found != nil {
					return found
				}
			}
		}
		return nil
	}
	return search(0, nil, 0)
}

func boolToInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

func rankOf(rows [][]*big.Rat) int {
	rank := 0
	for column := 0; len(rows) > 0 && column < len(rows[0]); column++ {
		pivot := slices.IndexFunc(rows[rank:], func(r []*big.Rat) bool { return r[column].Sign() != 0 })
		if pivot < 0 {
			continue
		}
		rows[rank], rows[rank+pivot] = rows[rank+pivot], rows[rank]
		for i := rank + 1; i < len(rows); i++ {
			if rows[i][column].Sign() == 0 {
				continue
			}
			factor := new(big.Rat).Quo(rows[i][column], rows[rank][column])
			for c := column; c < len(rows[i]); c++ {
				rows[i][c] = new(big.Rat).Sub(rows[i][c], new(big.Rat).Mul(factor, rows[rank][c]))
			}
		}
		if rank++; rank == len(rows) {
			break
		}
	}
	return rank
}

func TestSmallCombination_findsWhatNaiveSnapshotsTell(t *testing.T) {
	keys := make([]Key, 9)
	for i := range keys {
		keys[i] = KeyOf(fmt.Sprint(i))
	}
	if smallCombination([][]Key{keys[:8], keys[:9]}) == nil {
		t.Error("two sets that differ by one value tell nothing; want that value found")
	}
	if few := smallCombination([][]Key{keys[:5], keys[:5]}); few != nil {
		t.Errorf("the same set twice tells about %v; want nothing", few)
	}
}

func TestChoose_prefersTheGroupOfWhichMostIsShown(t *testing.T) {
	snapshot := func(kind Kind, dimension string, gate kit.Gate) Snapshot {
		return Snapshot{Group: Group{kind, "x"}, Dimension: dimension, Figures: kit.Benchmark{Gate: gate, N: 7}}
	}
	groups := []Group{{ByRegion, "x"}, {BySize, "x"}, {ByForm, "x"}}
	all := []Snapshot{
		snapshot(ByForm, "EMP", kit.GateHidden), snapshot(ByForm, "NET", kit.GateMedian),
		snapshot(BySize, "EMP", kit.GateMedian), snapshot(BySize, "NET", kit.GateMedian),
		snapshot(ByRegion, "EMP", kit.GateMedian), snapshot(ByRegion, "NET", kit.GateMedian),
	}
	c, ok := choose(groups, all)
	if !ok || c.Group.Kind != BySize || len(c.Dimensions) != 2 {
		t.Errorf("chose %+v, %v; want the size, with both dimensions", c, ok)
	}
	if _, ok := choose(groups, all[:1]); ok {
		t.Error("a hidden group was chosen")
	}
}
