package atlas

import (
	"cmp"
	"slices"

	"telaio/internal/atlas"
	"telaio/internal/web/part/thread"
	"telaio/internal/web/shell"
)

// facet is one group of choices.
type facet struct {
	atlas.Facet
	Shown []atlas.Value
	More  []atlas.Value // behind a fold
}

// shown is how many choices of a facet, at most, are seen without unfolding.
const shown = 5

// newFacets orders the choices: the solidarity forms as their vocabulary has them,
// the others by how many would be found. What is chosen is always seen, what would
// find nothing only where nothing else would. The counts of the result are sorted
// in their place.
func newFacets(r *atlas.Result) []facet {
	facets := make([]facet, 0, len(r.Counts))
	for _, f := range atlas.Facets() {
		values := r.Counts[f]
		if f == atlas.Forms {
			facets = append(facets, facet{Facet: f, Shown: values})
			continue
		}
		if len(values) == 0 {
			continue
		}
		slices.SortStableFunc(values, func(a, b atlas.Value) int { return cmp.Compare(b.Count, a.Count) })
		seen := 1
		for seen < min(shown, len(values)) && values[seen].Count > 0 {
			seen++
		}
		for i := seen; i < len(values); i++ {
			if chosen := values[i]; chosen.Chosen {
				copy(values[seen+1:i+1], values[seen:i])
				values[seen] = chosen
				seen++
			}
		}
		facets = append(facets, facet{Facet: f, Shown: values[:seen], More: values[seen:]})
	}
	return facets
}

// valueLabel is a value of a facet other than Towns in words.
func valueLabel(v *shell.Visit, f atlas.Facet, code string) string {
	if f.Taxonomy() == "" {
		return v.T("atlas.value." + f.Parameter())
	}
	return v.Label(f.Taxonomy(), code)
}

// draw draws the facet as boxes to tick.
func (f *facet) draw(h *shell.HTML, v *shell.Visit) {
	kept := shell.Keep(v, boxesKey(f.Facet), func() boxes { return newBoxes(v, f.Facet) })
	h.Raw(kept.begin)
	kept.draw(h, v, f.Shown)
	if len(f.More) > 0 {
		h.Raw(`<details class="more"><summary>`)
		h.Text(v.N("atlas.more."+f.Parameter(), len(f.More)))
		h.Raw(`</summary>`)
		kept.draw(h, v, f.More)
		h.Raw(`</details>`)
	}
	h.Raw(`</fieldset>`)
}

// boxes are those of a facet as they are drawn, in the order of its vocabulary.
type boxes struct {
	begin string // what stands before them
	each  []box
}

// box is a value to tick as it is drawn, before and after the place where it says
// that it is chosen. Its count comes last.
type box struct{ before, after string }

// boxesKey is for the boxes of a facet.
type boxesKey atlas.Facet

func newBoxes(v *shell.Visit, f atlas.Facet) boxes {
	var begin shell.HTML
	begin.Raw(`<fieldset><legend>`)
	begin.Text(v.T("atlas.facet." + f.Parameter()))
	begin.Raw(`</legend>`)
	codes := f.Codes(v.Site.Taxonomies)
	each := make([]box, len(codes))
	for i, code := range codes {
		var before, after shell.HTML
		before.Raw(`<label class="check"><input type="checkbox" name="`, f.Parameter(), `" value="`)
		before.Text(code)
		before.Raw(`"`)
		after.Raw(`><span>`)
		if f == atlas.Forms {
			thread.DrawLabel(&after, v, code)
		} else {
			after.Text(valueLabel(v, f, code))
		}
		after.Raw(`</span><span class="n num">`)
		each[i] = box{string(before), string(after)}
	}
	return boxes{string(begin), each}
}

func (b boxes) draw(h *shell.HTML, v *shell.Visit, values []atlas.Value) {
	for i := range values {
		c := &values[i]
		box := &b.each[c.Place]
		h.Raw(box.before, when(c.Chosen, " checked"), box.after, v.Number(c.Count), `</span></label>`)
	}
}

func when(condition bool, text string) string {
	if condition {
		return text
	}
	return ""
}
