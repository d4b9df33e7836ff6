package home

import "testing"

func TestFigure_keepsEveryShapeOnTheLoom(t *testing.T) {
	for _, c := range []struct {
		name        string
		first, last int
		shape       func(int) (int, int)
		widest      int
	}{
		{"triangle", 24, 44, triangle, 24},
		{"square", 16, 32, square, 16},
		{"circle", 2, 21, circle, 18},
	} {
		widest := 0
		for row := c.first; row < c.last; row++ {
			from, to := c.shape(row)
			if from < 0 || to > columns || from >= to || row >= rows {
				t.Errorf("%s: row %d goes from %d to %d; the loom has %d warps and %d rows", c.name, row, from, to, columns, rows)
			}
			widest = max(widest, to-from)
		}
		if widest != c.widest {
			t.Errorf("%s: %d warps wide; want %d", c.name, widest, c.widest)
		}
	}
}

func TestFigure_drawsEachShapeInItsOwnHue(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range figure() {
		if c.path == "" || seen[c.class] {
			t.Errorf("%s: path of %d characters, hue seen before: %t", c.class, len(c.path), seen[c.class])
		}
		seen[c.class] = true
	}
}
