package desk_test

import (
	"encoding/csv"
	"fmt"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/organisation"
	"telaio/internal/testkit"
)

// formOf is the form of an answered page, with one of its buttons pressed.
func formOf(w *httptest.ResponseRecorder, button string) url.Values {
	values := testkit.FormValues(w.Body.String())
	values.Set("do", button)
	return values
}

func TestInbox_saysHowLongTheOldestHasWaited(t *testing.T) {
	o := newOffice(t)
	o.submit(bottega())
	o.clock.Advance(10 * 24 * time.Hour)
	card := bottega()
	card.Name = "Ruote Unite"
	o.submit(card)
	wants(t, o.page("/redazione"), "2 in elenco.", "La più vecchia aspetta da 10 giorni.", "oggi, 10.00", "22 nov 2026")
}

func TestInbox_filters(t *testing.T) {
	o := newOffice(t)
	p := o.submit(bottega())
	card := bottega()
	card.Name = "Città Aperta"
	o.submit(card)
	o.press("/redazione/proposte/"+p.ID, "assign", nil)
	tests := []struct{ address, shows, hides string }{
		{"/redazione?q=citta", "Città Aperta", "Bottega Diffusa"},
		{"/redazione?stato=mie", "Bottega Diffusa", "Città Aperta"},
		{"/redazione?chi=nobody", "Città Aperta", "Bottega Diffusa"},
	}
	for _, tt := range tests {
		page := o.page(tt.address)
		wants(t, page, tt.shows)
		lacks(t, page, tt.hides)
	}
	wants(t, o.page("/redazione?q=nulla"), "Nessuna segnalazione con questi filtri")
	wants(t, o.page("/redazione?stato=concluse"), "Ancora nessuna decisione")
}

func TestInbox_showsTwentyAtATime(t *testing.T) {
	o := newOffice(t)
	for i := range 21 {
		card := bottega()
		card.Name = fmt.Sprintf("Organizzazione %02d", i)
		o.submit(card)
		o.clock.Advance(time.Minute)
	}
	first, second := o.page("/redazione"), o.page("/redazione?pagina=2")
	wants(t, first, "Organizzazione 20", "pagina=2")
	lacks(t, first, "Organizzazione 00")
	wants(t, second, "Organizzazione 00")
}

func TestList_holdsNoFormulaAndNoAddress(t *testing.T) {
	o := newOffice(t)
	card := bottega()
	card.Name = "=cmd|' /C calc'!A0"
	o.submit(card)
	w := o.get("/redazione/elenco.csv")
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(w.Body.String(), "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"'=cmd|' /C calc'!A0", "Nuova scheda"}, rows[1][:2]); diff != "" {
		t.Errorf("row (-want +got):\n%s", diff)
	}
	lacks(t, w.Body.String(), "sara@bottega.example")
}

func TestRecord_tellsWhoChangedWhat(t *testing.T) {
	o := newOffice(t)
	o.press("/redazione/proposte/"+o.submit(bottega()).ID, "publish", nil)
	known, _ := o.store.OrganisationBySlug(t.Context(), "bottega-diffusa")
	record := "/redazione/organizzazioni/" + known.ID
	wants(t, o.page("/redazione/organizzazioni?q=bottega"), record)

	correction := record + "/correggi?campo=year"
	wants(t, o.page(correction), "Correggi: Anno di inizio")
	values := formOf(o.get(correction), "")
	values.Set("year", "2014")
	w := o.post(correction, values)
	o.press(w.Header().Get("Location"), "publish", url.Values{"reason": {"Lo dice lo statuto"}})

	page := o.page(record + "?da=1&a=2&verifica=1")
	wants(t, page, "Versione 2", "Elena Bassi", "Lo dice lo statuto", "<del>2015</del>", "<ins>2014</ins>", "Catena verificata", "Versione pubblicata", "Sara Pellegrini")
}

func TestSuggestion_becomesADraftOrAnInvitation(t *testing.T) {
	o := newOffice(t)
	for _, id := range []string{"s1", "s2"} {
		o.must(o.store.AddProposal(t.Context(), organisation.Proposal{
			ID: id, Origin: organisation.Suggestion, State: organisation.Unread, Name: "Ruote Unite", Language: "it",
			Changes: organisation.Diff(organisation.Card{}, organisation.Card{Name: "Ruote Unite"}), SentAt: o.clock.Now(), UpdatedAt: o.clock.Now(),
		}))
	}
	w := o.pressed("/redazione/proposte/s1", "draft", url.Values{"town": {"Atlantide"}})
	wants(t, w.Body.String(), "Non troviamo questo comune", "Atlantide")
	wants(t, o.page(o.press("/redazione/proposte/s1", "draft", url.Values{"town": {"Roma"}})), "Bozza creata", "Ruote Unite")
	wants(t, o.page("/redazione/proposte/s2"), "Possibili doppioni")
	wants(t, o.page(o.press("/redazione/proposte/s2", "invite", url.Values{"address": {"info@ruoteunite.example"}})), "Invito mandato", "Attesa risposta")
}
