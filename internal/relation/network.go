package relation

import (
	"context"
	"fmt"
	"slices"

	"telaio/internal/atlas"
	"telaio/internal/organisation"
)

// Filter narrows the network; an empty field narrows nothing.
type Filter struct {
	Kind      string // of relation, told by either side
	Region    string // of either organisation
	Form      string // of solidarity, of either organisation
	Confirmed bool   // by both
}

// Empty reports whether nothing is narrowed.
func (f Filter) Empty() bool { return f == Filter{} }

// Network is who is related to whom.
type Network struct {
	Nodes []*atlas.Entry // those with a relation, in an order that keeps related ones near
	Ties  []Tie
}

// Tie is a relation between two nodes.
type Tie struct {
	organisation.Link
	A, B int // indexes into Nodes, of From and To
}

// Confirmed counts the ties on which both sides agree.
func (n Network) Confirmed() int {
	count := 0
	for _, t := range n.Ties {
		if t.Standing == organisation.Confirmed {
			count++
		}
	}
	return count
}

// Network returns what the filter leaves of the network of all published
// organisations.
func (u UseCases) Network(ctx context.Context, f Filter) (Network, error) {
	snapshot, err := u.Index.Snapshot(ctx)
	if err != nil {
		return Network{}, fmt.Errorf("read the atlas: %w", err)
	}
	answers, err := u.Records.EveryRelationAnswer(ctx)
	if err != nil {
		return Network{}, fmt.Errorf("read what was said of relations: %w", err)
	}
	became, err := u.survivors(ctx)
	if err != nil {
		return Network{}, err
	}
	links := organisation.Links(became.Links(snapshot.Links()), became.Answers(answers), u.Inverse)
	links = slices.DeleteFunc(links, func(l organisation.Link) bool {
		from, ok := snapshot.Entry(l.From)
		to, also := snapshot.Entry(l.To)
		return !ok || !also || !f.holds(l, from, to, u.Inverse)
	})
	return woven(snapshot, links), nil
}

func (f Filter) holds(l organisation.Link, from, to *atlas.Entry, inverse organisation.Inverse) bool {
	switch {
	case f.Kind != "" && l.Kind != f.Kind && inverse(l.Kind) != f.Kind,
		f.Confirmed && l.Standing != organisation.Confirmed,
		f.Region != "" && !slices.Contains(from.Regions, f.Region) && !slices.Contains(to.Regions, f.Region),
		f.Form != "" && !slices.Contains(from.Forms, f.Form) && !slices.Contains(to.Forms, f.Form):
		return false
	default:
		return true
	}
}

// woven gives each organisation its place in the order.
func woven(snapshot *atlas.Snapshot, links []organisation.Link) Network {
	number := map[string]int{}
	var ids []string
	for _, l := range links {
		for _, id := range []string{l.From, l.To} {
			if _, known := number[id]; !known {
				number[id] = 0
				ids = append(ids, id)
			}
		}
	}
	slices.SortFunc(ids, func(a, b string) int { return snapshot.CompareNames(a, b) })
	for i, id := range ids {
		number[id] = i
	}
	edges := make([][2]int, len(links))
	for i, l := range links {
		edges[i] = [2]int{number[l.From], number[l.To]}
	}
	var n Network
	place := make([]int, len(ids))
	for at, i := range order(len(ids), edges) {
		place[i] = at
		entry, _ := snapshot.Entry(ids[i])
		n.Nodes = append(n.Nodes, entry)
	}
	for i, l := range links {
		n.Ties = append(n.Ties, Tie{l, place[edges[i][0]], place[edges[i][1]]})
	}
	slices.SortStableFunc(n.Ties, func(a, b Tie) int {
		return slices.Compare([]int{min(a.A, a.B), max(a.A, a.B)}, []int{min(b.A, b.B), max(b.A, b.B)})
	})
	return n
}
