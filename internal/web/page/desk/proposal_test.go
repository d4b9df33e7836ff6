package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"telaio/internal/organisation"
)

func TestProposal_goesFromTheInboxToAPublicPage(t *testing.T) {
	o := newOffice(t)
	p := o.submit(bottega())
	wants(t, o.page("/redazione"), "Bottega Diffusa", "/redazione/proposte/"+p.ID, "Da leggere", "Nuova scheda", "Sara P., ne fa parte")

	page := o.page("/redazione/proposte/" + p.ID)
	wants(t, page, "6 campi", "Sara riceve un&#39;e-mail con le tue scelte.", "Sì, 22 nov 2026")
	next := o.press("/redazione/proposte/"+p.ID, "publish", nil)

	wants(t, o.page(next), "Scelte pubblicate", "Accolta", "/organizzazioni/bottega-diffusa")
	got, err := o.store.OrganisationBySlug(t.Context(), "bottega-diffusa")
	if err != nil || got.State != organisation.Published || got.Card.Year != 2015 {
		t.Errorf("organisation = %+v, %v", got, err)
	}
}

func TestProposal_tellsTheSecondReviewerThatTheFirstHasDecided(t *testing.T) {
	o := newOffice(t)
	p := o.submit(bottega())
	path := "/redazione/proposte/" + p.ID
	*o.at = o.dino
	dinos := o.get(path)
	*o.at = o.elena
	o.press(path, "publish", nil)
	*o.at = o.dino

	again := o.post(path, formOf(dinos, "publish"))
	if again.Code != http.StatusConflict {
		t.Errorf("second publication = %d; want 409", again.Code)
	}
	wants(t, again.Body.String(), "Qualcuno ha già deciso su questa segnalazione", "Accolta")
}

func TestProposal_keepsPlacesBackUntilSomebodyAsks(t *testing.T) {
	o := newOffice(t)
	p := o.submit(bottega())
	path := "/redazione/proposte/" + p.ID
	page := o.page(path)
	wants(t, page, "C&#39;è un luogo riservato")
	lacks(t, page, "via Segreta 9")

	wants(t, o.post(path+"/sedi", nil).Body.String(), "via Segreta 9", "Abbiamo annotato che hai visto questi luoghi.")
	rows, err := o.store.AuditOf(t.Context(), "proposal:"+p.ID)
	if err != nil || len(rows) != 1 || rows[0].Actor != o.elena.PersonID {
		t.Errorf("audit rows = %+v, %v; want one by Elena", rows, err)
	}
}

func TestProposal_amendsAFieldWithTheQuestionOfTheForm(t *testing.T) {
	o := newOffice(t)
	p := o.submit(bottega())
	path := "/redazione/proposte/" + p.ID
	field := o.press(path, "amend:short_description", url.Values{"message": {"Una correzione sola."}})
	wants(t, o.page(field), "Una bottega di mestieri messi insieme.", "Modifica: Descrizione breve")

	o.press(field, "", url.Values{"short_description": {"Una bottega di mestieri."}})

	wants(t, o.page(path), "Con la tua modifica", "Pubblica con la tua modifica", "Una correzione sola.")
	o.press(path, "publish", nil)
	got, _ := o.store.OrganisationBySlug(t.Context(), "bottega-diffusa")
	if got.Card.ShortDescription != "Una bottega di mestieri." {
		t.Errorf("short description = %q; want the amendment", got.Card.ShortDescription)
	}
}

func TestProposal_amendsPlacesWithoutMakingThemPublic(t *testing.T) {
	o := newOffice(t)
	p := o.submit(bottega())
	path := "/redazione/proposte/" + p.ID
	opened := o.post(path+"/sedi/modifica", formOf(o.get(path), "amend:places"))
	wants(t, opened.Body.String(), "via Segreta 9")
	values := formOf(opened, "")
	values.Set("places.0.place_address", "via Segreta 11")
	if w := o.post(path+"/campi/places", values); w.Code != http.StatusSeeOther {
		t.Fatalf("amend the places = %d: %s", w.Code, w.Body)
	}

	lacks(t, o.page(path), "via Segreta")
	o.press(path, "publish", nil)
	got, _ := o.store.OrganisationBySlug(t.Context(), "bottega-diffusa")
	exact, _ := o.store.ExactPlaces(t.Context(), got.ID, "")
	if len(exact) != 1 || exact[0].Address != "via Segreta 11" || got.Card.Places[0].Address != "" {
		t.Errorf("exact = %+v, public = %+v", exact, got.Card.Places)
	}
}

func TestProposal_keepsWhatIsTypedWhenAQuestionIsEmpty(t *testing.T) {
	o := newOffice(t)
	p := o.submit(bottega())
	path := "/redazione/proposte/" + p.ID
	w := o.pressed(path, "ask", url.Values{"verdict.year": {"keep"}, "comment": {"Da risentire"}})
	if w.Code != http.StatusUnprocessableEntity {
		t.Errorf("an empty question = %d; want 422", w.Code)
	}
	wants(t, w.Body.String(), "Scrivi che cosa vuoi chiedere", "Da risentire", `name="verdict.year" value="keep" checked`)
}

func TestProposal_saysWhoElseHasItOpen(t *testing.T) {
	o := newOffice(t)
	path := "/redazione/proposte/" + o.submit(bottega()).ID
	o.page(path)
	*o.at = o.dino
	wants(t, o.page(path), "Elena Bassi ha aperto questa segnalazione", "La prendo io")
	lacks(t, o.page(o.press(path, "take", nil)), "ha aperto questa segnalazione")
}

func TestProposal_comments(t *testing.T) {
	o := newOffice(t)
	path := "/redazione/proposte/" + o.submit(bottega()).ID
	wants(t, o.page(o.press(path, "comment", url.Values{"comment": {"Ne parlano <qui>."}})), "Ne parlano &lt;qui&gt;.", "Elena Bassi")
}

func TestRefuse_startsFromATemplateAndNeedsAReason(t *testing.T) {
	o := newOffice(t)
	path := o.press("/redazione/proposte/"+o.submit(bottega()).ID, "refuse", nil)
	wants(t, o.page(path+"?motivo=duplicate"), "Bottega Diffusa ha già una scheda nell&#39;atlante")
	if w := o.post(path, url.Values{"reason": {" "}}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("no reason = %d; want 422", w.Code)
	}
	if w := o.post(path, url.Values{"reason": {"Fuori dal tema."}}); w.Code != http.StatusSeeOther {
		t.Errorf("a reason = %d; want 303", w.Code)
	}
	wants(t, o.page("/redazione?stato=concluse"), "Bottega Diffusa", "Non pubblicata")
}

func TestReport_showsWhatTheReaderSaysFirst(t *testing.T) {
	o := newOffice(t)
	o.press("/redazione/proposte/"+o.submit(bottega()).ID, "publish", nil)
	known, _ := o.store.OrganisationBySlug(t.Context(), "bottega-diffusa")
	o.must(o.store.AddProposal(t.Context(), organisation.Proposal{
		ID: "r", OrganisationID: known.ID, Origin: organisation.Report, State: organisation.Unread, Name: known.Card.Name, Language: "it",
		SentAt: o.clock.Now(), UpdatedAt: o.clock.Now(),
	}))
	o.must(o.store.AddMessage(t.Context(), organisation.Message{ID: "m", ProposalID: "r", Body: "Il <numero> non va.", At: o.clock.Now()}))
	page := o.page("/redazione/proposte/r")
	wants(t, page, "<blockquote class=\"citation mt-2 lines\">Il &lt;numero&gt; non va.</blockquote>", "da chi legge la scheda", "Mostra la scheda com&#39;è adesso")
	if strings.Contains(page, "chiudi e rispondi") {
		t.Error("there is nobody to answer, and the page offers an answer")
	}
}

func TestRefuse_saysWhatIsRefused(t *testing.T) {
	o := newOffice(t)
	o.press("/redazione/proposte/"+o.submit(bottega()).ID, "publish", nil)
	known, _ := o.store.OrganisationBySlug(t.Context(), "bottega-diffusa")
	for origin, words := range map[organisation.Origin][2]string{
		organisation.Report:     {"Scartare la segnalazione su Bottega Diffusa", "Conferma, scarta"},
		organisation.Withdrawal: {"Non ritirare la pagina di Bottega Diffusa", "Conferma, la pagina resta"},
	} {
		id := string(origin)
		o.must(o.store.AddProposal(t.Context(), organisation.Proposal{
			ID: id, OrganisationID: known.ID, Origin: origin, State: organisation.Unread, Name: known.Card.Name, Language: "it",
			Sender: organisation.Sender{Name: "Sara", Email: "sara@bottega.example"}, SentAt: o.clock.Now(), UpdatedAt: o.clock.Now(),
		}))
		page := o.page(o.press("/redazione/proposte/"+id, "refuse", nil))
		wants(t, page, words[0], words[1])
		if strings.Contains(page, "non pubblicare") || strings.Contains(page, "motivo=outside") {
			t.Errorf("the refusal of a %s speaks of publishing", origin)
		}
		o.must(o.store.MoveProposal(t.Context(), id, organisation.Refused, organisation.Unread, organisation.InReview))
		wants(t, o.page("/redazione/proposte/"+id), "Non accolta")
	}
}

func TestArchive_takesThePageDown(t *testing.T) {
	o := newOffice(t)
	o.press("/redazione/proposte/"+o.submit(bottega()).ID, "publish", nil)
	known, _ := o.store.OrganisationBySlug(t.Context(), "bottega-diffusa")
	o.must(o.store.AddProposal(t.Context(), organisation.Proposal{
		ID: "w", OrganisationID: known.ID, Origin: organisation.Withdrawal, State: organisation.Unread, Name: known.Card.Name, Language: "it",
		Sender: organisation.Sender{Name: "Sara", Email: "sara@bottega.example"}, SentAt: o.clock.Now(), UpdatedAt: o.clock.Now(),
	}))
	wants(t, o.page("/redazione"), "Entro 30 giorni")
	confirm := o.press("/redazione/proposte/w", "archive", nil)
	wants(t, o.page(confirm), "Conferma il ritiro")
	if w := o.post(confirm, nil); w.Code != http.StatusSeeOther {
		t.Fatalf("archive = %d", w.Code)
	}
	if got, _ := o.store.Organisation(t.Context(), known.ID); got.State != organisation.Archived {
		t.Errorf("state = %s; want archived", got.State)
	}
}
