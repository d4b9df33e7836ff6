package report

import (
	"slices"

	"telaio/internal/assessment"
	"telaio/internal/initiative"
	"telaio/internal/kit"
	"telaio/internal/plan"
)

// Item is what can be said of one question.
type Item struct {
	kit.Item
	DimensionID  string
	Standing     kit.Standing
	Official     float64 // the level that counts, if Standing is Valued
	Agreed       bool    // the group agreed on it; otherwise it is the median of the answers
	Both         bool    // the group keeps both readings
	Reason       string  // of the decision
	Undocumented bool    // a high level that nothing shows

	// People is how many gave a level. It is always told.
	People int
	// Visible says that enough people answered. Otherwise everything below is
	// empty, whatever they said.
	Visible   bool
	Tally     kit.Tally
	Deviation float64 // average deviation about the median
	Agreement kit.Agreement
	Split     bool
	// Disagreement says that some find that it does not apply, others gave a level.
	Disagreement bool
	Notes        []string
	Reasons      []string // why it does not apply

	Evidence []assessment.Evidence
	Cited    []initiative.Cited // initiatives that are evidence: the organisation's own, seen by all of it
	Actions  []plan.Action      // about this item
}

// Diverges reports whether the answers are far apart.
func (i *Item) Diverges() bool { return i.Visible && (i.Agreement == kit.Divergence || i.Split) }

// Valued reports whether the item has a level.
func (i *Item) Valued() bool { return i.Standing == kit.Valued }

// Rung is the level whose text describes the item: the one below, between two.
func (i *Item) Rung() int { return int(i.Official) }

// Words is the text of that level.
func (i *Item) Words() kit.Text {
	text, _ := i.Level(i.Rung())
	return text
}

// makeItem keeps of an item what may be shown.
func makeItem(s *Source, item kit.Item, result kit.ItemResult) *Item {
	m := s.Material
	decision := m.Decisions[item.ID]
	made := &Item{
		Item: item, Standing: result.Official.Standing, Official: result.Official.Level,
		Both: decision.Both, Reason: decision.Reason, People: result.Tally.Answered(),
	}
	if d, ok := m.Kit.DimensionOf(item.ID); ok {
		made.DimensionID = d.ID
	}
	_, made.Agreed = decision.Level()
	made.Cited = s.Cited[item.ID]
	high := made.Valued() && made.Official >= float64(m.Kit.Rules.EvidenceRequiredFromLevel)
	made.Undocumented = high && !documented(m.Evidence[item.ID]) && !s.shown(item.ID)
	made.Evidence = decision.Evidence
	if m.Visible(item.ID) {
		made.show(m, result)
	}
	for _, a := range s.Actions {
		if a.Item == item.ID && !a.Removed {
			made.Actions = append(made.Actions, a)
		}
	}
	return made
}

func (i *Item) show(m assessment.Material, result kit.ItemResult) {
	i.Visible, i.Tally, i.Disagreement = true, result.Tally, result.ApplicabilityDisagreement
	if result.Spread != nil {
		i.Deviation, i.Agreement, i.Split = result.Spread.AD, result.Spread.Agreement, result.Spread.Split
	}
	i.Notes, i.Reasons, i.Evidence = m.Notes[i.ID], m.Reasons[i.ID], m.Evidence[i.ID]
}

// documented reports whether something shows what was said.
func documented(pieces []assessment.Evidence) bool {
	return slices.ContainsFunc(pieces, func(e assessment.Evidence) bool { return e.Strength != kit.NoEvidence })
}

// shown reports whether an initiative shows what was said about the item.
func (s *Source) shown(item string) bool {
	return slices.ContainsFunc(s.Cited[item], func(c initiative.Cited) bool { return c.Shows(s.Material.Cycle.EndedAt) })
}

// with widens the range by the levels of an item that may be shown.
func (r Range) with(i *Item) Range {
	if !i.Visible || i.Unscored {
		return r
	}
	for level, n := range i.Tally.Levels {
		switch {
		case n == 0:
		case !r.Shown:
			r = Range{level, level, true}
		default:
			r.Low, r.High = min(r.Low, level), max(r.High, level)
		}
	}
	return r
}

// sorted lists the items that pass, in the kit's order or by the difference.
func sorted(items []*Item, keep func(*Item) bool, difference func(a, b *Item) float64) []*Item {
	var list []*Item
	for _, i := range items {
		if keep(i) {
			list = append(list, i)
		}
	}
	if difference != nil {
		slices.SortStableFunc(list, func(a, b *Item) int {
			switch d := difference(a, b); {
			case d < 0:
				return -1
			case d > 0:
				return 1
			}
			return 0
		})
	}
	return list
}
