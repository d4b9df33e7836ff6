package thread

import (
	"strconv"
	"strings"
)

// Pick is the SVG path of one weft that crosses the warps from (included) to to
// (excluded) in a row, and dives under some of them as its weave says. Warps and
// rows are side pixels apart; the path is to be drawn with round ends.
func Pick(t Thread, row, from, to, side int) string {
	var d strings.Builder
	for c := from; c < to; {
		if t.under(c, row) {
			c++
			continue
		}
		end := c
		for end+1 < to && !t.under(end+1, row) {
			end++
		}
		middle := side / 2
		left := (c-1)*side + middle + 8 // the end that shows beside the warp it dives under
		if c == from {
			left = c*side + middle - 2
		}
		right := (end+1)*side + middle - 8
		if end == to-1 {
			right = end*side + middle + 2
		}
		d.WriteString("M" + strconv.Itoa(left) + " " + strconv.Itoa(row*side+middle) + "H" + strconv.Itoa(right))
		c = end + 1
	}
	return d.String()
}

// under reports whether the weft lies under the warp at the crossing.
func (t Thread) under(column, row int) bool {
	switch t {
	case Plain:
		return (column+row)%2 == 0
	case Twill:
		return (column+row)%3 == 0
	case Satin:
		return (column-2*row%5+5)%5 == 0
	default:
		return false
	}
}
