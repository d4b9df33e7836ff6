package publication_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/publication"
)

// journal is a list of changes.
type journal struct{ visible []organisation.Changed }

func (j *journal) ChangedAfter(_ context.Context, sequence int64, limit int) ([]organisation.Changed, error) {
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

// Whoever goes on from each batch is told every change once, however many come
// in between and however few are taken at a time.
func TestChanges_missNothingAndTellNothingTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		j := &journal{}
		changes := publication.Changes{Journal: j, Refusals: &publication.Refusals{Consents: j, Generation: func() uint64 { return 0 }}}
		told := map[string]int{}
		var at publication.Moment
		for range rapid.IntRange(1, 8).Draw(t, "rounds") {
			for range rapid.IntRange(0, 60).Draw(t, "new") {
				number := int64(len(j.visible) + 1)
				j.visible = append(j.visible, organisation.Changed{Sequence: number, Organisation: organisation.Organisation{ID: fmt.Sprint(number), State: organisation.Published}})
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
		for _, c := range j.visible {
			if n := told[c.ID]; n != 1 {
				t.Fatalf("change %s is told %d times", c.ID, n)
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
