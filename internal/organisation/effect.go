package organisation

// Effects are the figures about an initiative that the organisation chose to
// show, with what they do not tell. They say what it contributed to, never that
// it did so alone.
type Effects struct {
	Sheet   string   `json:"sheet"`             // id of the sheet that they were taken from
	From    string   `json:"from,omitempty"`    // YYYY-MM-DD
	To      string   `json:"to,omitempty"`      // YYYY-MM-DD
	Reached int      `json:"reached,omitempty"` // people; 0 = not told
	Figures []Effect `json:"figures,omitempty"` // of indicators
	Limits  string   `json:"limits,omitempty"`  // who was missing, what else may have helped
	Story   string   `json:"story,omitempty"`   // with the consent of the person
}

// Effect is one indicator over time.
type Effect struct {
	Name     string    `json:"name"`
	Unit     string    `json:"unit,omitempty"`
	Baseline *Reading  `json:"baseline,omitempty"`
	Target   *float64  `json:"target,omitempty"`
	Readings []Reading `json:"readings,omitempty"` // oldest first
}

// Reading is the value of an indicator on a day.
type Reading struct {
	On       string  `json:"on"` // YYYY-MM-DD
	Value    float64 `json:"value"`
	Asked    int     `json:"asked,omitempty"`    // people; 0 = not said
	Answered int     `json:"answered,omitempty"` // people; 0 = not said
}

// KeepEffects gives each initiative the effects that the one with the same id
// has in base: forms that know nothing of them must not take them away.
func KeepEffects(base, next []Initiative) []Initiative {
	for i := range next {
		for _, known := range base {
			if known.ID == next[i].ID && next[i].Effects == nil {
				next[i].Effects = known.Effects
			}
		}
	}
	return next
}
