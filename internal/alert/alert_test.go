package alert_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"telaio/internal/alert"
	"telaio/internal/atlas"
)

func entry(id string, changed time.Time) *atlas.Entry {
	return &atlas.Entry{ID: id, Name: id, UpdatedAt: changed}
}

func TestCompare_tellsWhatIsNewChangedAndGone(t *testing.T) {
	monday := time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
	before := alert.Known{"same": monday, "changed": monday, "left": monday, "secret": monday}
	left := entry("left", monday)
	left.ConfirmedAt = monday.Add(time.Hour) // a confirmation is no change
	got := alert.Compare(before, []*atlas.Entry{
		entry("new", monday.Add(-time.Hour)), entry("same", monday.Add(time.Millisecond)), entry("changed", monday.Add(time.Hour)),
	}, map[string]*atlas.Entry{"left": left})
	want := [][]string{{"new"}, {"changed"}, {"left"}}
	if diff := cmp.Diff(want, [][]string{names(got.New), names(got.Changed), names(got.Left)}); diff != "" || got.NotPublic != 1 || got.Gone() != 2 {
		t.Errorf("%d not public; %s", got.NotPublic, diff)
	}
}

func names(entries []atlas.Entry) (names []string) {
	for _, e := range entries {
		names = append(names, e.Name)
	}
	return names
}

func TestCompare_withItselfTellsNothing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		known := anyKnown(r)
		var found []*atlas.Entry
		for id, at := range known {
			found = append(found, entry(id, at))
		}
		if d := alert.Compare(known, found, nil); !d.Empty() {
			r.Fatalf("%+v", d)
		}
	})
}

func anyKnown(r *rapid.T) alert.Known {
	known := alert.Known{}
	for _, id := range rapid.SliceOf(rapid.StringMatching(`[a-z0-9]{1,20}`)).Draw(r, "ids") {
		known[id] = time.Unix(rapid.Int64Range(0, 1<<33).Draw(r, "at"), 0).UTC()
	}
	return known
}

func TestKnown_isReadAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		known := anyKnown(r)
		got, err := alert.ReadKnown(known.String())
		if err != nil {
			r.Fatal(err)
		}
		if diff := cmp.Diff(known, got); diff != "" {
			r.Fatal(diff)
		}
	})
	if _, err := alert.ReadKnown("no number"); err == nil {
		t.Error("a broken line was read")
	}
}

func TestPeriod_beginsInTheMorningOfMondayAndOfTheFirst(t *testing.T) {
	for _, c := range []struct {
		every alert.Every
		at    string
		want  string
	}{
		{alert.Week, "2026-11-16T04:59:00Z", "2026-W46"},
		{alert.Week, "2026-11-16T05:00:00Z", "2026-W47"},
		{alert.Week, "2026-11-22T23:00:00Z", "2026-W47"},
		{alert.Week, "2027-01-01T12:00:00Z", "2026-W53"},
		{alert.Month, "2026-11-01T04:00:00Z", "2026-10"},
		{alert.Month, "2026-11-01T06:00:00Z", "2026-11"},
	} {
		at, err := time.Parse(time.RFC3339, c.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := alert.Period(c.every, at); got != c.want {
			t.Errorf("Period(%s, %s) = %s; want %s", c.every, c.at, got, c.want)
		}
	}
}

func TestLasting_keepsNoPlaceOfTheReader(t *testing.T) {
	q := atlas.Query{Text: "cnc", Near: "Roma", From: &atlas.Point{}, Order: atlas.ByFreshness, Page: 3}
	if got := alert.Lasting(q).Encode(); got != "q=cnc" {
		t.Errorf("Lasting = %q", got)
	}
}
