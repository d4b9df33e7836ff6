package report

import (
	"cmp"
	"slices"

	"telaio/internal/kit"
)

// mostPoints is how many strengths and how many areas for growth are named: two
// or three can be remembered.
const mostPoints = 3

// Point is a strength or an area for growth: a dimension, and the practice in
// it that says why.
type Point struct {
	Dimension Dimension
	Item      *Item
}

// Kind is what a profile looks like as a whole.
type Kind string

// The kinds of profiles.
const (
	Contrast  Kind = "contrast"  // one dimension stands out, another lags behind
	Even      Kind = "even"      // all are close to each other
	Steady    Kind = "steady"    // all are established
	Beginning Kind = "beginning" // all are at their beginning
	Open      Kind = "open"      // too few answers to say
	QuickLook Kind = "quick"     // a quick check: no profile
)

// Heading is the sentence that the report begins with, without a number.
type Heading struct {
	Kind         Kind
	Strong, Weak kit.Dimension // of a Contrast
}

// The heading speaks of a contrast from one whole level on: less may be error.
const contrast = 1.0

func headingOf(r Report) Heading {
	if !r.Full() {
		return Heading{Kind: QuickLook}
	}
	list := byValue(r.Dimensions)
	if len(list) == 0 {
		return Heading{Kind: Open}
	}
	lowest, _ := list[0].Scored()
	highest, _ := list[len(list)-1].Scored()
	switch {
	case highest.Band <= 1:
		return Heading{Kind: Beginning}
	case highest.Value-lowest.Value >= contrast && highest.Band >= 2 && lowest.Band <= 2:
		return Heading{Contrast, list[len(list)-1].Dimension, list[0].Dimension}
	case lowest.Band >= 3:
		return Heading{Kind: Steady}
	default:
		return Heading{Kind: Even}
	}
}

// byValue lists the dimensions that have a value, the lowest first.
func byValue(dimensions []Dimension) []Dimension {
	var list []Dimension
	for _, d := range dimensions {
		if _, ok := d.Scored(); ok {
			list = append(list, d)
		}
	}
	slices.SortStableFunc(list, func(a, b Dimension) int {
		x, _ := a.Scored()
		y, _ := b.Scored()
		return cmp.Compare(x.Value, y.Value)
	})
	return list
}

// ranked lists the dimensions to look for points in, the lowest first: those
// with a value, in a quick check all.
func ranked(r Report) []Dimension {
	if r.Full() {
		return byValue(r.Dimensions)
	}
	list := slices.Clone(r.Dimensions)
	slices.SortStableFunc(list, func(a, b Dimension) int { return cmp.Compare(lowest(a), lowest(b)) })
	return list
}

func lowest(d Dimension) float64 {
	low := float64(kit.MaxLevel)
	for _, i := range d.Items {
		if i.Valued() {
			low = min(low, i.Official)
		}
	}
	return low
}

// established is the level from which a practice is steady.
const established = 3

// strengths names the steady practices of the strongest dimensions, those with
// evidence first.
func strengths(r Report) []Point {
	var points []Point
	for _, d := range slices.Backward(ranked(r)) {
		best, ok := pick(d.Items, func(i *Item) bool { return i.Official >= established }, func(a, b *Item) int {
			return cmp.Or(trueFirst(!a.Undocumented, !b.Undocumented), cmp.Compare(b.Official, a.Official))
		})
		if ok && len(points) < mostPoints {
			points = append(points, Point{d, best})
		}
	}
	return points
}

// growth names the first practices to work on in the weakest dimensions that
// are no strengths.
func growth(r Report, strong []Point) []Point {
	var points []Point
	for _, d := range ranked(r) {
		if slices.ContainsFunc(strong, func(p Point) bool { return p.Dimension.ID == d.ID }) {
			continue
		}
		first, ok := pick(d.Items, func(i *Item) bool { return i.Official < established }, func(a, b *Item) int {
			return cmp.Compare(a.Official, b.Official)
		})
		if ok && len(points) < mostPoints {
			points = append(points, Point{d, first})
		}
	}
	return points
}

// pick returns the first in order of the items that have a level, count and
// pass.
func pick(items []*Item, pass func(*Item) bool, compare func(a, b *Item) int) (*Item, bool) {
	list := sorted(items, func(i *Item) bool { return i.Valued() && !i.Unscored && pass(i) }, nil)
	if len(list) == 0 {
		return nil, false
	}
	slices.SortStableFunc(list, compare)
	return list[0], true
}

func trueFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	default:
		return 1
	}
}
