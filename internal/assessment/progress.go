package assessment

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"telaio/internal/kit"
)

// Progress says how far a cycle has come, in numbers.
type Progress struct {
	People   int // who answer
	Finished int
	Items    int // that the cycle asks
	Decided  int // of them, by the group
}

// Progress counts. It reads no answer.
func (u UseCases) Progress(ctx context.Context, c Cycle) (Progress, error) {
	k, err := u.Kit(c)
	if err != nil {
		return Progress{}, err
	}
	p := Progress{Items: len(c.Items(k))}
	people, err := u.Store.ParticipantsOf(ctx, c.AnswersOf)
	if err != nil {
		return p, fmt.Errorf("count the participants: %w", err)
	}
	p.People = len(people)
	for _, person := range people {
		if person.Finished() {
			p.Finished++
		}
	}
	if c.State() == Answering {
		return p, nil
	}
	decisions, err := u.Decisions(ctx, c)
	if err != nil {
		return p, err
	}
	for _, d := range decisions {
		if d.Decided() {
			p.Decided++
		}
	}
	return p, nil
}

// Topic is an item as the meeting talks about it.
type Topic struct {
	Item      kit.Item
	Dimension kit.Dimension
	Result    kit.ItemResult
	Decision  Consensus
	Visible   bool // the levels may be shown one by one
}

// ToDiscuss reports whether the answers are worth talking about: they differ, or
// some say that the item does not apply.
func (t Topic) ToDiscuss() bool {
	if !t.Visible || t.Result.Spread == nil {
		return false
	}
	s := t.Result.Spread
	return s.Agreement != kit.Close || s.Split || t.Result.ApplicabilityDisagreement
}

// difference is how far apart the answers are, in levels; -1 where that may not
// be shown.
func (t Topic) difference() float64 {
	if !t.Visible || t.Result.Spread == nil {
		return -1
	}
	return t.Result.Spread.AD
}

// Topics lists what the cycle asks, the items on which the answers differ most
// first, otherwise in the order of the kit. What may not be shown does not move
// an item either.
func (m Material) Topics() []Topic {
	result := m.Score()
	var topics []Topic
	for _, item := range m.Cycle.Items(m.Kit) {
		t := Topic{Item: item, Decision: m.Decisions[item.ID], Visible: m.Visible(item.ID)}
		t.Dimension, _ = m.Kit.DimensionOf(item.ID)
		t.Result, _ = result.Item(item.ID)
		topics = append(topics, t)
	}
	slices.SortStableFunc(topics, func(a, b Topic) int { return cmp.Compare(b.difference(), a.difference()) })
	return topics
}
