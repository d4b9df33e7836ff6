// Package fresh says in words how far a page, or a group of its fields, can be
// relied on.
package fresh

import (
	"strings"
	"time"

	"github.com/a-h/templ"

	"telaio/internal/freshness"
	"telaio/internal/i18n"
	"telaio/internal/web/shell"
)

// Line is one sentence about freshness, with what its mark looks like.
type Line struct {
	Text  string
	State freshness.State
}

// Group is the line about one group of fields.
func Group(v *shell.Visit, m freshness.Mark, now time.Time) Line {
	return line(v, string(m.Group), m, m.State(now))
}

// Page is the line about a whole page, whose state is known.
func Page(v *shell.Visit, m freshness.Mark, state freshness.State) Line {
	return line(v, "page", m, state)
}

func line(v *shell.Visit, what string, m freshness.Mark, state freshness.State) Line {
	key := "freshness." + what + "_"
	switch {
	case m.At.IsZero():
		key += "never"
	case state != freshness.Fresh:
		key += string(state)
	case m.Confirmed:
		key += "confirmed"
	default:
		key += "changed"
	}
	if m.At.IsZero() {
		return Line{v.T(key), state}
	}
	year, month := v.YearMonth(m.At)
	return Line{shell.Once(v, lineKey{key, year, month}, func(h *shell.HTML) {
		h.Raw(v.T(key, i18n.Args{"When": InMonth(v, m.At), "Month": v.Month(m.At)}))
	}), state}
}

// lineKey is all that a line depends on.
type lineKey struct {
	message string
	year    int
	month   time.Month
}

// InMonth puts the preposition before a month: Italian says "ad aprile" but "a
// marzo", English "in" before every one.
func InMonth(v *shell.Visit, t time.Time) string {
	month := v.Month(t)
	key := "freshness.in_month"
	if strings.HasPrefix(strings.ToLower(month), "a") {
		key = "freshness.in_month_with_a"
	}
	return v.T(key, i18n.Args{"Month": month})
}

// class is what the line's mark looks like: full, half, empty.
func (l Line) class() string {
	switch l.State {
	case freshness.Fresh:
		return "fresh"
	case freshness.Fading:
		return "fresh fresh--fading"
	default:
		return "fresh fresh--unconfirmed"
	}
}

// Mark is a line after a mark that is full, half or empty.
func Mark(l Line) templ.Component {
	return shell.Drawn(func(h *shell.HTML) { Draw(h, l) })
}

// Draw is Mark by hand.
func Draw(h *shell.HTML, l Line) {
	h.Raw(`<span class="`, l.class(), `">`)
	h.Text(l.Text)
	h.Raw(`</span>`)
}
