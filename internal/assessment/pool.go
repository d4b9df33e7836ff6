package assessment

import (
	"slices"
	"strings"

	"telaio/internal/kit"
)

// Pool is what a confidential cycle keeps once answering has ended: for each
// item the answers of everybody, in an order that says nothing of persons.
type Pool struct {
	Items map[string]PooledItem `json:"items"`
	// Means are the persons' means by dimension, each list sorted, so that a
	// change between two cycles can be tested. No entry belongs to a person.
	Means map[string][]float64 `json:"means"`
}

// PooledItem is what all together said about an item. The four lists have
// nothing to do with each other: a note does not tell its level.
type PooledItem struct {
	Codes    []kit.Code `json:"codes"` // levels first, then NA, then DK
	Reasons  []string   `json:"reasons,omitempty"`
	Notes    []string   `json:"notes,omitempty"`
	Evidence []Evidence `json:"evidence,omitempty"`
}

// pool takes the answers apart from those who gave them. Each list is sorted:
// no order is left that could come from somebody.
func pool(k *kit.Kit, items []kit.Item, sheets []Sheet) Pool {
	p := Pool{Items: map[string]PooledItem{}, Means: map[string][]float64{}}
	for _, item := range items {
		pooled := PooledItem{Codes: []kit.Code{}}
		for _, sheet := range sheets {
			pooled.add(sheet[item.ID])
		}
		slices.SortFunc(pooled.Codes, func(a, b kit.Code) int { return slices.Index(kit.Codes(), a) - slices.Index(kit.Codes(), b) })
		slices.Sort(pooled.Reasons)
		slices.Sort(pooled.Notes)
		slices.SortFunc(pooled.Evidence, compareEvidence)
		p.Items[item.ID] = pooled
	}
	for _, d := range k.Dimensions {
		p.Means[d.ID] = means(d, sheets)
	}
	return p
}

func (p *PooledItem) add(a Answer) {
	if a.Code != kit.Blank {
		p.Codes = append(p.Codes, a.Code)
	}
	if a.Reason != "" {
		p.Reasons = append(p.Reasons, a.Reason)
	}
	if a.Note != "" {
		p.Notes = append(p.Notes, a.Note)
	}
	p.Evidence = append(p.Evidence, a.Evidence...)
}

func compareEvidence(a, b Evidence) int {
	fields := func(e Evidence) string {
		return strings.Join([]string{string(e.Strength), e.Title, e.Link, e.File, e.FileName, e.Date}, "\x00")
	}
	return strings.Compare(fields(a), fields(b))
}

// means returns the sorted means of each person's levels in the dimension; who
// gave no level has none.
func means(d kit.Dimension, sheets []Sheet) []float64 {
	list := []float64{}
	for _, sheet := range sheets {
		sum, n := 0, 0
		for _, item := range d.Items {
			if level, ok := sheet[item.ID].Code.Level(); ok && !item.Unscored {
				sum, n = sum+level, n+1
			}
		}
		if n > 0 {
			list = append(list, float64(sum)/float64(n))
		}
	}
	slices.Sort(list)
	return list
}
