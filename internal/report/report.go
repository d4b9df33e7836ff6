// Package report says what a closed assessment means: the profile, what is
// strong, where to grow, what is not known, what to do next and what has
// changed. It says nothing that the kit's thresholds keep back: what is hidden
// is not in a report at all, so that no page can show it. There is no total.
package report

import (
	"telaio/internal/assessment"
	"telaio/internal/initiative"
	"telaio/internal/kit"
	"telaio/internal/plan"
)

// Source is everything that a report is made from.
type Source struct {
	Material   assessment.Material
	Earlier    []assessment.Material // closed cycles of the same organisation before it, oldest first
	Importance map[string]int        // 1 to 3 by dimension, as the organisation sees it; missing = 2
	Peers      Peers
	Actions    []plan.Action                 // of the organisation
	Cited      map[string][]initiative.Cited // its initiatives that are evidence, by item
}

// Peers is what may be shown of similar organisations, by dimension. What the
// gates keep back is not in it.
type Peers struct {
	Group      kit.Text // whom it is compared with
	N          int      // organisations; 0 = too few
	Dimensions map[string]kit.Benchmark
}

// Report is what a closed assessment means.
type Report struct {
	Cycle        assessment.Cycle
	Kit          *kit.Kit
	Heading      Heading
	Dimensions   []Dimension // in the kit's order; of a quick check without values
	Strengths    []Point     // at most three
	Growth       []Point     // at most three
	Advice       []Advice    // at most five, the highest priority first
	Trend        Trend
	Peers        Peers
	Importance   map[string]int
	Undocumented int // high levels without evidence
	Respondents  int
}

// Dimension is one side of the profile.
type Dimension struct {
	kit.Dimension
	Outcome kit.Outcome // nil in a quick check: ten questions make no values
	Answers Range       // from the lowest to the highest level that may be shown
	Peers   kit.Benchmark
	Items   []*Item // those that the cycle asked
}

// Range is from the lowest level given to the highest.
type Range struct {
	Low, High int
	Shown     bool
}

// Scored returns the dimension's value, if it has one.
func (d Dimension) Scored() (kit.Scored, bool) {
	s, ok := d.Outcome.(kit.Scored)
	return s, ok
}

// Full reports whether the whole kit was answered, so that dimensions may have
// values.
func (r Report) Full() bool { return r.Cycle.Extent != assessment.Quick }

// Items lists every item that was asked, in the kit's order.
func (r Report) Items() []*Item {
	list := make([]*Item, 0, 40)
	for _, d := range r.Dimensions {
		list = append(list, d.Items...)
	}
	return list
}

// Divergent lists the items about which the answers differ a lot, the widest
// apart first. Items with too few answers to show are not among them.
func (r Report) Divergent() []*Item {
	return sorted(r.Items(), (*Item).Diverges, func(a, b *Item) float64 { return b.Deviation - a.Deviation })
}

// BothReadings lists the items of which the group keeps both readings.
func (r Report) BothReadings() []*Item {
	return sorted(r.Items(), func(i *Item) bool { return i.Both }, nil)
}

// WithoutEvidence lists the high levels that nothing shows.
func (r Report) WithoutEvidence() []*Item {
	return sorted(r.Items(), func(i *Item) bool { return i.Undocumented }, nil)
}

// WithoutAnswer lists the items that count and that nobody could answer.
func (r Report) WithoutAnswer() []*Item {
	return sorted(r.Items(), func(i *Item) bool { return i.Standing == kit.WithoutAnswer }, nil)
}

// Make works a report out.
func Make(s Source) Report {
	scored := s.Material.Score()
	r := Report{
		Cycle: s.Material.Cycle, Kit: s.Material.Kit, Peers: s.Peers, Importance: s.Importance,
		Respondents: s.Material.Cycle.Respondents,
	}
	asked := map[string]bool{}
	for _, item := range r.Cycle.Items(r.Kit) {
		asked[item.ID] = true
	}
	for i, d := range r.Kit.Dimensions {
		dimension := Dimension{Dimension: d}
		if r.Full() {
			dimension.Outcome, dimension.Peers = scored.Dimensions[i].Outcome, s.Peers.Dimensions[d.ID]
		}
		for _, item := range d.Items {
			if !asked[item.ID] {
				continue
			}
			result, _ := scored.Item(item.ID)
			made := makeItem(&s, item, result)
			dimension.Answers = dimension.Answers.with(made)
			dimension.Items = append(dimension.Items, made)
		}
		if len(dimension.Items) > 0 {
			r.Dimensions = append(r.Dimensions, dimension)
		}
	}
	r.Undocumented = len(r.WithoutEvidence())
	r.Heading = headingOf(r)
	r.Strengths = strengths(r)
	r.Growth = growth(r, r.Strengths)
	r.Advice = advice(r)
	r.Trend = trendOf(s, scored)
	return r
}
