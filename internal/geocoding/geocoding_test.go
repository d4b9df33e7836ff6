package geocoding_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/fault"
	"telaio/internal/geocoding"
)

type moment struct{ now time.Time }

func (m *moment) Now() time.Time { return m.now }

func TestSearch_asksOnceAndNotTooFast(t *testing.T) {
	var asked []string
	nominatim := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.Query().Get("q")+"/"+r.URL.Query().Get("countrycodes"))
		_, _ = w.Write([]byte(`[{"display_name":"Via Umberto Partini 20, Roma","lat":"41.9115","lon":"12.5467"},{"display_name":"nowhere","lat":"NaN","lon":"999"}]`))
	}))
	defer nominatim.Close()
	at := &moment{time.Unix(0, 0)}
	s := geocoding.New(nominatim.URL, at)
	for range 2 {
		hits, err := s.Search(t.Context(), " via  Umberto Partini 20 ", "IT")
		want := []geocoding.Hit{{Name: "Via Umberto Partini 20, Roma", Lat: 41.9115, Lon: 12.5467}}
		if diff := cmp.Diff(want, hits); err != nil || diff != "" {
			t.Fatalf("Search = %v (-want +got):\n%s", err, diff)
		}
	}
	if diff := cmp.Diff([]string{"via Umberto Partini 20/it"}, asked); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
	if _, err := s.Search(t.Context(), "via Appia", ""); fault.KindOf(err) != fault.TooMany {
		t.Errorf("at once: %v; want to be told to wait", err)
	}
	at.now = at.now.Add(time.Second)
	if _, err := s.Search(t.Context(), "via Appia", ""); err != nil || len(asked) != 2 {
		t.Errorf("a second later: %v, asked %d times; want 2", err, len(asked))
	}
}

func TestSearch_saysThatTheServerIsSilentAndNotWhatWasAsked(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"an error": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) },
		"no JSON":  func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) },
		"elsewhere": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://127.0.0.1:1/", http.StatusFound)
		},
		"no ending":  func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("[" + strings.Repeat(" ", 2<<20))) },
		"not at all": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		t.Run(name, func(t *testing.T) {
			nominatim := httptest.NewServer(answer)
			defer nominatim.Close()
			_, err := geocoding.New(nominatim.URL, &moment{}).Search(t.Context(), "via Segreta 1", "")
			if fault.KindOf(err) != fault.Unavailable || strings.Contains(err.Error(), "Segreta") {
				t.Errorf("%v; want unavailable, without the address", err)
			}
		})
	}
	if _, err := geocoding.New("http://127.0.0.1:1", &moment{}).Search(t.Context(), "  ", ""); fault.KindOf(err) != fault.Invalid {
		t.Errorf("no address: %v; want invalid", err)
	}
}
