package thread

import "testing"

func TestPick_divesUnderTheWarpsOfItsWeave(t *testing.T) {
	for _, c := range []struct {
		name     string
		thread   Thread
		row      int
		from, to int
		want     string
	}{
		{"plain weave, even row", Plain, 16, 4, 9, "M71 231H83M99 231H111"},
		{"plain weave, odd row", Plain, 17, 4, 9, "M61 245H69M85 245H97M113 245H121"},
		{"twill shows two of three", Twill, 24, 27, 29, "M393 343H401"},
		{"satin shows four of five", Satin, 2, 26, 32, "M369 35H405M421 35H443"},
		{"no warp to cross", Satin, 2, 26, 26, ""},
	} {
		if got := Pick(c.thread, c.row, c.from, c.to, 14); got != c.want {
			t.Errorf("%s: %q; want %q", c.name, got, c.want)
		}
	}
}

func TestWeaves_letOneWarpInEachRowLieOnTop(t *testing.T) {
	for _, w := range weaves() {
		on := map[[2]int]bool{}
		for _, at := range w.warp {
			on[at] = true
		}
		for row := range w.repeat {
			count := 0
			for column := range w.repeat {
				if on[[2]int{column, row}] {
					count++
				}
			}
			if count != 1 {
				t.Errorf("%s: row %d crosses over %d warps; want 1 in %d", w.thread, row, count, w.repeat)
			}
		}
	}
}
