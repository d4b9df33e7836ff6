package relation

import (
	"fmt"
	"slices"
	"strings"

	"telaio/internal/atlas"
	"telaio/internal/web/shell"
)

// sheet is the part of a group's picture that fits on one sheet of paper. All
// sheets of a group have one scale: laid one under another they are the picture.
type sheet struct {
	weave
	Number, Of int // from 1
	from, to   int // rows of the whole picture, to excluded
	elsewhere  map[int][]int
}

// sheets cuts a picture that is too high for one sheet of paper, near equal
// parts where the fewest ties are cut; none if it fits.
func (w weave) sheets() []sheet {
	if len(w.Nodes) <= mostPrinted {
		return nil
	}
	of := (len(w.Nodes) + mostOnSheet - 1) / mostOnSheet
	ends := make([]int, of+1)
	ends[of] = len(w.Nodes)
	room := (mostOnSheet - (len(w.Nodes)+of-1)/of) / 2 // by how much a cut may move
	for i := 1; i < of; i++ {
		ends[i] = w.cut(i*len(w.Nodes)/of, room)
	}
	all := make([]sheet, of)
	for i := range all {
		all[i] = sheet{weave: w, Number: i + 1, Of: of, from: ends[i], to: ends[i+1], elsewhere: map[int][]int{}}
	}
	on := func(row int) int { return slices.IndexFunc(all, func(s sheet) bool { return row < s.to }) }
	for _, t := range w.Ties {
		a, b := on(t.A), on(t.B)
		if a != b {
			all[a].elsewhere[t.A] = append(all[a].elsewhere[t.A], b+1)
			all[b].elsewhere[t.B] = append(all[b].elsewhere[t.B], a+1)
		}
	}
	return all
}

// cut is the row at most room away from near over which the fewest ties go, the
// nearest of them.
func (w weave) cut(near, room int) int {
	over := func(row int) (n int) {
		for _, t := range w.Ties {
			if min(t.A, t.B) < row && row <= max(t.A, t.B) {
				n++
			}
		}
		return n
	}
	best, fewest := near, over(near)
	for away := 1; away <= room; away++ {
		for _, row := range []int{near - away, near + away} {
			if n := over(row); n < fewest {
				best, fewest = row, n
			}
		}
	}
	return best
}

// row is a name of a sheet.
type row struct {
	*atlas.Entry
	Elsewhere []int // the sheets on which ties of it end
}

func (s sheet) rows() []row {
	rows := make([]row, 0, s.to-s.from)
	for i := s.from; i < s.to; i++ {
		other := slices.Clone(s.elsewhere[i])
		slices.Sort(other)
		rows = append(rows, row{s.Nodes[i], slices.Compact(other)})
	}
	return rows
}

// height is the sheet's, in the unit of the rows.
func (s sheet) height() string { return height(s.to - s.from) }

// viewBox is the sheet's window on the whole picture.
func (s sheet) viewBox() string {
	return fmt.Sprintf("0 %d %d %d", rowHeight*s.from, pictureWidth, rowHeight*(s.to-s.from))
}

// arcs are those of the whole picture that come by.
func (s sheet) arcs() []arc {
	var some []arc
	for i, a := range s.weave.arcs() {
		t := s.Ties[i]
		if min(t.A, t.B) < s.to && max(t.A, t.B) >= s.from {
			some = append(some, a)
		}
	}
	return some
}

// numbers lists sheets: "2, 3".
func numbers(v *shell.Visit, sheets []int) string {
	written := make([]string, len(sheets))
	for i, n := range sheets {
		written[i] = v.Number(n)
	}
	return strings.Join(written, ", ")
}

// sheets is on how many the largest group's picture is printed, 0 = on the one
// that it fits on.
func (n networkPage) sheets() int {
	if n.printed() {
		return 0
	}
	return len(weaves(n.Network)[0].sheets())
}
