package chart

import (
	"telaio/internal/i18n"
	"telaio/internal/web/shell"
)

// rungsLabel says the level, and that it has no evidence.
func rungsLabel(v *shell.Visit, at float64, documented bool) string {
	key := "chart.level"
	if !documented {
		key = "chart.level_undocumented"
	}
	return v.T(key, i18n.Args{"Level": level(v, at)})
}

// rungFill is how the ith square is filled: whole, hatched or not at all. A
// level between two fills the lower one.
func rungFill(i int, level float64, documented bool) string {
	switch {
	case float64(i+1) > level:
		return "none"
	case !documented:
		return "url(#hatch)"
	default:
		return "currentColor"
	}
}

func rungClass(i int, level float64) string {
	if float64(i+1) > level {
		return "stroke-field"
	}
	return "stroke-ink"
}
