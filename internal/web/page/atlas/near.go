package atlas

import (
	"math"

	"telaio/internal/atlas"
	"telaio/internal/i18n"
	"telaio/internal/web/shell"
)

// away is a distance in words, with the town that it leads to where the row names
// another one.
func away(v *shell.Visit, e *atlas.Entry, d atlas.Distance) string {
	var words string
	switch {
	case d.Kilometres == atlas.Unlocated:
		return v.T("atlas.away.nowhere")
	case d.Kilometres < 1:
		words = v.T("atlas.away.close")
	default:
		words = v.T("atlas.away.km", i18n.Args{"Distance": v.Number(int(math.Round(d.Kilometres)))})
	}
	if town := e.Town(); d.Town != nil && town != nil && d.Town.Code != town.Code {
		words += " (" + v.Town(d.Town) + ")"
	}
	return words + "."
}

// nearTyped is what the field for a town holds.
func (l *list) nearTyped() string {
	if l.Near.Town != nil {
		return l.visit.TownLabel(l.Near.Town)
	}
	return l.Near.Unknown
}

// namesakes are the other towns that the typed name may stand for, misspelt if it
// is no town's.
func (l *list) namesakes() []link {
	var others []link
	for _, m := range l.Near.Namesakes {
		others = append(others, link{Label: l.visit.TownLabel(&m), Path: l.address(l.Query.WithNear(m.Code))})
	}
	return others
}

// townHint says what there is near the town that a text names which finds nothing, or
// little.
func (l *list) townHint() string {
	h, v := l.TownHint, l.visit
	town, text := v.TownLabel(&l.TownHint.Town), h.Query.Text
	switch {
	case h.Count == 0 && text == "":
		return v.T("atlas.near.also_all", i18n.Args{"Town": town})
	case h.Count == 0:
		return v.T("atlas.near.also_text", i18n.Args{"Text": text, "Town": town})
	case text == "":
		return v.T("atlas.near.hint_all", i18n.Args{"Town": town})
	}
	return v.N("atlas.near.hint_text", h.Count, i18n.Args{"Text": text, "Town": town})
}
