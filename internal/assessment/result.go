package assessment

import (
	"context"
	"fmt"
	"slices"

	"telaio/internal/fault"
	"telaio/internal/kit"
)

// Material is what a result is made from. It is there once answering has ended.
type Material struct {
	Cycle     Cycle
	Kit       *kit.Kit
	Answers   map[string][]kit.Code // by item: levels first, the lowest first, then NA, then DK
	Decisions map[string]Consensus  // by item
	Notes     map[string][]string   // by item
	Reasons   map[string][]string   // why an item does not apply, by item
	Evidence  map[string][]Evidence // by item, with that of the decisions
	// Means are the persons' means by dimension, sorted: nobody's in particular.
	Means map[string][]float64
	// Voices are who said what, for the meeting of a named cycle. There are none in
	// a confidential cycle, nor once a cycle is closed.
	Voices []Voice
}

// Voice is one person of a named cycle with what they answered.
type Voice struct {
	ParticipantID string
	Name          string
	Sheet         Sheet
}

// Input returns what the kit scores.
func (m Material) Input() kit.Input {
	in := kit.Input{Answers: m.Answers, Consensus: map[string]kit.Consensus{}}
	for item, d := range m.Decisions {
		if d.Decided() {
			in.Consensus[item] = kit.Consensus{Level: d.Code, Reason: d.Reason}
		}
	}
	return in
}

// Score works out the result.
func (m Material) Score() kit.Result { return kit.Score(m.Kit, m.Input()) }

// Visible reports whether the levels of the item may be shown one by one, and
// its notes: enough people gave a level. Otherwise only how many and the median.
func (m Material) Visible(item string) bool {
	return m.Kit.Rules.ShowsDistribution(m.Cycle.Mode.Scored(), kit.TallyOf(m.Answers[item]).Answered())
}

// Result gathers what the result of a cycle is made from. While people answer
// there is none: nobody sees running results.
func (u UseCases) Result(ctx context.Context, c Cycle) (Material, error) {
	if c.State() == Answering {
		return Material{}, fault.New(fault.Conflict, "assessment.still_answering")
	}
	k, err := u.Kit(c)
	if err != nil {
		return Material{}, err
	}
	m := Material{
		Cycle: c, Kit: k, Answers: map[string][]kit.Code{}, Notes: map[string][]string{}, Reasons: map[string][]string{},
		Evidence: map[string][]Evidence{}, Means: map[string][]float64{},
	}
	if m.Decisions, err = u.Decisions(ctx, c); err != nil {
		return Material{}, err
	}
	if err = u.fromPool(ctx, &m); err == nil && c.Mode != Confidential && c.State() == Discussing {
		err = u.addVoices(ctx, &m)
	}
	if err != nil {
		return Material{}, err
	}
	for item, d := range m.Decisions {
		m.Evidence[item] = append(m.Evidence[item], d.Evidence...)
	}
	return m, nil
}

func (u UseCases) fromPool(ctx context.Context, m *Material) error {
	pool, err := u.Store.Pool(ctx, m.Cycle.AnswersOf)
	if err != nil {
		return fmt.Errorf("read the answers of a cycle: %w", err)
	}
	m.take(pool)
	return nil
}

// addVoices adds who said what, for the meeting of a named cycle.
func (u UseCases) addVoices(ctx context.Context, m *Material) error {
	sheets, err := u.namedSheets(ctx, m.Cycle.AnswersOf)
	if err != nil {
		return err
	}
	people, err := u.Store.ParticipantsOf(ctx, m.Cycle.AnswersOf)
	if err != nil {
		return fmt.Errorf("list the participants: %w", err)
	}
	for _, p := range people {
		if sheet, answered := sheets[p.ID]; answered {
			m.Voices = append(m.Voices, Voice{ParticipantID: p.ID, Name: p.Label(), Sheet: sheet})
		}
	}
	return nil
}

func (m *Material) take(p Pool) {
	m.Means = p.Means
	for item, pooled := range p.Items {
		m.Answers[item], m.Notes[item], m.Reasons[item], m.Evidence[item] = pooled.Codes, pooled.Notes, pooled.Reasons, pooled.Evidence
	}
}

// Cycles lists the organisation's cycles, the newest first.
func (u UseCases) Cycles(ctx context.Context, organisationID string) ([]Cycle, error) {
	cycles, err := u.Store.CyclesOf(ctx, organisationID)
	if err != nil {
		return nil, fmt.Errorf("list the cycles: %w", err)
	}
	return cycles, nil
}

// Standing lists the closed cycles that no later one has taken up again, the
// oldest first: those between which a change can be seen.
func Standing(cycles []Cycle) []Cycle {
	replaced := map[string]bool{}
	for _, c := range cycles {
		if c.State() == Closed {
			replaced[c.ReopenedFrom] = true
		}
	}
	var list []Cycle
	for _, c := range cycles {
		if c.State() == Closed && !replaced[c.ID] {
			list = append(list, c)
		}
	}
	slices.SortStableFunc(list, func(a, b Cycle) int { return a.EndedAt.Compare(b.EndedAt) })
	return list
}
