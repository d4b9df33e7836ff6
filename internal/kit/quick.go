package kit

// What counts as low in a quick check, and how many low answers are reason
// enough to suggest the full kit (quick_check.intro of the kit says so).
const (
	quickLow     = 1
	quickLowMany = 3
)

// QuickLine is what the quick check says about one item that has a level.
type QuickLine struct {
	Item  Item
	Level int
	Here  Text // the level that was chosen
	// Next is the level above, the zero Text on the highest one.
	Next Text
	// First is the recommendation for the level with the least effort; nil where
	// the kit has none, because the next level says enough.
	First *Recommendation
}

// QuickResult is the outcome of a quick check: a line for each level, and no
// value of any dimension.
type QuickResult struct {
	Lines   []QuickLine
	Open    []Item // without a level: skipped, unknown or not applicable
	Low     int    // how many levels are 0 or 1
	TryFull bool   // the low levels are many enough to suggest the full kit
}

// Quick works out the quick check from the answers by item id. What the item
// does not allow counts as skipped.
func (k *Kit) Quick(answers map[string]Code) QuickResult {
	var result QuickResult
	for _, item := range k.QuickItems() {
		level, ok := answers[item.ID].Level()
		if !ok {
			result.Open = append(result.Open, item)
			continue
		}
		line := QuickLine{Item: item, Level: level, First: leastEffort(item.Advice(level))}
		line.Here, _ = item.Level(level)
		line.Next, _ = item.Level(level + 1)
		if level <= quickLow {
			result.Low++
		}
		result.Lines = append(result.Lines, line)
	}
	result.TryFull = result.Low >= quickLowMany
	return result
}

// leastEffort returns the first recommendation among those with the least
// effort, nil if there is none.
func leastEffort(advice []Recommendation) *Recommendation {
	var least *Recommendation
	for i, r := range advice {
		if least == nil || r.Effort.Points() < least.Effort.Points() {
			least = &advice[i]
		}
	}
	return least
}
