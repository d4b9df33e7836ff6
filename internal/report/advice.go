package report

import "telaio/internal/kit"

// usualImportance is that of a dimension of which the organisation has not said
// how much it matters.
const usualImportance = 2

// Advice is what could be done next about one item.
type Advice struct {
	Item            *Item
	Recommendations []kit.Recommendation // for the present level, the easiest first
	Priority        float64
	Planned         bool // an open action is about it already
}

// target is the level to aim for next: steady practice, then a shared one.
func target(level float64) float64 {
	if level < established {
		return established
	}
	return kit.MaxLevel
}

// ImportanceOf is how much a dimension matters to the organisation, from 1 to 3.
func (r Report) ImportanceOf(dimension string) int {
	if i := r.Importance[dimension]; i >= 1 && i <= 3 {
		return i
	}
	return usualImportance
}

// advice lists what to do first: P = (T − x)·I/E for the easiest recommendation
// of each item.
func advice(r Report) []Advice {
	var candidates []kit.Candidate
	byItem := map[string]Advice{}
	for _, i := range r.Items() {
		list := recommendations(i)
		if len(list) == 0 {
			continue
		}
		c := kit.Candidate{
			Item: i.ID, Level: i.Official, Target: target(i.Official),
			Importance: r.ImportanceOf(i.DimensionID), Effort: list[0].Effort.Points(),
		}
		candidates = append(candidates, c)
		byItem[i.ID] = Advice{Item: i, Recommendations: list, Priority: c.Priority(), Planned: planned(i)}
	}
	var first []Advice
	for _, c := range kit.Priorities(candidates) {
		first = append(first, byItem[c.Item])
	}
	return first
}

// recommendations are those for the item's present level, the easiest first.
func recommendations(i *Item) []kit.Recommendation {
	if !i.Valued() || i.Unscored {
		return nil
	}
	var list []kit.Recommendation
	for _, effort := range []kit.Effort{kit.LowEffort, kit.MediumEffort, kit.HighEffort} {
		for _, r := range i.Advice(i.Rung()) {
			if r.Effort == effort {
				list = append(list, r)
			}
		}
	}
	return list
}

// NextSteps are the recommendations for the item's present level, the easiest
// first.
func (i *Item) NextSteps() []kit.Recommendation { return recommendations(i) }

func planned(i *Item) bool {
	for _, a := range i.Actions {
		if a.State.Open() {
			return true
		}
	}
	return false
}
