// Package chart draws figures on the server. Each one has a title that states
// the finding, a description for those who do not see it, and its numbers in a
// table.
package chart

import (
	"fmt"
	"strconv"
	"strings"

	"telaio/internal/web/part/thread"
	"telaio/internal/web/shell"
)

// Bars compares amounts that share one whole. A thing may be in several bars.
type Bars struct {
	ID         string // unique on the page
	Finding    string // a sentence from the data
	Measure    string // what is counted, and how
	Title      string // of the drawing, for screen readers
	Whole      int
	Bars       []Bar  // in the order in which they are drawn
	Of         string // "su 139"
	RowHead    string // column headings of the table
	AmountHead string
	ShareHead  string
}

// Bar is one amount.
type Bar struct {
	Label  string
	Amount int
	Thread thread.Thread
}

const rowHeight = 74

func (b Bars) height() string { return strconv.Itoa(max(len(b.Bars)*rowHeight-6, 0)) }

func (b Bars) description(v *shell.Visit) string {
	parts := make([]string, 0, len(b.Bars)+1)
	for _, bar := range b.Bars {
		parts = append(parts, bar.Label+" "+v.Number(bar.Amount))
	}
	return strings.Join(append(parts, b.Of), ", ") + "."
}

// share is the bar's part of the whole in percent.
func (b Bars) share(bar Bar) float64 {
	if b.Whole <= 0 {
		return 0
	}
	return 100 * float64(bar.Amount) / float64(b.Whole)
}

func (b Bars) width(bar Bar) string { return fmt.Sprintf("%.1f%%", b.share(bar)) }

func (b Bars) percent(bar Bar) string { return fmt.Sprintf("%.0f%%", b.share(bar)) }

// at is the vertical position dy below the top of the ith row.
func at(i, dy int) string { return strconv.Itoa(i*rowHeight + dy) }
