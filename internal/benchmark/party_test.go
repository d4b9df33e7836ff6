package benchmark

import (
	"fmt"
	"maps"
	"math/bits"
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
	h := newHunt(sets)
	return h.search(0, nil, 0)
}

// hunt looks for a small combination of published sets. A pattern is the sets
// that a value is in; values of one pattern can't be told from each other.
type hunt struct {
	values   map[string][]Key // by pattern
	patterns []string
	small    []string   // the patterns of fewer than five values
	holds    [][]uint64 // a row per set, 1 where it has the values of the pattern
	rank     int        // of all sets with all values
}

func newHunt(sets [][]Key) hunt {
	columns := map[Key]string{}
	for i, set := range sets {
		for _, k := range set {
			columns[k] += fmt.Sprint(i, ",")
		}
	}
	h := hunt{values: map[string][]Key{}}
	for k, pattern := range columns {
		h.values[pattern] = append(h.values[pattern], k)
	}
	h.patterns = slices.Sorted(maps.Keys(h.values))
	for _, p := range h.patterns {
		if len(h.values[p]) < five {
			h.small = append(h.small, p)
		}
	}
	for _, set := range sets {
		row := make([]uint64, len(h.patterns))
		for i, p := range h.patterns {
			row[i] = uint64(boolToInt(slices.Contains(set, h.values[p][0])))
		}
		h.holds = append(h.holds, row)
	}
	h.rank = h.rankWithout(nil)
	return h
}

// rankWithout is the rank of the sets without the values of some patterns.
func (h hunt) rankWithout(left []string) int {
	var rows [][]uint64
	for _, whole := range h.holds {
		var row []uint64
		for i, p := range h.patterns {
			if !slices.Contains(left, p) {
				row = append(row, whole[i])
			}
		}
		rows = append(rows, row)
	}
	return rankOf(rows)
}

// search tries the chosen patterns, which have size values, and then each of
// the small ones from a place on beside them.
func (h hunt) search(from int, chosen []string, size int) []Key {
	if size > 0 && h.rankWithout(chosen) < h.rank {
		var about []Key
		for _, p := range chosen {
			about = append(about, h.values[p]...)
		}
		return about
	}
	for i := from; i < len(h.small); i++ {
		n := size + len(h.values[h.small[i]])
		if n >= five {
			continue
		}
		if found := h.search(i+1, append(slices.Clone(chosen), h.small[i]), n); found != nil {
			return found
		}
	}
	return nil
}

func boolToInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// prime is larger than any determinant of zeros and ones of up to 38 rows
// (Hadamard: (n+1)^((n+1)/2) / 2^n), so that counting modulo it loses no rank.
const prime = 1<<61 - 1

func times(a, b uint64) uint64 {
	high, low := bits.Mul64(a, b)
	_, rest := bits.Div64(high, low, prime)
	return rest
}

// inverse is a to the power of prime-2 (Fermat).
func inverse(a uint64) uint64 {
	result := uint64(1)
	for e := uint64(prime - 2); e > 0; e >>= 1 {
		if e&1 == 1 {
			result = times(result, a)
		}
		a = times(a, a)
	}
	return result
}

// rankOf counts the independent rows of a matrix of zeros and ones, which it
// uses up.
func rankOf(rows [][]uint64) int {
	rank := 0
	for column := 0; len(rows) > 0 && column < len(rows[0]); column++ {
		pivot := slices.IndexFunc(rows[rank:], func(r []uint64) bool { return r[column] != 0 })
		if pivot < 0 {
			continue
		}
		rows[rank], rows[rank+pivot] = rows[rank+pivot], rows[rank]
		over := inverse(rows[rank][column])
		for _, row := range rows[rank+1:] {
			if row[column] == 0 {
				continue
			}
			factor := times(row[column], over)
			for c := column; c < len(row); c++ {
				row[c] = (row[c] + prime - times(factor, rows[rank][c])) % prime
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
