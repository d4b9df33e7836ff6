package initiative

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"telaio/internal/organisation"
)

// FewestTold is how many people a public figure is at least about.
const FewestTold = 5

// Telling is what an organisation chooses to tell of an initiative on its page.
type Telling struct {
	Summary    string
	Indicators []string // ids
	Reached    bool     // how many people were reached
	Limits     string   // what the figures do not tell
	Story      bool
	Agreed     bool // to have it published
}

// The fields of the form, which the faults name.
const (
	SummaryField = "summary"
	LimitsField  = "limits"
	AgreedField  = "agreed"
)

// Tellable reports whether an indicator has a measurement that can be public:
// it is not about fewer than five people, as far as one can know.
func (i Indicator) Tellable() bool {
	return slices.ContainsFunc(i.Measurements, i.tellable)
}

func (i Indicator) tellable(m Measurement) bool {
	switch {
	case m.Answered != nil && *m.Answered < FewestTold:
		return false
	case i.Percentage():
		return m.Answered != nil // a share of nobody knows how many
	case i.countsPeople():
		return enough(m.Value)
	default:
		return true
	}
}

func (i Indicator) countsPeople() bool {
	return slices.Contains([]string{"persone", "persona", "people", "person", "persons"}, folded(i.Unit))
}

// enough reports whether a count of people is public: none, or five and more.
func enough(people float64) bool { return people == 0 || people >= FewestTold }

// ReachedTellable reports whether the number of people reached can be public.
func (c Content) ReachedTellable() bool { return c.Reached.Known && c.Reached.Value >= FewestTold }

// Effects are the figures that were chosen, as far as they can be public.
func (s Sheeted) Effects(t Telling) *organisation.Effects {
	e := &organisation.Effects{Sheet: s.ID, From: string(s.Content.Start), To: string(s.Content.End), Limits: t.Limits}
	if t.Reached && s.Content.ReachedTellable() {
		e.Reached = int(s.Content.Reached.Value)
	}
	if t.Story {
		e.Story = s.Content.Story
	}
	for _, i := range s.Content.Indicators {
		if slices.Contains(t.Indicators, i.ID) && i.Tellable() {
			e.Figures = append(e.Figures, i.effect())
		}
	}
	return e
}

func (i Indicator) effect() organisation.Effect {
	e := organisation.Effect{Name: i.Name, Unit: i.Unit}
	if i.Baseline.Known && i.BaselineOn != "" && (!i.countsPeople() || enough(i.Baseline.Value)) {
		e.Baseline = &organisation.Reading{On: string(i.BaselineOn), Value: i.Baseline.Value}
	}
	if i.Target.Known {
		target := i.Target.Value
		e.Target = &target
	}
	for _, m := range i.Measurements {
		if i.tellable(m) {
			e.Readings = append(e.Readings, organisation.Reading{On: string(m.On), Value: m.Value, Asked: known(m.Asked), Answered: known(m.Answered)})
		}
	}
	return e
}

func known(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}

// Told is the initiative as it would stand on the card: in the place of the one
// that told of this sheet before, or after the others.
func (s Sheeted) Told(card organisation.Card, t Telling, newID string) organisation.Initiative {
	told := organisation.Initiative{ID: newID}
	if before, ok := OnCard(card, s.ID); ok {
		told = before
	}
	told.Title, told.Description, told.Forms = s.Content.Name, t.Summary, s.Content.Forms
	if start := s.Content.Start; start != "" {
		told.Since = start.Time().Year()
	}
	told.Effects = s.Effects(t)
	return told
}

// OnCard returns the card's initiative that tells of the sheet.
func OnCard(card organisation.Card, sheetID string) (organisation.Initiative, bool) {
	for _, i := range card.Initiatives {
		if i.Effects != nil && i.Effects.Sheet == sheetID {
			return i, true
		}
	}
	return organisation.Initiative{}, false
}

// withInitiative is the card with the initiative in its place.
func withInitiative(card organisation.Card, told organisation.Initiative) organisation.Card {
	card.Initiatives = slices.Clone(card.Initiatives)
	for n, i := range card.Initiatives {
		if i.ID == told.ID {
			card.Initiatives[n] = told
			return card
		}
	}
	card.Initiatives = append(card.Initiatives, told)
	return card
}

// Suggested fills the form in with what is on the card already or, the first
// time, with what the sheet says.
func (s Sheeted) Suggested(card organisation.Card) Telling {
	if before, ok := OnCard(card, s.ID); ok {
		t := Telling{Summary: before.Description, Limits: before.Effects.Limits, Reached: before.Effects.Reached > 0, Story: before.Effects.Story != ""}
		for _, i := range s.Content.Indicators {
			if slices.ContainsFunc(before.Effects.Figures, func(e organisation.Effect) bool { return e.Name == i.Name }) {
				t.Indicators = append(t.Indicators, i.ID)
			}
		}
		return t
	}
	var limits []string
	for _, text := range []string{s.Content.Missing, s.Content.Causes} {
		if text != "" {
			limits = append(limits, text)
		}
	}
	return Telling{Summary: sentence(shortened(s.Content.Objective)), Limits: strings.Join(limits, "\n")}
}

// sentence begins with a capital: the objective goes on from its question.
func sentence(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(unicode.ToUpper(first)) + s[size:]
}

// shortened keeps a suggestion within what the card takes.
func shortened(s string) string {
	runes := []rune(s)
	return string(runes[:min(len(runes), mostSummary)])
}
