package atlas

import (
	"log/slog"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/clock"
	"telaio/internal/organisation"
)

func TestParted_listsWhatChangedAndIsNotFound(t *testing.T) {
	x := NewIndex(nil, vocabulary(), nil, &clock.Fixed{}, slog.New(slog.DiscardHandler))
	change := func(o organisation.Organisation, revision int, at int64) organisation.Organisation {
		o.Revision, o.UpdatedAt = revision, time.Unix(at, 0)
		return o
	}
	x.current.Store(snapshotOf([]organisation.Organisation{
		change(named("new", "A", "network"), 1, 900), change(named("here", "B", "empowerment"), 2, 900),
		change(named("left", "C", "network"), 2, 700), change(named("lately", "D", "network"), 5, 800),
		change(named("before", "E", "network"), 2, 100),
	}))
	for query, want := range map[string][]string{"forma=empowerment": {"lately", "left"}, "forma=network": {"here"}, "": nil} {
		parted, err := x.Parted(t.Context(), parse(t, query), time.Unix(500, 0))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range parted {
			got = append(got, e.ID)
		}
		if !cmp.Equal(got, want) {
			t.Errorf("Parted of %q = %v; want %v", query, got, want)
		}
	}
}
