package practice_test

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"telaio/internal/account"
	"telaio/internal/atlas"
	"telaio/internal/clock"
	"telaio/internal/i18n"
	"telaio/internal/kit"
	"telaio/internal/organisation"
	"telaio/internal/practice"
	"telaio/internal/store"
	"telaio/internal/testkit"
	"telaio/internal/web"
	pages "telaio/internal/web/page/practice"
	"telaio/internal/web/shell"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// house is the site with one published organisation and two researchers.
type house struct {
	*testing.T
	http.Handler
	store     *store.Store
	ada, dino account.Subject
	at        *account.Subject // who is asking
}

// Subject says who makes the request.
func (h house) Subject(*http.Request) (account.Subject, error) { return *h.at, nil }

func newHouse(t *testing.T) house {
	t.Helper()
	library, s := testkit.Library(t), testkit.SQLite(t)
	testkit.Publish(t, s, organisation.Organisation{ID: "full", Slug: "telaio-comune"}, testkit.FullCard())
	clk := &clock.Fixed{T: testkit.Day()}
	index := atlas.NewIndex(s, library.Taxonomies, library.Words, clk, slog.New(slog.DiscardHandler))
	for _, step := range []error{index.Build(t.Context()), index.IndexWords(t.Context())} {
		if step != nil {
			t.Fatal(step)
		}
	}
	newest, _ := library.NewestKit()
	vocabulary := practice.Vocabulary{Taxonomies: library.Taxonomies, Kit: newest}
	h := house{T: t, store: s, at: &account.Subject{}, ada: researcher("ada", "Ada Neri"), dino: researcher("dino", "Dino Conte")}
	empty := func(http.ResponseWriter, *http.Request, *shell.Visit) error { return nil }
	public := pages.Pages{Catalogue: &practice.Catalogue{Records: s, Vocabulary: vocabulary}, Vocabulary: vocabulary}
	desk := pages.DeskPages{Desk: &practice.Desk{Store: s, Vocabulary: vocabulary, Clock: clk}, Atlas: index, Clock: clk}
	server := web.Server{
		Site: &shell.Site{
			BaseURL: "http://127.0.0.1:8198", Taxonomies: library.Taxonomies, Cookies: shell.NewCookies("http://127.0.0.1:8198"),
			HelpMail: "aiuto@telaio.example", Assets: shell.Assets{Style: "/style.css"},
		},
		Messages: library.Messages, Sessions: h, Log: slog.New(slog.DiscardHandler),
		Routes: append(append(public.Routes(), desk.Routes()...),
			shell.Route{Name: "home", Method: "GET", Paths: shell.Both("/{$}", "/en/{$}"), Action: account.ReadPublic, Handle: empty},
			shell.Route{Name: "sign-in", Method: "GET", Paths: shell.Both("/accedi", "/en/sign-in"), Action: account.SignIn, Handle: empty},
			shell.Route{Name: "atlas", Method: "GET", Paths: shell.Both("/atlante", "/en/atlas"), Action: account.ReadPublic, Handle: empty},
			shell.Route{Name: "participate", Method: "GET", Paths: shell.Both("/partecipa", "/en/participate"), Action: account.Participate, Handle: empty},
			shell.Route{Name: "organisation", Method: "GET", Paths: shell.Both("/organizzazioni/{slug}", "/en/organisations/{slug}"), Action: account.ReadPublic, Handle: empty},
		),
	}
	var err error
	if h.Handler, err = server.Handler(); err != nil {
		t.Fatal(err)
	}
	return h
}

func researcher(id, name string) account.Subject {
	return account.Subject{PersonID: id, Name: name, Language: "it", Grants: []account.Grant{{Role: account.Researcher}}}
}

// get asks for a page and checks its markup.
func (h house) get(path string, status int) string {
	h.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	body, _ := io.ReadAll(w.Body)
	if w.Code != status {
		h.Fatalf("GET %s = %d; want %d\n%.400s", path, w.Code, status, body)
	}
	if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
		testkit.CheckHTML(h.T, string(body))
	}
	if status >= 300 && status < 400 {
		return w.Header().Get("Location")
	}
	return string(body)
}

// post sends a form and returns the status with where it leads, or the page.
func (h house) post(path string, form url.Values) (int, string) {
	h.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	body, _ := io.ReadAll(w.Body)
	if w.Code == http.StatusSeeOther {
		return w.Code, w.Header().Get("Location")
	}
	testkit.CheckHTML(h.T, string(body))
	return w.Code, string(body)
}

var versionField = regexp.MustCompile(`name="version" value="(\d+)"`)

func (h house) version(page string) string {
	h.Helper()
	m := versionField.FindStringSubmatch(page)
	if m == nil {
		h.Fatal("the page names no version")
	}
	return m[1]
}

// TestJourney_fromANeedToWhoDoesIt begins at the desk, where Ada turns an
// initiative into a practice and Dino approves it, and ends with a visitor.
func TestJourney_fromANeedToWhoDoesIt(t *testing.T) {
	h := newHouse(t)
	*h.at = h.ada
	if !strings.Contains(h.get("/redazione/pratiche/nuova?q=telaio", 200), "Telai a ore") {
		t.Fatal("the initiatives of the organisation are not offered")
	}
	_, address := h.post("/redazione/pratiche/nuova", url.Values{"organisation": {"full"}, "initiative": {"full-i1"}})
	form := url.Values{
		"version": {h.version(h.get(address, 200))}, "do": {"send"}, "title_it": {"Telai a ore"}, "what_it": {"Si prenota un telaio."},
		"forms": {"network"}, "needs": {"share_costs"}, "effort": {"low"}, "source": {"Telaio Comune"}, "doers": {"full/full-i1"}, "items": {"NET1"},
	}
	status, page := h.post(address, form)
	if status != http.StatusUnprocessableEntity || !strings.Contains(page, "Scrivi il bisogno") {
		t.Fatalf("a practice without its need = %d", status)
	}
	form.Set("version", h.version(page))
	form.Set("need_it", "Da sola non posso comprare un telaio.")
	if status, to := h.post(address, form); status != http.StatusSeeOther || !strings.HasSuffix(to, "notice=practice_sent") {
		t.Fatalf("sending = %d %.200s", status, to)
	}
	*h.at = h.dino
	approval := h.get(address+"/approvazione", 200)
	if status, to := h.post(address+"/approvazione", url.Values{"version": {h.version(approval)}}); status != http.StatusSeeOther {
		t.Fatalf("approving = %d %.200s", status, to)
	}
	*h.at = account.Subject{}
	for path, want := range map[string]string{
		"/buone-pratiche":                      `bisogno=share_costs`,
		"/buone-pratiche?bisogno=share_costs":  `/buone-pratiche/telai-a-ore`,
		"/buone-pratiche/telai-a-ore":          `/organizzazioni/telaio-comune`,
		"/en/practices/telai-a-ore":            `So far this practice is in Italian only.`,
		"/buone-pratiche/telai-a-ore/versioni": `Riletta da una persona diversa`,
		"/buone-pratiche?q=nessuna":            `Nessuna pratica con questi filtri`,
	} {
		if !strings.Contains(h.get(path, 200), want) {
			t.Errorf("%s does not hold %q", path, want)
		}
	}
	for _, name := range []string{"Ada Neri", "Dino Conte"} {
		if strings.Contains(h.get("/buone-pratiche/telai-a-ore/versioni", 200)+h.get("/buone-pratiche.json", 200), name) {
			t.Errorf("the public reads the name of %s", name)
		}
	}
	var record practice.Record
	if err := json.Unmarshal([]byte(h.get("/buone-pratiche/telai-a-ore.json", 200)), &record); err != nil || record.Organisations[0].Name != "Telaio Comune" {
		t.Errorf("JSON = %+v, %v; want it to name who does it", record, err)
	}
}

func TestSave_showsBothWhenSomebodyElseWasQuicker(t *testing.T) {
	h := newHouse(t)
	*h.at = h.ada
	_, address := h.post("/redazione/pratiche/nuova", url.Values{"item": {"NET3"}})
	version := h.version(h.get(address, 200))
	*h.at = h.dino
	if status, _ := h.post(address, url.Values{"version": {version}, "title_it": {"Di Dino"}}); status != http.StatusSeeOther {
		t.Fatalf("Dino's save = %d", status)
	}
	*h.at = h.ada
	status, page := h.post(address, url.Values{"version": {version}, "title_it": {"Di Ada, che non va perso"}})
	if status != http.StatusConflict || !strings.Contains(page, "Di Ada, che non va perso") || !strings.Contains(page, "Qualcun altro ha cambiato") {
		t.Errorf("Ada's save = %d; want a conflict that keeps what she typed", status)
	}
}

func TestWithdrawn_saysSoAndNamesTheSuccessor(t *testing.T) {
	h := newHouse(t)
	publish := func(slug string) practice.Practice {
		sheet := practice.Sheet{
			Words: map[i18n.Language]practice.Words{i18n.Italian: {Title: "Pratica " + slug, Need: "Serve", What: "Fare"}},
			Needs: []string{"learn"}, Forms: []string{"network"}, Effort: kit.LowEffort, Source: "Prova",
		}
		p := practice.Practice{ID: slug, Slug: slug, CreatedAt: testkit.Day(), UpdatedAt: testkit.Day()}
		if err := h.store.CreatePractice(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		p.State, p.Revision = practice.Published, 1
		if err := h.store.AddPracticeRevision(t.Context(), p, practice.Revision{PracticeID: slug, Number: 1, Sheet: sheet, CreatedAt: testkit.Day()}); err != nil {
			t.Fatal(err)
		}
		return p
	}
	publish("vecchia")
	publish("nuova")
	*h.at = h.ada
	if status, to := h.post("/redazione/pratiche/vecchia/ritiro", url.Values{"reason": {"Superata"}, "successor": {"http://127.0.0.1:8198/buone-pratiche/nuova"}}); status != http.StatusSeeOther {
		t.Fatalf("withdrawing = %d %.300s", status, to)
	}
	*h.at = account.Subject{}
	if !strings.Contains(h.get("/buone-pratiche/vecchia", 410), "/buone-pratiche/nuova") {
		t.Error("the page of the withdrawn practice does not name the one that took its place")
	}
}
