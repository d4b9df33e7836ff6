package importing_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"telaio/internal/account"
	"telaio/internal/importing"
	"telaio/internal/intake"
	"telaio/internal/organisation"
	"telaio/internal/outbound"
	"telaio/internal/store"
	"telaio/internal/testkit"
	"telaio/internal/twin"
	"telaio/internal/web"
	page "telaio/internal/web/page/importing"
	"telaio/internal/web/shell"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// office is where Elena takes organisations from files.
type office struct {
	http.Handler
	t       *testing.T
	store   *store.Store
	imports importing.UseCases
}

// Subject is a researcher, whoever asks.
func (o office) Subject(*http.Request) (account.Subject, error) {
	return account.Subject{PersonID: "e", Name: "Elena Bassi", Language: "it", Grants: []account.Grant{{Role: account.Researcher}}}, nil
}

func newOffice(t *testing.T) office {
	t.Helper()
	library, s := testkit.Library(t), testkit.SQLite(t)
	form := library.Questionnaires[intake.QuestionnaireID]
	o := office{t: t, store: s, imports: importing.UseCases{
		Store: s, Directory: twin.NewDirectory(s), Form: form[len(form)-1], Taxonomies: library.Taxonomies, Towns: testkit.Towns(t),
		Words: importing.NewWords(library.Messages), Clock: testkit.Clock(), Watch: &importing.Watch{}, Web: outbound.New(outbound.Limits{}),
	}}
	const base = "https://telaio.example"
	server := web.Server{
		Site:     &shell.Site{BaseURL: base, Taxonomies: library.Taxonomies, Cookies: shell.NewCookies(base), HelpMail: "aiuto@telaio.example", Assets: shell.Assets{Style: "/style.css"}},
		Messages: library.Messages, Sessions: o, Log: slog.New(slog.DiscardHandler),
		Routes: append(page.Pages{UseCases: o.imports}.Routes(), neighbours()...),
	}
	var err error
	if o.Handler, err = server.Handler(); err != nil {
		t.Fatal(err)
	}
	return o
}

// neighbours are the pages of other groups that are linked to.
func neighbours() []shell.Route {
	empty := func(http.ResponseWriter, *http.Request, *shell.Visit) error { return nil }
	return []shell.Route{
		{Name: "home", Method: "GET", Paths: shell.Both("/{$}", "/en/{$}"), Action: account.ReadPublic, Handle: empty},
		{Name: "sign-in", Method: "GET", Paths: shell.Both("/accedi", "/en/sign-in"), Action: account.SignIn, Handle: empty},
		{Name: "organisation", Method: "GET", Paths: shell.Both("/organizzazioni/{slug}", "/en/organisations/{slug}"), Action: account.ReadPublic, Handle: empty},
		{Name: "desk-organisations", Method: "GET", Paths: shell.Only("/redazione/organizzazioni"), Action: account.ReadDesk, Handle: empty},
		{Name: "desk-organisation", Method: "GET", Paths: shell.Only("/redazione/organizzazioni/{organisation}"), Action: account.ReadDesk, Handle: empty},
		{Name: "proposal", Method: "GET", Paths: shell.Only("/redazione/proposte/{proposal}"), Action: account.ReadDesk, Handle: empty},
	}
}

const all = "/redazione/importa"

func (o office) served(r *http.Request) *httptest.ResponseRecorder {
	o.t.Helper()
	w := httptest.NewRecorder()
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	o.ServeHTTP(w, r)
	return w
}

// page is a page as it is read, sound in itself.
func (o office) page(path string) string {
	o.t.Helper()
	w := o.served(httptest.NewRequest(http.MethodGet, path, nil))
	if w.Code != http.StatusOK {
		o.t.Fatalf("GET %s = %d", path, w.Code)
	}
	testkit.CheckHTML(o.t, w.Body.String())
	return w.Body.String()
}

// sent answers the form of the list, with a file or without.
func (o office) sent(fields map[string]string, name, file string) *httptest.ResponseRecorder {
	o.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for field, value := range fields {
		o.must(form.WriteField(field, value))
	}
	if name != "" {
		part, err := form.CreateFormFile("file", name)
		o.must(err)
		_, err = part.Write([]byte(file))
		o.must(err)
	}
	o.must(form.Close())
	r := httptest.NewRequest(http.MethodPost, all, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return o.served(r)
}

// begun sends a file and has it checked; it returns the address of the import.
func (o office) begun(file string) string {
	o.t.Helper()
	w := o.sent(map[string]string{"source": "Registro"}, "registro.csv", file)
	if w.Code != http.StatusSeeOther {
		o.t.Fatalf("sending a file = %d: %s", w.Code, w.Body.String())
	}
	o.work()
	return w.Header().Get("Location")
}

// pressed answers a form of an import, and has done what it asks for.
func (o office) pressed(path string, answers url.Values) {
	o.t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(answers.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if w := o.served(r); w.Code != http.StatusSeeOther {
		o.t.Fatalf("POST %s = %d: %s", path, w.Code, w.Body.String())
	}
	o.work()
}

// work does what waits.
func (o office) work() {
	o.t.Helper()
	for {
		more, err := o.imports.Next(context.Background())
		o.must(err)
		if !more {
			return
		}
	}
}

func (o office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

func wants(t *testing.T, page string, all ...string) {
	t.Helper()
	for _, want := range all {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not hold %q", want)
		}
	}
}

func lacks(t *testing.T, page string, all ...string) {
	t.Helper()
	for _, never := range all {
		if strings.Contains(page, never) {
			t.Errorf("the page holds %q", never)
		}
	}
}

func TestList_asksForAFileAndWhereItComesFrom(t *testing.T) {
	o := newOffice(t)
	wants(t, o.page(all), `name="source"`, `name="file"`, `name="address"`)

	w := o.sent(map[string]string{"source": ""}, "registro.csv", "name\nFilo Comune\n")
	if w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a file from nowhere = %d", w.Code)
	}
	wants(t, w.Body.String(), "Scrivi da dove vengono le righe.")
	w = o.sent(map[string]string{"source": "Registro"}, "", "")
	wants(t, w.Body.String(), "Il file è vuoto.", `value="Registro"`)
	w = o.sent(map[string]string{"source": "Registro", "address": "https://registro.example/enti.csv"}, "registro.csv", "name\nFilo Comune\n")
	wants(t, w.Body.String(), "Scegli un file o un indirizzo, non tutti e due.")
}

func TestShow_tellsHowFarTheWorkIs(t *testing.T) {
	o := newOffice(t)
	var seen []string
	o.imports.Watch.Tell = func(p importing.Progress) {
		if p.Done == 0 {
			return
		}
		waiting, err := o.imports.Latest(t.Context())
		o.must(err)
		w := o.served(httptest.NewRequest(http.MethodGet, all+"/"+waiting[0].ID, nil))
		if w.Header().Get("Refresh") == "" {
			t.Error("the page does not look again")
		}
		for _, phase := range []string{"Cerchiamo le righe doppie: 2 su 2", "2 righe su 2"} {
			if strings.Contains(w.Body.String(), phase) {
				seen = append(seen, phase)
			}
		}
	}
	o.begun("name,municipality\nFilo Comune,Prato\nBottega Diffusa,Perugia\n")
	if len(seen) != 2 {
		t.Errorf("phases seen: %q; want the search for doubles, then the rows", seen)
	}
}

func TestShow_saysHowTheFileWasRead(t *testing.T) {
	o := newOffice(t)
	read := o.page(o.begun("Denominazione;Comune;Note interne\nFilo Comune;Prato;x\n"))
	wants(t, read, "Tabella di testo\u00a0· UTF-8\u00a0· colonne separate da «;»\u00a0· 1 riga", "Colonne, senza: Note interne", "Nuove: 1")
}

// many is a file of so many new organisations, with some rows that cannot be taken.
func many(good, bad int) string {
	var file strings.Builder
	file.WriteString("id,name,year\n")
	for n := range good {
		fmt.Fprintf(&file, "g%d,%c%c Organizzazione %d,2013\n", n, 'A'+n%26, 'a'+n/26, n*7919)
	}
	for n := range bad {
		fmt.Fprintf(&file, "b%d,Rotta %d,dopo\n", n, n)
	}
	return file.String()
}

func TestShow_listsTheRowsAHundredAtATimeByWhatBecomesOfThem(t *testing.T) {
	o := newOffice(t)
	path := o.begun(many(110, 3))

	first := o.page(path)
	wants(t, first, "?esito=wrong#lines", "?esito=added#lines", "?pagina=2#lines")
	if rows := strings.Count(first, `<td data-l="Che cosa diventa">`); rows != 100 {
		t.Errorf("the first page lists %d rows", rows)
	}
	wrong := o.page(path + "?esito=wrong")
	wants(t, wrong, "Rotta 0", "Rotta 2")
	lacks(t, wrong, "Organizzazione 0<", "pagina=2")
	for _, last := range []string{"2", "99"} {
		if rows := strings.Count(o.page(path+"?esito=added&pagina="+last), `<td data-l="Che cosa diventa">`); rows != 10 {
			t.Errorf("page %s of the new ones lists %d rows; want those of the last", last, rows)
		}
	}
	if unknown := o.page(path + "?esito=nessuno"); strings.Count(unknown, `<td data-l="Che cosa diventa">`) != 100 {
		t.Error("an outcome that there is not hides rows")
	}
}

func TestApply_publishesWithoutTheRowsToMendAndLinksToEach(t *testing.T) {
	o := newOffice(t)
	path := o.begun(many(2, 1))
	wants(t, o.page(path), "Lascia fuori 1 riga da correggere")
	o.pressed(path+"/esegui", url.Values{"publish": {"yes"}, "skip": {"yes"}})

	published, err := o.store.PublishedOrganisations(t.Context())
	o.must(err)
	if len(published) != 2 {
		t.Fatalf("%d are public; want the two that can be taken", len(published))
	}
	done := o.page(path)
	wants(t, done, "Lasciata fuori")
	for _, one := range published {
		wants(t, done, `href="/redazione/organizzazioni/`+one.ID+`"`, `href="/organizzazioni/`+one.Slug+`"`, "Pagina pubblica di "+one.Card.Name)
	}
}

func TestApply_proposesAndLinksToWhereItIsReviewed(t *testing.T) {
	o := newOffice(t)
	path := o.begun("name\nFilo Comune\n")
	o.pressed(path+"/esegui", url.Values{"publish": {"no"}})
	steps, err := o.store.ImportStepsAfter(t.Context(), strings.TrimPrefix(path, all+"/"), 0, 10)
	o.must(err)
	wants(t, o.page(path), `href="/redazione/proposte/`+steps[0].ProposalID+`"`, "Proposta per Filo Comune")
}

func TestApply_isRefusedWhileRowsAreToBeMended(t *testing.T) {
	o := newOffice(t)
	path := o.begun(many(1, 1))
	r := httptest.NewRequest(http.MethodPost, path+"/esegui", strings.NewReader("publish=yes"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if w := o.served(r); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("status = %d; want it refused", w.Code)
	}
	if published, err := o.store.PublishedOrganisations(t.Context()); err != nil || len(published) != 0 {
		t.Errorf("%d are public, %v; want nothing taken", len(published), err)
	}
}

func TestMapColumns_hearsWhatAColumnMeans(t *testing.T) {
	o := newOffice(t)
	path := o.begun("Chi,Quando\nFilo Comune,2013\n")
	wants(t, o.page(path), "Nessuna colonna è il nome dell&#39;organizzazione. Scegli quale.")
	o.pressed(path+"/colonne", url.Values{"column.0": {"name"}, "column.1": {"year"}})
	wants(t, o.page(path), "Nuove: 1", "Filo Comune")

	wants(t, o.page(o.begun("Chi,Quando\nBottega Diffusa,2014\n")), "Nuove: 1", "Bottega Diffusa") // the source is known by now
}

func TestMapColumns_hearsWhichPageARowIs(t *testing.T) {
	o := newOffice(t)
	there := organisation.Organisation{ID: "telaiocomunecomune", Slug: "filo"}
	testkit.Publish(t, o.store, there, organisation.Card{Name: "Filo Comune", Contacts: organisation.Contacts{Website: "https://filo.example"}})
	path := o.begun("name,website,year\nFilo Comune,filo.example,2013\n")
	const key = "double.name:filo comune|"
	wants(t, o.page(path), `name="`+key+`"`, `<option value="`+there.ID+`">È la stessa</option>`, "stesso sito")

	o.pressed(path+"/colonne", url.Values{key: {"another-page"}})
	wants(t, o.page(path), "Nuove: 1") // nobody can say that of a page that was not asked about
	o.pressed(path+"/colonne", url.Values{key: {there.ID}})
	wants(t, o.page(path), "Cambiate: 1", `<option value="`+there.ID+`" selected>È la stessa</option>`, "Lo ha detto una persona")
	o.pressed(path+"/colonne", url.Values{key: {importing.Apart}})
	wants(t, o.page(path), "Nuove: 1", `<option value="apart" selected>È un&#39;altra</option>`)
}

func TestMapColumns_hearsWhichTownIsMeant(t *testing.T) {
	o := newOffice(t)
	path := o.begun("name,municipality\nFilo Comune,Samone\n")
	asked := o.page(path)
	wants(t, asked, "Comuni da scegliere", "Samone (TN)", "Riga 2")
	_, after, _ := strings.Cut(asked, `<select class="input" id="town-0"`)
	before, _, _ := strings.Cut(after, ">Samone (TN)")
	code := before[strings.LastIndex(before, `value="`)+len(`value="`) : len(before)-1]
	o.pressed(path+"/colonne", url.Values{"town.0": {code}})
	answered := o.page(path)
	wants(t, answered, "Nuove: 1")
	lacks(t, answered, "Comuni da scegliere")
}

func TestReport_isATableForASpreadsheet(t *testing.T) {
	o := newOffice(t)
	path := o.begun("name,year\nFilo Comune,2013\n\"=cmd|' /C calc'!A0\",dopo\n")
	o.pressed(path+"/esegui", url.Values{"publish": {"yes"}, "skip": {"yes"}})
	w := o.served(httptest.NewRequest(http.MethodGet, path+"/righe.csv", nil))
	text := w.Body.String()
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll()
	if err != nil || !strings.HasPrefix(text, "\ufeff") || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/csv") {
		t.Fatalf("%v, %s, %q; want a table with a mark", err, w.Header().Get("Content-Type"), text)
	}
	if len(rows) != 3 || rows[1][8] != "https://telaio.example/organizzazioni/filo-comune" || rows[2][1] != "'=cmd|' /C calc'!A0" || rows[2][2] != "Lasciata fuori" || rows[2][4] != "year" {
		t.Errorf("rows = %q; want the page of the first, and why the second cannot be taken", rows)
	}
}

func TestUndo_takesItBackAndSaysWhatStayed(t *testing.T) {
	o := newOffice(t)
	path := o.begun("name\nFilo Comune\nBottega Diffusa\n")
	o.pressed(path+"/esegui", url.Values{"publish": {"yes"}})
	wants(t, o.page(path), "Annulla questa importazione")
	mine, err := o.store.OrganisationBySlug(t.Context(), "filo-comune")
	o.must(err)
	card := mine.Card
	card.Year = 1999
	testkit.Revise(t, o.store, mine, card, organisation.Revision{Author: "Una persona"})

	o.pressed(path+"/annulla", nil)
	undone := o.page(path)
	wants(t, undone, "Annullata", "tranne 1 riga che una persona ha cambiato", "Rimaste, perché cambiate o decise da una persona", "tutta la scheda")
	lacks(t, undone, "Annulla questa importazione")
	if left, err := o.store.PublishedOrganisations(t.Context()); err != nil || len(left) != 1 || left[0].ID != mine.ID {
		t.Errorf("%d are public, %v; want the one that a person changed", len(left), err)
	}
}

func TestShow_saysWhyAFileThatChangesNothingCanBeTaken(t *testing.T) {
	o := newOffice(t)
	there := organisation.Organisation{ID: "telaiocomunecomune", Slug: "filo"}
	testkit.Publish(t, o.store, there, organisation.Card{Name: "Filo Comune"})
	read := o.page(o.begun("id,name\n" + there.ID + ",Filo Comune\n"))
	wants(t, read, "Niente cambia nell&#39;atlante.")
	lacks(t, read, "Pubblicate subito")
}

func TestLeave_forgetsTheFile(t *testing.T) {
	o := newOffice(t)
	path := o.begun("name\nFilo Comune\n")
	o.pressed(path+"/lascia", nil)
	left := o.page(path)
	wants(t, left, "Lasciata")
	lacks(t, left, "Filo Comune")
}

func TestShow_isNotThereForWhatNobodyBegan(t *testing.T) {
	o := newOffice(t)
	for _, path := range []string{all + "/nessuna", all + "/nessuna/righe.csv", "/redazione/indirizzi/nessuno"} {
		if w := o.served(httptest.NewRequest(http.MethodGet, path, nil)); w.Code != http.StatusNotFound {
			t.Errorf("GET %s = %d", path, w.Code)
		}
	}
}
