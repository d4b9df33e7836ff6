package kit

import "slices"

// MaxPriorities is how many priorities are listed; MaxActions how many actions
// the meeting picks from them.
const (
	MaxPriorities = 5
	MaxActions    = 3
)

// Candidate is an item that an organisation might work on.
type Candidate struct {
	Item       string
	Level      float64 // x, where it is
	Target     float64 // T, where it wants to be
	Importance int     // I, 1 to 3, as the organisation sees it
	Effort     int     // E, 1 to 3, that of the recommendation
}

// Priority is P = (T − x)·I/E. An importance or effort out of 1 to 3 counts as
// 1. Importance plans work and never changes a level.
func (c Candidate) Priority() float64 {
	return (c.Target - c.Level) * float64(points(c.Importance)) / float64(points(c.Effort))
}

func points(n int) int {
	if n < 1 || n > 3 {
		return 1
	}
	return n
}

// Priorities lists at most MaxPriorities candidates that are below their
// target, the highest priority first, those of equal priority as they came.
func Priorities(candidates []Candidate) []Candidate {
	var list []Candidate
	for _, c := range candidates {
		if c.Priority() > 0 {
			list = append(list, c)
		}
	}
	slices.SortStableFunc(list, func(a, b Candidate) int {
		switch pa, pb := a.Priority(), b.Priority(); {
		case pa > pb:
			return -1
		case pa < pb:
			return 1
		}
		return 0
	})
	return list[:min(len(list), MaxPriorities)]
}
