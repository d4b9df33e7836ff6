package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/publication"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

// follower is a program that goes on from where it stopped, and counts how often
// it was told of each change.
type follower struct {
	publication.Changes
	at   publication.Moment
	told map[string]int
}

func newFollower(s *store.Store) *follower {
	refusals := &publication.Refusals{Consents: s, Generation: func() uint64 { return 0 }}
	return &follower{Changes: publication.Changes{Journal: s, Pages: publication.Reader{Records: s}, Refusals: refusals}, told: map[string]int{}}
}

func (f *follower) follow(t *testing.T) {
	t.Helper()
	for more := true; more; {
		batch, err := f.After(t.Context(), f.at, 7)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range batch.Changes {
			f.told[c.Organisation.ID]++
		}
		f.at, more = batch.Next, batch.More
	}
}

func confirm(ctx context.Context, s *store.Store, o organisation.Organisation, at time.Time) error {
	o.UpdatedAt = at
	return s.UpdateOrganisation(ctx, o)
}

// TestChanges_thatCommitLateAreToldOnce keeps a transaction open that has taken
// its place among the changes while another connection publishes more than a
// hundred, and a program reads them all.
func TestChanges_thatCommitLateAreToldOnce(t *testing.T) {
	url := testkit.PostgresURL(t)
	slow, quick, reading := openStore(t, url), openStore(t, url), openStore(t, url)
	late := testkit.Publish(t, quick, organisation.Organisation{ID: "late", Slug: "late"}, organisation.Card{Name: "Late"})
	early := testkit.Publish(t, quick, organisation.Organisation{ID: "early", Slug: "early"}, organisation.Card{Name: "Early"})
	program := newFollower(reading)
	program.follow(t)
	program.told = map[string]int{}
	written, commit := make(chan error), make(chan struct{})
	ended := make(chan error)
	go func() {
		ended <- slow.InTx(context.Background(), func(ctx context.Context) error {
			written <- confirm(ctx, slow, late, testkit.Day())
			<-commit
			return nil
		})
	}()
	if err := <-written; err != nil {
		t.Fatal(err)
	}

	for n := range 130 {
		if err := confirm(t.Context(), quick, early, testkit.Day().Add(time.Duration(n)*time.Minute)); err != nil {
			t.Fatal(err)
		}
		if n%50 == 49 {
			program.follow(t)
		}
	}
	program.follow(t)
	if program.told["late"] != 0 || program.told["early"] == 0 {
		t.Errorf("told = %v while the late one is open; want the others at once", program.told)
	}
	close(commit)
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	before := program.told["early"]
	program.follow(t)

	if program.told["late"] != 1 || program.told["early"] != before {
		t.Errorf("told = %v; want the late one once, and nothing again", program.told)
	}
}

// TestChanges_haveOneOrderForAllWhoRead lets several connections publish and
// several read at once: everybody sees the same numbers in the same order.
func TestChanges_haveOneOrderForAllWhoRead(t *testing.T) {
	url := testkit.PostgresURL(t)
	const writers, each = 4, 25
	stores := make([]*store.Store, writers)
	errs := make(chan error, 2*writers)
	for w := range stores {
		stores[w] = openStore(t, url)
		testkit.Publish(t, stores[w], organisation.Organisation{ID: fmt.Sprint("o", w), Slug: fmt.Sprint("o", w)}, organisation.Card{Name: "O"})
	}
	for w, s := range stores {
		go func() {
			o, err := s.Organisation(context.Background(), fmt.Sprint("o", w))
			for n := range each {
				err = errors.Join(err, confirm(context.Background(), s, o, testkit.Day().Add(time.Duration(n)*time.Second)))
			}
			errs <- err
		}()
	}
	seen := make([][]int64, writers)
	for w, s := range stores {
		go func() {
			var err error
			for last := int64(0); err == nil && len(seen[w]) < writers*(each+1); {
				var changes []organisation.PublicChange
				changes, err = s.PublicChangesSince(context.Background(), last)
				for _, c := range changes {
					seen[w], last = append(seen[w], c.Sequence), c.Sequence
				}
			}
			errs <- err
		}()
	}
	for range 2 * writers {
		if err := <-errs; err != nil {
			t.Fatal(err)
		}
	}
	for w := range seen {
		if diff := cmp.Diff(seen[0], seen[w]); diff != "" || !slices.IsSorted(seen[w]) {
			t.Errorf("reader %d has another list (-first +this):\n%s", w, diff)
		}
	}
}

func TestFirstChangeSince_isTheLowestWhateverTheOrderOfTimes(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		o := testkit.Publish(t, s, organisation.Organisation{ID: "o", Slug: "o"}, organisation.Card{Name: "O"})
		last, err := s.LastPublicChange(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		day := testkit.Day().AddDate(1, 0, 0)
		for _, hours := range []int{3, 1, 2} { // the first to become visible was made last
			if err := confirm(t.Context(), s, o, day.Add(time.Duration(hours)*time.Hour)); err != nil {
				t.Fatal(err)
			}
		}
		if first, err := s.FirstChangeSince(t.Context(), day); err != nil || first != last+1 {
			t.Errorf("FirstChangeSince = %d, %v; want %d", first, err, last+1)
		}
		if _, err := s.FirstChangeSince(t.Context(), day.AddDate(1, 0, 0)); fault.KindOf(err) != fault.NotFound {
			t.Errorf("FirstChangeSince a year later: %v", err)
		}
	})
}

func openStore(t *testing.T, url string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if _, err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}
