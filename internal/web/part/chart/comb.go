package chart

import (
	"strconv"
	"strings"

	"telaio/internal/i18n"
	"telaio/internal/web/shell"
)

// Comb shows a value on the kit's scale from 0 to 4 for each of several
// dimensions, between the lowest and the highest answer and beside the values
// of similar organisations. It draws what it is given: who fills it in leaves
// out what the thresholds hide.
type Comb struct {
	ID      string // unique on the page
	Finding string // what the figure shows
	Measure string // what is counted, and on which scale
	Peers   string // "Organizzazioni simili (23)", "" = no comparison
	Teeth   []Tooth
}

// Tooth is one dimension.
type Tooth struct {
	Label     string
	Value     Mark
	Missing   string // a sentence in the place of a value that there is not
	Answers   Span   // from the lowest answer to the highest
	Median    Mark   // of similar organisations
	Quartiles Span   // the middle half of them
}

// Mark is a place on the scale, or none.
type Mark struct {
	At    float64
	Shown bool
}

// Span is a stretch of the scale, or none.
type Span struct {
	Low, High float64
	Shown     bool
}

// ScaleTop is the highest level of the kit's scale; the lowest is 0.
const ScaleTop = 4

// MarkAt is a place that is shown.
func MarkAt(x float64) Mark { return Mark{At: x, Shown: true} }

// SpanOf is a stretch that is shown.
func SpanOf(low, high float64) Span { return Span{Low: low, High: high, Shown: true} }

// The scale leaves room for half a mark at either end.
const (
	scaleStart = 3.0  // per cent of the width
	scaleStep  = 23.5 // per cent per level
)

func across(level float64) string { return percent(scaleStart + scaleStep*level) }

func (s Span) width() string { return percent(scaleStep * (s.High - s.Low)) }

func percent(x float64) string { return strconv.FormatFloat(x, 'f', 2, 64) + "%" }

// labelAt is where the name of the level stands: under its tick.
func labelAt(level int) string { return across(float64(level)) }

func levels() []int { return []int{0, 1, 2, 3, 4} }

func (c Comb) spans() bool {
	for _, t := range c.Teeth {
		if t.Answers.Shown {
			return true
		}
	}
	return false
}

func (c Comb) quartiles() bool {
	for _, t := range c.Teeth {
		if t.Quartiles.Shown {
			return true
		}
	}
	return false
}

// describe says the tooth in one sentence.
func (t Tooth) describe(v *shell.Visit) string {
	parts := []string{t.Missing}
	if t.Value.Shown {
		parts[0] = v.T("chart.you_at", i18n.Args{"Value": v.Decimal(t.Value.At, 1)})
	}
	switch {
	case t.Answers.Shown && t.Answers.Low == t.Answers.High:
		parts = append(parts, v.T("chart.answers_all", i18n.Args{"Level": level(v, t.Answers.Low)}))
	case t.Answers.Shown:
		parts = append(parts, v.T("chart.answers_between", i18n.Args{"Low": level(v, t.Answers.Low), "High": level(v, t.Answers.High)}))
	}
	if t.Median.Shown {
		parts = append(parts, v.T("chart.peers_at", i18n.Args{"Value": v.Decimal(t.Median.At, 1)}))
	}
	if t.Quartiles.Shown {
		parts = append(parts, v.T("chart.peers_between", i18n.Args{"Low": v.Decimal(t.Quartiles.Low, 1), "High": v.Decimal(t.Quartiles.High, 1)}))
	}
	return strings.Join(parts, ", ") + "."
}

// level writes a level that one person chose: mostly a whole number.
func level(v *shell.Visit, x float64) string {
	if x == float64(int(x)) {
		return v.Number(int(x))
	}
	return v.Decimal(x, 1)
}

// cell writes a mark in a table.
func (m Mark) cell(v *shell.Visit) string {
	if !m.Shown {
		return v.T("chart.not_shown")
	}
	return v.Decimal(m.At, 1)
}

// cell writes a stretch of levels in a table.
func (s Span) cell(v *shell.Visit) string {
	if !s.Shown {
		return v.T("chart.not_shown")
	}
	if s.Low == s.High {
		return level(v, s.Low)
	}
	return v.T("chart.from_to", i18n.Args{"Low": level(v, s.Low), "High": level(v, s.High)})
}
