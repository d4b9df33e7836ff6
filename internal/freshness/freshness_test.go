package freshness_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/freshness"
	"telaio/internal/organisation"
)

func day(year int, month time.Month, d int) time.Time {
	return time.Date(year, month, d, 9, 30, 0, 0, time.UTC)
}

func TestState_agesByGroup(t *testing.T) {
	confirmed := day(2025, time.March, 12)
	for _, c := range []struct {
		now             time.Time
		contacts, story freshness.State
	}{
		{confirmed, freshness.Fresh, freshness.Fresh},
		{day(2026, time.March, 12), freshness.Fresh, freshness.Fresh}, // until the day is over
		{day(2026, time.March, 13), freshness.Fading, freshness.Fresh},
		{day(2026, time.June, 12), freshness.Fading, freshness.Fresh},
		{day(2026, time.June, 13), freshness.Unconfirmed, freshness.Fresh},
		{day(2027, time.March, 13), freshness.Unconfirmed, freshness.Fading},
		{day(2027, time.June, 13), freshness.Unconfirmed, freshness.Unconfirmed},
	} {
		for group, want := range map[freshness.Group]freshness.State{freshness.Contacts: c.contacts, freshness.Story: c.story} {
			mark := freshness.Mark{Group: group, At: confirmed, Confirmed: true}
			if got := mark.State(c.now); got != want {
				t.Errorf("%s on %s = %s; want %s", group, c.now.Format(time.DateOnly), got, want)
			}
		}
	}
}

func TestState_isUnconfirmedIfNothingWasEverSaid(t *testing.T) {
	mark := freshness.Mark{Group: freshness.Story}
	if got := mark.State(day(2026, time.March, 1)); got != freshness.Unconfirmed || !mark.Turns(day(2026, time.March, 1)).IsZero() {
		t.Errorf("State = %s; want unconfirmed for ever", got)
	}
}

func TestTurns_isWhenTheStateChanges(t *testing.T) {
	mark := freshness.Mark{Group: freshness.Contacts, At: day(2025, time.January, 31)}
	for now, states := day(2025, time.February, 1), 0; ; states++ {
		next := mark.Turns(now)
		if next.IsZero() {
			if states != 2 {
				t.Errorf("%d changes; want fading and unconfirmed", states)
			}
			return
		}
		if before, after := mark.State(next.Add(-time.Nanosecond)), mark.State(next); before != mark.State(now) || after == before {
			t.Errorf("on %s %s turns into %s", next, before, after)
		}
		now = next
	}
}

func TestMarks_takesTheLaterOfConfirmationAndChange(t *testing.T) {
	o := organisation.Organisation{Revision: 3, ConfirmedAt: day(2026, time.February, 1)}
	revisions := []organisation.Revision{
		{Number: 4, Changed: []organisation.Field{"story"}, CreatedAt: day(2026, time.May, 1)}, // not published yet
		{Number: 3, Changed: []organisation.Field{"contacts"}, CreatedAt: day(2026, time.March, 1)},
		{Number: 2, Changed: []organisation.Field{"places", "story"}, CreatedAt: day(2025, time.March, 1)},
		{Number: 1, Changed: []organisation.Field{"name", "contacts", "story"}, CreatedAt: day(2024, time.March, 1)},
	}
	want := []freshness.Mark{
		{Group: freshness.Contacts, At: day(2026, time.March, 1)},
		{Group: freshness.Story, At: day(2026, time.February, 1), Confirmed: true},
	}
	if diff := cmp.Diff(want, freshness.Marks(o, revisions)); diff != "" {
		t.Errorf("marks (-want +got):\n%s", diff)
	}
}

func TestWhole_countsFromTheRevisionOnlyWithoutAConfirmation(t *testing.T) {
	confirmed, updated := day(2025, time.March, 1), day(2026, time.March, 1)
	if got := freshness.Whole(confirmed, updated); !got.At.Equal(confirmed) || !got.Confirmed {
		t.Errorf("Whole = %+v; want the confirmation", got)
	}
	if got := freshness.Whole(time.Time{}, updated); !got.At.Equal(updated) || got.Confirmed {
		t.Errorf("Whole = %+v; want the revision", got)
	}
}
