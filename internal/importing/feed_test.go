package importing_test

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"telaio/internal/fault"
	"telaio/internal/importing"
	"telaio/internal/outbound"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

// registrar is a site with a register on it, which notes how it was asked.
type registrar struct {
	*httptest.Server
	mu    sync.Mutex
	file  string
	code  int
	asked []*http.Request
}

func newRegistrar(t *testing.T) *registrar {
	t.Helper()
	r := &registrar{file: register, code: http.StatusOK}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.asked = append(r.asked, request)
		etag := fmt.Sprintf("%q", fmt.Sprint(len(r.file), strings.Count(r.file, "5")))
		w.Header().Set("ETag", etag)
		switch {
		case r.code != http.StatusOK:
			w.Header().Set("Retry-After", "36000")
			w.WriteHeader(r.code)
		case request.Header.Get("If-None-Match") == etag:
			w.WriteHeader(http.StatusNotModified)
		default:
			_, _ = w.Write([]byte(r.file)) // fails when the reader has gone
		}
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *registrar) says(file string, code int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.file, r.code = file, code
}

// fed is a world with a register that can be fetched.
func fed(t *testing.T, s *store.Store) (world, *registrar, importing.Feed) {
	t.Helper()
	w, site := newWorld(t, s), newRegistrar(t)
	w.Web, w.Agent = outbound.New(outbound.Limits{AllowLoopback: true, MaxBytes: 1 << 20, Redirects: 3}), "Telaio (+https://telaio.example)"
	f, err := w.FromAddress(t.Context(), researcher(), "registro", site.URL+"/elenco.csv")
	if err != nil {
		t.Fatal(err)
	}
	return w, site, f
}

// fetch fetches what is due, and returns the feed as it is then.
func (w world) fetch(id string) importing.Feed {
	w.t.Helper()
	if worked, err := w.FetchNext(w.t.Context()); !worked || err != nil {
		w.t.Fatalf("FetchNext = %v, %v; want something fetched", worked, err)
	}
	return w.feed(id)
}

func (w world) feed(id string) importing.Feed {
	w.t.Helper()
	f, err := w.FindFeed(w.t.Context(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return f
}

// work does what waits.
func (w world) work() {
	w.t.Helper()
	if worked, err := w.Next(w.t.Context()); !worked || err != nil {
		w.t.Fatalf("Next = %v, %v; want work done", worked, err)
	}
}

// carryOut checks and carries out the import that came of an address.
func (w world) carryOut(id string) {
	w.t.Helper()
	w.work()
	i, err := w.Find(w.t.Context(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	if _, err := w.Order(w.t.Context(), researcher(), i, importing.Options{Publish: true}); err != nil {
		w.t.Fatal(err)
	}
	w.work()
}

func TestFetchNext_takesAnAddressLikeAFile(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w, site, f := fed(t, s)
		if f = w.fetch(f.ID); f.Result != importing.Fetched || f.Working() || f.ImportID == "" {
			t.Fatalf("feed = %+v; want an import of it", f)
		}
		w.carryOut(f.ImportID)
		if len(w.published()) != 2 {
			t.Errorf("%d public; want both", len(w.published()))
		}
		if got := site.asked[0].Header.Get("User-Agent"); got != "Telaio (+https://telaio.example)" {
			t.Errorf("it calls itself %q; want a name with an address", got)
		}
		if worked, err := w.FetchNext(t.Context()); worked || err != nil {
			t.Errorf("a second time: %v, %v; want nothing to fetch", worked, err)
		}
	})
}

func TestFetchNext_preparesWhatChangedAndPublishesNothing(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w, site, f := fed(t, s)
		w.carryOut(w.fetch(f.ID).ImportID)
		if err := w.Schedule(t.Context(), researcher(), f.ID, importing.Daily); err != nil {
			t.Fatal(err)
		}
		w.clock.T = w.clock.T.Add(25 * time.Hour)
		if f = w.fetch(f.ID); f.Result != importing.NothingNew || !f.DueAt.Equal(w.clock.T.Add(24*time.Hour)) {
			t.Errorf("the same file: %+v; want nothing new, and the next day again", f)
		}

		site.says(with(register, "2013", "2015"), http.StatusOK)
		w.clock.T = w.clock.T.Add(25 * time.Hour)
		w.fetch(f.ID)
		w.work()
		prepared, err := w.Prepared(t.Context())
		if err != nil || len(prepared) != 1 || prepared[0].Report.Counts[importing.Changed] != 1 {
			t.Fatalf("prepared = %+v, %v; want one change that waits for a person", prepared, err)
		}
		if got := w.named("Filo Comune").Card.Year; got != 2013 {
			t.Errorf("year %d is public; want what a person has approved", got)
		}

		site.says(with(register, "2013", "2016"), http.StatusOK)
		w.clock.T = w.clock.T.Add(25 * time.Hour)
		w.fetch(f.ID)
		w.work()
		if newer, err := w.Prepared(t.Context()); err != nil || len(newer) != 1 || newer[0].ID == prepared[0].ID {
			t.Errorf("prepared = %+v, %v; want the newer one in place of the older", newer, err)
		}
	})
}

func TestFetchNext_leavesNothingOfAFileThatOnlyLooksNew(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w, site, f := fed(t, s)
		w.carryOut(w.fetch(f.ID).ImportID)
		if err := w.Schedule(t.Context(), researcher(), f.ID, importing.Weekly); err != nil {
			t.Fatal(err)
		}
		site.says(register+";;;;\n", http.StatusOK)
		w.clock.T = w.clock.T.Add(8 * 24 * time.Hour)
		f = w.fetch(f.ID)
		w.work()
		if _, err := w.Find(t.Context(), f.ImportID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the import is still there: %v", err)
		}
		if f = w.feed(f.ID); f.Result != importing.NothingNew || f.ImportID != "" {
			t.Errorf("feed = %+v; want nothing new", f)
		}
	})
}

func TestFetchNext_saysWhyItFailedAndTriesAgainLater(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w, site, f := fed(t, s)
		if err := w.Schedule(t.Context(), researcher(), f.ID, importing.Daily); err != nil {
			t.Fatal(err)
		}
		site.says(register, http.StatusInternalServerError)
		if f = w.fetch(f.ID); f.Problem.Key != "import.fetch.status" || !f.DueAt.Equal(w.clock.T.Add(10*time.Hour)) {
			t.Errorf("problem %q, due %s; want the reason, and the ten hours that the site asked for", f.Problem.Key, f.DueAt)
		}
		if worked, err := w.FetchNext(t.Context()); worked || err != nil {
			t.Errorf("at once again: %v, %v; want it to wait", worked, err)
		}
		site.says(register, http.StatusOK)
		w.clock.T = w.clock.T.Add(11 * time.Hour)
		if f = w.fetch(f.ID); f.Problem.Key != "" || f.Failures != 0 || f.Result != importing.Fetched {
			t.Errorf("feed = %+v; want it fetched", f)
		}
	})
}

func TestFetchNext_isDoneByOneNodeOnly(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w, site, _ := fed(t, s)
		var all sync.WaitGroup
		for range 6 {
			all.Go(func() {
				if _, err := w.FetchNext(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if len(site.asked) != 1 {
			t.Errorf("asked %d times; want once", len(site.asked))
		}
	})
}

func TestFetchNext_forgetsAnAddressThatWasForgottenMeanwhile(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w, _, f := fed(t, s)
		if _, err := s.TakeFeed(t.Context(), w.clock.T, w.clock.T.Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		if err := w.ForgetFeed(t.Context(), researcher(), f.ID); err != nil {
			t.Fatal(err)
		}
		if all, err := w.Feeds(t.Context()); err != nil || len(all) != 0 {
			t.Errorf("feeds = %+v, %v; want none", all, err)
		}
	})
}

func TestAsk_fetchesAnewWhatWasLeft(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w, _, f := fed(t, s)
		first := w.fetch(f.ID)
		w.work()
		if err := w.Leave(t.Context(), researcher(), first.ImportID); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Ask(t.Context(), researcher(), f.ID); err != nil {
			t.Fatal(err)
		}
		if again := w.fetch(f.ID); again.Result != importing.Fetched || again.ImportID == first.ImportID {
			t.Errorf("feed = %+v; want another import of the same file", again)
		}
	})
}

func TestFromAddress_refusesWhatIsNoPublicAddress(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	w.Web = outbound.New(outbound.Limits{})
	for _, address := range []string{"", "registro", "file:///etc/passwd", "http://127.0.0.1/a.csv", "http://10.0.0.5/a.csv", "http://[::1]/a", "https://nome:segreto@a.example/"} {
		if _, err := w.FromAddress(t.Context(), researcher(), "registro", address); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q: %v; want a refusal", address, err)
		}
	}
}

func TestFetch_saysWhatIsWrongWithAnAnswer(t *testing.T) {
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		want   string
	}{
		"a page":         {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<!DOCTYPE html><title>Dati</title>") }, "web_page"},
		"nothing":        {func(http.ResponseWriter, *http.Request) {}, "empty"},
		"gone":           {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) }, "not_there"},
		"locked":         {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }, "forbidden"},
		"busy":           {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTooManyRequests) }, "busy"},
		"without an end": {func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 2<<20)) }, "too_large"},
		"to the inside": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://10.0.0.1/", http.StatusFound)
		}, "refused"},
		"an endless list": {func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, `{"total_pages":9999,"page_number":1,"contents":[]}`)
		}, "too_large"},
		"cut off": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			fmt.Fprint(w, "name")
		}, "cut_off"},
	} {
		t.Run(name, func(t *testing.T) {
			site := httptest.NewServer(c.answer)
			defer site.Close()
			fetcher := importing.Fetcher{Web: outbound.New(outbound.Limits{AllowLoopback: true, MaxBytes: 1 << 20, Redirects: 3}), Agent: "Telaio"}
			_, _, err := fetcher.Fetch(t.Context(), site.URL, importing.Seen{})
			refusal, ok := errors.AsType[*fault.Error](err)
			if !ok || refusal.Kind != fault.Invalid || refusal.Message.Key != "import.fetch."+c.want {
				t.Errorf("Fetch = %v; want the reason %q", err, c.want)
			}
		})
	}
}

func TestFetch_takesEveryPageOfAList(t *testing.T) {
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page := cmp.Or(r.URL.Query().Get("page"), "1")
		fmt.Fprintf(w, `{"total_items":3,"total_pages":3,"page_number":%[1]s,"contents":[{"id":"o%[1]s","name":"Numero %[1]s","alternate_name":"n"}]}`, page)
	}))
	defer site.Close()
	fetcher := importing.Fetcher{Web: outbound.New(outbound.Limits{AllowLoopback: true}), Agent: "Telaio"}
	d, _, err := fetcher.Fetch(t.Context(), site.URL+"/organizations?per_page=1", importing.Seen{})
	if err != nil {
		t.Fatal(err)
	}
	table, err := importing.ReadTable(d.Raw, importing.Reading{})
	if err != nil || table.Format != importing.HSDS || len(table.Rows) != 3 {
		t.Errorf("%s, %d rows, %v; want all three", table.Format, len(table.Rows), err)
	}
}
