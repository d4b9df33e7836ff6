package respond

import (
	"context"
	"slices"
	"strings"

	"telaio/internal/assessment"
	"telaio/internal/initiative"
	"telaio/internal/kit"
	"telaio/internal/web/part/level"
	"telaio/internal/web/shell"
)

// way knows the addresses of one person's pages and what was answered so far.
type way struct {
	assessment.Held
	v     *shell.Visit
	sheet assessment.Sheet
	cited map[string][]initiative.Cited // initiatives that show what is done now, by item
}

// way returns what the key of the request opens, with the answers.
func (p Pages) way(ctx context.Context, v *shell.Visit) (way, error) {
	h := v.Loaded.(assessment.Held)
	sheet, err := p.UseCases.Sheet(ctx, h)
	return way{Held: h, v: v, sheet: sheet}, err
}

// wayWithInitiatives also knows which initiatives of the organisation are
// evidence.
func (p Pages) wayWithInitiatives(ctx context.Context, v *shell.Visit) (way, error) {
	w, err := p.way(ctx, v)
	if err != nil || p.Initiatives == nil {
		return w, err
	}
	if w.cited, err = p.Initiatives.Evidence(ctx, w.Cycle.OrganisationID); err != nil {
		return w, err
	}
	now := p.Clock.Now()
	for item, list := range w.cited {
		w.cited[item] = slices.DeleteFunc(list, func(c initiative.Cited) bool { return !c.Shows(now) })
	}
	return w, nil
}

// to is the address of the named page.
func (w way) to(route string, pairs ...string) string {
	return w.v.Path(route, append([]string{"key", w.v.Values["key"]}, pairs...)...)
}

func (w way) item(id string) string { return w.to("respond-item", "item", id) }

// say returns the sentence under the key, or the group's own where the whole
// group answers on one device: that of "respond.note" is "respond.group.note".
func (w way) say(key string, args ...map[string]any) string {
	if own := strings.Replace(key, ".", ".group.", 1); w.group() && w.v.Has(own) {
		return w.v.T(own, args...)
	}
	return w.v.T(key, args...)
}

// group reports whether the whole group answers together.
func (w way) group() bool { return w.Cycle.Mode == assessment.Collective }

func (w way) answered() int { return w.sheet.Answered(w.Items) }

// next is where to go on: the first item without an answer, or the overview.
func (w way) next() string {
	for _, item := range w.Items {
		if w.sheet[item.ID].Code == kit.Blank {
			return w.item(item.ID)
		}
	}
	return w.to("respond-overview")
}

// at is the item's place among those that are asked, -1 if it is none.
func (w way) at(id string) int {
	for i, item := range w.Items {
		if item.ID == id {
			return i
		}
	}
	return -1
}

// after is the page that follows the item.
func (w way) after(id string) string {
	if i := w.at(id) + 1; i > 0 && i < len(w.Items) {
		return w.item(w.Items[i].ID)
	}
	return w.to("respond-overview")
}

// before is the page that leads to the item.
func (w way) before(id string) string {
	if i := w.at(id) - 1; i >= 0 {
		return w.item(w.Items[i].ID)
	}
	return w.to("respond")
}

// section is one dimension with the items of it that the cycle asks.
type section struct {
	kit.Dimension
	Asked []kit.Item
}

// sections lists the dimensions that the cycle asks about.
func (w way) sections() []section { return sectionsOf(w.Kit, w.Items) }

func sectionsOf(k *kit.Kit, items []kit.Item) []section {
	var list []section
	for _, d := range k.Dimensions {
		s := section{Dimension: d}
		for _, item := range items {
			if of, _ := k.DimensionOf(item.ID); of.ID == d.ID {
				s.Asked = append(s.Asked, item)
			}
		}
		if len(s.Asked) > 0 {
			list = append(list, s)
		}
	}
	return list
}

// stops are the dimensions with how much of each is answered. A stop leads to
// its first open item.
func (w way) stops(here string) []level.Stop {
	var stops []level.Stop
	current, _ := w.Kit.DimensionOf(here)
	for _, s := range w.sections() {
		stop := level.Stop{
			Title: s.Title.In(string(w.v.Language)), Path: w.item(s.Asked[0].ID),
			Done: w.sheet.Answered(s.Asked), Of: len(s.Asked), Here: s.ID == current.ID,
		}
		for _, item := range s.Asked {
			if w.sheet[item.ID].Code == kit.Blank {
				stop.Path = w.item(item.ID)
				break
			}
		}
		stops = append(stops, stop)
	}
	return stops
}

// undocumented reports whether the answer names a level that asks for evidence
// and nothing shows it: no piece of its own, no initiative.
func (w way) undocumented(a assessment.Answer) bool {
	l, ok := a.Code.Level()
	return ok && l >= w.Kit.Rules.EvidenceRequiredFromLevel && len(a.Evidence)+len(w.cited[a.Item]) == 0
}
