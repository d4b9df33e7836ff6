package atlas_test

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"telaio/internal/atlas"
	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/organisation"
	"telaio/internal/store"
	"telaio/internal/taxonomy"
	"telaio/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

func taxonomies(t testing.TB) taxonomy.Set {
	t.Helper()
	return testkit.Library(t).Taxonomies
}

func noon() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// publish makes a revision of the organisation public, the first one too.
func publish(t testing.TB, s *store.Store, id string, number int, card organisation.Card) {
	t.Helper()
	o := organisation.Organisation{ID: id, Slug: id, State: organisation.Published, Revision: number, CreatedAt: noon(), UpdatedAt: noon()}
	if number == 1 {
		if err := s.CreateOrganisation(t.Context(), o); err != nil {
			t.Fatal(err)
		}
	}
	r := organisation.Revision{OrganisationID: id, Number: number, Card: card, CreatedAt: noon()}
	if err := s.AddRevision(t.Context(), o, r); err != nil {
		t.Fatal(err)
	}
}

func withdraw(t testing.TB, s *store.Store, id string) {
	t.Helper()
	o, err := s.Organisation(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	o.State = organisation.Archived
	if err := s.UpdateOrganisation(t.Context(), o); err != nil {
		t.Fatal(err)
	}
}

func card(name, story string, types ...string) organisation.Card {
	return organisation.Card{Name: name, Story: story, Types: types}
}

// names lists what a search for text shows.
func names(t testing.TB, x *atlas.Index, text string) string {
	t.Helper()
	r, err := x.Find(t.Context(), atlas.Query{Text: text})
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, e := range r.Entries {
		found = append(found, e.Name)
	}
	return strings.Join(found, ", ")
}

func TestIndex_followsWhatIsPublished(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		x := atlas.NewIndex(s, taxonomies(t), testkit.Library(t).Words, testkit.Clock(), slog.New(slog.DiscardHandler))
		publish(t, s, "filo", 1, card("Filo Comune", "sarte di Prato", "cooperative"))
		publish(t, s, "rete", 1, card("Rete", "rider", "collective"))
		must(t, x.Build(t.Context()), x.IndexWords(t.Context()))
		first := x.Generation()

		// a new page, a changed one, one that goes
		publish(t, s, "officine", 1, card("Officine", "macchine CNC"))
		publish(t, s, "filo", 2, card("Filo Nostro", "ricamatrici", "union"))
		withdraw(t, s, "rete")
		must(t, x.Refresh(t.Context()))

		for text, want := range map[string]string{
			"": "Filo Nostro, Officine", "cnc": "Officine", "sarte": "", "ricam": "Filo Nostro", "rider": "", "cooperativa": "", "sindacato": "Filo Nostro",
		} {
			if got := names(t, x, text); got != want {
				t.Errorf("search %q = %q; want %q", text, got, want)
			}
		}
		if x.Generation() == first {
			t.Error("the generation did not change")
		}
		still := x.Generation()
		must(t, x.Refresh(t.Context()))
		if x.Generation() != still {
			t.Error("the generation changed though nothing was published")
		}
	})
}

// someNames has two towns.
type someNames struct{ atlas.Gazetteer }

func (someNames) Named(string) []organisation.Municipality { return nil }

func (someNames) Names(code string) []string {
	return map[string][]string{"it-063049": {"Napoli", "Naples"}, "de-munich-02": {"Munich", "Monaco di Baviera", "München"}}[code]
}

func (someNames) Called(m *organisation.Municipality, in i18n.Language) string {
	return cmp.Or(map[string]string{"en it-063049": "Naples", "it de-munich-02": "Monaco di Baviera"}[string(in)+" "+m.Code], m.Name)
}

func (someNames) ProvinceIn(m *organisation.Municipality, _ i18n.Language) string { return m.Province }

func (someNames) ProvinceNames(*organisation.Municipality) []string { return nil }

func (someNames) CountryNames(code string) []string {
	return map[string][]string{"IT": {"Italia"}, "DE": {"Germania", "Germany", "Deutschland"}}[code]
}

func TestIndex_findsTownsByTheirNamesInEveryLanguage(t *testing.T) {
	s := testkit.SQLite(t)
	x := atlas.NewIndex(s, taxonomies(t), testkit.Library(t).Words, testkit.Clock(), slog.New(slog.DiscardHandler))
	x.Gazetteer = someNames{}
	naples, munich := card("Vico", ""), card("Werkraum", "")
	naples.Places = []organisation.Place{{Kind: "seat", Publicity: organisation.PublicityMunicipality, Municipality: organisation.Municipality{Code: "it-063049", Name: "Napoli", Country: "IT"}}}
	munich.Places = []organisation.Place{
		{Kind: "seat", Publicity: organisation.PublicityMunicipality, Municipality: organisation.Municipality{Code: "de-munich-02", Name: "Munich", Country: "DE"}},
		{Kind: "branch", Publicity: organisation.PublicityCountry, Country: "DE"},
	}
	publish(t, s, "vico", 1, naples)
	publish(t, s, "werkraum", 1, munich)
	must(t, x.Build(t.Context()), x.IndexWords(t.Context()))
	for text, want := range map[string]string{
		"napoli": "Vico", "naples": "Vico", "munich": "Werkraum", "monaco di baviera": "Werkraum", "München": "Werkraum", "germania": "Werkraum", "italia": "",
	} {
		if got := names(t, x, text); got != want {
			t.Errorf("search %q = %q; want %q", text, got, want)
		}
	}
}

func TestIndex_searchesWhatAnotherNodePublishes(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		var nodes []*atlas.Index
		for range 2 {
			x := atlas.NewIndex(s, taxonomies(t), testkit.Library(t).Words, testkit.Clock(), slog.New(slog.DiscardHandler))
			must(t, x.Build(t.Context()), x.IndexWords(t.Context()))
			nodes = append(nodes, x)
		}
		publish(t, s, "filo", 1, card("Filo Comune", "sarte"))
		for _, x := range nodes {
			must(t, x.Refresh(t.Context()))
			if got := names(t, x, "sarta"); got != "Filo Comune" {
				t.Errorf("search = %q", got)
			}
		}
	})
}

func TestIndex_takesInMoreThanItReadsAtATime(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		x := atlas.NewIndex(s, taxonomies(t), testkit.Library(t).Words, testkit.Clock(), slog.New(slog.DiscardHandler))
		must(t, x.Build(t.Context()), x.IndexWords(t.Context()))
		const many = 600
		must(t, s.InTx(t.Context(), func(ctx context.Context) error {
			for i := range many {
				o := organisation.Organisation{ID: fmt.Sprint("o", i), Slug: fmt.Sprint("o", i), State: organisation.Published, Revision: 1, CreatedAt: noon(), UpdatedAt: noon()}
				if err := s.CreateOrganisation(ctx, o); err != nil {
					return err
				}
				if err := s.AddRevision(ctx, o, organisation.Revision{OrganisationID: o.ID, Number: 1, Card: card(fmt.Sprint("Filo ", i), ""), CreatedAt: noon()}); err != nil {
					return err
				}
			}
			return nil
		}), x.Refresh(t.Context()))
		r, err := x.Find(t.Context(), atlas.Query{Text: "filo"})
		if err != nil || r.Total != many || r.Size != many {
			t.Errorf("found %d of %d, %v; want %d", r.Total, r.Size, err, many)
		}
		before := x.Generation()
		if must(t, x.Refresh(t.Context())); x.Generation() != before {
			t.Error("nothing has changed, and the snapshot has")
		}
	})
}

func TestIndexWords_beginsAnewOnceMuchHasChanged(t *testing.T) {
	s := testkit.SQLite(t)
	x := atlas.NewIndex(s, taxonomies(t), testkit.Library(t).Words, testkit.Clock(), slog.New(slog.DiscardHandler))
	must(t, x.Build(t.Context()), x.IndexWords(t.Context()))
	for i := range 120 {
		publish(t, s, fmt.Sprintf("o%d", i), 1, card(fmt.Sprintf("Officina %d", i), "legno"))
	}
	must(t, x.Refresh(t.Context()), x.IndexWords(t.Context()))
	withdraw(t, s, "o7")
	must(t, x.Refresh(t.Context()))

	r, err := x.Find(t.Context(), atlas.Query{Text: "legno"})
	if err != nil || r.Total != 119 {
		t.Errorf("found %d, %v; want 119", r.Total, err)
	}
}

func TestIndex_forgetsThatAPageIsFreshWhenAYearHasPassed(t *testing.T) {
	s := testkit.SQLite(t)
	now := &clock.Fixed{T: noon()}
	x := atlas.NewIndex(s, taxonomies(t), testkit.Library(t).Words, now, slog.New(slog.DiscardHandler))
	publish(t, s, "filo", 1, card("Filo Comune", ""))
	must(t, s.ConfirmOrganisation(t.Context(), "filo", 1, organisation.ByOrganisation, noon()), x.Build(t.Context()))
	q := atlas.Query{}
	q.Chosen[atlas.Freshness] = []string{atlas.ConfirmedYear}
	for _, c := range []struct {
		later time.Duration
		want  int
	}{{0, 1}, {364 * 24 * time.Hour, 1}, {2 * 24 * time.Hour, 0}} {
		now.Advance(c.later)
		must(t, x.Refresh(t.Context()))
		if r, err := x.Find(t.Context(), q); err != nil || r.Total != c.want {
			t.Errorf("on %s: %d fresh, %v; want %d", now.T.Format(time.DateOnly), r.Total, err, c.want)
		}
	}
}

func TestFind_saysWhenWordsCannotBeSearchedYet(t *testing.T) {
	x := atlas.NewIndex(testkit.SQLite(t), taxonomies(t), testkit.Library(t).Words, testkit.Clock(), slog.New(slog.DiscardHandler))
	must(t, x.Build(t.Context()))
	impatient, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := x.Find(impatient, atlas.Query{Text: "legno"}); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("Find = %v; want that it is too early", err)
	}
}

func TestSnapshot_waitsForTheIndexToBeBuilt(t *testing.T) {
	s := testkit.SQLite(t)
	x := atlas.NewIndex(s, taxonomies(t), testkit.Library(t).Words, testkit.Clock(), slog.New(slog.DiscardHandler))
	impatient, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := x.Snapshot(impatient); err == nil {
		t.Error("Snapshot before Build gave no error to who could not wait")
	}
	go x.Build(t.Context())
	if snapshot, err := x.Snapshot(t.Context()); err != nil || snapshot.Size() != 0 {
		t.Errorf("Snapshot = %v, %v", snapshot, err)
	}
}

func TestSearch_readsNoPlaceThatIsKeptBack(t *testing.T) {
	s := testkit.SQLite(t)
	exact := []organisation.ExactPlace{{
		ID: "p", Name: "Rifugio", Address: "via Segreta", Publicity: organisation.PublicityWithheld,
		Municipality: organisation.Municipality{Code: "it-058091", Name: "Roma", Country: "IT", Lat: 41.9, Lon: 12.5},
	}}
	c := card("Filo", "")
	c.Places = organisation.PublicPlaces(exact)
	publish(t, s, "filo", 1, c)
	must(t, s.SetExactPlaces(t.Context(), "filo", "", exact))
	x := atlas.NewIndex(s, taxonomies(t), testkit.Library(t).Words, testkit.Clock(), slog.New(slog.DiscardHandler))
	must(t, x.Build(t.Context()), x.IndexWords(t.Context()))
	for _, secret := range []string{"Rifugio", "Segreta", "Roma"} {
		if got := names(t, x, secret); got != "" {
			t.Errorf("search %q finds %s", secret, got)
		}
	}
	r, err := x.Find(t.Context(), atlas.Query{})
	if err != nil || len(r.Dots) != 0 || r.Unplaced != 1 {
		t.Errorf("Find = %d dots, %d without a place, %v", len(r.Dots), r.Unplaced, err)
	}
}

func must(t testing.TB, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func BenchmarkBuild(b *testing.B) {
	s := testkit.SQLite(b)
	err := s.InTx(b.Context(), func(ctx context.Context) error {
		for i := range 2000 {
			id := fmt.Sprintf("o%05d", i)
			o := organisation.Organisation{ID: id, Slug: id, State: organisation.Published, Revision: 1, CreatedAt: noon(), UpdatedAt: noon()}
			if err := s.CreateOrganisation(ctx, o); err != nil {
				return err
			}
			c := card(fmt.Sprintf("Organizzazione %d", i*7919%2000), strings.Repeat("una storia di lavoro e mutualismo ", 120), "cooperative")
			if err := s.AddRevision(ctx, o, organisation.Revision{OrganisationID: id, Number: 1, Card: c, CreatedAt: noon()}); err != nil {
				return err
			}
		}
		return nil
	})
	must(b, err)
	for b.Loop() {
		x := atlas.NewIndex(s, taxonomies(b), testkit.Library(b).Words, testkit.Clock(), slog.New(slog.DiscardHandler))
		must(b, x.Build(b.Context()))
	}
}
