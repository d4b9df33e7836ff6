package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	embedded "telaio/content"
	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/testkit"
	"telaio/internal/web/shell"
)

// asker is a Sessions that always gives the same subject.
type asker struct {
	subject account.Subject
	err     error
}

func (a asker) Subject(*http.Request) (account.Subject, error) { return a.subject, a.err }

type site struct {
	http.Handler
	log *bytes.Buffer
}

func newSite(t *testing.T, baseURL string, sessions Sessions, routes ...shell.Route) site {
	t.Helper()
	messages, err := i18n.Load(embedded.Files, "locale")
	if err != nil {
		t.Fatal(err)
	}
	log := &bytes.Buffer{}
	routes = append(routes,
		shell.Route{Name: "home", Method: "GET", Paths: shell.Both("/{$}", "/en/{$}"), Action: account.ReadPublic, Handle: say("home")},
		shell.Route{Name: "sign-in", Method: "GET", Paths: shell.Both("/accedi", "/en/sign-in"), Action: account.SignIn, Handle: say("sign-in")})
	server := Server{
		Site:     &shell.Site{BaseURL: baseURL, Cookies: shell.NewCookies(baseURL)},
		Messages: messages, Sessions: sessions, Log: slog.New(slog.NewJSONHandler(log, nil)), Routes: routes,
	}
	handler, err := server.Handler()
	if err != nil {
		t.Fatal(err)
	}
	return site{handler, log}
}

const local = "http://127.0.0.1:8101"

func say(text string) func(http.ResponseWriter, *http.Request, *shell.Visit) error {
	return func(w http.ResponseWriter, _ *http.Request, v *shell.Visit) error {
		return plain(w, text+" "+string(v.Language)+" "+v.Theme)
	}
}

func fails(err error) func(http.ResponseWriter, *http.Request, *shell.Visit) error {
	return func(http.ResponseWriter, *http.Request, *shell.Visit) error { return err }
}

func (s site) get(path string, cookies ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for _, c := range cookies {
		r.Header.Add("Cookie", c)
	}
	return s.do(r)
}

func (s site) post(path, form string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return s.do(r)
}

func (s site) do(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func page(method, path string, handle func(http.ResponseWriter, *http.Request, *shell.Visit) error) shell.Route {
	return shell.Route{Name: "page-" + method, Method: method, Paths: shell.Only(path), Action: account.ReadPublic, Handle: handle}
}

func TestHandler_refusesARouteThatDeclaresTooLittle(t *testing.T) {
	for name, route := range map[string]shell.Route{
		"no action":     {Name: "a", Method: "GET", Paths: shell.Only("/a"), Handle: say("a")},
		"no name":       {Method: "GET", Paths: shell.Only("/a"), Action: account.ReadPublic, Handle: say("a")},
		"no path":       {Name: "a", Method: "GET", Action: account.ReadPublic, Handle: say("a")},
		"taken name":    {Name: "health", Method: "GET", Paths: shell.Only("/a"), Action: account.ReadPublic, Handle: say("a")},
		"taken pattern": {Name: "a", Method: "GET", Paths: shell.Only("/healthz"), Action: account.ReadPublic, Handle: say("a")},
	} {
		server := Server{Site: &shell.Site{BaseURL: local}, Routes: []shell.Route{route}}
		if _, err := server.Handler(); err == nil {
			t.Errorf("%s: Handler = nil; want an error", name)
		}
	}
}

func TestEveryAnswer_carriesTheSecurityHeaders(t *testing.T) {
	s := newSite(t, "https://telaio.example", asker{},
		page("GET", "/panic", func(http.ResponseWriter, *http.Request, *shell.Visit) error { panic("broken") }),
		page("POST", "/form", say("sent")))
	foreign := httptest.NewRequest(http.MethodPost, "/form", nil)
	foreign.Header.Set("Sec-Fetch-Site", "cross-site")
	for name, got := range map[string]struct {
		answer *httptest.ResponseRecorder
		status int
	}{
		"a page":        {s.get("/"), 200},
		"not found":     {s.get("/niente"), 404},
		"wrong method":  {s.get("/form"), 405},
		"a panic":       {s.get("/panic"), 500},
		"another site":  {s.do(foreign), 403},
		"bad bytes":     {s.get("/?q=%ff"), 400},
		"NUL in a path": {s.get("/a%00b"), 400},
		"a redirect":    {s.get("/accedi/"), 308},
		"health":        {s.get("/healthz"), 200},
	} {
		h := got.answer.Header()
		if got.answer.Code != got.status {
			t.Errorf("%s: status = %d; want %d", name, got.answer.Code, got.status)
		}
		for header, want := range map[string]string{
			"Content-Security-Policy":      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'",
			"X-Content-Type-Options":       "nosniff",
			"Referrer-Policy":              "strict-origin-when-cross-origin",
			"Cross-Origin-Opener-Policy":   "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin",
			"Strict-Transport-Security":    "max-age=31536000; includeSubDomains",
		} {
			if h.Get(header) != want {
				t.Errorf("%s: %s = %q; want %q", name, header, h.Get(header), want)
			}
		}
	}
}

func TestHSTS_isForHTTPSOnly(t *testing.T) {
	if got := newSite(t, local, asker{}).get("/").Header().Get("Strict-Transport-Security"); got != "" {
		t.Errorf("Strict-Transport-Security on http = %q; want none", got)
	}
}

func TestTokenInThePath_neverLeavesInTheReferrer(t *testing.T) {
	s := newSite(t, local, asker{}, page("GET", "/stato/{token}", say("status")))
	if got := s.get("/stato/abc").Header().Get("Referrer-Policy"); got != "strict-origin" {
		t.Errorf("Referrer-Policy = %q; want strict-origin", got)
	}
}

func TestCacheControl_onlyPublicPagesMayBeShared(t *testing.T) {
	private := shell.Route{Name: "own", Method: "GET", Paths: shell.Only("/own"), Action: account.OwnAccount, Handle: say("own")}
	nobody := newSite(t, local, asker{}, private)
	someone := newSite(t, local, asker{subject: account.Subject{PersonID: "p1"}}, private)
	for name, got := range map[string][2]string{
		"public":             {nobody.get("/").Header().Get("Cache-Control"), "public, no-cache"},
		"public, signed in":  {someone.get("/").Header().Get("Cache-Control"), "private, no-store"},
		"private, signed in": {someone.get("/own").Header().Get("Cache-Control"), "private, no-store"},
		"not found":          {nobody.get("/niente").Header().Get("Cache-Control"), "private, no-store"},
		"health":             {nobody.get("/healthz").Header().Get("Cache-Control"), "private, no-store"},
	} {
		if got[0] != got[1] {
			t.Errorf("%s: Cache-Control = %q; want %q", name, got[0], got[1])
		}
	}
}

func TestForms_areRefusedBeyondTheirLimits(t *testing.T) {
	s := newSite(t, local, asker{}, page("POST", "/form", say("sent")))
	many := strings.Repeat("a=1&", mostFields)
	for name, test := range map[string]struct {
		form   string
		status int
	}{
		"fits":            {"a=1", 200},
		"10,000 fields":   {strings.TrimSuffix(many, "&"), 200},
		"10,001 fields":   {many + "a=1", 413},
		"1 MB":            {"a=" + strings.Repeat("x", 1<<20-2), 200},
		"over 1 MB":       {"a=" + strings.Repeat("x", 1<<20-1), 413},
		"invalid UTF-8":   {"a=%ff", 400},
		"invalid name":    {"%ff=a", 400},
		"NUL":             {"a=b%00c", 400},
		"broken escape":   {"a=%zz", 400},
		"RTL override":    {"a=%E2%80%AE", 200},
		"Italian accents": {"a=citt%C3%A0", 200},
	} {
		if got := s.post("/form", test.form); got.Code != test.status {
			t.Errorf("%s: status = %d; want %d", name, got.Code, test.status)
		}
	}
	if got := s.post("/form?a=%00", "b=1"); got.Code != 400 {
		t.Errorf("NUL in the query of a form: status = %d; want 400", got.Code)
	}
}

func TestMultipartForms_areCheckedToo(t *testing.T) {
	upload := page("POST", "/upload", func(w http.ResponseWriter, r *http.Request, _ *shell.Visit) error {
		return plain(w, r.FormValue("text"))
	})
	upload.MaxBody = 4 << 10
	s := newSite(t, local, asker{}, upload)
	send := func(text, fileName string, size int) int {
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		form.WriteField("text", text)
		file, _ := form.CreateFormFile("logo", fileName)
		file.Write(make([]byte, size))
		form.Close()
		r := httptest.NewRequest(http.MethodPost, "/upload", &body)
		r.Header.Set("Content-Type", form.FormDataContentType())
		return s.do(r).Code
	}
	for name, got := range map[string][2]int{
		"fits":         {send("ciao", "a.png", 100), 200},
		"too large":    {send("ciao", "a.png", 5<<10), 413},
		"NUL in text":  {send("ci\x00ao", "a.png", 1), 400},
		"bad bytes":    {send("\xff", "a.png", 1), 400},
		"bad filename": {send("ciao", "\xff.png", 1), 400},
	} {
		if got[0] != got[1] {
			t.Errorf("%s: status = %d; want %d", name, got[0], got[1])
		}
	}
}

// TestAFileThatIsTooLong_leavesTheFormWhole: the handler sees one byte too many,
// and every field before and behind the file.
func TestAFileThatIsTooLong_leavesTheFormWhole(t *testing.T) {
	const mostFile = 4 << 10
	upload := page("POST", "/upload", func(w http.ResponseWriter, r *http.Request, _ *shell.Visit) error {
		return plain(w, fmt.Sprint(r.PostFormValue("before"), " ", r.MultipartForm.File["logo"][0].Size, " ", r.PostFormValue("behind")))
	})
	upload.MaxFile = mostFile
	s := newSite(t, local, asker{}, upload)
	send := func(size int, behind string) *httptest.ResponseRecorder {
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		form.WriteField("before", "uno")
		file, _ := form.CreateFormFile("logo", "a.png")
		file.Write(make([]byte, size))
		form.WriteField("behind", behind)
		form.Close()
		r := httptest.NewRequest(http.MethodPost, "/upload", &body)
		r.Header.Set("Content-Type", form.FormDataContentType())
		return s.do(r)
	}
	for name, test := range map[string]struct {
		size   int
		behind string
		status int
		want   string
	}{
		"a file that fits":       {mostFile, "due", 200, "uno 4096 due"},
		"a file that is long":    {30 << 20, "due", 200, "uno 4097 due"},
		"a file without end":     {65 << 20, "due", 413, ""},
		"a text that is as long": {1, strings.Repeat("x", 1<<20), 413, ""},
	} {
		got := send(test.size, test.behind)
		if got.Code != test.status || !strings.Contains(got.Body.String(), test.want) {
			t.Errorf("%s: %d %.60q; want %d %q", name, got.Code, got.Body, test.status, test.want)
		}
	}
}

// TestAFormThatCouldNotBeTaken_comesBackWithItsWords: whatever page it belongs
// to, nothing has to be typed again.
func TestAFormThatCouldNotBeTaken_comesBackWithItsWords(t *testing.T) {
	form := url.Values{"number": {"7"}, "text": {"\nDue righe <b>\nmie"}, "back": {"/x"}}
	for name, test := range map[string]struct {
		err  error
		kept bool
	}{
		"the disk is full":      {fault.New(fault.Unavailable, "error.unavailable"), true},
		"too many requests":     {fault.New(fault.TooMany, "error.too_many"), true},
		"the session has ended": {fault.New(fault.SignInFirst, "error.sign_in_first"), true},
		"a defect":              {errors.New("broken"), true},
		"not allowed":           {fault.New(fault.Denied, "error.denied"), false},
		"not found":             {fault.New(fault.NotFound, "error.not_found"), false},
	} {
		s := newSite(t, local, asker{}, page("POST", "/form", fails(test.err)))
		got := s.post("/form?a=b", form.Encode())
		again := testkit.FormValues(strings.Join(regexp.MustCompile(`(?s)<main.*</main>`).FindAllString(got.Body.String(), 1), ""))
		if test.kept != cmp.Equal(again, form) {
			t.Errorf("%s: the page holds %v; want what was typed: %v", name, again, test.kept)
		}
		if test.kept && !strings.Contains(got.Body.String(), `action="/form?a=b"`) {
			t.Errorf("%s: the form does not lead back to where it was sent", name)
		}
	}
	s := newSite(t, local, asker{}, page("POST", "/form", say("sent")))
	if got := s.post("/form", "text=due+righe%00"); got.Code != 400 || !strings.Contains(got.Body.String(), "due righe</textarea>") {
		t.Errorf("a NUL: %d without the rest of the text; want 400 with it", got.Code)
	}
}

// TestAPageThatCannotBeRead_saysNothingAboutSaving: a 503 to somebody who only
// wanted to read does not speak of what they wrote.
func TestAPageThatCannotBeRead_saysNothingAboutSaving(t *testing.T) {
	s := newSite(t, local, asker{}, page("GET", "/page", fails(fault.New(fault.Unavailable, "error.unavailable"))))
	got := s.get("/page")
	if body := got.Body.String(); got.Code != 503 || strings.Contains(body, "salvare") || !strings.Contains(body, "aprire questa pagina") {
		t.Errorf("%d %s", got.Code, body)
	}
}

func TestAnotherSite_cannotSendForms(t *testing.T) {
	s := newSite(t, "https://telaio.example", asker{}, page("POST", "/form", say("sent")))
	for name, test := range map[string]struct {
		header, value string
		status        int
	}{
		"same origin":      {"Sec-Fetch-Site", "same-origin", 200},
		"another site":     {"Sec-Fetch-Site", "cross-site", 403},
		"a sister host":    {"Sec-Fetch-Site", "same-site", 403},
		"no browser":       {"X-Test", "1", 200},
		"own origin":       {"Origin", "https://telaio.example", 200},
		"another origin":   {"Origin", "https://example.org", 403},
		"a sandboxed page": {"Origin", "null", 403},
	} {
		r := httptest.NewRequest(http.MethodPost, "https://telaio.example/form", nil)
		r.Header.Set(test.header, test.value)
		if got := s.do(r); got.Code != test.status {
			t.Errorf("%s: status = %d; want %d", name, got.Code, test.status)
		}
	}
}

func TestErrors_becomePages(t *testing.T) {
	for name, test := range map[string]struct {
		err    error
		status int
		want   string
	}{
		"not found":   {fault.New(fault.NotFound, "error.not_found"), 404, "Questa pagina non c&#39;è"},
		"gone":        {&fault.Error{Kind: fault.Gone, Message: fault.Message{Key: "error.gone"}}, 410, "Questa pagina non c&#39;è più"},
		"expired":     {fault.New(fault.Expired, "account.link_expired"), 410, `href="/accedi"`},
		"unavailable": {fault.New(fault.Unavailable, "error.unavailable"), 503, "Riprova tra un minuto"},
		"too many":    {fault.New(fault.TooMany, "error.too_many"), 429, "Troppe richieste"},
		"unknown":     {errors.New("secret of the house"), 500, "Non è colpa tua"},
	} {
		s := newSite(t, local, asker{}, page("GET", "/x", fails(test.err)))
		got := s.get("/x")
		if got.Code != test.status || !strings.Contains(got.Body.String(), test.want) {
			t.Errorf("%s: %d, without %q:\n%s", name, got.Code, test.want, got.Body)
		}
		if strings.Contains(got.Body.String(), "secret of the house") || strings.Contains(got.Body.String(), "[error.") {
			t.Errorf("%s: the page shows what it must not:\n%s", name, got.Body)
		}
		if waits := test.status == 503 || test.status == 429; waits != (got.Header().Get("Retry-After") != "") {
			t.Errorf("%s: Retry-After = %q", name, got.Header().Get("Retry-After"))
		}
	}
}

func TestErrors_ofRequestsWhoseReaderLeftAreNoFaults(t *testing.T) {
	s := newSite(t, local, asker{}, page("GET", "/x", fails(fmt.Errorf("read: %w", context.Canceled))))
	left, leave := context.WithCancel(t.Context())
	leave()

	got := s.do(httptest.NewRequestWithContext(left, http.MethodGet, "/x", nil))

	if got.Code != readerLeft || strings.Contains(s.log.String(), "ERROR") {
		t.Errorf("status = %d, log:\n%s", got.Code, s.log)
	}
}

func TestSignInFirst_leadsToSignInAndBack(t *testing.T) {
	desk := shell.Route{Name: "desk", Method: "GET", Paths: shell.Only("/redazione"), Action: account.ReadDesk, Handle: say("desk")}
	decide := shell.Route{Name: "decide", Method: "POST", Paths: shell.Only("/redazione"), Action: account.Review, Handle: say("decided")}
	nobody := newSite(t, local, asker{}, desk, decide)
	got := nobody.get("/redazione?stato=nuove")
	want := "/accedi?next=" + url.QueryEscape("/redazione?stato=nuove")
	if got.Code != 303 || got.Header().Get("Location") != want {
		t.Errorf("GET = %d to %q; want 303 to %q", got.Code, got.Header().Get("Location"), want)
	}
	if got := nobody.post("/redazione", "a=1"); got.Code != 401 {
		t.Errorf("POST = %d; want 401", got.Code)
	}
	editor := newSite(t, local, asker{subject: account.Subject{PersonID: "p1"}}, desk, decide)
	if got := editor.get("/redazione"); got.Code != 403 {
		t.Errorf("GET by someone without the role = %d; want 403", got.Code)
	}
}

func TestAThingHeldByAKey_isNotFoundWithoutIt(t *testing.T) {
	draft := shell.Route{Name: "draft", Method: "GET", Paths: shell.Only("/bozza/{id}"), Action: account.HoldDraft, Handle: say("draft")}
	if got := newSite(t, local, asker{}, draft).get("/bozza/k3j"); got.Code != 404 {
		t.Errorf("status = %d; want 404", got.Code)
	}
}

func TestLog_saysNothingAboutTheReader(t *testing.T) {
	s := newSite(t, local, asker{}, page("POST", "/stato/{token}", fails(errors.New("broken"))))
	r := httptest.NewRequest(http.MethodPost, "/stato/c4n4ry-token?q=c4n4ry-query", strings.NewReader("email=c4n4ry-body"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("User-Agent", "c4n4ry-agent")
	r.RemoteAddr = "198.51.100.77:4711"
	s.do(r)
	s.get("/c4n4ry-missing")
	s.do(httptest.NewRequest("C4N4RY", "/", nil))
	for _, secret := range []string{"c4n4ry", "C4N4RY", "198.51.100"} {
		if strings.Contains(s.log.String(), secret) {
			t.Errorf("the log has %q:\n%s", secret, s.log)
		}
	}
	for _, want := range []string{`"route":"POST /stato/{token}"`, `"status":500`, `"request":"`, `"ms":`} {
		if !strings.Contains(s.log.String(), want) {
			t.Errorf("the log lacks %s:\n%s", want, s.log)
		}
	}
}

func TestTheme_isKeptWithoutJavaScript(t *testing.T) {
	s := newSite(t, local, asker{})
	got := s.post("/preferenze", "theme=dark&back=/atlante?q=a")
	if got.Code != 303 || got.Header().Get("Location") != "/atlante?q=a" {
		t.Errorf("answer = %d to %q; want 303 back to the page", got.Code, got.Header().Get("Location"))
	}
	cookie := got.Result().Cookies()[0]
	if page := s.get("/", cookie.Name+"="+cookie.Value); page.Body.String() != "home it dark" {
		t.Errorf("page = %q; want it dark", page.Body)
	}
	if got := s.post("/preferenze", "theme=system").Result().Cookies()[0]; got.MaxAge >= 0 {
		t.Errorf("theme=system: cookie lives %d s; want it removed", got.MaxAge)
	}
	if got := s.post("/preferenze", "theme=light&back=//example.org").Header().Get("Location"); got != "/" {
		t.Errorf("a foreign way back leads to %q; want /", got)
	}
	if got := s.post("/preferenze", "theme=neon").Code; got != 400 {
		t.Errorf("an unknown theme: status = %d; want 400", got)
	}
}

func TestLanguage_ofAPageWithOnePath(t *testing.T) {
	s := newSite(t, local, asker{}, page("GET", "/redazione", say("desk")))
	for name, got := range map[string][2]string{
		"no choice":     {s.get("/redazione").Body.String(), "desk it "},
		"by the query":  {s.get("/redazione?lingua=en").Body.String(), "desk en "},
		"by the cookie": {s.get("/redazione", "telaio-language=en").Body.String(), "desk en "},
		"nonsense":      {s.get("/redazione?lingua=xx", "telaio-language=yy").Body.String(), "desk it "},
		"path decides":  {s.get("/accedi", "telaio-language=en").Body.String(), "sign-in it "},
	} {
		if got[0] != got[1] {
			t.Errorf("%s: %q; want %q", name, got[0], got[1])
		}
	}
	if got := s.get("/en/niente").Body.String(); !strings.Contains(got, "This page does not exist") {
		t.Errorf("an unknown English address gives:\n%s", got)
	}
}

func TestHead_isAnsweredLikeGet(t *testing.T) {
	s := newSite(t, local, asker{})
	if got := s.do(httptest.NewRequest(http.MethodHead, "/", nil)); got.Code != 200 || got.Header().Get("Content-Type") == "" {
		t.Errorf("HEAD / = %d, %v", got.Code, got.Header())
	}
	if got := s.do(httptest.NewRequest(http.MethodDelete, "/accedi", nil)); got.Code != 405 || got.Header().Get("Allow") != "GET, HEAD" {
		t.Errorf("DELETE = %d, Allow %q; want 405, GET, HEAD", got.Code, got.Header().Get("Allow"))
	}
}

func TestReady_asksTheDatabase(t *testing.T) {
	server := Server{Ping: func(context.Context) error { return errors.New("gone") }}
	err := server.ready(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/readyz", nil), nil)
	if fault.KindOf(err) != fault.Unavailable {
		t.Errorf("ready = %v; want unavailable", err)
	}
}

func TestReady_saysThatTheProgramIsAboutToStop(t *testing.T) {
	server := Server{Draining: func() bool { return true }}
	w := httptest.NewRecorder()
	err := server.ready(w, httptest.NewRequest(http.MethodGet, "/readyz", nil), nil)
	if err != nil || w.Code != http.StatusServiceUnavailable {
		t.Errorf("ready = %d, %v; want %d and nothing for the log", w.Code, err, http.StatusServiceUnavailable)
	}
}

func TestSessionsOutOfReach_isAnUnavailablePage(t *testing.T) {
	s := newSite(t, local, asker{err: fault.New(fault.Unavailable, "error.unavailable")})
	if got := s.get("/"); got.Code != 503 {
		t.Errorf("status = %d; want 503", got.Code)
	}
}
