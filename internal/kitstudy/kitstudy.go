// Package kitstudy is what researchers learn from all self-assessments
// together: counts, medians, agreement and reliability, never of fewer than five
// organisations, and an export of those that allow it, without any text.
package kitstudy

import (
	"context"
	"fmt"

	"telaio/internal/account"
	"telaio/internal/audit"
	"telaio/internal/benchmark"
	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/kit"
)

// Store is what a study needs stored.
type Store interface {
	AppendAudit(ctx context.Context, e audit.Entry) error
	// CycleCounts counts all cycles by state, mode and extent.
	CycleCounts(ctx context.Context) ([]CycleCount, error)
	// ResearchScores lists every standing score with its items, of organisations
	// that allow research.
	ResearchScores(ctx context.Context) ([]benchmark.Score, error)
	Snapshots(ctx context.Context) ([]benchmark.Snapshot, error)
}

// Scorer writes down the scores of closed cycles that have none.
type Scorer interface {
	ScoreClosed(ctx context.Context) (int, error)
}

// UseCases are what a researcher can do.
type UseCases struct {
	Store  Store
	Scorer Scorer
	Kit    *kit.Kit // the newest version
	Clock  clock.Clock
}

// CycleCount is how many cycles there are of one sort.
type CycleCount struct {
	State, Mode, Extent string
	Cycles              int
}

// Figures are what the dashboard shows.
type Figures struct {
	Total  int // cycles
	States []Cell
	Modes  []Cell
	Forms  []Cell // the whole kit or the quick check

	Organisations int // that allow research and have a closed cycle; 0 if fewer than five
	Dimensions    []Dimension
	Items         []Item // the greatest divergence first
	Groups        []benchmark.Snapshot
}

// Dimension is one side of solidarity over all organisations that allow
// research, each with its latest cycle.
type Dimension struct {
	kit.Dimension
	Values kit.Benchmark
	Alpha  *Estimate // from kit.MinAlpha organisations on
	Omega  *Estimate // from kit.MinOmega organisations on
}

// Estimate is a figure with its interval at 95 %.
type Estimate struct {
	Value kit.Interval `json:"ci"`
	At    float64      `json:"value"`
	N     int          `json:"n"`
}

// Item is one item over all organisations that allow research.
type Item struct {
	kit.Item
	Dimension kit.Dimension
	Levels    kit.Benchmark // of the organisations' levels
	NA        int           // organisations to which it does not apply; 0 if fewer than five
	// Divergence is the mean of the organisations' average deviations about the
	// median, of those with at least three answers; nil for fewer than five.
	Divergence    *float64
	ICC           *kit.ICC // from kit.MinICC organisations on
	MedianRWG     *float64
	PublishesMean bool // the organisations' means may be published: see kit.ICC
}

const confidence = 0.95

// Figures works out what the dashboard shows.
func (u UseCases) Figures(ctx context.Context, who account.Subject) (Figures, error) {
	if !account.Can(who, account.StudyKit, account.Object{}) {
		return Figures{}, fault.New(fault.Denied, "error.denied")
	}
	if _, err := u.Scorer.ScoreClosed(ctx); err != nil {
		return Figures{}, fmt.Errorf("score the closed cycles: %w", err)
	}
	counts, err := u.Store.CycleCounts(ctx)
	if err != nil {
		return Figures{}, fmt.Errorf("count the cycles: %w", err)
	}
	scores, err := u.Store.ResearchScores(ctx)
	if err != nil {
		return Figures{}, fmt.Errorf("read the scores: %w", err)
	}
	f := Describe(u.Kit, scores)
	f.count(counts)
	snapshots, err := u.Store.Snapshots(ctx)
	if err != nil {
		return Figures{}, fmt.Errorf("read the comparisons: %w", err)
	}
	for _, s := range snapshots {
		if s.Figures.Gate != kit.GateHidden {
			f.Groups = append(f.Groups, s)
		}
	}
	return f, nil
}

// Least is the fewest organisations that anything is told of.
const Least = 5

func (f *Figures) count(counts []CycleCount) {
	by := func(of func(CycleCount) string, names ...string) []Cell {
		cells := make([]Cell, len(names))
		for i, name := range names {
			cells[i].Name = name
			for _, c := range counts {
				if of(c) == name {
					cells[i].N += c.Cycles
				}
			}
		}
		return Suppress(cells)
	}
	for _, c := range counts {
		f.Total += c.Cycles
	}
	f.States = by(func(c CycleCount) string { return c.State }, "answering", "discussing", "closed")
	f.Modes = by(func(c CycleCount) string { return c.Mode }, "confidential", "named", "collective")
	f.Forms = by(func(c CycleCount) string { return c.Extent }, "full", "quick")
}

// Cell is one count of a table whose total is known.
type Cell struct {
	Name string
	N    int // 0 where it is kept back
	Kept Kept
}

// Kept says why a count is not shown.
type Kept string

// Why a count is kept back.
const (
	Shown      Kept = ""
	Few        Kept = "few"        // it is 1 to 4
	Complement Kept = "complement" // the total minus the others would tell a few
)

// Suppress keeps back counts of one to four, and as many others, the smallest
// first, as it takes so that the total tells nothing of them.
func Suppress(cells []Cell) []Cell {
	kept, sum := 0, 0
	for i, c := range cells {
		if c.N > 0 && c.N < Least {
			cells[i].Kept = Few
			kept, sum = kept+1, sum+c.N
		}
	}
	for kept == 1 || kept > 0 && sum < Least {
		smallest := -1
		for i, c := range cells {
			if c.Kept == Shown && c.N > 0 && (smallest < 0 || c.N < cells[smallest].N) {
				smallest = i
			}
		}
		if smallest < 0 {
			break
		}
		cells[smallest].Kept = Complement
		kept, sum = kept+1, sum+cells[smallest].N
	}
	for i := range cells {
		if cells[i].Kept != Shown {
			cells[i].N = 0
		}
	}
	return cells
}
