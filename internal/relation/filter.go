package relation

import (
	"slices"

	"telaio/internal/atlas"
	"telaio/internal/organisation"
)

// Filter narrows the network; an empty field narrows nothing.
type Filter struct {
	Kind      string // of relation, told by either side
	Region    string // of either organisation
	Form      string // of solidarity, of either organisation
	Confirmed bool   // by both
	Around    string // slug of an organisation: what is near it, and what those have with each other
	Steps     int    // how many ties away from Around may be; 0 = as many as there are
}

// Empty reports whether nothing is narrowed.
func (f Filter) Empty() bool { return f == Filter{} }

// told is a relation with both its ends.
type told struct {
	organisation.Link
	from, to *atlas.Entry
}

// narrow returns what the filter leaves.
func (f Filter) narrow(all []told, inverse organisation.Inverse) []told {
	kept := make([]told, 0, len(all))
	for _, t := range all {
		if f.holds(t, inverse) {
			kept = append(kept, t)
		}
	}
	if f.Around == "" {
		return kept
	}
	near := f.near(kept)
	return slices.DeleteFunc(kept, func(t told) bool { return !near[t.From] || !near[t.To] })
}

func (f Filter) holds(t told, inverse organisation.Inverse) bool {
	switch {
	case f.Kind != "" && t.Kind != f.Kind && inverse(t.Kind) != f.Kind,
		f.Confirmed && t.Standing != organisation.Confirmed,
		f.Region != "" && !slices.Contains(t.from.Regions, f.Region) && !slices.Contains(t.to.Regions, f.Region),
		f.Form != "" && !slices.Contains(t.from.Forms, f.Form) && !slices.Contains(t.to.Forms, f.Form):
		return false
	default:
		return true
	}
}

// near goes out from the organisation in the middle, step by step, and returns
// the ids of those it meets.
func (f Filter) near(ties []told) map[string]bool {
	beside := map[string][]string{}
	met := map[string]bool{}
	var ring []string
	for _, t := range ties {
		beside[t.From], beside[t.To] = append(beside[t.From], t.To), append(beside[t.To], t.From)
		for _, end := range []*atlas.Entry{t.from, t.to} {
			if end.Slug == f.Around && !met[end.ID] {
				met[end.ID] = true
				ring = append(ring, end.ID)
			}
		}
	}
	for step := 0; len(ring) > 0 && (f.Steps == 0 || step < f.Steps); step++ {
		var next []string
		for _, id := range ring {
			for _, other := range beside[id] {
				if !met[other] {
					met[other] = true
					next = append(next, other)
				}
			}
		}
		ring = next
	}
	return met
}
