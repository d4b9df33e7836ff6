package result

import (
	"strings"

	"telaio/internal/i18n"
	"telaio/internal/kit"
	"telaio/internal/report"
	"telaio/internal/web/shell"
)

// among is something that is so in several dimensions among similar
// organisations.
type among struct{ Words, Dimensions string }

// amongPeers says in words where the middle of the group lies, and, where the
// group is large enough for it, in which part of the group the own values lie.
// It counts nobody and names no place in an order.
func amongPeers(v *shell.Visit, r report.Report) []among {
	var list []among
	add := func(words string, dimensions []string) {
		if len(dimensions) > 0 {
			list = append(list, among{words, strings.Join(dimensions, " · ")})
		}
	}
	for level := kit.MaxLevel; level >= 0; level-- {
		add(v.T("report.among_middle", i18n.Args{"Band": band(v, r.Kit, level)}), titles(v, r, func(d report.Dimension) bool {
			return d.Peers.N > 0 && kit.Band(d.Peers.Median) == level
		}))
	}
	for _, part := range []kit.Position{kit.UpperQuarter, kit.MiddleHalf, kit.LowerQuarter} {
		add(v.T("report.among_"+string(part)), titles(v, r, func(d report.Dimension) bool {
			scored, ok := d.Scored()
			if !ok {
				return false
			}
			own, shown := d.Peers.Position(scored.Value)
			return shown && own == part
		}))
	}
	return list
}

func titles(v *shell.Visit, r report.Report, which func(report.Dimension) bool) []string {
	var list []string
	for _, d := range r.Dimensions {
		if which(d) {
			list = append(list, in(v, d.Title))
		}
	}
	return list
}
