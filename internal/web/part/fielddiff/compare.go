package fielddiff

import "telaio/internal/worddiff"

// Marked is a line with what changed in it.
type Marked struct {
	Thread string
	Kind   worddiff.Kind // of the whole line: Deleted or Inserted if the other state lacks it
	Pieces []worddiff.Piece
}

// Compare marks what only the old lines and what only the new lines say.
func Compare(before, after []Line) (old, updated []Marked) {
	newText, oldText := textsByKey(after), textsByKey(before)
	for _, l := range before {
		text, kept := newText[l.Key]
		if !kept {
			old = append(old, whole(l, worddiff.Deleted))
			continue
		}
		pieces, _ := worddiff.Sides(l.Text, text)
		old = append(old, Marked{Thread: l.Thread, Pieces: pieces})
	}
	for _, l := range after {
		text, known := oldText[l.Key]
		if !known {
			updated = append(updated, whole(l, worddiff.Inserted))
			continue
		}
		_, pieces := worddiff.Sides(text, l.Text)
		updated = append(updated, Marked{Thread: l.Thread, Pieces: pieces})
	}
	return old, updated
}

// Plain is the lines with nothing marked.
func Plain(lines []Line) []Marked {
	var marked []Marked
	for _, l := range lines {
		marked = append(marked, whole(l, worddiff.Same))
	}
	return marked
}

func whole(l Line, kind worddiff.Kind) Marked {
	m := Marked{Thread: l.Thread, Kind: kind}
	if l.Text != "" {
		m.Pieces = []worddiff.Piece{{Kind: kind, Text: l.Text}}
	}
	return m
}

func textsByKey(lines []Line) map[string]string {
	texts := map[string]string{}
	for _, l := range lines {
		texts[l.Key] = l.Text
	}
	return texts
}
