package benchmark

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"telaio/internal/account"
	"telaio/internal/assessment"
	"telaio/internal/audit"
	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/kit"
	"telaio/internal/organisation"
	"telaio/internal/taxonomy"
)

// Store is what comparisons need stored.
type Store interface {
	InTx(ctx context.Context, fn func(context.Context) error) error
	AppendAudit(ctx context.Context, e audit.Entry) error
	Organisation(ctx context.Context, id string) (organisation.Organisation, error)
	// SharingChoice is the organisation's newest choice, zero if it made none.
	SharingChoice(ctx context.Context, organisationID string) (Choice, error)
	SaveSharingChoice(ctx context.Context, c Choice) error
	// UnscoredCycles lists at most so many closed cycles of the whole kit that
	// have no score yet.
	UnscoredCycles(ctx context.Context, most int) ([]assessment.Cycle, error)
	AddScore(ctx context.Context, s Score) error
	// SharedScores calls take for every score of a closed cycle that no later one
	// has taken up again, closed after since, of each published organisation that
	// allows comparing. A score comes without its items.
	SharedScores(ctx context.Context, since time.Time, take func(Score, organisation.Card)) error
	Snapshots(ctx context.Context) ([]Snapshot, error)
	// SnapshotFigures lists the figures of groups, without how they came about.
	SnapshotFigures(ctx context.Context, groups []Group) ([]Snapshot, error)
	SaveSnapshots(ctx context.Context, snapshots []Snapshot) error
}

// Results gives what a closed cycle says.
type Results interface {
	Result(ctx context.Context, c assessment.Cycle) (assessment.Material, error)
}

// UseCases are what organisations choose, what is built every night, and what a
// report may show.
type UseCases struct {
	Store      Store
	Results    Results
	Kit        *kit.Kit // the newest version
	Taxonomies taxonomy.Set
	Clock      clock.Clock
}

// Choice returns what the organisation allows.
func (u UseCases) Choice(ctx context.Context, organisationID string) (Choice, error) {
	return u.Store.SharingChoice(ctx, organisationID)
}

// Choose keeps what the organisation allows from now on. What it takes back is
// gone from the figures with the next rebuild, and from exports at once.
func (u UseCases) Choose(ctx context.Context, who account.Subject, c Choice) error {
	if !account.Can(who, account.EditArea, account.Object{OrganisationID: c.OrganisationID}) {
		return fault.New(fault.Denied, "error.denied")
	}
	c.PersonID, c.At = who.PersonID, u.Clock.Now()
	err := u.Store.InTx(ctx, func(ctx context.Context) error {
		if err := u.Store.SaveSharingChoice(ctx, c); err != nil {
			return err
		}
		return u.Store.AppendAudit(ctx, audit.Entry{
			At: c.At, Actor: who.PersonID, Action: "sharing.chosen", Object: "organisation:" + c.OrganisationID,
			Details: map[string]string{"compare": strconv.FormatBool(c.Compare), "research": strconv.FormatBool(c.Research)},
		})
	})
	if err != nil {
		return fmt.Errorf("choose what is shared: %w", err)
	}
	return nil
}

// scoredAtOnce is how many cycles are scored between two looks at the database.
const scoredAtOnce = 200

// ScoreClosed writes down the scores of closed cycles that have none, and
// returns how many. A closed cycle never changes, so it is scored once.
func (u UseCases) ScoreClosed(ctx context.Context) (int, error) {
	scored := 0
	for {
		cycles, err := u.Store.UnscoredCycles(ctx, scoredAtOnce)
		if err != nil {
			return scored, fmt.Errorf("look for closed cycles: %w", err)
		}
		for _, c := range cycles {
			material, err := u.Results.Result(ctx, c)
			if err != nil {
				return scored, fmt.Errorf("read cycle %s: %w", c.ID, err)
			}
			if err := u.Store.AddScore(ctx, ScoreOf(material)); err != nil {
				return scored, fmt.Errorf("keep the score of cycle %s: %w", c.ID, err)
			}
			scored++
		}
		if len(cycles) < scoredAtOnce {
			return scored, nil
		}
	}
}

// ScoreOf puts a closed cycle into numbers. It holds no text that anybody wrote.
func ScoreOf(m assessment.Material) Score {
	result := m.Score()
	s := Score{
		CycleID: m.Cycle.ID, OrganisationID: m.Cycle.OrganisationID, Kit: m.Kit.Reference(), Mode: string(m.Cycle.Mode),
		ClosedAt: m.Cycle.ClosedAt, Respondents: m.Cycle.Respondents, Dimensions: map[string]DimensionScore{}, Items: map[string]ItemScore{},
	}
	for _, d := range result.Dimensions {
		if scored, ok := d.Outcome.(kit.Scored); ok {
			dimension, _ := m.Kit.Dimension(d.ID)
			s.Dimensions[d.ID] = DimensionScore{scored.Value, Meaning(dimension)}
		}
	}
	for _, i := range result.Items {
		item, _ := m.Kit.Item(i.ID)
		score := ItemScore{NA: i.Official.Standing == kit.DoesNotApply, Levels: i.Tally.Levels, Meaning: item.MeaningVersion}
		for _, n := range i.Tally.Levels {
			score.N += n
		}
		if i.Official.Standing == kit.Valued {
			level := i.Official.Level
			score.Official = &level
		}
		if i.Spread != nil {
			ad := i.Spread.AD
			score.AD = &ad
		}
		s.Items[i.ID] = score
	}
	return s
}

// Rebuilt says what a rebuild did.
type Rebuilt struct{ Scored, Entries, Groups, Shown int }

// Rebuild scores what was closed and makes every snapshot anew. It is done each
// night.
func (u UseCases) Rebuild(ctx context.Context) (Rebuilt, error) {
	scored, err := u.ScoreClosed(ctx)
	if err != nil {
		return Rebuilt{}, err
	}
	entries, err := u.entries(ctx)
	if err != nil {
		return Rebuilt{}, err
	}
	done := Rebuilt{Scored: scored, Entries: len(entries)}
	err = u.Store.InTx(ctx, func(ctx context.Context) error {
		before, err := u.Store.Snapshots(ctx)
		if err != nil {
			return err
		}
		snapshots := Build(u.Kit, before, entries, u.Clock.Now())
		for _, s := range snapshots {
			if s.Figures.Gate != kit.GateHidden {
				done.Shown++
			}
		}
		done.Groups = len(snapshots)
		return u.Store.SaveSnapshots(ctx, snapshots)
	})
	if err != nil {
		return Rebuilt{}, fmt.Errorf("rebuild the comparisons: %w", err)
	}
	return done, nil
}

func (u UseCases) entries(ctx context.Context) ([]Entry, error) {
	var entries []Entry
	once := wordStock{}
	since := u.Clock.Now().AddDate(0, -Window, 0)
	err := u.Store.SharedScores(ctx, since, func(s Score, c organisation.Card) {
		entries = append(entries, once.entry(s, groupsOf(c, u.Taxonomies)))
	})
	if err != nil {
		return nil, fmt.Errorf("read the shared scores: %w", err)
	}
	return entries, nil
}

// wordStock holds each word once that thousands of entries have in common.
type wordStock map[string]string

func (w wordStock) one(word string) string {
	if kept, ok := w[word]; ok {
		return kept
	}
	w[word] = word
	return word
}

func (w wordStock) entry(s Score, groups []Group) Entry {
	e := Entry{s.CycleID, s.OrganisationID, s.ClosedAt, make(map[string]DimensionScore, len(s.Dimensions)), make([]Group, len(groups))}
	for id, d := range s.Dimensions {
		e.Dimensions[w.one(id)] = DimensionScore{d.Value, w.one(d.Meaning)}
	}
	for i, g := range groups {
		e.Groups[i] = Group{g.Kind, w.one(g.Code)}
	}
	return e
}

// Comparison is what a report may show of one group.
type Comparison struct {
	Group      Group
	N          int // organisations in the widest dimension
	BuiltAt    time.Time
	Dimensions map[string]kit.Benchmark // hidden ones are not in it
}

// For returns the group of organisations like this one of which most may be
// shown, and false if none may. A quick check has no values to compare.
func (u UseCases) For(ctx context.Context, c assessment.Cycle) (Comparison, bool, error) {
	if c.Extent != assessment.Full {
		return Comparison{}, false, nil
	}
	o, err := u.Store.Organisation(ctx, c.OrganisationID)
	if err != nil {
		return Comparison{}, false, fmt.Errorf("find whom to compare: %w", err)
	}
	groups := groupsOf(o.Card, u.Taxonomies)
	snapshots, err := u.Store.SnapshotFigures(ctx, groups)
	if err != nil {
		return Comparison{}, false, fmt.Errorf("read the comparisons: %w", err)
	}
	best, ok := choose(groups, snapshots)
	return best, ok, nil
}

// choose takes the group of which most dimensions may be shown, of those alike
// the one with the wider gates, and then the first kind.
func choose(groups []Group, snapshots []Snapshot) (Comparison, bool) {
	slices.SortFunc(groups, byPreference)
	var best Comparison
	most := 0
	for _, g := range groups {
		c := Comparison{Group: g, Dimensions: map[string]kit.Benchmark{}}
		worth := 0
		for _, s := range snapshots {
			if s.Group != g || s.Figures.Gate == kit.GateHidden {
				continue
			}
			c.Dimensions[s.Dimension] = s.Figures
			c.N, c.BuiltAt = max(c.N, s.Figures.N), s.BuiltAt
			worth += 10 + slices.Index([]kit.Gate{kit.GateMedian, kit.GateQuartiles, kit.GatePosition}, s.Figures.Gate)
		}
		if worth > most {
			best, most = c, worth
		}
	}
	return best, most > 0
}
