package participation_test

import (
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"telaio/internal/account"
	"telaio/internal/audit"
	"telaio/internal/consent"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/participation"
	"telaio/internal/questionnaire"
)

func TestSend_makesAProposalThatNobodyReadsBeforeTheAddressIsConfirmed(t *testing.T) {
	w := newWorld(t)
	d, p := w.sent()
	stored := w.proposal(p.ID)
	if stored.State != organisation.Unconfirmed || stored.Origin != organisation.NewOrganisation || stored.Name != "Officine Zero" {
		t.Errorf("proposal = %s, %s, %q; want unconfirmed, new, Officine Zero", stored.State, stored.Origin, stored.Name)
	}
	if stored.Sender.Name != "Ada Prova" || stored.Sender.Email != "ada@prova.example" {
		t.Errorf("sender = %+v; want Ada", stored.Sender)
	}
	if !d.Sent() || d.ProposalID != p.ID {
		t.Errorf("draft = %+v; want it closed", d)
	}
	if mailed := w.post.last(t, "confirm_submission"); mailed.To != "ada@prova.example" || mailed.Language != "it" {
		t.Errorf("mailed = %+v; want it to Ada in Italian", mailed)
	}
	entries, err := w.store.Audit(t.Context())
	if err != nil || len(entries) != 1 || entries[0].Action != "proposal.sent" || audit.Verify(entries) != nil {
		t.Errorf("audit = %v, %v; want one row", entries, err)
	}
}

// A turned name is cleaned and flagged, even when the form is sent once more
// with the clean text; what research keeps says nothing of it.
func TestSend_tellsTheReviewThatTheReadingDirectionWasTurned(t *testing.T) {
	w := newWorld(t)
	d := w.begin(organisation.NewOrganisation)
	for page, typed := range officineZero() {
		w.save(d, page, typed)
	}
	w.save(d, "who", url.Values{"name": {"Officine \u202eoreZ\u202c"}, "types": {"association"}, "year": {"2013"}})
	w.save(d, "who", url.Values{"name": {"Officine oreZ"}, "types": {"association", "cooperative"}, "year": {"2013"}})
	w.save(d, "story", url.Values{
		"short_description": {"Un luogo."}, "initiatives.0._id": {"one"}, "initiatives.0.initiative_title": {"Cor\u2066so"},
		"initiatives.0.initiative_description": {"Di sartoria"},
	})
	p, err := w.Send(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	var turned []organisation.Field
	for _, c := range w.proposal(p.ID).Changes {
		if c.Turned {
			turned = append(turned, c.Field)
		}
		if strings.ContainsAny(string(c.After), "\u202e\u202c\u2066") {
			t.Errorf("%s is proposed with the signs: %s", c.Field, c.After)
		}
	}
	if !slices.Equal(turned, []organisation.Field{"name", "initiatives"}) {
		t.Errorf("turned = %v; want the name and the initiatives", turned)
	}
}

func TestSave_forgetsThatTheTextWasTurnedWhenItChanges(t *testing.T) {
	w := newWorld(t)
	d := w.begin(organisation.NewOrganisation)
	f := w.save(d, "who", url.Values{"name": {"Officine \u202eoreZ"}})
	if !f.Answers.Turned("name") {
		t.Error("a turned name is not marked")
	}
	if f = w.save(d, "who", url.Values{"name": {"Officine Zero"}}); f.Answers.Turned("name") {
		t.Error("another name is still marked")
	}
}

func TestSend_keepsWithheldPlacesOutOfTheProposal(t *testing.T) {
	w := newWorld(t)
	_, p := w.sent()
	raw, err := json.Marshal(w.proposal(p.ID).Changes)
	if err != nil {
		t.Fatal(err)
	}
	for _, private := range []string{"via Segreta", "Milano", "Monte Patulo", "hidden"} {
		if strings.Contains(string(raw), private) {
			t.Errorf("the changes hold %q", private)
		}
	}
	exact, err := w.store.ExactPlaces(t.Context(), "", p.ID)
	if err != nil || len(exact) != 2 || exact[1].Address != "via Segreta 1" {
		t.Errorf("exact places = %v, %v; want both, whole", exact, err)
	}
}

func TestSend_entersEachConsentInTheLedger(t *testing.T) {
	w := newWorld(t)
	_, p := w.sent()
	entries, err := w.store.ConsentsOfProposal(t.Context(), p.ID)
	if err != nil || len(entries) != 4 {
		t.Fatalf("ledger = %v, %v; want four entries", entries, err)
	}
	for _, e := range entries {
		want := e.Purpose == consent.PublishPage || e.Purpose == consent.UseResearch
		if e.Given != want || e.NoticeVersion != "1" || e.NoticeHash != "hash-it" || e.Receipt != entries[0].Receipt || e.Receipt == "" {
			t.Errorf("entry = %+v; want given %v on version 1, one receipt", e, want)
		}
	}
}

func TestSend_keepsAnswersByVariableWithoutDirectIdentifiers(t *testing.T) {
	w := newWorld(t)
	_, p := w.sent()
	answers, err := w.store.AnswersOfProposal(t.Context(), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	missing := map[string]questionnaire.Missing{}
	for _, a := range answers {
		missing[a.Variable] = a.Value.Missing
		if slices.Contains([]string{"contact_name", "contact_email", "place_address", "place_point"}, a.Variable) {
			t.Errorf("%s is a direct identifier and was stored", a.Variable)
		}
	}
	for variable, want := range map[string]questionnaire.Missing{
		"org_name": questionnaire.Answered, "people_band": questionnaire.DontKnow, "practice_advocacy": questionnaire.NotAsked,
	} {
		if got, there := missing[variable]; !there || got != want {
			t.Errorf("%s = %v, there %v; want %v", variable, got, there, want)
		}
	}
}

func TestSend_refusesAnUnfinishedFormAndChangesNothing(t *testing.T) {
	w := newWorld(t)
	d := w.begin(organisation.NewOrganisation)
	w.save(d, "who", url.Values{"name": {"Officine Zero"}})
	_, err := w.Send(t.Context(), d)
	if fault.KindOf(err) != fault.Invalid {
		t.Fatalf("Send = %v; want invalid", err)
	}
	if w.reload(d).Sent() || len(w.post.letters) != 0 {
		t.Error("something was sent")
	}
}

func TestSend_happensOnce(t *testing.T) {
	w := newWorld(t)
	d := w.filledIn()
	if _, err := w.Send(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	for _, again := range []participation.Draft{d, w.reload(d)} { // as loaded before and after
		if _, err := w.Send(t.Context(), again); fault.KindOf(err) != fault.Conflict {
			t.Errorf("Send again = %v; want a conflict", err)
		}
	}
	_, err := w.Save(t.Context(), d, participation.Input{Page: "who", Number: 1, Typed: url.Values{"name": {"Late"}}})
	if fault.KindOf(err) != fault.Conflict {
		t.Errorf("Save after sending = %v; want a conflict", err)
	}
}

// The time trap: whoever sends within three seconds of beginning is a program.
// A person who is taken for one sends again, with every answer still there.
func TestSend_asksWhoIsQuickerThanAnyPersonToWait(t *testing.T) {
	for _, c := range []struct {
		after time.Duration
		taken bool
	}{
		{0, false},
		{3*time.Second - time.Millisecond, false},
		{3 * time.Second, true},
	} {
		w := newWorld(t)
		d := w.filledIn()
		w.clock.T = d.BegunAt.Add(c.after)
		_, err := w.Send(t.Context(), d)
		if taken := err == nil; taken != c.taken || (!taken && fault.KindOf(err) != fault.TooMany) {
			t.Errorf("sent after %v: %v; want taken = %v", c.after, err, c.taken)
		}
		if w.reload(d).Sent() != c.taken {
			t.Errorf("sent after %v: closed = %v; want %v", c.after, !c.taken, c.taken)
		}
		w.clock.T = d.BegunAt.Add(time.Minute)
		if _, err := w.Send(t.Context(), w.reload(d)); !c.taken && err != nil {
			t.Errorf("a minute later: %v; want it taken", err)
		}
	}
}

func TestSend_waitsWhileTheQueueIsFull(t *testing.T) {
	w := newWorld(t)
	d := w.filledIn()
	w.MostWaiting = 0
	if _, err := w.Send(t.Context(), d); fault.KindOf(err) != fault.TooMany {
		t.Errorf("with a full queue = %v; want too many", err)
	}
	if w.reload(d).Sent() {
		t.Error("the draft was closed all the same")
	}
}

func TestConfirm_bringsTheProposalToTheTeam(t *testing.T) {
	w := newWorld(t)
	_, p := w.sent()
	link := w.post.last(t, "confirm_submission").Values["Link"]
	for range 2 { // the second time only mails the link again
		token, err := w.Confirm(t.Context(), link)
		if err != nil {
			t.Fatal(err)
		}
		if opened, err := w.Open(t.Context(), token); err != nil || opened.ID != p.ID {
			t.Errorf("the status link opens %q, %v; want %q", opened.ID, err, p.ID)
		}
	}
	if got := w.proposal(p.ID).State; got != organisation.Unread {
		t.Errorf("state = %s; want unread", got)
	}
}

func TestConfirm_holdsOnlyForTheAddressItWasMailedTo(t *testing.T) {
	w := newWorld(t)
	d, p := w.sent()
	wrong := w.post.last(t, "confirm_submission").Values["Link"]
	if err := w.MailConfirmation(t.Context(), d, "right@prova.example"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Confirm(t.Context(), wrong); fault.KindOf(err) != fault.Expired {
		t.Errorf("the link to the wrong address = %v; want expired", err)
	}
	right := w.post.last(t, "confirm_submission")
	if _, err := w.Confirm(t.Context(), right.Values["Link"]); err != nil || right.To != "right@prova.example" {
		t.Errorf("the link to %s = %v; want confirmed", right.To, err)
	}
	if got := w.proposal(p.ID); got.State != organisation.Unread || got.Sender.Email != "right@prova.example" {
		t.Errorf("proposal = %s, %s; want unread, the right address", got.State, got.Sender.Email)
	}
}

func TestConfirm_endsAfterThirtyDays(t *testing.T) {
	w := newWorld(t)
	w.sent()
	link := w.post.last(t, "confirm_submission").Values["Link"]
	w.clock.Advance(31 * 24 * time.Hour)
	for _, token := range []string{link, "invented"} {
		if _, err := w.Confirm(t.Context(), token); fault.KindOf(err) != fault.Expired {
			t.Errorf("Confirm = %v; want expired", err)
		}
	}
}

func TestSuggestion_isOnePageInTheSameInbox(t *testing.T) {
	w := newWorld(t)
	d := w.begin(organisation.Suggestion)
	w.save(d, "suggestion", url.Values{
		"name": {"Bottega Diffusa"}, "why": {"Ci sono stata."}, "municipality": {"Matera"},
		"contact_name": {"Ada"}, "contact_email": {"ada@prova.example"}, "consent_contact_again": {"no"},
	})
	p, err := w.Send(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	if p.Origin != organisation.Suggestion || p.State != organisation.Unconfirmed {
		t.Errorf("proposal = %s, %s; want an unconfirmed suggestion", p.Origin, p.State)
	}
	messages, err := w.store.MessagesOfProposal(t.Context(), p.ID)
	if err != nil || len(messages) != 1 || messages[0].Body != "Ci sono stata." || messages[0].FromTeam {
		t.Errorf("messages = %v, %v; want the reason", messages, err)
	}
}

func TestStartChange_isFilledInAndSendsOnlyWhatDiffers(t *testing.T) {
	w := newWorld(t)
	o, editor := w.published()
	d, err := w.StartChange(t.Context(), o.ID, editor.Subject(), browser)
	if err != nil {
		t.Fatal(err)
	}
	w.clock.Advance(time.Minute)
	f, err := w.Form(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	if f.Answers["name"].Text != "Officine Zero" || f.Answers["contact_email"].Text != editor.Email || len(f.Answers["places"].Items) != 1 {
		t.Errorf("filled in = %v; want the published card and the editor", f.Answers)
	}
	w.save(d, "you", yes("consent_publish_page", "consent_use_research", "consent_open_data", "consent_contact_again"))
	if p, err := w.Send(t.Context(), d); messageKey(err) != "participate.nothing_changed" {
		t.Fatalf("Send without a change = %v, %v; want nothing changed", p.Changes, err)
	}
	w.save(d, "story", url.Values{"short_description": {"Una multifactory."}, "source": {"Officine Zero"}})
	p, err := w.Send(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Changes) != 1 || p.Changes[0].Field != "short_description" || string(p.Changes[0].Before) != `"Un luogo di lavoro."` {
		t.Errorf("changes = %+v; want the short description only", p.Changes)
	}
	if p.State != organisation.Unread || p.BaseRevision != 1 || p.OrganisationID != o.ID || p.Sender.PersonID != editor.ID {
		t.Errorf("proposal = %+v; want it unread, on revision 1, from the editor", p)
	}
	w.post.last(t, "status_link")
}

func TestStartChange_alsoTellsOfPlacesThatArePrivate(t *testing.T) {
	w := newWorld(t)
	o, editor := w.published()
	d, err := w.StartChange(t.Context(), o.ID, editor.Subject(), browser)
	if err != nil {
		t.Fatal(err)
	}
	w.clock.Advance(time.Minute)
	w.save(d, "you", yes("consent_publish_page", "consent_use_research", "consent_open_data", "consent_contact_again"))
	w.save(d, "where", url.Values{
		"places.0._id": {"seat"}, "places.0.place_kind": {"seat"}, "places.0.place_municipality": {"Roma"},
		"places.0.place_address": {"via Nuova 5"}, "places.0.place_publicity": {"municipality"},
	})
	p, err := w.Send(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Changes) != 1 || p.Changes[0].Field != "places" || strings.Contains(string(p.Changes[0].After), "via Nuova") {
		t.Errorf("changes = %+v; want the places, without the address", p.Changes)
	}
	if exact, _ := w.store.ExactPlaces(t.Context(), "", p.ID); len(exact) != 1 || exact[0].Address != "via Nuova 5" {
		t.Errorf("exact places = %v; want the new address", exact)
	}
}

func TestStartChange_isForTheOrganisationsOwnPeople(t *testing.T) {
	w := newWorld(t)
	o, _ := w.published()
	stranger := account.Subject{PersonID: "x", Grants: []account.Grant{{Role: account.OrganisationEditor, OrganisationID: "other"}}}
	if _, err := w.StartChange(t.Context(), o.ID, stranger, browser); fault.KindOf(err) != fault.Denied {
		t.Errorf("StartChange = %v; want denied", err)
	}
}

func yes(questions ...string) url.Values {
	typed := url.Values{"contact_name": {"Ada"}, "contact_email": {"ada@oz.example"}}
	for _, q := range questions {
		typed.Set(q, "yes")
	}
	return typed
}

func messageKey(err error) string {
	if refusal, ok := errors.AsType[*fault.Error](err); ok {
		return refusal.Message.Key
	}
	return ""
}
