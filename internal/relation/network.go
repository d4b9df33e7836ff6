package relation

import (
	"context"
	"fmt"
	"slices"

	"telaio/internal/atlas"
	"telaio/internal/organisation"
)

// Network is who is related to whom.
type Network struct {
	Nodes []*atlas.Entry // those with a relation, in an order that keeps related ones near
	Ties  []Tie
	// Groups are those of which each leads to each, the largest first.
	Groups []Group
}

// Group is some of a network that is tied to nothing else of it.
type Group struct {
	From, To int          // indexes into Nodes, To excluded
	Ties     []Tie        // of the network
	Middle   *atlas.Entry // one with the most ties, to name the group by
}

// Size is how many organisations a group has.
func (g Group) Size() int { return g.To - g.From }

// Tie is a relation between two nodes.
type Tie struct {
	organisation.Link
	A, B int // indexes into Nodes, of From and To
}

// ConfirmedTies counts the ties on which both sides agree.
func (n Network) ConfirmedTies() int {
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
	snapshot, all, err := u.told(ctx)
	if err != nil {
		return Network{}, err
	}
	return woven(snapshot, f.narrow(all, u.Inverse)), nil
}

// told lists every relation between published organisations, once.
func (u UseCases) told(ctx context.Context) (*atlas.Snapshot, []told, error) {
	snapshot, err := u.Index.Snapshot(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("read the atlas: %w", err)
	}
	answers, err := u.Records.EveryRelationAnswer(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("read what was said of relations: %w", err)
	}
	became, err := u.survivors(ctx)
	if err != nil {
		return nil, nil, err
	}
	var all []told
	for _, l := range organisation.Links(became.Links(snapshot.Links()), became.Answers(answers), u.Inverse) {
		from, ok := snapshot.Entry(l.From)
		to, also := snapshot.Entry(l.To)
		if ok && also {
			all = append(all, told{l, from, to})
		}
	}
	return snapshot, all, nil
}

// woven gives each organisation its place in the order.
func woven(snapshot *atlas.Snapshot, links []told) Network {
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
		n.Ties = append(n.Ties, Tie{l.Link, place[edges[i][0]], place[edges[i][1]]})
	}
	slices.SortStableFunc(n.Ties, func(a, b Tie) int {
		return slices.Compare([]int{min(a.A, a.B), max(a.A, a.B)}, []int{min(b.A, b.B), max(b.A, b.B)})
	})
	n.Groups = groups(n)
	return n
}

// groups parts the network where nothing ties one organisation to the next.
func groups(n Network) []Group {
	reaches := make([]int, len(n.Nodes)) // how far down the ties of each go
	ties := make([]int, len(n.Nodes))
	for _, t := range n.Ties {
		reaches[min(t.A, t.B)] = max(reaches[min(t.A, t.B)], t.A, t.B)
		ties[t.A]++
		ties[t.B]++
	}
	var all []Group
	end, middle := -1, 0
	for i, node := range n.Nodes {
		if i > end {
			all = append(all, Group{From: i})
			middle = i
		}
		end = max(end, i, reaches[i])
		g := &all[len(all)-1]
		g.To = i + 1
		if ties[i] > ties[middle] || middle == i {
			middle, g.Middle = i, node
		}
	}
	at := 0
	for i := range all {
		from := at
		for at < len(n.Ties) && min(n.Ties[at].A, n.Ties[at].B) < all[i].To {
			at++
		}
		all[i].Ties = n.Ties[from:at]
	}
	return all
}
