package kit

import "slices"

// Dimension is one side of solidarity at work: a few items that belong
// together. It is a profile of practices, not a psychometric scale.
type Dimension struct {
	ID        string   `yaml:"id"`
	Order     int      `yaml:"order"`
	Title     Text     `yaml:"title"`
	Rationale Text     `yaml:"rationale"`
	Sources   []string `yaml:"sources"` // ids of sources
	Items     []Item   `yaml:"items"`
}

// Item is one question with a text for each level. Its id never changes; its
// MeaningVersion does when answers before and after can't be compared any more.
type Item struct {
	ID             string   `yaml:"id"`
	MeaningVersion int      `yaml:"meaning_version"`
	Text           Text     `yaml:"text"`
	Help           Text     `yaml:"help"`
	Forms          []string `yaml:"forms"` // of solidarity, by id
	NAAllowed      bool     `yaml:"na_allowed"`
	NAReason       Text     `yaml:"na_reason"` // why "does not apply" may or may not be chosen
	Quick          bool     `yaml:"quick_check"`
	// Unscored keeps a new item out of every value for its first cycle: it is
	// asked and shown, and counts nowhere.
	Unscored        bool             `yaml:"unscored,omitempty"`
	Weight          float64          `yaml:"weight,omitempty"` // 0 = the rules' default
	Levels          []LevelText      `yaml:"levels"`           // 0 to 4, in this order
	Evidence        Texts            `yaml:"evidence"`         // what could prove a high level
	Recommendations []Recommendation `yaml:"recommendations"`
	GoodPractice    Text             `yaml:"good_practice"`
}

// Recommendation is one next step for those who are at certain levels.
type Recommendation struct {
	ID        string `yaml:"id"`
	ForLevels []int  `yaml:"for_levels"`
	Effort    Effort `yaml:"effort"`
	Text      `yaml:",inline"`
}

// Effort is how much a recommendation asks for.
type Effort string

// The efforts.
const (
	LowEffort    Effort = "low"
	MediumEffort Effort = "medium"
	HighEffort   Effort = "high"
)

// Points are the effort as a number for priorities: 1, 2 or 3; 0 if it is none
// of the three.
func (e Effort) Points() int {
	return slices.Index([]Effort{LowEffort, MediumEffort, HighEffort}, e) + 1
}

// Level returns the text of a level.
func (i Item) Level(level int) (Text, bool) {
	for _, l := range i.Levels {
		if l.Level == level {
			return l.Text, true
		}
	}
	return Text{}, false
}

// Advice lists the recommendations for those who are at the level.
func (i Item) Advice(level int) []Recommendation {
	var list []Recommendation
	for _, r := range i.Recommendations {
		if slices.Contains(r.ForLevels, level) {
			list = append(list, r)
		}
	}
	return list
}

// Allows reports whether the item can be answered with the code.
func (i Item) Allows(code Code) bool {
	if code == NotApplicable {
		return i.NAAllowed
	}
	return code.Valid()
}
