package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	pdfreader "github.com/ledongthuc/pdf"

	"telaio/internal/account"
	"telaio/internal/assessment"
	"telaio/internal/kit"
	"telaio/internal/organisation"
	"telaio/internal/secret"
	"telaio/internal/testkit"
)

// assessed is a site on which Filo Comune has assessed itself. Ada looks after
// it, Bruno after another organisation.
type assessed struct {
	*program
	http.Handler
	cycle   assessment.Cycle
	cookies map[string]string
}

func newAssessed(t testing.TB, mode assessment.Mode, people int) *assessed {
	t.Helper()
	flags := siteFlags{
		databaseFlags: databaseFlags{Data: t.TempDir()}, Addr: "127.0.0.1:0", BaseURL: "http://127.0.0.1:8080",
		HelpMail: "aiuto@telaio.example", NoLimits: true, Chromium: os.Getenv("TELAIO_CHROMIUM"),
	}
	p, err := openProgram(t.Context(), flags, false, terminal{io.Discard, io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	a := &assessed{program: p, cookies: map[string]string{}}
	if err := p.index.Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	if a.Handler, err = p.handler(); err != nil {
		t.Fatal(err)
	}
	for person, o := range map[string]string{"ada": "filo", "bruno": "altra"} {
		testkit.Publish(t, p.store, organisation.Organisation{ID: o, Slug: o, State: organisation.Published}, organisation.Card{Name: strings.ToUpper(o)})
		a.signIn(t, person, o)
	}
	if err := p.index.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	a.cycle = a.assess(t, mode, people)
	return a
}

func (a *assessed) signIn(t testing.TB, person, organisationID string) {
	t.Helper()
	now := a.clock.Now()
	if err := a.store.AddPerson(t.Context(), account.Person{ID: person, Email: person + "@example.org", Name: person, Language: "it", CreatedAt: now}); err != nil {
		t.Fatal(err)
	}
	grant := account.Grant{Role: account.OrganisationEditor, OrganisationID: organisationID}
	if err := people(a.store, a.clock).Grant(t.Context(), account.System, person, grant); err != nil {
		t.Fatal(err)
	}
	token := secret.Token()
	session := account.Session{ID: secret.ID(), TokenHash: secret.Hash(token), PersonID: person, CreatedAt: now, SeenAt: now}
	if err := a.store.AddSession(t.Context(), session); err != nil {
		t.Fatal(err)
	}
	a.cookies[person] = "telaio-session=" + token
}

// assess lets so many people answer every item, the group agree on one, and
// closes the cycle.
func (a *assessed) assess(t testing.TB, mode assessment.Mode, people int) assessment.Cycle {
	t.Helper()
	ctx, u := t.Context(), a.assessment()
	must := func(err error) {
		if err != nil {
			t.Helper()
			t.Fatal(err)
		}
	}
	ada := account.Subject{PersonID: "ada", Grants: []account.Grant{{Role: account.OrganisationEditor, OrganisationID: "filo"}}}
	c, err := u.Start(ctx, ada, "filo", assessment.Plan{Label: "2026", Extent: assessment.Full, Mode: mode})
	must(err)
	c, err = u.OpenRoom(ctx, ada, c)
	must(err)
	k, err := u.Kit(c)
	must(err)
	for person := range people {
		token, err := u.Join(ctx, c.RoomKey, fmt.Sprintf("Persona %d", person), "it")
		must(err)
		held, err := u.Hold(ctx, token)
		must(err)
		for i, item := range k.Items() {
			answer := assessment.Answer{Item: item.ID, Code: kit.LevelCode((i + person*(i%3)) % 5)}
			if (i+person)%4 == 0 {
				answer.Note = "Una nota."
			}
			_, err := u.Save(ctx, held, answer)
			must(err)
		}
		must(u.Finish(ctx, held))
	}
	again := func() assessment.Cycle {
		c, err := u.Find(ctx, c.ID)
		must(err)
		return c
	}
	must(u.End(ctx, ada, again()))
	must(u.Decide(ctx, ada, again(), assessment.Consensus{Item: "EMP1", Code: kit.L2, Reason: "Insieme."}))
	must(u.Decide(ctx, ada, again(), assessment.Consensus{Item: "EMP2", Both: true, Reason: "Due letture."}))
	must(u.Close(ctx, ada, again()))
	return again()
}

func (a *assessed) path(page string) string {
	return "/area/filo/kit/" + a.cycle.ID + page
}

func (a *assessed) get(who, path string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("Cookie", a.cookies[who])
	return a.ask(r)
}

func (a *assessed) post(who, path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Cookie", a.cookies[who])
	return a.ask(r)
}

func (a *assessed) ask(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	a.ServeHTTP(w, r)
	return w
}

var tagOrScript = regexp.MustCompile(`<[^>]*>`)

func said(w *httptest.ResponseRecorder) string {
	return strings.Join(strings.Fields(html.UnescapeString(tagOrScript.ReplaceAllString(w.Body.String(), " "))), " ")
}

func TestResult_isReadByItsPeopleOnly(t *testing.T) {
	a := newAssessed(t, assessment.Confidential, 5)
	w := a.get("ada", a.path("/risultato"))
	testkit.CheckHTML(t, w.Body.String())
	for _, want := range []string{"Hanno risposto 5 persone", "Punti di forza", "Dove crescere", "Che cosa non sappiamo", "Domanda per domanda", "Teniamo le due letture. Due letture.", "Una nota."} {
		if w.Code != http.StatusOK || !strings.Contains(said(w), want) {
			t.Errorf("status %d, without %q", w.Code, want)
		}
	}
	for _, page := range []string{"/risultato", "/risposte.json", "/pdf", "/risultato.pdf", "/pubblico"} {
		if w := a.get("bruno", a.path(page)); w.Code != http.StatusForbidden && w.Code != http.StatusNotFound {
			t.Errorf("%s by another's editor: %d", page, w.Code)
		}
		if w := a.get("bruno", "/area/altra/kit/"+a.cycle.ID+page); w.Code != http.StatusNotFound {
			t.Errorf("%s below another organisation: %d; want 404", page, w.Code)
		}
	}
	if w := a.get("ada", a.path("")); w.Header().Get("Location") != a.path("/risultato") {
		t.Errorf("the cycle's page leads to %q; want its result", w.Header().Get("Location"))
	}
}

func TestResult_keepsBackWhatFourPeopleSaid(t *testing.T) {
	a := newAssessed(t, assessment.Confidential, 4)
	page := a.get("ada", a.path("/risultato"))
	if page.Code != http.StatusOK || strings.Contains(page.Body.String(), `class="dots"`) || strings.Contains(said(page), "Una nota.") || strings.Contains(said(page), "Dalla risposta più bassa") {
		t.Errorf("status %d: dots, notes or ranges of four people are shown", page.Code)
	}
	if public := said(a.get("ada", a.path("/pubblico"))); strings.Contains(public, "Dimensioni") || !strings.Contains(public, "non si possono mostrare") {
		t.Error("levels of four people are on offer to the public")
	}
	var file struct{ Respondents []any }
	if err := json.Unmarshal(a.get("ada", a.path("/risposte.json")).Body.Bytes(), &file); err != nil || len(file.Respondents) > 2 {
		t.Errorf("the file has %d respondents, %v; want the medians only", len(file.Respondents), err)
	}
}

func TestResult_isRecomputedFromItsFile(t *testing.T) {
	a := newAssessed(t, assessment.Named, 5)
	recording, err := kit.ReadRecording(a.get("ada", a.path("/risposte.json")).Body.Bytes(), func(reference string) (*kit.Kit, error) {
		return findKit(a.library, reference)
	})
	if err != nil {
		t.Fatal(err)
	}
	material, err := a.assessment().Result(t.Context(), a.cycle)
	if err != nil {
		t.Fatal(err)
	}
	want := material.Score()
	if diff := cmp.Diff(kit.ReportOf(kit.Scoring{Kit: material.Kit, Result: want}.Result, nil), kit.ReportOf(recording.Score().Result, nil)); diff != "" {
		t.Errorf("the file gives another result (-want +got):\n%s", diff)
	}
	if body := a.get("ada", a.path("/risposte.json")).Body.String(); strings.Contains(body, "Persona") {
		t.Error("the file has names")
	}
}

func TestPublicPart_isSeenAndTakenBackAtOnce(t *testing.T) {
	a := newAssessed(t, assessment.Confidential, 6)
	const public, card = "/organizzazioni/filo/autovalutazione", "/organizzazioni/filo"
	if w := a.get("", public); w.Code != http.StatusNotFound {
		t.Fatalf("before: %d; want 404", w.Code)
	}
	a.get("", card) // into the cache
	choice := url.Values{"dimension": {"EMP"}, "item": {"EMP1"}}
	preview := a.post("ada", a.path("/pubblico/anteprima"), choice)
	if w := a.post("ada", a.path("/pubblico"), choice); w.Code != http.StatusSeeOther {
		t.Fatalf("publish: %d %s", w.Code, said(w))
	}
	page := a.get("", public)
	testkit.CheckHTML(t, page.Body.String())
	shown := regexp.MustCompile(`(?s)<div class="wrap report-public">.*?Scelta aggiornata`)
	if got, want := shown.FindString(page.Body.String()), shown.FindString(preview.Body.String()); page.Code != http.StatusOK || got == "" || got != want {
		t.Errorf("status %d; the public page is not what the preview showed", page.Code)
	}
	if strings.Contains(said(page), "Insieme.") || strings.Contains(said(page), "Una nota.") || regexp.MustCompile(`\d,\d`).MatchString(said(page)) {
		t.Errorf("the public reads words or figures of the group: %s", said(page))
	}
	if !strings.Contains(a.get("", card).Body.String(), public) {
		t.Error("the organisation's page does not lead to it")
	}
	if w := a.post("ada", a.path("/pubblico/ritiro"), nil); w.Code != http.StatusSeeOther {
		t.Fatalf("withdraw: %d", w.Code)
	}
	if w := a.get("", public); w.Code != http.StatusNotFound {
		t.Errorf("after it was taken back: %d; want 404 at once", w.Code)
	}
	if strings.Contains(a.get("", card).Body.String(), public) {
		t.Error("the organisation's page still leads to it")
	}
}

func TestPDF_isMadeInTheQueue(t *testing.T) {
	a := newAssessed(t, assessment.Confidential, 5)
	press, ok := a.press()
	if !ok {
		t.Skip("NO CHROMIUM ON THIS MACHINE: the PDF of the report has not been tested")
	}
	if w := a.post("ada", a.path("/pdf"), nil); w.Code != http.StatusSeeOther {
		t.Fatalf("request: %d", w.Code)
	}
	waiting := a.get("ada", a.path("/pdf"))
	if !strings.Contains(said(waiting), "In attesa") || waiting.Header().Get("Refresh") == "" {
		t.Errorf("the page says %q; want that it waits, and to look again", said(waiting))
	}
	if worked, err := press.PrintNext(t.Context()); !worked || err != nil {
		t.Fatalf("PrintNext = %v, %v", worked, err)
	}
	if w := a.get("ada", a.path("/pdf")); !strings.Contains(said(w), "Pronto") {
		t.Errorf("the page says %q", said(w))
	}
	file := a.get("ada", a.path("/risultato.pdf"))
	if file.Code != http.StatusOK || file.Header().Get("Content-Type") != "application/pdf" || !strings.HasPrefix(file.Header().Get("Content-Disposition"), "attachment") {
		t.Fatalf("the file: %d %v", file.Code, file.Header())
	}
	checkPDF(t, file.Body.Bytes())
}

// checkPDF reads the text and the tags of a report.
func checkPDF(t *testing.T, raw []byte) {
	t.Helper()
	r, err := pdfreader.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	root := r.Trailer().Key("Root")
	if root.Key("Lang").Text() != "it" || !root.Key("MarkInfo").Key("Marked").Bool() || root.Key("StructTreeRoot").IsNull() || root.Key("Outlines").IsNull() {
		t.Errorf("language %q, marked %v: want a tagged PDF in Italian with an outline", root.Key("Lang").Text(), root.Key("MarkInfo").Key("Marked").Bool())
	}
	if title := r.Trailer().Key("Info").Key("Title").Text(); !strings.HasPrefix(title, "Risultato 2026 · FILO") {
		t.Errorf("title = %q", title)
	}
	for _, tag := range []string{"/S /H1", "/S /H2", "/S /Figure", "/S /L", "/Alt"} {
		if !bytes.Contains(raw, []byte(tag)) {
			t.Errorf("no tag %s", tag)
		}
	}
	if pages := r.NumPage(); pages < 2 || pages > 6 {
		t.Errorf("%d pages", pages)
	}
	text := textOf(t, raw)
	for _, want := range []string{"Il vostro profilo", "Punti di forza", "Dove crescere", "Che cosa fare adesso", "Empowerment: competenze e autonomia"} {
		if !strings.Contains(text, want) {
			t.Errorf("the PDF does not say %q: %s", want, text[:min(len(text), 500)])
		}
	}
}

// textOf reads the text of a PDF as another program does. The library that reads
// the tags does not know the kind of font that browsers make of variable ones.
func textOf(t *testing.T, raw []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, command := range [][]string{{"pdftotext", file, "-"}, {"gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=txtwrite", "-sOutputFile=-", file}} {
		if _, err := exec.LookPath(command[0]); err != nil {
			continue
		}
		text, err := exec.CommandContext(t.Context(), command[0], command[1:]...).Output()
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(strings.Fields(string(text)), " ")
	}
	t.Skip("NEITHER pdftotext NOR gs ON THIS MACHINE: the text of the PDF has not been read")
	return ""
}

func TestPlan_isMadeFromAdvice(t *testing.T) {
	a := newAssessed(t, assessment.Confidential, 5)
	link := regexp.MustCompile(`/area/filo/piano/nuova\?[^"]*`).FindString(a.get("ada", a.path("/risultato")).Body.String())
	form := a.get("ada", html.UnescapeString(link))
	testkit.CheckHTML(t, form.Body.String())
	values := testkit.FormValues(form.Body.String())
	if values.Get("da") == "" || values.Get("what") == "" && !strings.Contains(form.Body.String(), "<textarea") {
		t.Fatalf("the form of %s has %v", link, values)
	}
	values.Set("who", "Marta")
	for i := range 3 {
		values.Set("what", fmt.Sprintf("Azione %d", i))
		if w := a.post("ada", "/area/filo/piano/nuova", values); w.Code != http.StatusSeeOther {
			t.Fatalf("action %d: %d %s", i, w.Code, said(w))
		}
	}
	fourth := a.post("ada", "/area/filo/piano/nuova", values)
	testkit.CheckHTML(t, fourth.Body.String())
	if fourth.Code != http.StatusUnprocessableEntity || !strings.Contains(said(fourth), "Avete già tre azioni") {
		t.Errorf("a fourth for now: %d %s", fourth.Code, said(fourth))
	}
	if page := said(a.get("ada", a.path("/risultato"))); !strings.Contains(page, "Azione 1") || !strings.Contains(page, "Nel piano") {
		t.Error("the result does not show the plan beside the levels")
	}
	list := a.get("ada", "/area/filo/piano")
	testkit.CheckHTML(t, list.Body.String())
	edits := regexp.MustCompile(`/area/filo/piano/([a-z0-9]{20})"`).FindAllStringSubmatch(list.Body.String(), -1)
	if len(edits) != 3 {
		t.Fatalf("%d actions can be changed; want 3", len(edits))
	}
	a.changeInTwoTabs(t, "/area/filo/piano/"+edits[0][1])
}

// changeInTwoTabs saves an action from two pages that were opened at the same
// time: the second is shown both, and saves over the first only then.
func (a *assessed) changeInTwoTabs(t *testing.T, path string) {
	t.Helper()
	one := testkit.FormValues(a.get("ada", path).Body.String())
	other := url.Values{}
	for name, values := range one {
		other[name] = slices.Clone(values)
	}
	one.Set("what", "La prima")
	other.Set("what", "La seconda")
	if w := a.post("ada", path, one); w.Code != http.StatusSeeOther {
		t.Fatalf("the first tab: %d %s", w.Code, said(w))
	}
	conflict := a.post("ada", path, other)
	testkit.CheckHTML(t, conflict.Body.String())
	if conflict.Code != http.StatusConflict || !strings.Contains(said(conflict), "La prima") || !strings.Contains(conflict.Body.String(), "La seconda") {
		t.Errorf("the second tab: %d; want both shown", conflict.Code)
	}
	if w := a.post("ada", path, testkit.FormValues(conflict.Body.String())); w.Code != http.StatusSeeOther {
		t.Errorf("saved again: %d %s", w.Code, said(w))
	}
	if page := said(a.get("ada", "/area/filo/piano")); !strings.Contains(page, "La seconda") {
		t.Error("what was typed is lost")
	}
	if w := a.post("ada", path+"/annulla", nil); w.Code != http.StatusSeeOther || !strings.Contains(said(a.get("ada", "/area/filo/piano")), "La prima") {
		t.Errorf("undo: %d", w.Code)
	}
}

// BenchmarkResult makes the page of 30 people × 34 items, in each mode, without
// any cache: cpu-µs/op may be 3,000.
func BenchmarkResult(b *testing.B) {
	for _, mode := range []assessment.Mode{assessment.Confidential, assessment.Named} {
		b.Run(string(mode), func(b *testing.B) {
			a := newAssessed(b, mode, 30)
			b.ReportAllocs()
			b.ResetTimer()
			before := testkit.ProcessorTime(b)
			for b.Loop() {
				if w := a.get("ada", a.path("/risultato")); w.Code != http.StatusOK {
					b.Fatal(w.Code)
				}
			}
			b.ReportMetric(float64((testkit.ProcessorTime(b)-before).Nanoseconds())/1000/float64(b.N), "cpu-µs/op")
		})
	}
}
