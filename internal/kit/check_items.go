package kit

import (
	"regexp"
	"slices"
	"strings"

	"telaio/internal/strictyaml"
)

func (c *checker) dimensions() {
	if len(c.kit.Dimensions) == 0 {
		c.add("dimensions", "there are no dimensions")
	}
	dimensions, items, advice := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for i, d := range c.kit.Dimensions {
		at := strictyaml.Path("dimensions", i)
		c.once(dimensions, codes, at, d.ID)
		if d.Order != i+1 {
			c.add(at+".order", "dimension %s has the order %d and stands in place %d", d.ID, d.Order, i+1)
		}
		c.text(at+".title", d.Title)
		c.text(at+".rationale", d.Rationale)
		for j, id := range d.Sources {
			if !slices.ContainsFunc(c.kit.Sources, func(s Source) bool { return s.ID == id }) {
				c.add(strictyaml.Path(at, "sources", j), "unknown source %q", id)
			}
		}
		scored := 0
		for j, item := range d.Items {
			itemAt := strictyaml.Path(at, "items", j)
			c.once(items, itemShape(d.ID), itemAt, item.ID)
			c.item(itemAt, item)
			c.recommendations(itemAt, item, advice)
			if !item.Unscored {
				scored++
			}
		}
		if scored < c.kit.Rules.MinApplicableItems {
			c.add(at, "dimension %s has %d items that count and would always be out of scope", d.ID, scored)
		}
	}
}

// itemShape is what the ids of a dimension's items look like: EMP1, EMP2.
func itemShape(dimension string) shape {
	return shape{regexp.MustCompile(`^` + regexp.QuoteMeta(dimension) + `[1-9][0-9]?$`), dimension + "1"}
}

func (c *checker) item(at string, item Item) {
	if item.MeaningVersion < 1 {
		c.add(at+".meaning_version", "item %s needs a meaning_version of 1 or more", item.ID)
	}
	if item.Weight < 0 {
		c.add(at+".weight", "item %s: a weight is above 0", item.ID)
	}
	c.text(at+".text", item.Text)
	c.text(at+".help", item.Help)
	c.text(at+".na_reason", item.NAReason)
	c.text(at+".good_practice", item.GoodPractice)
	c.forms(at, item.ID, item.Forms)
	c.levels(at+".levels", item.Levels)
	e := item.Evidence
	if len(e.It) != len(e.En) {
		c.add(at+".evidence", "item %s has %d kinds of evidence in \"it\" and %d in \"en\"", item.ID, len(e.It), len(e.En))
	}
	if len(e.It) == 0 {
		c.add(at+".evidence", "item %s says not what could prove it", item.ID)
	}
	if slices.ContainsFunc(slices.Concat(e.It, e.En), func(s string) bool { return strings.TrimSpace(s) == "" }) {
		c.add(at+".evidence", "item %s has a kind of evidence without words", item.ID)
	}
}

func (c *checker) forms(at, item string, forms []string) {
	if len(forms) == 0 {
		c.add(at, "%s needs a form of solidarity", item)
	}
	for i, form := range forms {
		if !slices.ContainsFunc(c.kit.SolidarityForms, func(f Choice) bool { return f.ID == form }) {
			c.add(strictyaml.Path(at, "forms", i), "unknown form %q", form)
		}
		if slices.Contains(forms[:i], form) {
			c.add(strictyaml.Path(at, "forms", i), "form %q is named twice", form)
		}
	}
}

func (c *checker) recommendations(at string, item Item, seen map[string]bool) {
	own := shape{regexp.MustCompile(`^` + regexp.QuoteMeta(item.ID) + `-R[1-9]$`), item.ID + "-R1"}
	for i, r := range item.Recommendations {
		at := strictyaml.Path(at, "recommendations", i)
		c.once(seen, own, at, r.ID)
		c.text(at, r.Text)
		if r.Effort.Points() == 0 {
			c.add(at+".effort", "%s: unknown effort %q", r.ID, r.Effort)
		}
		if len(r.ForLevels) == 0 {
			c.add(at, "%s is for no level", r.ID)
		}
		for _, level := range r.ForLevels {
			if level < 0 || level > MaxLevel {
				c.add(at+".for_levels", "%s is for level %d, which does not exist", r.ID, level)
			} else if level == MaxLevel {
				c.add(at+".for_levels", "%s is for level %d, after which there is no next one", r.ID, level)
			}
		}
	}
}

func (c *checker) quickCheck() {
	q := c.kit.QuickCheck
	c.shaped(slugs, "quick_check", q.ID)
	c.text("quick_check.title", q.Title)
	c.text("quick_check.intro", q.Intro)
	c.text("quick_check.output", q.Output)
	if q.DimensionScores {
		c.add("quick_check.dimension_scores", "the quick check gives no values of dimensions")
	}
	for i, id := range q.Items {
		at := strictyaml.Path("quick_check.items", i)
		item, ok := c.kit.Item(id)
		switch {
		case !ok:
			c.add(at, "unknown item %q", id)
		case slices.Contains(q.Items[:i], id):
			c.add(at, "item %q is named twice", id)
		case !item.Quick:
			c.add(at, "item %q says quick_check: false", id)
		}
	}
	for i, d := range c.kit.Dimensions {
		for j, item := range d.Items {
			if item.Quick && !slices.Contains(q.Items, item.ID) {
				at := strictyaml.Path("dimensions", i, "items", j, "quick_check")
				c.add(at, "item %q says quick_check: true and is not in the quick check", item.ID)
			}
		}
	}
}
