package relation

import (
	"fmt"
	"strings"

	"telaio/internal/atlas"
	"telaio/internal/organisation"
	"telaio/internal/relation"
)

// The picture is a list of names with arcs on its side, one from each name to
// those that it is related to. Its coordinates are 100 wide and rowHeight for
// each name; a style sheet stretches it to the list.
const (
	pictureWidth = 100
	rowHeight    = 44
)

// arc is one tie of the picture.
type arc struct {
	Path     string
	Dash     string
	From, To string // paths of the dots at its ends
	Both     bool   // both sides say so; else the dot at To is hollow
}

// weave is the picture of one group.
type weave struct {
	Nodes []*atlas.Entry
	Ties  []relation.Tie // between Nodes
}

// weaves are the pictures of a network's groups, the largest first.
func weaves(n relation.Network) []weave {
	all := make([]weave, len(n.Groups))
	for i, g := range n.Groups {
		all[i].Nodes = n.Nodes[g.From:g.To]
		for _, t := range g.Ties {
			t.A, t.B = t.A-g.From, t.B-g.From
			all[i].Ties = append(all[i].Ties, t)
		}
	}
	return all
}

// height is the picture's, in the unit of the rows.
func (w weave) height() string { return height(len(w.Nodes)) }

func height(rows int) string { return fmt.Sprintf("%.2frem", 2.75*float64(rows)) }

// viewBox is the picture's coordinates.
func (w weave) viewBox() string {
	return fmt.Sprintf("0 0 %d %d", pictureWidth, rowHeight*len(w.Nodes))
}

// arcs draws every tie. A tie over many rows reaches further out.
func (w weave) arcs() []arc {
	longest := 1
	for _, t := range w.Ties {
		longest = max(longest, span(t))
	}
	arcs := make([]arc, len(w.Ties))
	for i, t := range w.Ties {
		from, to := middle(t.A), middle(t.B)
		reach := pictureWidth - 4 - 88*float64(span(t)+longest/12)/float64(longest+longest/12)
		arcs[i] = arc{
			Path: fmt.Sprintf("M96 %dC%.0f %d %.0f %d 96 %d", from, control(reach), from, control(reach), to, to),
			Dash: dash(t.Kind), From: dot(from), To: dot(to),
			Both: t.Standing == organisation.Confirmed,
		}
	}
	return arcs
}

// control is where both control points of a curve must lie so that it reaches
// as far to the left as x: a cubic curve comes three quarters of the way.
func control(x float64) float64 { return 96 - (96-x)*4/3 }

func span(t relation.Tie) int { return max(t.A, t.B) - min(t.A, t.B) }

func middle(row int) int { return rowHeight*row + rowHeight/2 }

// dot is a line without length: its round ends make a dot that no stretching of
// the picture turns into an ellipse.
func dot(y int) string { return fmt.Sprintf("M96 %dh.01", y) }

// dash sets apart belonging, exchanging, and all else.
func dash(kind string) string {
	switch {
	case strings.HasSuffix(kind, "member_of"), kind == "has_member":
		return "10 5"
	case kind == "exchanges":
		return "2 5"
	default:
		return "none"
	}
}
