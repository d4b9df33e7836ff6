package relation

import (
	"context"
	"slices"
	"strings"

	"telaio/internal/atlas"
	"telaio/internal/folding"
	"telaio/internal/organisation"
)

// Survey is the network as a filter leaves it, with what other choices would
// leave of it.
type Survey struct {
	Network
	Filter    Filter
	Kinds     map[string]int // ties that each choice would leave, the rest of the filter as it is
	Regions   map[string]int
	Forms     map[string]int
	Confirmed int
	Reach     []Reach // how far one may go from the organisation in the middle; none without one
}

// Reach is how many organisations are met within some steps.
type Reach struct {
	Steps         int // 0 = as many as there are
	Organisations int // the one in the middle too
}

// Survey returns the network of a filter, and what the other choices would leave.
func (u UseCases) Survey(ctx context.Context, f Filter) (Survey, error) {
	snapshot, all, err := u.told(ctx)
	if err != nil {
		return Survey{}, err
	}
	s := Survey{Filter: f, Network: woven(snapshot, f.narrow(all, u.Inverse)), Kinds: map[string]int{}, Regions: map[string]int{}, Forms: map[string]int{}}
	left := func(change func(*Filter)) int {
		other := f
		change(&other)
		return len(other.narrow(all, u.Inverse))
	}
	codes := codesOf(all, u.Inverse)
	for _, code := range codes.kinds {
		s.Kinds[code] = left(func(f *Filter) { f.Kind = code })
	}
	for _, code := range codes.regions {
		s.Regions[code] = left(func(f *Filter) { f.Region = code })
	}
	for _, code := range codes.forms {
		s.Forms[code] = left(func(f *Filter) { f.Form = code })
	}
	s.Confirmed = left(func(f *Filter) { f.Confirmed = true })
	if f.Around != "" {
		for _, steps := range []int{1, 2, 0} {
			other := f
			other.Steps = steps
			s.Reach = append(s.Reach, Reach{steps, organisationsOf(other.narrow(all, u.Inverse))})
		}
	}
	return s, nil
}

// codes are those that occur among the ends of ties.
type codes struct{ kinds, regions, forms []string }

func codesOf(ties []told, inverse organisation.Inverse) codes {
	var c codes
	add := func(to *[]string, some ...string) {
		for _, code := range some {
			if !slices.Contains(*to, code) {
				*to = append(*to, code)
			}
		}
	}
	for _, t := range ties {
		add(&c.kinds, t.Kind, inverse(t.Kind))
		add(&c.regions, t.from.Regions...)
		add(&c.regions, t.to.Regions...)
		add(&c.forms, t.from.Forms...)
		add(&c.forms, t.to.Forms...)
	}
	return c
}

func organisationsOf(ties []told) int {
	met := map[string]bool{}
	for _, t := range ties {
		met[t.From], met[t.To] = true, true
	}
	return len(met)
}

// mostNamed is how many organisations Named returns.
const mostNamed = 12

// Named lists the organisations with ties that somebody may mean by a text: the
// one with that slug or name, otherwise those whose names have the text in them.
func (u UseCases) Named(ctx context.Context, text string) ([]*atlas.Entry, error) {
	_, all, err := u.told(ctx)
	if err != nil {
		return nil, err
	}
	wanted := folding.Fold(text)
	if wanted == "" {
		return nil, nil
	}
	var exact, partly []*atlas.Entry
	met := map[string]bool{}
	for _, t := range all {
		for _, e := range []*atlas.Entry{t.from, t.to} {
			if met[e.ID] {
				continue
			}
			met[e.ID] = true
			switch name := folding.Fold(e.Name); {
			case e.Slug == text:
				return []*atlas.Entry{e}, nil
			case name == wanted:
				exact = append(exact, e)
			case strings.Contains(name, wanted):
				partly = append(partly, e)
			}
		}
	}
	if len(exact) == 0 {
		exact = partly
	}
	slices.SortFunc(exact, func(a, b *atlas.Entry) int { return strings.Compare(folding.Fold(a.Name), folding.Fold(b.Name)) })
	return exact[:min(len(exact), mostNamed)], nil
}
