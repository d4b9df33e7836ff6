package atlas_test

import (
	"log/slog"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/atlas"
	"telaio/internal/clock"
	"telaio/internal/freshness"
	"telaio/internal/organisation"
	"telaio/internal/testkit"
)

func TestFreshnessByRegion_countsEveryPageWhereItIs(t *testing.T) {
	s := testkit.SQLite(t)
	now := &clock.Fixed{T: noon()}
	x := atlas.NewIndex(s, taxonomies(t), testkit.Library(t).Words, now, slog.New(slog.DiscardHandler))
	rome := card("Filo Comune", "")
	rome.Places = []organisation.Place{{ID: "1", Kind: "seat", Publicity: organisation.PublicityMunicipality, Municipality: testkit.Rome()}}
	publish(t, s, "filo", 1, rome)
	publish(t, s, "rete", 1, card("Rete", ""))
	must(t, s.ConfirmOrganisation(t.Context(), "filo", 1, organisation.ByOrganisation, noon()),
		s.ConfirmOrganisation(t.Context(), "rete", 1, organisation.ByTeam, noon().AddDate(0, -1, 0)), x.Build(t.Context()))
	for _, c := range []struct {
		later  time.Duration
		want   []atlas.RegionFreshness
		oldest string // of those no longer fresh
	}{
		{0, []atlas.RegionFreshness{{Region: "lazio", Fresh: 1}, {Fresh: 1}}, ""},
		{340 * 24 * time.Hour, []atlas.RegionFreshness{{Region: "lazio", Fresh: 1}, {Fading: 1}}, "Rete"},
		{365 * 24 * time.Hour, []atlas.RegionFreshness{{Region: "lazio", Unconfirmed: 1}, {Unconfirmed: 1}}, "Rete"},
	} {
		now.Advance(c.later)
		must(t, x.Refresh(t.Context()))
		snapshot, err := x.Snapshot(t.Context())
		must(t, err)
		if diff := cmp.Diff(c.want, snapshot.FreshnessByRegion()); diff != "" {
			t.Errorf("on %s (-want +got):\n%s", now.T.Format(time.DateOnly), diff)
		}
		if all := snapshot.Freshness(); all.Total() != 2 || len(snapshot.PagesIn(atlas.Everywhere, freshness.Fresh)) != all.Fresh {
			t.Errorf("on %s everywhere %+v; want both pages, each once", now.T.Format(time.DateOnly), all)
		}
		oldest := ""
		for _, e := range snapshot.Oldest(1) {
			oldest += e.Name
		}
		rows := snapshot.FreshnessByRegion()
		for _, row := range rows {
			for state, want := range map[freshness.State]int{"": row.Total(), freshness.Fresh: row.Fresh, freshness.Fading: row.Fading, freshness.Unconfirmed: row.Unconfirmed} {
				if got := len(snapshot.PagesIn(row.Region, state)); got != want {
					t.Errorf("%d pages are %q in %q; want %d, as counted", got, state, row.Region, want)
				}
			}
		}
		if oldest != c.oldest {
			t.Errorf("on %s the oldest is %q; want %q", now.T.Format(time.DateOnly), oldest, c.oldest)
		}
	}
}
