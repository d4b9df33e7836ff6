package readership

import (
	"strconv"

	"telaio/internal/readership"
	"telaio/internal/web/shell"
)

// The drawing in pixels: twelve bars, each with its number above and its month
// below. The width is in percent, so that text never shrinks.
const (
	barsHeight = 120 // of the highest bar
	numberRoom = 24  // above it
	monthRoom  = 28  // below it
	least      = 3   // of a bar whose number is too small to be told
)

// height is that of the drawing.
func height() string { return strconv.Itoa(numberRoom + barsHeight + monthRoom) }

// tall is the height of a month's bar.
func (c course) tall(m readership.Month) int {
	most := 0
	for _, other := range c.Months {
		most = max(most, other.Reads)
	}
	switch {
	case m.Reads == 0:
		return 0
	case !m.Told():
		return least
	default:
		return max(least, m.Reads*barsHeight/most)
	}
}

// top is where a month's bar begins.
func (c course) top(m readership.Month) int { return numberRoom + barsHeight - c.tall(m) }

// left and middle are positions of the ith month in percent.
func (c course) left(i int) string { return percent(float64(i)*100/float64(len(c.Months)) + .8) }

func (c course) middle(i int) string {
	return percent((float64(i) + .5) * 100 / float64(len(c.Months)))
}

func (c course) wide() string { return percent(100/float64(len(c.Months)) - 1.6) }

func percent(x float64) string { return strconv.FormatFloat(x, 'f', 2, 64) + "%" }

// initial is the month's first letter, as calendars have it.
func initial(v *shell.Visit, m readership.Month) string {
	for _, letter := range v.Month(m.First) {
		return string(letter)
	}
	return ""
}
