package twin

import (
	"cmp"
	"context"
	"maps"
	"slices"
)

// Pair is two organisations that may be one. The first has the smaller id.
type Pair struct {
	First, Second Profile
	Reasons       []Reason
	Score         float64 // 0 to 1
}

// MostPairs is how many pairs a search brings at most: the likeliest.
const MostPairs = 2_000

const (
	smallBlock = 48 // up to here everybody in a block is compared with everybody
	neighbours = 12 // beyond, with those who come next by name
)

// Pairs lists what may be the same among all that the directory knows, the
// likeliest first. What it costs grows little faster than the number of
// organisations: within a large block only neighbours by name are compared.
func (d *Directory) Pairs(ctx context.Context) ([]Pair, error) {
	all, err := d.copied(ctx)
	if err != nil {
		return nil, err
	}
	return PairsAmong(all), nil
}

// PairsAmong lists what may be the same among the profiles, the likeliest first.
// Invented organisations are compared among themselves only.
func PairsAmong(all []Profile) []Pair {
	all = slices.DeleteFunc(all, func(p Profile) bool { return !p.State.Stands() })
	slices.SortFunc(all, func(a, b Profile) int {
		return cmp.Or(cmp.Compare(a.SortName(), b.SortName()), cmp.Compare(a.OrganisationID, b.OrganisationID))
	})
	found := map[places]float64{}
	for _, block := range blocksOf(all) {
		compareBlock(all, block, found)
		if len(found) > 4*MostPairs {
			found = likeliestOf(found)
		}
	}
	var pairs []Pair
	for at := range likeliestOf(found) {
		pairs = append(pairs, pairOf(all[at[0]], all[at[1]]))
	}
	slices.SortFunc(pairs, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.First.Name, b.First.Name),
			cmp.Compare(a.First.OrganisationID, b.First.OrganisationID), cmp.Compare(a.Second.OrganisationID, b.Second.OrganisationID))
	})
	return pairs
}

// places are where two profiles stand.
type places [2]int32

// compareBlock adds to found the scores of those in the block who may be one.
func compareBlock(all []Profile, block []int32, found map[places]float64) {
	for i, a := range block {
		last := len(block)
		if len(block) > smallBlock {
			last = min(last, i+1+neighbours)
		}
		for _, b := range block[i+1 : last] {
			if _, seen := found[places{a, b}]; seen || all[a].Example != all[b].Example {
				continue
			}
			if score, _, ok := compare(&all[a], &all[b]); ok {
				found[places{a, b}] = score
			}
		}
	}
}

// likeliestOf keeps no more than MostPairs.
func likeliestOf(found map[places]float64) map[places]float64 {
	if len(found) <= MostPairs {
		return found
	}
	order := slices.SortedFunc(maps.Keys(found), func(a, b places) int {
		return cmp.Or(cmp.Compare(found[b], found[a]), slices.Compare(a[:], b[:]))
	})
	best := map[places]float64{}
	for _, at := range order[:MostPairs] {
		best[at] = found[at]
	}
	return best
}

// pairOf puts the one with the smaller id first.
func pairOf(a, b Profile) Pair {
	if b.OrganisationID < a.OrganisationID {
		a, b = b, a
	}
	score, reasons, _ := compare(&a, &b)
	return Pair{First: a, Second: b, Reasons: reasons, Score: score}
}

// filed is one profile under one of its keys.
type filed struct {
	key uint64
	at  int32
}

// blocksOf groups the places of profiles that share a key; each group is in the
// order of the profiles.
func blocksOf(all []Profile) [][]int32 {
	var files []filed
	for i, p := range all {
		for _, key := range p.blockKeys() {
			files = append(files, filed{key, int32(i)})
		}
	}
	slices.SortFunc(files, func(a, b filed) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.at, b.at)) })
	files = slices.Compact(files)
	var blocks [][]int32
	for from := 0; from < len(files); {
		to := from
		var block []int32
		for ; to < len(files) && files[to].key == files[from].key; to++ {
			block = append(block, files[to].at)
		}
		if len(block) > 1 {
			blocks = append(blocks, block)
		}
		from = to
	}
	return blocks
}
