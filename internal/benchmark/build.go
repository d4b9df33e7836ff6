package benchmark

import (
	"slices"
	"time"

	"telaio/internal/kit"
)

// Entry is one closed cycle that its organisation shares, with the groups that
// the organisation belongs to.
type Entry struct {
	CycleID        string
	OrganisationID string
	ClosedAt       time.Time
	Dimensions     map[string]DimensionScore
	Groups         []Group
}

// Build makes the snapshots that follow the ones before: of every group that an
// entry is in and of every group that had one. Entries are those that may be
// used now.
func Build(k *kit.Kit, before []Snapshot, entries []Entry, at time.Time) []Snapshot {
	b := builder{kit: k, at: at, before: map[string]Snapshot{}, groups: map[Group][]int{}, entries: entries}
	for _, s := range before {
		b.before[s.ID()] = s
		b.groups[s.Group] = nil
	}
	b.number()
	var all []Snapshot
	for _, d := range k.Dimensions {
		all = append(all, b.dimension(d)...)
	}
	return all
}

type builder struct {
	kit     *kit.Kit
	at      time.Time
	before  map[string]Snapshot
	entries []Entry
	keys    []Key
	owners  []int  // number of the organisation, by entry
	latest  []bool // by entry
	groups  map[Group][]int
}

// number gives each organisation a number, finds its latest entry, and lists
// each group's entries.
func (b *builder) number() {
	owners, newest := map[string]int{}, map[int]int{}
	b.keys, b.owners, b.latest = make([]Key, len(b.entries)), make([]int, len(b.entries)), make([]bool, len(b.entries))
	for i, e := range b.entries {
		owner, ok := owners[e.OrganisationID]
		if !ok {
			owner = len(owners)
			owners[e.OrganisationID] = owner
		}
		b.keys[i], b.owners[i] = KeyOf(e.CycleID), owner
		if n, ok := newest[owner]; !ok || e.ClosedAt.After(b.entries[n].ClosedAt) {
			newest[owner] = i
		}
		for _, g := range e.Groups {
			b.groups[g] = append(b.groups[g], i)
		}
	}
	for _, i := range newest {
		b.latest[i] = true
	}
}

// dimension makes the snapshots of all groups in one dimension.
func (b *builder) dimension(d kit.Dimension) []Snapshot {
	groups := make([]Group, 0, len(b.groups))
	for g := range b.groups {
		groups = append(groups, g)
	}
	slices.SortFunc(groups, byPreference)
	least := b.kit.Rules.BenchmarkMinMedian
	meaning := Meaning(d)
	made := make([]Snapshot, len(groups))
	numbers := map[Key]int{}
	var sets []kit.Group
	for i, g := range groups {
		made[i] = b.before[Snapshot{Group: g, Dimension: d.ID}.ID()]
		made[i].Group, made[i].Dimension, made[i].BuiltAt = g, d.ID, b.at
		made[i].State = made[i].State.Next(b.present(d.ID, meaning, b.groups[g]), least)
		set := kit.Group{ID: g.ID()}
		for _, k := range made[i].State.Keys() {
			n, ok := numbers[k]
			if !ok {
				n = len(numbers)
				numbers[k] = n
			}
			set.Members = append(set.Members, n)
		}
		sets = append(sets, set)
	}
	values := b.values(d.ID)
	open := kit.Publishable(sets, b.kit.Rules)
	editions := make([][][]Key, len(made))
	for i := range made {
		editions[i] = made[i].State.editions()
	}
	for i := range made {
		made[i].Figures = kit.Benchmark{Gate: kit.GateHidden}
		keys := made[i].State.Keys()
		if !open[groups[i].ID()] || toldByAnother(keys, i, editions, least) {
			continue
		}
		of := make([]float64, len(keys))
		for n, k := range keys {
			of[n] = values[k]
		}
		made[i].Figures = kit.Summarise(of, b.kit.Rules)
		made[i].State = made[i].State.Published()
		editions[i] = append(editions[i], keys)
	}
	return made
}

// present lists what may be used of a group in a dimension. Where an
// organisation's newest cycle has no value there, its newest one with a value
// counts as little as any other: the newest cycle decides.
func (b *builder) present(dimension, meaning string, members []int) []Present {
	var present []Present
	for _, i := range members {
		score, ok := b.entries[i].Dimensions[dimension]
		if ok && score.Meaning == meaning {
			present = append(present, Present{b.keys[i], b.owners[i], b.latest[i], score.Value})
		}
	}
	return present
}

func (b *builder) values(dimension string) map[Key]float64 {
	values := make(map[Key]float64, len(b.entries))
	for i, e := range b.entries {
		if score, ok := e.Dimensions[dimension]; ok {
			values[b.keys[i]] = score.Value
		}
	}
	return values
}

// toldByAnother reports whether a set differs by too few from one that another
// group has ever published: Publishable compares those of today only.
func toldByAnother(keys []Key, number int, editions [][][]Key, least int) bool {
	for i, sets := range editions {
		if i == number {
			continue // its own history is safe: see State
		}
		for _, set := range sets {
			if tells(keys, set, least) {
				return true
			}
		}
	}
	return false
}
