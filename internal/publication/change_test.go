package publication_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/publication"
)

// journal is a list of changes some of which become visible late.
type journal struct{ visible []organisation.Changed }

func (j *journal) ChangedAfter(_ context.Context, sequence int64, limit int) ([]organisation.Changed, error) {
	slices.SortFunc(j.visible, func(a, b organisation.Changed) int { return int(a.Sequence - b.Sequence) })
	var after []organisation.Changed
	for _, c := range j.visible {
		if c.Sequence > sequence && len(after) < limit {
			after = append(after, c)
		}
	}
	return after, nil
}

func (j *journal) FirstChangeSince(context.Context, time.Time) (int64, error) {
	return 0, fault.New(fault.NotFound, "error.not_found")
}
func (j *journal) LastPublicChange(context.Context) (int64, error)   { return 0, nil }
func (j *journal) OpenDataRefused(context.Context) ([]string, error) { return nil, nil }

// Whoever goes on from each batch is told every change once, also of those that
// took their number before others and became visible after them.
func TestChanges_missNothingAndTellNothingTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		j := &journal{}
		changes := publication.Changes{Journal: j, Refusals: &publication.Refusals{Consents: j, Generation: func() uint64 { return 0 }}}
		total := rapid.IntRange(1, 200).Draw(t, "changes")
		hidden := map[int64]int{} // by sequence: the round in which it becomes visible
		for n := range total {
			hidden[int64(n+1)] = n/20 + rapid.SampledFrom([]int{0, 0, 0, 1, 2}).Draw(t, "late")
		}
		told := map[string]int{}
		var at publication.Moment
		for round := range total/20 + 4 {
			for sequence, when := range hidden {
				if when == round {
					j.visible = append(j.visible, organisation.Changed{Sequence: sequence, Organisation: organisation.Organisation{ID: fmt.Sprint(sequence), State: organisation.Published}})
				}
			}
			for more := true; more; {
				batch, err := changes.After(t.Context(), at, rapid.IntRange(1, 30).Draw(t, "limit"))
				if err != nil {
					t.Fatal(err)
				}
				for _, c := range batch.Changes {
					told[c.Organisation.ID]++
				}
				at, more = batch.Next, batch.More
			}
		}
		for sequence := range hidden {
			if n := told[fmt.Sprint(sequence)]; n != 1 {
				t.Fatalf("change %d is told %d times", sequence, n)
			}
		}
	})
}

func TestChanges_ofOneOrganisationCountAsTheLast(t *testing.T) {
	j := &journal{}
	for n := range 3 {
		j.visible = append(j.visible, organisation.Changed{Sequence: int64(n + 1), At: time.Unix(int64(n), 0), Organisation: organisation.Organisation{ID: "a", State: organisation.Published}})
	}
	changes := publication.Changes{Journal: j, Refusals: &publication.Refusals{Consents: j, Generation: func() uint64 { return 0 }}}
	batch, err := changes.After(t.Context(), publication.Moment{}, 10)
	if err != nil || len(batch.Changes) != 1 || batch.Changes[0].At.Unix() != 2 || batch.Next.Last != 3 {
		t.Errorf("%+v, %v", batch, err)
	}
}
