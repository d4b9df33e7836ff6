package atlas

import (
	"slices"

	"telaio/internal/freshness"
)

// RegionFreshness is how far the pages of a region can be relied on. A page with
// places in several regions counts in each.
type RegionFreshness struct {
	Region                     string // code, "" = in no Italian region
	Fresh, Fading, Unconfirmed int
}

// Total is how many pages the region has.
func (r RegionFreshness) Total() int { return r.Fresh + r.Fading + r.Unconfirmed }

// FreshnessByRegion counts every region that has a page, in the vocabulary's
// order, and those in no region last.
func (s *Snapshot) FreshnessByRegion() []RegionFreshness {
	codes := append(slices.Clone(s.facets[Regions].codes), "")
	rows := make([]RegionFreshness, len(codes))
	for i, code := range codes {
		rows[i].Region = code
	}
	for i := range s.entries {
		e := &s.entries[i]
		for r := range rows {
			if e.in(rows[r].Region) {
				rows[r].add(e.Freshness)
			}
		}
	}
	return slices.DeleteFunc(rows, func(r RegionFreshness) bool { return r.Total() == 0 })
}

// Everywhere stands for all pages where a region is asked for.
const Everywhere = "*"

// Freshness is how far all pages together can be relied on, each counted once.
func (s *Snapshot) Freshness() RegionFreshness {
	all := RegionFreshness{Region: Everywhere}
	for i := range s.entries {
		all.add(s.entries[i].Freshness)
	}
	return all
}

// in reports whether the page counts in the region, "" for those in none.
func (e *Entry) in(region string) bool {
	return region == Everywhere || contains(e.Regions, region) || region == "" && len(e.Regions) == 0
}

// PagesIn lists the pages of a region, "" for those in none or Everywhere, in the
// state, "" for any: those that were confirmed longest ago first.
func (s *Snapshot) PagesIn(region string, state freshness.State) []Entry {
	var pages []Entry
	for i := range s.entries {
		if e := &s.entries[i]; e.in(region) && (state == "" || e.Freshness == state) {
			pages = append(pages, *e)
		}
	}
	slices.SortStableFunc(pages, func(a, b Entry) int { return a.Mark().At.Compare(b.Mark().At) })
	return pages
}

func (r *RegionFreshness) add(state freshness.State) {
	switch state {
	case freshness.Fresh:
		r.Fresh++
	case freshness.Fading:
		r.Fading++
	default:
		r.Unconfirmed++
	}
}

// Oldest lists at most n pages that are no longer fresh, those that were
// confirmed longest ago first.
func (s *Snapshot) Oldest(n int) []Entry {
	var old []Entry
	for _, e := range s.entries {
		if e.Freshness != freshness.Fresh {
			old = append(old, e)
		}
	}
	slices.SortStableFunc(old, func(a, b Entry) int { return a.Mark().At.Compare(b.Mark().At) })
	return old[:min(n, len(old))]
}
