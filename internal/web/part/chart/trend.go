package chart

import (
	"strconv"
	"strings"

	"telaio/internal/i18n"
	"telaio/internal/web/shell"
)

// Trend is a small line through the values of several times, beside a table
// that has the same numbers.
type Trend struct {
	ID     string // unique on the page
	Label  string // what is measured
	Low    float64
	High   float64 // of the scale; not above Low = that of the values
	Points []Point // oldest first
}

// Point is the value at one time. Where there is none, or it does not compare
// with the one before, the line is broken.
type Point struct {
	When  string
	Value Mark
	Apart bool // not joined to the point before
}

const (
	trendWidth, trendHeight = 120.0, 50.0
	trendSide, trendEdge    = 8.0, 6.0
)

// scale is the lowest and the highest value that are drawn.
func (t Trend) scale() (low, high float64) {
	if t.High > t.Low {
		return t.Low, t.High
	}
	first := true
	for _, p := range t.Points {
		if !p.Value.Shown {
			continue
		}
		if first {
			low, high, first = p.Value.At, p.Value.At, false
		}
		low, high = min(low, p.Value.At), max(high, p.Value.At)
	}
	if low == high {
		return low - 1, high + 1
	}
	return low, high
}

func (t Trend) x(i int) float64 {
	if len(t.Points) < 2 {
		return trendWidth / 2
	}
	return trendSide + float64(i)*(trendWidth-2*trendSide)/float64(len(t.Points)-1)
}

func (t Trend) y(value float64) float64 {
	low, high := t.scale()
	return trendHeight - trendEdge - (value-low)/(high-low)*(trendHeight-2*trendEdge)
}

func short(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }

// path joins the points that compare.
func (t Trend) path() string {
	var b strings.Builder
	drawing := false
	for i, p := range t.Points {
		if !p.Value.Shown {
			drawing = false
			continue
		}
		step := "L"
		if !drawing || p.Apart {
			step = "M"
		}
		b.WriteString(step + short(t.x(i)) + " " + short(t.y(p.Value.At)))
		drawing = true
	}
	return b.String()
}

// last is the index of the newest value that there is, -1 if there is none.
func (t Trend) last() int {
	for i := len(t.Points) - 1; i >= 0; i-- {
		if t.Points[i].Value.Shown {
			return i
		}
	}
	return -1
}

// describe says every value with its time.
func (t Trend) describe(v *shell.Visit) string {
	parts := make([]string, len(t.Points))
	for i, p := range t.Points {
		parts[i] = v.T("chart.at_time", i18n.Args{"When": p.When, "Value": p.Value.cell(v)})
	}
	return strings.Join(parts, ", ")
}
