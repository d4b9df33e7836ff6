package kit

// Respondent is one person's answers. Items that are not in Answers were
// skipped.
type Respondent struct {
	ID      string
	Answers map[string]Code // by item id
}

// Consensus is what the meeting agreed on for an item.
type Consensus struct {
	Level  Code // L0 to L4; Blank when both readings are kept
	Reason string
}

// BothReadings reports whether the meeting kept both readings: the item then
// stays at the median of the answers.
func (c Consensus) BothReadings() bool { return c.Level == Blank }

// Input is what a cycle is scored from.
type Input struct {
	// Answers are all answers to each item, by its id, in any order. Nothing
	// links an answer to one item with an answer to another: confidential cycles
	// have no such link to give, and no value needs it.
	Answers   map[string][]Code
	Consensus map[string]Consensus // by item id
}

// Unlink gathers people's answers by item.
func Unlink(people []Respondent) map[string][]Code {
	byItem := map[string][]Code{}
	for _, p := range people {
		for item, code := range p.Answers {
			if !code.Valid() {
				continue
			}
			answers, ok := byItem[item]
			if !ok {
				answers = make([]Code, 0, len(people))
			}
			byItem[item] = append(answers, code)
		}
	}
	return byItem
}

// Result is everything that can be said of a cycle, unrounded, in the order of
// the kit. There is no total.
type Result struct {
	Kit        string // ID@VERSION
	Items      []ItemResult
	Dimensions []DimensionResult
}

// ItemResult is what can be said of one item.
type ItemResult struct {
	ID    string
	Tally Tally
	// Spread is that of the levels given, nil if nobody gave one.
	Spread *Spread
	// NotApplicable says that more than half of those who gave a level or N/A
	// said that it does not apply.
	NotApplicable bool
	// ApplicabilityDisagreement says that some, but not more than half, said that
	// it does not apply: their answers are set aside.
	ApplicabilityDisagreement bool
	// Consensus is what the meeting recorded, nil if nothing.
	Consensus *Consensus
	// Official is the value that counts: the recorded consensus, otherwise the
	// median of the levels, unless the item does not apply.
	Official Value
}

// DimensionResult is what can be said of one dimension.
type DimensionResult struct {
	ID      string
	Outcome Outcome
}

// Item returns the result of the item with the id, and whether there is one.
func (r Result) Item(id string) (ItemResult, bool) {
	for i := range r.Items {
		if r.Items[i].ID == id {
			return r.Items[i], true
		}
	}
	return ItemResult{}, false
}

// Dimension returns the outcome of the dimension with the id, and whether there
// is one.
func (r Result) Dimension(id string) (Outcome, bool) {
	for _, d := range r.Dimensions {
		if d.ID == id {
			return d.Outcome, true
		}
	}
	return nil, false
}

// Score works out a cycle. Answers to items that the kit does not have count
// nowhere; those to unscored items are described and enter no dimension.
func Score(k *Kit, in Input) Result {
	result := Result{
		Kit:        k.Reference(),
		Items:      make([]ItemResult, 0, len(k.items)),
		Dimensions: make([]DimensionResult, 0, len(k.Dimensions)),
	}
	values := make([]Value, 0, 8)
	for _, d := range k.Dimensions {
		values = values[:0]
		for _, item := range d.Items {
			scored := scoreItem(item, TallyOf(in.Answers[item.ID]), in.Consensus, k.Rules)
			result.Items = append(result.Items, scored)
			if !item.Unscored {
				values = append(values, scored.Official)
			}
		}
		result.Dimensions = append(result.Dimensions, DimensionResult{d.ID, Evaluate(values, k.Rules)})
	}
	return result
}

// scoreItem works out one item.
func scoreItem(item Item, tally Tally, consensus map[string]Consensus, r Rules) ItemResult {
	result := ItemResult{ID: item.ID, Tally: tally, Official: Value{Standing: WithoutAnswer, Weight: item.Weight}}
	result.NotApplicable = tally.NAShare() > r.NAMajorityShare
	result.ApplicabilityDisagreement = tally.NotApplicable > 0 && !result.NotApplicable
	if spread, ok := tally.Spread(r); ok {
		result.Spread = &spread
		result.Official.Standing, result.Official.Level = Valued, spread.Median
	}
	if result.NotApplicable {
		result.Official.Standing, result.Official.Level = DoesNotApply, 0
	}
	agreed, ok := consensus[item.ID]
	if !ok {
		return result
	}
	result.Consensus = &agreed
	if level, ok := agreed.Level.Level(); ok {
		result.Official.Standing, result.Official.Level = Valued, float64(level)
	}
	return result
}
