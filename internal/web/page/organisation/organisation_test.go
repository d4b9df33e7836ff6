package organisation_test

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	domain "telaio/internal/organisation"
	"telaio/internal/testkit"
)

// words is a page as its reader sees it: without tags, on one line.
func words(page string) string {
	_, body, _ := strings.Cut(page, "<body>")
	text := strings.Join(strings.Fields(html.UnescapeString(tag.ReplaceAllString(body, " "))), " ")
	return strings.ReplaceAll(text, " ,", ",") // a link before a comma
}

var tag = regexp.MustCompile(`<[^>]*>`)

func TestPage_showsTheWholeRecordOfOfficineZero(t *testing.T) {
	s := newSite(t)
	s.publishSamples(t)
	for path, want := range map[string][]string{
		"/organizzazioni/officine-zero": {
			"Officine Zero", "Associazione e Cooperativa. Roma, dal 2013.", "Tipologia organizzazione Associazione e Cooperativa",
			"Target Lavoratrici e lavoratori autonomi", "Forme di solidarietà Empowerment Advocacy Network", "Sede Roma (RM), Lazio",
			"Contatti ozofficinezero.org", "Fonte OZ – Officine Zero", "Scheda curata dal gruppo di ricerca, aggiornata il 12 marzo 2026",
			"Officine Zero nasce a Roma nel 2013", "Imparare con le mani", "Fai parte di Officine Zero?", "Compila il modulo",
			"Visibilità", "Conoscenza", "Autovalutazione",
		},
		"/en/organisations/officine-zero": {
			"Association and Cooperative. Roma, since 2013.", "Type of organisation Association and Cooperative",
			"Page kept by the research team, updated on 12 March 2026", "Officine Zero nasce a Roma nel 2013",
			"Do you belong to Officine Zero?", "Fill in the form",
		},
	} {
		answer := s.get(t, path)
		if answer.Code != http.StatusOK {
			t.Fatalf("GET %s = %d", path, answer.Code)
		}
		inOrder(t, path, words(answer.Body.String()), want)
	}
}

// inOrder checks that text has every want, each after the one before.
func inOrder(t *testing.T, path, text string, want []string) {
	t.Helper()
	rest := text
	for _, w := range want {
		i := strings.Index(rest, w)
		if i < 0 {
			t.Errorf("%s: %q is missing or out of order in\n%s", path, w, text)
			return
		}
		rest = rest[i:]
	}
}

func TestPage_showsEveryFieldOfAFullCard(t *testing.T) {
	s := newSite(t)
	s.publishSamples(t)
	got := words(s.get(t, "/organizzazioni/telaio-comune").Body.String())
	for field, want := range map[domain.Field][]string{
		"name": {"Telaio Comune"}, "other_names": {"TC · Il Comune dei telai"},
		"types": {"Associazione di promozione sociale (APS), Coworking o spazio di comunità e Banca del tempo"}, "type_other": {"Banca del tempo"},
		"legal_status": {"Costituita formalmente"}, "year": {"Attività dal 2009"}, "target": {"Chi tesse e chi cuce per conto di altri"},
		"target_groups": {"Chi lavora nell'artigianato · Lavoratrici e lavoratori migranti"}, "people": {"Da 10 a 49"}, "reach": {"Una regione"},
		"solidarity": {"Insegna a fare un preventivo.", "Mette in comune i telai."}, "services": {"Formazione · Consulenza legale"},
		"governance": {"Assemblea aperta"}, "funding": {"Quote di chi partecipa"},
		"places":            {"La Filanda via del Filo 7 Roma (RM), Lazio", "Altra sede Prato (PO), Toscana", "Punto d'incontro Italia"},
		"contacts":          {"telaiocomune.example", "ciao@telaiocomune.example", "+39 06 5550 1234", "social.example/@telaiocomune", "video.example/telaiocomune"},
		"short_description": {"Un laboratorio tessile aperto a chi lavora in proprio."}, "story": {"Abbiamo cominciato con tre telai"},
		"initiatives": {"Telai a ore", "Si prenota un telaio per mezza giornata.", "Dal 2015", "Sportello tariffe"},
		"relations":   {"Fa parte di Rete dei Telai Dal primo anno", "Scambia con Officine Zero Stoffe e legni", "Collabora con Bottega Diffusa"},
		"source":      {"Fonte L'organizzazione"},
	} {
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%s: %q is missing in\n%s", field, w, got)
			}
		}
	}
	if !strings.Contains(got, "organizzazione di esempio") {
		t.Error("the mark of an example is missing")
	}
}

func TestPage_linksToRelatedOrganisationsThatArePublished(t *testing.T) {
	s := newSite(t)
	s.publishSamples(t)
	page := s.get(t, "/en/organisations/telaio-comune").Body.String()
	if !strings.Contains(page, `<a href="/en/organisations/officine-zero">Officine Zero</a>`) {
		t.Error("the relation to Officine Zero is no link")
	}
	if strings.Contains(page, `>Bottega Diffusa</a>`) {
		t.Error("the relation to an organisation that is not here is a link")
	}
}

func TestPage_givesOwnWordsTheirLanguage(t *testing.T) {
	s := newSite(t)
	card := testkit.OfficineZero()
	card.Language = "en"
	card.ShortDescription = "A self-managed place of work."
	testkit.Publish(t, s.store, domain.Organisation{ID: "oz", Slug: "officine-zero"}, card)
	page := s.get(t, "/organizzazioni/officine-zero").Body.String()
	if !strings.Contains(page, `lang="en">A self-managed place of work.`) {
		t.Errorf("the short description does not carry its language:\n%s", page)
	}
}

func TestPage_saysWhichLanguageItsWordsAreIn(t *testing.T) {
	s := newSite(t)
	testkit.Publish(t, s.store, domain.Organisation{ID: "oz", Slug: "officine-zero"}, testkit.OfficineZero())
	const note = "The texts are in Italian."
	if page := s.get(t, "/en/organisations/officine-zero").Body.String(); !strings.Contains(page, note) {
		t.Errorf("an English page with Italian words does not say so:\n%s", words(page))
	}
	if page := s.get(t, "/organizzazioni/officine-zero").Body.String(); strings.Contains(page, "I testi sono in") {
		t.Error("an Italian page says that its words are Italian")
	}
}

func TestPage_leadsToTheStreetsOfWhatIsPublicOnly(t *testing.T) {
	s := newSite(t)
	card := testkit.OfficineZero()
	for name, c := range map[string]struct {
		place domain.Place
		want  string // "" = no link
	}{
		"point":    {domain.Place{Publicity: domain.PublicityExact, Municipality: testkit.Rome(), Lat: 41.9, Lon: 12.5}, "https://www.openstreetmap.org/?mlat=41.9&amp;mlon=12.5#map=18/41.9/12.5"},
		"address":  {domain.Place{Publicity: domain.PublicityExact, Address: "via del Filo 7", Municipality: testkit.Rome()}, "https://www.openstreetmap.org/search?query=via+del+Filo+7%2C+Roma"},
		"town":     {domain.Place{Publicity: domain.PublicityMunicipality, Municipality: testkit.Rome(), Lat: testkit.Rome().Lat, Lon: testkit.Rome().Lon}, ""},
		"centre":   {domain.Place{Publicity: domain.PublicityExact, Municipality: testkit.Rome(), Lat: testkit.Rome().Lat, Lon: testkit.Rome().Lon}, ""},
		"abroad":   {domain.Place{Publicity: domain.PublicityCountry, Country: "FR"}, ""},
		"no place": {domain.Place{Kind: "online"}, ""},
	} {
		card.Places = []domain.Place{c.place}
		id := strings.ReplaceAll(name, " ", "-")
		testkit.Publish(t, s.store, domain.Organisation{ID: id, Slug: id}, card)
		page := s.get(t, "/organizzazioni/"+id).Body.String()
		if has := strings.Contains(page, "openstreetmap.org"); has != (c.want != "") || !strings.Contains(page, c.want) {
			t.Errorf("%s: want the link %q in\n%s", name, c.want, page)
		}
	}
}

func TestPage_invitesWhereSomethingIsMissing(t *testing.T) {
	s := newSite(t)
	card := domain.Card{Name: "Officine Zero", OtherNames: []string{"OZ"}}
	testkit.Publish(t, s.store, domain.Organisation{ID: "oz", Slug: "officine-zero"}, card)
	page := s.get(t, "/organizzazioni/officine-zero").Body.String()
	if !strings.Contains(words(page), "Contatti Non ancora indicati. Fai parte di OZ? Aggiungili") {
		t.Errorf("the missing contacts are no invitation:\n%s", words(page))
	}
	if !strings.Contains(page, `<a href="/partecipa">Fai parte di OZ? Aggiungili</a>`) {
		t.Error("the invitation does not lead to the form")
	}
}

func TestPage_saysWhoConfirmedIt(t *testing.T) {
	s := newSite(t)
	o := testkit.Publish(t, s.store, domain.Organisation{ID: "oz", Slug: "officine-zero"}, testkit.OfficineZero())
	for by, want := range map[domain.ConfirmedBy]string{
		domain.ByOrganisation: "Confermata ad aprile 2026 dall'organizzazione",
		domain.ByTeam:         "Confermata ad aprile 2026 dal gruppo di ricerca",
	} {
		o.ConfirmedAt, o.ConfirmedBy = testkit.Day().AddDate(0, 1, 0), by
		if err := s.store.UpdateOrganisation(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		if got := words(s.get(t, "/organizzazioni/officine-zero").Body.String()); !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
}

func TestPage_letsNoMarkupOfAnOrganisationThrough(t *testing.T) {
	s := newSite(t)
	const attack = `</script><script>alert(1)</script><img src=x onerror=alert(1)>` + "\u2028"
	card := testkit.FullCard()
	card.Name, card.ShortDescription, card.Story, card.Target, card.TypeOther = attack, attack, attack, attack, attack
	card.Initiatives[0].Title, card.Relations[0].Note, card.Places[0].Address = attack, attack, attack
	card.Contacts.Website, card.Contacts.Links = "javascript:alert(1)", []string{"javascript:alert(2)"}
	testkit.Publish(t, s.store, domain.Organisation{ID: "full", Slug: "telaio-comune"}, card)
	for _, path := range []string{"/organizzazioni/telaio-comune", "/organizzazioni/telaio-comune/versioni"} {
		page := s.get(t, path).Body.String()
		for _, bad := range []string{"<script>", "<img src=x", `href="javascript`} {
			if strings.Contains(page, bad) {
				t.Errorf("%s has %q", path, bad)
			}
		}
	}
	_, block, _ := strings.Cut(s.get(t, "/organizzazioni/telaio-comune").Body.String(), `<script type="application/ld+json">`)
	block, _, _ = strings.Cut(block, "</script>")
	if strings.ContainsAny(block, "<>&\u2028\u2029") {
		t.Errorf("the JSON-LD block could leave its element:\n%s", block)
	}
}

func TestPage_followsOldSlugs(t *testing.T) {
	s := newSite(t)
	o := testkit.Publish(t, s.store, domain.Organisation{ID: "oz", Slug: "officine"}, testkit.OfficineZero())
	o.Slug = "officine-zero"
	if err := s.store.UpdateOrganisation(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"/organizzazioni/officine":            "/organizzazioni/officine-zero",
		"/en/organisations/officine":          "/en/organisations/officine-zero",
		"/organizzazioni/officine.json":       "/organizzazioni/officine-zero.json",
		"/organizzazioni/officine.jsonld":     "/organizzazioni/officine-zero.jsonld",
		"/organizzazioni/officine/versioni":   "/organizzazioni/officine-zero/versioni",
		"/en/organisations/officine/versions": "/en/organisations/officine-zero/versions",
	} {
		answer := s.get(t, path)
		if got := answer.Header().Get("Location"); answer.Code != http.StatusMovedPermanently || got != want {
			t.Errorf("GET %s = %d to %q; want 301 to %q", path, answer.Code, got, want)
		}
	}
}

func TestPage_isGoneWithASuccessor(t *testing.T) {
	s := newSite(t)
	s.publishSamples(t)
	o := testkit.Publish(t, s.store, domain.Organisation{ID: "old", Slug: "vecchia"}, domain.Card{Name: "Vecchia Officina"})
	o.State, o.Successor = domain.Archived, "officine-zero"
	if err := s.store.UpdateOrganisation(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/organizzazioni/vecchia", "/organizzazioni/vecchia.json", "/organizzazioni/vecchia/versioni"} {
		answer := s.get(t, path)
		page := answer.Body.String()
		if answer.Code != http.StatusGone {
			t.Errorf("GET %s = %d; want 410", path, answer.Code)
		}
		if strings.HasSuffix(path, ".json") {
			if !strings.Contains(page, `"reason":"requested"`) || !strings.Contains(page, `"name":"Officine Zero"`) {
				t.Errorf("GET %s does not name the successor: %s", path, page)
			}
			if links := strings.Join(answer.Header()["Link"], ", "); !strings.Contains(links, `rel="successor-version"`) || !strings.Contains(links, `rel="license"`) {
				t.Errorf("GET %s links to %s; want the successor and the licence", path, links)
			}
			continue
		}
		if !strings.Contains(words(page), "Al suo posto c'è Officine Zero") || !strings.Contains(page, `href="/organizzazioni/officine-zero"`) {
			t.Errorf("GET %s does not name the successor:\n%s", path, words(page))
		}
		if strings.Contains(page, "Vecchia Officina") {
			t.Errorf("GET %s still names the organisation that has gone", path)
		}
	}
}

func TestPage_isGoneWithASuccessorElsewhere(t *testing.T) {
	s := newSite(t)
	o := testkit.Publish(t, s.store, domain.Organisation{ID: "old", Slug: "vecchia"}, domain.Card{Name: "Vecchia Officina"})
	o.State = domain.Archived
	if err := s.store.UpdateOrganisation(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	left := domain.Archiving{
		OrganisationID: "old", Why: domain.Ceased, ArchivedAt: testkit.Day(), PersonID: "elena",
		SuccessorName: "Il Filo <nuovo>", SuccessorWebsite: "https://www.ilfilo.example/",
	}
	if err := s.store.PutArchiving(t.Context(), left); err != nil {
		t.Fatal(err)
	}
	page := s.get(t, "/organizzazioni/vecchia").Body.String()
	if !strings.Contains(page, "Il Filo &lt;nuovo&gt;. Non ha una pagina in questo atlante.") ||
		!strings.Contains(page, `<a class="btn" href="https://www.ilfilo.example/" rel="nofollow noopener noreferrer">Vai al sito ilfilo.example</a>`) {
		t.Errorf("the page does not lead to the successor's site:\n%s", page)
	}
	if raw := s.get(t, "/organizzazioni/vecchia.json").Body.String(); !strings.Contains(raw, `"url":"https://www.ilfilo.example/"`) {
		t.Errorf("programs are told %s", raw)
	}
}

func TestPage_isNotFoundWhileUnpublished(t *testing.T) {
	s := newSite(t)
	if err := s.store.CreateOrganisation(t.Context(), domain.Organisation{ID: "new", Slug: "nuova", CreatedAt: testkit.Day(), UpdatedAt: testkit.Day()}); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/organizzazioni/nuova", "/organizzazioni/mai-vista", "/organizzazioni/mai-vista.json", "/organizzazioni/mai-vista/versioni"} {
		if answer := s.get(t, path); answer.Code != http.StatusNotFound {
			t.Errorf("GET %s = %d; want 404", path, answer.Code)
		}
	}
}

func TestPages_areSoundHTML(t *testing.T) {
	s := newSite(t)
	s.publishSamples(t)
	o, err := s.store.Organisation(t.Context(), "full")
	if err != nil {
		t.Fatal(err)
	}
	card := o.Card
	card.Story += "\n\nE ancora."
	testkit.Revise(t, s.store, o, card, domain.Revision{Reason: "Aggiornamento"})
	testkit.Publish(t, s.store, domain.Organisation{ID: "bare", Slug: "solo-nome"}, domain.Card{Name: "Solo nome"})
	for _, slug := range []string{"officine-zero", "telaio-comune", "solo-nome"} {
		for _, path := range []string{"/organizzazioni/" + slug, "/en/organisations/" + slug, "/organizzazioni/" + slug + "/versioni", "/en/organisations/" + slug + "/versions"} {
			testkit.CheckHTML(t, s.get(t, path).Body.String())
		}
	}
}

func TestPage_saysHowFarItCanBeReliedOn(t *testing.T) {
	s := newSite(t)
	s.publishSamples(t)
	for days, want := range map[int]string{
		0:   "Contatti aggiornati a marzo 2026 Testi aggiornati a marzo 2026",
		400: "Contatti da riconfermare: gli ultimi dati sono di marzo 2026 Testi aggiornati a marzo 2026",
		900: "Contatti non confermati da marzo 2026 Testi non confermati da marzo 2026",
	} {
		s.now.T = testkit.Day().AddDate(0, 0, days)
		page := words(s.get(t, "/organizzazioni/officine-zero").Body.String())
		inOrder(t, "page", page, []string{want})
		if warned := strings.Contains(page, "Da tempo nessuno li conferma: forse sono cambiati. Se lo sai, scrivilo"); warned != (days == 900) {
			t.Errorf("after %d days the contacts come with a warning: %t", days, warned)
		}
	}
}
