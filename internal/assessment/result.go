package assessment

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"telaio/internal/fault"
	"telaio/internal/kit"
)

// Material is what a result is made from. It is there once answering has ended.
type Material struct {
	Cycle Cycle
	Kit   *kit.Kit
	// Respondents are those who answered. Of a confidential cycle they are made
	// up: the n-th has the n-th of the sorted answers to each item, so that what is
	// calculated item by item is right and nothing else means anything.
	Respondents []Respondent
	Decisions   map[string]Consensus // by item
	Notes       map[string][]string  // by item
	Reasons     map[string][]string  // why an item does not apply, by item
	Evidence    map[string][]Evidence
	// Means are the persons' means by dimension, sorted: nobody's in particular.
	Means map[string][]float64
}

// Respondent is one who answered.
type Respondent struct {
	ID      string // "1", "2"… where nobody knows whose the answers are
	Name    string // named cycles only
	Answers map[string]kit.Code
}

// Visible reports whether the levels of the item may be shown one by one:
// otherwise only how many answered and the median.
func (m Material) Visible(item string) bool {
	return m.Kit.Rules.ShowsDistribution(m.Cycle.Mode.Scored(), len(m.Codes(item)))
}

// Codes lists the answers to the item, levels first, lowest first.
func (m Material) Codes(item string) []kit.Code {
	var codes []kit.Code
	for _, r := range m.Respondents {
		if code := r.Answers[item]; code != kit.Blank {
			codes = append(codes, code)
		}
	}
	slices.SortFunc(codes, func(a, b kit.Code) int { return slices.Index(kit.Codes(), a) - slices.Index(kit.Codes(), b) })
	return codes
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
	m := Material{Cycle: c, Kit: k, Notes: map[string][]string{}, Reasons: map[string][]string{}, Evidence: map[string][]Evidence{}}
	if m.Decisions, err = u.Decisions(ctx, c); err != nil {
		return Material{}, err
	}
	if c.Mode == Confidential {
		err = u.fromPool(ctx, &m)
	} else {
		err = u.fromNamed(ctx, &m)
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
		return fmt.Errorf("read the answers of a confidential cycle: %w", err)
	}
	m.Means = pool.Means
	for i := range m.Cycle.Respondents {
		m.Respondents = append(m.Respondents, Respondent{ID: strconv.Itoa(i + 1), Answers: map[string]kit.Code{}})
	}
	for item, pooled := range pool.Items {
		for i, code := range pooled.Codes {
			m.Respondents[i].Answers[item] = code
		}
		m.Notes[item], m.Reasons[item], m.Evidence[item] = pooled.Notes, pooled.Reasons, pooled.Evidence
	}
	return nil
}

func (u UseCases) fromNamed(ctx context.Context, m *Material) error {
	sheets, err := u.namedSheets(ctx, m.Cycle.AnswersOf)
	if err != nil {
		return err
	}
	people, err := u.Store.ParticipantsOf(ctx, m.Cycle.AnswersOf)
	if err != nil {
		return fmt.Errorf("list the participants: %w", err)
	}
	m.Means = map[string][]float64{}
	for _, p := range people {
		sheet, answered := sheets[p.ID]
		if !answered {
			continue
		}
		m.Respondents = append(m.Respondents, Respondent{ID: p.ID, Name: p.Label(), Answers: sheet.Codes()})
		for _, item := range slices.Sorted(maps.Keys(sheet)) {
			m.add(sheet[item])
		}
	}
	for _, d := range m.Kit.Dimensions {
		m.Means[d.ID] = means(d, slices.Collect(maps.Values(sheets)))
	}
	return nil
}

func (m *Material) add(a Answer) {
	if a.Note != "" {
		m.Notes[a.Item] = append(m.Notes[a.Item], a.Note)
	}
	if a.Reason != "" {
		m.Reasons[a.Item] = append(m.Reasons[a.Item], a.Reason)
	}
	if a.Code != kit.Blank {
		m.Evidence[a.Item] = append(m.Evidence[a.Item], a.Evidence...)
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
