package kitstudy_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"telaio/internal/account"
	"telaio/internal/benchmark"
	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/kit"
	"telaio/internal/kitstudy"
	"telaio/internal/testkit"
	"telaio/internal/web"
	pages "telaio/internal/web/page/kitstudy"
	"telaio/internal/web/shell"
)

// study answers with figures that are made for the test.
type study struct{ figures kitstudy.Figures }

func (s study) Figures(context.Context, account.Subject) (kitstudy.Figures, error) {
	return s.figures, nil
}

func (s study) Export(_ context.Context, _ account.Subject, _ string) (kitstudy.Export, error) {
	if s.figures.Organisations == 0 {
		return kitstudy.Export{}, fault.New(fault.Conflict, "study.too_few")
	}
	return kitstudy.Export{Format: kitstudy.ExportFormat, MadeAt: "2026-03-12"}, nil
}

// Subject is a researcher.
func (s study) Subject(*http.Request) (account.Subject, error) {
	return account.Subject{PersonID: "r", Name: "Elena Bassi", Language: "it", Grants: []account.Grant{{Role: account.Researcher}}}, nil
}

func serve(t *testing.T, s study, method, path string) *httptest.ResponseRecorder {
	t.Helper()
	library := testkit.Library(t)
	site := &shell.Site{BaseURL: "http://127.0.0.1:8198", HelpMail: "aiuto@telaio.example", Taxonomies: library.Taxonomies, Cookies: shell.NewCookies("http://127.0.0.1:8198"), Assets: shell.Assets{Style: "/style.css"}}
	empty := func(http.ResponseWriter, *http.Request, *shell.Visit) error { return nil }
	group := func(_ i18n.Language, g benchmark.Group) string { return g.ID() }
	server := web.Server{
		Site: site, Messages: library.Messages, Sessions: s, Log: slog.New(slog.DiscardHandler),
		Routes: append(pages.Pages{UseCases: s, Group: group}.Routes(),
			shell.Route{Name: "home", Method: "GET", Paths: shell.Both("/{$}", "/en/{$}"), Action: account.ReadPublic, Handle: empty},
			shell.Route{Name: "sign-in", Method: "GET", Paths: shell.Both("/accedi", "/en/sign-in"), Action: account.SignIn, Handle: empty}),
	}
	handler, err := server.Handler()
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest(method, path, nil))
	return w
}

func TestShow_keepsBackWhatIsOfTooFew(t *testing.T) {
	k, _ := testkit.Library(t).NewestKit()
	divergence := .75
	figures := kitstudy.Figures{
		Total: 12, Organisations: 12,
		States: kitstudy.Suppress([]kitstudy.Cell{{Name: "answering", N: 2}, {Name: "discussing"}, {Name: "closed", N: 10}}),
		Dimensions: []kitstudy.Dimension{
			{Dimension: k.Dimensions[0], Values: kit.Benchmark{Gate: kit.GateQuartiles, N: 12, Median: 2, Q1: 1.55, Q3: 2.65}},
			{Dimension: k.Dimensions[1], Values: kit.Benchmark{Gate: kit.GateHidden}},
		},
		Items:  []kitstudy.Item{{Item: k.Items()[0], Divergence: &divergence, Levels: kit.Benchmark{Gate: kit.GateMedian, N: 7, Median: 2.5}}},
		Groups: []benchmark.Snapshot{{Group: benchmark.Group{Kind: benchmark.ByForm, Code: "network"}, Dimension: k.Dimensions[0].ID, Figures: kit.Benchmark{Gate: kit.GateMedian, N: 6, Median: 1.5}}},
	}
	w := serve(t, study{figures}, http.MethodGet, "/redazione/kit")
	body := w.Body.String()
	testkit.CheckHTML(t, body)
	for _, want := range []string{"&lt;5", "×", "1,6–2,7", "0,75", "form:network", "Scarica CSV"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page does not hold %q", want)
		}
	}
}

func TestShow_saysWhyThereIsNothingYet(t *testing.T) {
	w := serve(t, study{}, http.MethodGet, "/redazione/kit")
	testkit.CheckHTML(t, w.Body.String())
	if body := w.Body.String(); strings.Contains(body, "Scarica CSV") || !strings.Contains(body, "Ancora meno di cinque organizzazioni") {
		t.Error("the page does not say that there are too few")
	}
}

func TestExport_isAFileOrARefusal(t *testing.T) {
	w := serve(t, study{kitstudy.Figures{Organisations: 5}}, http.MethodPost, "/redazione/kit/esportazione")
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/zip" || !strings.Contains(w.Header().Get("Content-Disposition"), "telaio-kit-2026-03-12.zip") {
		t.Errorf("export = %d %v; want a zip file", w.Code, w.Header())
	}
	if w := serve(t, study{}, http.MethodPost, "/redazione/kit/esportazione"); w.Code != http.StatusConflict {
		t.Errorf("an export of too few = %d; want a conflict", w.Code)
	}
}
