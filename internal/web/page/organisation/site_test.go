package organisation_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"telaio/internal/account"
	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/gazetteer"
	domain "telaio/internal/organisation"
	"telaio/internal/publication"
	"telaio/internal/store"
	"telaio/internal/testkit"
	"telaio/internal/web"
	"telaio/internal/web/page/organisation"
	"telaio/internal/web/shell"
)

func TestMain(m *testing.M) { testkit.Main(m) }

const base = "https://telaio.example"

// site is the pages of this group over a fresh store.
type site struct {
	http.Handler
	store *store.Store
	now   *clock.Fixed
}

type nobody struct{}

func (nobody) Subject(*http.Request) (account.Subject, error) { return account.Subject{}, nil }

// files holds pictures by id and variant.
type files map[string]string

func (f files) Open(_ context.Context, id, variant string) (io.ReadSeekCloser, error) {
	content, ok := f[id+"-"+variant]
	if !ok {
		return nil, fault.New(fault.NotFound, "error.not_found")
	}
	return closer{strings.NewReader(content)}, nil
}

type closer struct{ *strings.Reader }

func (closer) Close() error { return nil }

func newSite(t *testing.T) site {
	t.Helper()
	library := testkit.Library(t)
	s := testkit.SQLite(t)
	logo, now := testkit.FullCard().Logo, &clock.Fixed{T: testkit.Day()}
	pages := organisation.Pages{Reader: publication.Reader{Records: s}, Files: files{logo + "-": "large", logo + "-128": "small"}, Clock: now}
	towns, err := gazetteer.Capitals()
	if err != nil {
		t.Fatal(err)
	}
	stub := func(w http.ResponseWriter, _ *http.Request, _ *shell.Visit) error { return nil }
	server := web.Server{
		Site:     &shell.Site{BaseURL: base, HelpMail: "aiuto@telaio.example", Taxonomies: library.Taxonomies, Assets: shell.Assets{Style: "/style.css"}, Towns: towns},
		Messages: library.Messages, Sessions: nobody{}, Log: slog.New(slog.DiscardHandler),
		Routes: append(pages.Routes(),
			shell.Route{Name: "home", Method: "GET", Paths: shell.Both("/{$}", "/en/{$}"), Action: account.ReadPublic, Handle: stub},
			shell.Route{Name: "atlas", Method: "GET", Paths: shell.Both("/atlante", "/en/atlas"), Action: account.ReadPublic, Handle: stub},
			shell.Route{Name: "report-wrong", Method: "GET", Paths: shell.Both("/organizzazioni/{slug}/segnala", "/en/organisations/{slug}/report"), Action: account.ReadPublic, Handle: stub},
			shell.Route{Name: "claim", Method: "GET", Paths: shell.Both("/organizzazioni/{slug}/rappresenta", "/en/organisations/{slug}/represent"), Action: account.Participate, Handle: stub},
			shell.Route{Name: "participate", Method: "GET", Paths: shell.Both("/partecipa", "/en/participate"), Action: account.Participate, Handle: stub}),
	}
	handler, err := server.Handler()
	if err != nil {
		t.Fatal(err)
	}
	return site{handler, s, now}
}

// publishSamples puts Officine Zero and the full card into the store.
func (s site) publishSamples(t *testing.T) {
	t.Helper()
	testkit.Publish(t, s.store, domain.Organisation{ID: "oz", Slug: "officine-zero"}, testkit.OfficineZero())
	testkit.Publish(t, s.store, domain.Organisation{ID: "full", Slug: "telaio-comune", Example: true}, testkit.FullCard())
}

func (s site) get(t *testing.T, path string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, base+path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}
