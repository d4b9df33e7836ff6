package readership_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/clock"
	"telaio/internal/organisation"
	"telaio/internal/readership"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

const browser = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

func TestBy_countsPeopleWhoDoNotMind(t *testing.T) {
	for _, c := range []struct {
		name   string
		header http.Header
		want   bool
	}{
		{"a browser", http.Header{"User-Agent": {browser}}, true},
		{"a browser that asks not to be tracked", http.Header{"User-Agent": {browser}, "Dnt": {"1"}}, false},
		{"a browser with global privacy control", http.Header{"User-Agent": {browser}, "Sec-Gpc": {"1"}}, false},
		{"a page fetched ahead", http.Header{"User-Agent": {browser}, "Sec-Purpose": {"prefetch;prerender"}}, false},
		{"a search engine", http.Header{"User-Agent": {"Mozilla/5.0 (compatible; Examplebot/2.1; +http://example.org/bot.html)"}}, false},
		{"a program", http.Header{"User-Agent": {"curl/8.9"}}, false},
		{"nobody", http.Header{}, false},
	} {
		if got := readership.By(c.header); got != c.want {
			t.Errorf("%s: By = %v; want %v", c.name, got, c.want)
		}
	}
}

func TestMonths_areTheLastTwelve(t *testing.T) {
	now := time.Date(2026, 3, 31, 23, 0, 0, 0, time.UTC)
	got := readership.Months(now, []readership.Count{
		{Day: "2026-03-01", Reads: 3}, {Day: "2026-03-31", Reads: 4}, {Day: "2025-04-30", Reads: 9}, {Day: "2025-03-31", Reads: 100}, {Day: "never", Reads: 100},
	})
	if len(got) != 12 || got[0].First != time.Date(2025, 4, 1, 0, 0, 0, 0, time.UTC) || got[0].Reads != 9 || got[11].Reads != 7 || got[5].Reads != 0 {
		t.Errorf("Months = %v", got)
	}
	if (readership.Month{Reads: 4}).Told() || !(readership.Month{Reads: 5}).Told() || !(readership.Month{}).Told() {
		t.Error("few reads are told, or many or none are not")
	}
}

func TestFlush_addsToWhatIsStoredAndForgetsTheOld(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		testkit.Publish(t, s, organisation.Organisation{ID: "o1", Slug: "filo"}, organisation.Card{Name: "Filo"})
		c := &clock.Fixed{T: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)}
		u := readership.UseCases{Records: s, Counter: &readership.Counter{Clock: c}, Clock: c}
		for range 2 { // twice: the second adds
			u.Counter.Saw(readership.Page{Name: "organisation", Slug: "filo"})
			u.Counter.Saw(readership.Page{Name: "organisation", Slug: "filo"})
			u.Counter.Saw(readership.Page{Name: "widget-organisation", Slug: "filo"})
			u.Counter.Saw(readership.Page{Name: "atlas"})
			if err := u.Flush(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		own, err := u.OfOrganisation(t.Context(), "o1", "organisation")
		if err != nil || own[11].Reads != 4 {
			t.Errorf("OfOrganisation = %v, %v", own, err)
		}
		pages, err := u.OfPages(t.Context())
		if err != nil || len(pages) != 3 || pages["atlas"][11].Reads != 2 || pages["organisation"][11].Reads != 4 {
			t.Errorf("OfPages = %v, %v", pages, err)
		}
		c.T = c.T.AddDate(3, 0, 0)
		if err := u.Forget(t.Context()); err != nil {
			t.Fatal(err)
		}
		left, err := s.ReadsOfPages(t.Context(), "")
		if err != nil || len(left) != 0 {
			t.Errorf("after three years there is %v, %v", left, err)
		}
	})
}

var errAway = errors.New("the database is away")

// refuses is a database that does not answer.
type refuses struct{ *store.Store }

func (refuses) AddReads(context.Context, []readership.Count) error { return errAway }

func TestFlush_losesNothingWhenTheDatabaseDoesNotAnswer(t *testing.T) {
	s := testkit.SQLite(t)
	c := &clock.Fixed{T: testkit.Day()}
	u := readership.UseCases{Records: refuses{s}, Counter: &readership.Counter{Clock: c}, Clock: c}
	u.Counter.Saw(readership.Page{Name: "atlas"})
	if err := u.Flush(t.Context()); !errors.Is(err, errAway) {
		t.Fatalf("Flush = %v", err)
	}
	u.Counter.Saw(readership.Page{Name: "atlas"})
	u.Records = s
	if err := u.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	got, err := s.ReadsOfPages(t.Context(), "")
	want := []readership.Count{{Day: "2026-03-12", Page: readership.Page{Name: "atlas"}, Reads: 2}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}
