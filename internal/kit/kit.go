// Package kit is the self-assessment kit: its content as versioned data, and
// everything that is calculated from answers to it. It does no I/O and knows
// nothing of databases, pages or organisations. There is no total, no rank and
// no comparison between persons anywhere in it, on purpose.
package kit

import "time"

// Text is a sentence in both languages.
type Text struct {
	It string `yaml:"it"`
	En string `yaml:"en"`
}

// In returns the text in the language ("it", "en"), in Italian if it is
// another one.
func (t Text) In(language string) string {
	if language == "en" {
		return t.En
	}
	return t.It
}

// Texts is a list of short texts in both languages, of the same length.
type Texts struct {
	It []string `yaml:"it"`
	En []string `yaml:"en"`
}

// In returns the list in the language, in Italian if it is another one.
func (t Texts) In(language string) []string {
	if language == "en" {
		return t.En
	}
	return t.It
}

// Status says how far the texts of a version have been tried with workers.
type Status string

// The states of a version.
const (
	Draft   Status = "draft"   // written by experts, not yet tried
	Pilot   Status = "pilot"   // being tried with organisations
	Final   Status = "final"   // tried and kept
	Retired Status = "retired" // kept for the cycles that used it
)

// Kit is one version of a kit. Once cycles have used it, it is never changed: a
// new version is a new file.
type Kit struct {
	ID              string   `yaml:"id"`
	Version         string   `yaml:"version"` // as in Semantic Versioning 2.0.0, without the v
	Status          Status   `yaml:"status"`
	Languages       []string `yaml:"languages"`
	PrimaryLanguage string   `yaml:"primary_language"`

	Title         Text        `yaml:"title"`
	Purpose       Text        `yaml:"purpose"`
	WhoAnswers    Text        `yaml:"who_answers"`
	TimeNeeded    TimeNeeded  `yaml:"time_needed_minutes"`
	HowToChoose   Text        `yaml:"how_to_choose_a_level"`
	PrivacyNotice Text        `yaml:"privacy_notice"`
	AnswerOptions []Option    `yaml:"answer_options"`
	LevelMeaning  []LevelText `yaml:"level_meaning"`
	Rules         Rules       `yaml:"scoring"`

	SolidarityForms  []Choice         `yaml:"solidarity_forms"`
	EffortLevels     []Choice         `yaml:"effort_levels"`
	EvidenceStrength []StrengthOption `yaml:"evidence_strength"`
	MeetingGuide     []MeetingStep    `yaml:"meeting_guide"`
	Phrases          Phrases          `yaml:"report_phrases"`

	Dimensions        []Dimension       `yaml:"dimensions"`
	QuickCheck        QuickCheck        `yaml:"quick_check"`
	InitiativeSheet   InitiativeSheet   `yaml:"initiative_sheet"`
	ExampleInitiative ExampleInitiative `yaml:"example_initiative"`
	Sources           []Source          `yaml:"sources"`
	MethodSources     []Source          `yaml:"method_sources"` // what the rules and formulas rest on

	items map[string]position // by item id
}

// position is where an item stands.
type position struct{ dimension, item int }

// TimeNeeded is how long things take, in minutes.
type TimeNeeded struct {
	Individual       int `yaml:"individual"`
	ConsensusMeeting int `yaml:"consensus_meeting"`
	QuickCheck       int `yaml:"quick_check"`
	InitiativeSheet  int `yaml:"initiative_sheet"`
}

// Option is one answer that can be chosen, with its words.
type Option struct {
	Code Code `yaml:"code"`
	Text `yaml:",inline"`
}

// LevelText is what a level means, in general or for one item.
type LevelText struct {
	Level int `yaml:"level"`
	Text  `yaml:",inline"`
}

// Choice is a value of a short list: a form of solidarity, an effort.
type Choice struct {
	ID   string `yaml:"id"`
	Text `yaml:",inline"`
}

// Strength says how well something is proven, from E0 (nothing) to E3 (checked
// by someone outside).
type Strength string

// The strengths of evidence.
const (
	NoEvidence    Strength = "E0"
	OwnAccount    Strength = "E1"
	Document      Strength = "E2"
	CheckedByPeer Strength = "E3"
)

// StrengthOption is a strength of evidence with its words.
type StrengthOption struct {
	Code Strength `yaml:"code"`
	Text `yaml:",inline"`
}

// MeetingStep is one part of the meeting after the answers.
type MeetingStep struct {
	Step    int `yaml:"step"`
	Minutes int `yaml:"minutes"`
	Text    `yaml:",inline"`
}

// Duration returns how long the step takes.
func (s MeetingStep) Duration() time.Duration { return time.Duration(s.Minutes) * time.Minute }

// Phrases are the sentences of a report, so that each state has its words.
type Phrases struct {
	NoScoreCoverage  Text `yaml:"no_score_coverage"`
	NoScoreNA        Text `yaml:"no_score_na"`
	AgreementFull    Text `yaml:"agreement_full"`
	AgreementPartial Text `yaml:"agreement_partial"`
	Divergence       Text `yaml:"divergence"`
	ChangeReal       Text `yaml:"change_real"`
	ChangeUnclear    Text `yaml:"change_unclear"`
	BenchmarkHidden  Text `yaml:"benchmark_hidden"`
	Undocumented     Text `yaml:"undocumented"`
}

// QuickCheck is the ten-minute form: a few items, no values of dimensions.
type QuickCheck struct {
	ID    string `yaml:"id"`
	Title Text   `yaml:"title"`
	Intro Text   `yaml:"intro"`
	// DimensionScores is always false: ten items say where to begin, no more.
	DimensionScores bool     `yaml:"dimension_scores"`
	Items           []string `yaml:"items"` // ids, in the order in which they are asked
	Output          Text     `yaml:"output"`
}

// Source is something the kit rests on.
type Source struct {
	ID         string `yaml:"id"`
	Read       bool   `yaml:"read"` // consulted for this kit; otherwise known and to be checked before citing
	Ref        string `yaml:"ref"`
	URL        string `yaml:"url,omitempty"`
	URLChecked *bool  `yaml:"url_checked,omitempty"` // nil = yes, if there is an address
}

// Reference names this version as ID@VERSION, as cycles keep it.
func (k *Kit) Reference() string { return k.ID + "@" + k.Version }

// Item returns the item with the id, and whether there is one.
func (k *Kit) Item(id string) (Item, bool) {
	at, ok := k.items[id]
	if !ok {
		return Item{}, false
	}
	return k.Dimensions[at.dimension].Items[at.item], true
}

// DimensionOf returns the dimension that the item belongs to.
func (k *Kit) DimensionOf(item string) (Dimension, bool) {
	at, ok := k.items[item]
	if !ok {
		return Dimension{}, false
	}
	return k.Dimensions[at.dimension], true
}

// Dimension returns the dimension with the id, and whether there is one.
func (k *Kit) Dimension(id string) (Dimension, bool) {
	for _, d := range k.Dimensions {
		if d.ID == id {
			return d, true
		}
	}
	return Dimension{}, false
}

// Items lists every item, in the order of the kit.
func (k *Kit) Items() []Item {
	list := make([]Item, 0, len(k.items))
	for _, d := range k.Dimensions {
		list = append(list, d.Items...)
	}
	return list
}

// QuickItems lists the items of the quick check, in its order.
func (k *Kit) QuickItems() []Item {
	list := make([]Item, 0, len(k.QuickCheck.Items))
	for _, id := range k.QuickCheck.Items {
		if item, ok := k.Item(id); ok {
			list = append(list, item)
		}
	}
	return list
}

// OptionText returns the words of a code: "Level 3 – Established".
func (k *Kit) OptionText(code Code) Text {
	for _, o := range k.AnswerOptions {
		if o.Code == code {
			return o.Text
		}
	}
	return Text{It: string(code), En: string(code)}
}

// EffortText returns the words of an effort.
func (k *Kit) EffortText(effort Effort) Text {
	for _, c := range k.EffortLevels {
		if c.ID == string(effort) {
			return c.Text
		}
	}
	return Text{It: string(effort), En: string(effort)}
}
