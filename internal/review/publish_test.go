package review_test

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/account"
	"telaio/internal/audit"
	"telaio/internal/consent"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/questionnaire"
	"telaio/internal/review"
	"telaio/internal/testkit"
	"telaio/internal/twin"
)

func TestPublish_makesANewOrganisationPublic(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		p := o.submit(t, bottega(), true)
		made, err := o.Publish(t.Context(), all(p, 0), o.elena)
		if err != nil {
			t.Fatal(err)
		}
		got, err := o.store.OrganisationBySlug(t.Context(), "bottega-diffusa")
		if err != nil {
			t.Fatal(err)
		}
		if got.ID != made.ID || got.State != organisation.Published || got.Revision != 1 || got.ConfirmedBy != organisation.ByOrganisation {
			t.Errorf("organisation = %+v; want it published, revision 1, confirmed by itself", got)
		}
		if diff := cmp.Diff(bottega(), got.Card); diff != "" {
			t.Errorf("card (-want +got):\n%s", diff)
		}
		places, _ := o.store.ExactPlaces(t.Context(), made.ID, "")
		if diff := cmp.Diff([]organisation.ExactPlace{seat()}, places); diff != "" {
			t.Errorf("exact places (-want +got):\n%s", diff)
		}
		if left, _ := o.store.ExactPlaces(t.Context(), "", p.ID); len(left) != 0 {
			t.Errorf("the proposal still holds %v", left)
		}
		bound, _ := o.store.ConsentsOfOrganisation(t.Context(), made.ID)
		if !consent.Given(bound, consent.PublishPage) {
			t.Error("the consent is not bound to the organisation")
		}
	})
}

func TestPublish_recordsWhoAndWhyAndMakesTheSenderAnEditor(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		p := o.submit(t, bottega(), true)
		decision := all(p, 0)
		decision.Reason = "Benvenuta"
		made, err := o.Publish(t.Context(), decision, o.elena)
		if err != nil {
			t.Fatal(err)
		}
		record, err := o.Record(t.Context(), made.ID)
		if err != nil {
			t.Fatal(err)
		}
		r := record.Revisions[0]
		if r.Author != "Sara P." || r.Reviewer != "Elena Bassi" || r.Reason != "Benvenuta" || r.ProposalID != p.ID {
			t.Errorf("revision = %+v", r)
		}
		if len(record.Editors) != 1 || record.Editors[0].Email != "sara@bottegadiffusa.example" {
			t.Errorf("editors = %v", record.Editors)
		}
		entries, _ := o.store.Audit(t.Context())
		if err := audit.Verify(entries); err != nil {
			t.Error(err)
		}
		row := entries[slices.IndexFunc(entries, func(e audit.Entry) bool { return e.Action == "proposal.accepted" })]
		if row.Actor != o.elena.PersonID || row.Details["field.name"] != "accept" {
			t.Errorf("audit row = %+v", row)
		}
	})
}

func TestPublish_mailsTheChoicesFieldByField(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		p := o.submit(t, bottega(), true)
		decision := all(p, 0)
		decision.Choices["contacts"] = review.Choice{Verdict: review.Keep}
		decision.Choices["short_description"] = review.Choice{Verdict: review.Amend, Amended: map[organisation.Field]json.RawMessage{"short_description": raw(t, "Una bottega di mestieri.")}}
		decision.Message = "Grazie."
		made, err := o.Publish(t.Context(), decision, o.elena)
		if err != nil {
			t.Fatal(err)
		}
		if made.Card.ShortDescription != "Una bottega di mestieri." || made.Card.Contacts.Email != "" {
			t.Errorf("card = %+v; want the amendment and no contacts", made.Card)
		}
		letters := testkit.Letters(t, o.store)
		if len(letters) != 1 || letters[0].To != p.Sender.Email || letters[0].Template != "published" {
			t.Fatalf("letters = %+v; want one of publication to the sender", letters)
		}
		for _, want := range []string{"Nome: pubblicato come l'avete scritto", "Contatti: lasciato com'era", "Descrizione breve: pubblicato con una nostra modifica"} {
			if !strings.Contains(letters[0].Values["Choices"], want) {
				t.Errorf("choices = %q; want %q in it", letters[0].Values["Choices"], want)
			}
		}
		token := strings.TrimPrefix(letters[0].Values["Link"], site+"/status/")
		if _, err := o.store.ProposalByStatusKey(t.Context(), hash(token)); err != nil {
			t.Errorf("the mailed status link opens nothing: %v", err)
		}
	})
}

func TestPublish_withoutConsentChangesNothing(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		p := o.submit(t, bottega(), false)
		_, err := o.Publish(t.Context(), all(p, 0), o.elena)
		if got := keyOf(err); got != "desk.error.no_consent" {
			t.Errorf("Publish = %v; want no consent", err)
		}
		if got := o.proposalOf(t, p.ID).State; got != organisation.Unread {
			t.Errorf("state = %s; want it untouched", got)
		}
		if published, _ := o.store.PublishedOrganisations(t.Context()); len(published) != 0 {
			t.Errorf("%d organisations are public", len(published))
		}
	})
}

func TestPublish_byTwoReviewersAtOnceHappensOnce(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		p := o.submit(t, bottega(), true)
		var wait sync.WaitGroup
		results := make([]error, 2)
		for i, by := range []account.Subject{o.elena, o.dino} {
			wait.Go(func() { _, results[i] = o.Publish(t.Context(), all(p, 0), by) })
		}
		wait.Wait()
		conflicts := 0
		for _, err := range results {
			if fault.KindOf(err) == fault.Conflict {
				conflicts++
			} else if err != nil {
				t.Errorf("Publish = %v", err)
			}
		}
		if conflicts != 1 {
			t.Errorf("%d conflicts in %v; want one", conflicts, results)
		}
		if published, _ := o.store.PublishedOrganisations(t.Context()); len(published) != 1 || published[0].Revision != 1 {
			t.Errorf("published = %+v; want one organisation with one revision", published)
		}
	})
}

func TestPublish_ofAChangeFromElsewhereLeavesTheEditors(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		known := o.published(t, bottega())
		p := o.change(t, known, func(c *organisation.Card) { c.Target = "Chi cuce" })
		p.ID, p.Origin, p.Sender = p.ID+"x", organisation.FromImport, organisation.Sender{Name: "Un registro"}
		o.add(t, p)

		if _, err := o.Publish(t.Context(), all(p, known.Revision), o.elena); err != nil {
			t.Fatal(err)
		}

		record, err := o.Record(t.Context(), known.ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(record.Editors) != 1 || record.Editors[0].Email != "sara@bottegadiffusa.example" || record.Organisation.Card.Target != "Chi cuce" {
			t.Errorf("editors = %v, target %q; want the same editor and the change", record.Editors, record.Organisation.Card.Target)
		}
	})
}

func TestPublish_givesTheSameNameAnotherAddress(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		o.published(t, bottega())
		if second := o.published(t, bottega()); second.Slug != "bottega-diffusa-2" {
			t.Errorf("slug = %q; want bottega-diffusa-2", second.Slug)
		}
	})
}

func TestPublish_neverOverwritesWhatChangedMeanwhile(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		known := o.published(t, bottega())
		late := o.change(t, known, func(c *organisation.Card) { c.ShortDescription, c.Year = "Testo tardivo.", 2016 })
		early := o.change(t, known, func(c *organisation.Card) { c.ShortDescription = "Testo primo." })
		if _, err := o.Publish(t.Context(), all(early, 1), o.dino); err != nil {
			t.Fatal(err)
		}

		if _, err := o.Publish(t.Context(), all(late, 1), o.elena); keyOf(err) != "desk.error.changed_meanwhile" {
			t.Errorf("Publish against the old revision = %v; want a conflict", err)
		}
		file, err := o.Open(t.Context(), late.ID, o.elena)
		if err != nil {
			t.Fatal(err)
		}
		if !file.Stale() || file.Choices["short_description"].Verdict != review.Undecided || file.Choices["year"].Verdict != review.Accept {
			t.Errorf("stale %v, choices %+v; want the overtaken field undecided and the other accepted", file.Stale(), file.Choices)
		}
		if _, err := o.Publish(t.Context(), review.Decision{ProposalID: late.ID, SeenRevision: 2, Choices: file.Choices}, o.elena); fault.KindOf(err) != fault.Invalid {
			t.Errorf("Publish undecided = %v; want it refused", err)
		}
		file.Choices["short_description"] = review.Choice{Verdict: review.Keep}
		after, err := o.Publish(t.Context(), review.Decision{ProposalID: late.ID, SeenRevision: 2, Choices: file.Choices}, o.elena)
		if err != nil || after.Card.ShortDescription != "Testo primo." || after.Card.Year != 2016 {
			t.Errorf("after = %+v, %v; want the first text kept and the year changed", after.Card, err)
		}
	})
}

func TestRefuse_tellsTheSenderOnceAndClosesTheProposal(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		p := o.submit(t, bottega(), true)
		if err := o.Refuse(t.Context(), p.ID, " ", o.elena); fault.KindOf(err) != fault.Invalid {
			t.Errorf("Refuse without a reason = %v", err)
		}
		if err := o.Refuse(t.Context(), p.ID, "Fuori dal tema.", o.elena); err != nil {
			t.Fatal(err)
		}
		if err := o.Refuse(t.Context(), p.ID, "Ancora.", o.dino); fault.KindOf(err) != fault.Conflict {
			t.Errorf("second Refuse = %v; want a conflict", err)
		}
		letters := testkit.Letters(t, o.store)
		if len(letters) != 1 || letters[0].Template != "refused" || letters[0].Values["Reason"] != "Fuori dal tema." {
			t.Errorf("letters = %+v", letters)
		}
		if got := o.proposalOf(t, p.ID); got.State != organisation.Refused || got.RefusalReason != "Fuori dal tema." || got.DecidedAt.IsZero() {
			t.Errorf("proposal = %+v", got)
		}
		if file, err := o.Open(t.Context(), p.ID, o.dino); err != nil || file.DecidedBy != o.elena.PersonID {
			t.Errorf("decided by %q, %v; want Elena", file.DecidedBy, err)
		}
	})
}

func TestSettle_sendsTheAnswerToWhoeverReportedTheMistake(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		page := testkit.Publish(t, o.store, organisation.Organisation{ID: "oz", Slug: "officine-zero"}, testkit.FullCard())
		for id, address := range map[string]string{"told": "lia@posta.example", "silent": ""} {
			err := o.store.AddProposal(t.Context(), organisation.Proposal{
				ID: id, OrganisationID: page.ID, BaseRevision: page.Revision, Origin: organisation.Report, State: organisation.Unread,
				Name: page.Card.Name, Language: "it", Sender: organisation.Sender{Email: address}, SentAt: o.clock.Now(), UpdatedAt: o.clock.Now(),
			})
			if err != nil {
				t.Fatal(err)
			}
			if err := o.Settle(t.Context(), id, " Il numero è quello, abbiamo chiamato. ", o.elena); err != nil {
				t.Fatal(err)
			}
		}
		letters := testkit.Letters(t, o.store)
		if len(letters) != 1 || letters[0].To != "lia@posta.example" || letters[0].Values["Answer"] != "Il numero è quello, abbiamo chiamato." || letters[0].Values["Reviewer"] != o.elena.Name {
			t.Errorf("letters = %+v; want the answer, to whoever wanted one", letters)
		}
		file, err := o.Open(t.Context(), "told", o.dino)
		if err != nil || len(file.Messages) != 1 || !file.Messages[0].FromTeam {
			t.Errorf("messages = %+v, %v; want the answer kept", file.Messages, err)
		}
	})
}

func TestAsk_waitsForTheAnswerAndKeepsTheTurn(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		p := o.submit(t, bottega(), true)
		if err := o.Ask(t.Context(), p.ID, "Avete un contatto comune?", o.elena); err != nil {
			t.Fatal(err)
		}
		if got := o.proposalOf(t, p.ID).State; got != organisation.Waiting {
			t.Errorf("state = %s; want waiting", got)
		}
		file, err := o.Open(t.Context(), p.ID, o.dino)
		if err != nil || len(file.Messages) != 1 || !file.Messages[0].FromTeam || file.Messages[0].Author != "Elena Bassi" {
			t.Errorf("messages = %+v, %v", file.Messages, err)
		}
		letters := testkit.Letters(t, o.store)
		if len(letters) != 1 || letters[0].Template != "question_to_organisation" || letters[0].Values["Message"] != "Avete un contatto comune?" {
			t.Errorf("letters = %+v", letters)
		}
	})
}

func TestOpen_warnsWhoOpensItSecond(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		p := o.submit(t, bottega(), true)
		first, err := o.Open(t.Context(), p.ID, o.elena)
		if err != nil || first.HeldBy != "" || o.proposalOf(t, p.ID).State != organisation.InReview {
			t.Errorf("first: held by %q, %v", first.HeldBy, err)
		}
		second, _ := o.Open(t.Context(), p.ID, o.dino)
		if second.HeldBy != o.elena.PersonID {
			t.Errorf("second: held by %q; want %q", second.HeldBy, o.elena.PersonID)
		}
		o.clock.Advance(16 * time.Minute)
		if later, _ := o.Open(t.Context(), p.ID, o.dino); later.HeldBy != "" {
			t.Errorf("after a quarter of an hour: held by %q", later.HeldBy)
		}
		if err := o.TakeOver(t.Context(), p.ID, o.elena); err != nil {
			t.Fatal(err)
		}
		if again, _ := o.Open(t.Context(), p.ID, o.dino); again.HeldBy != o.elena.PersonID {
			t.Errorf("after it was taken over: held by %q", again.HeldBy)
		}
	})
}

func TestReveal_leavesAnAuditRow(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		p := o.submit(t, bottega(), true)
		seen, err := o.Reveal(t.Context(), p.ID, o.elena)
		if err != nil || len(seen.Proposed) != 1 || seen.Proposed[0].Address != "via Segreta 9" {
			t.Errorf("Reveal = %+v, %v", seen, err)
		}
		rows, _ := o.store.AuditOf(t.Context(), "proposal:"+p.ID)
		if len(rows) != 1 || rows[0].Action != "places.read" || rows[0].Actor != o.elena.PersonID {
			t.Errorf("audit rows = %+v; want that Elena read the places", rows)
		}
	})
}

func TestTheSame_turnsANewProposalIntoAChange(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		known := o.published(t, bottega())
		again := bottega()
		again.Name, again.Year, again.ShortDescription = "La Bottega Diffusa APS", 2014, ""
		p := o.submit(t, again, true)
		file, err := o.Open(t.Context(), p.ID, o.elena)
		if err != nil || len(file.Twins) != 1 || file.Twins[0].OrganisationID != known.ID {
			t.Fatalf("twins = %+v, %v; want %s", file.Twins, err, known.ID)
		}
		if err := o.TheSame(t.Context(), p.ID, known.ID, o.elena); err != nil {
			t.Fatal(err)
		}
		got := o.proposalOf(t, p.ID)
		var fields []organisation.Field
		for _, c := range got.Changes {
			fields = append(fields, c.Field)
		}
		if diff := cmp.Diff([]organisation.Field{"name", "year"}, fields); diff != "" {
			t.Errorf("changed fields (-want +got):\n%s", diff)
		}
		if got.Origin != organisation.ChangeOfCard || got.BaseRevision != 1 {
			t.Errorf("proposal = %+v; want a change of revision 1", got)
		}
	})
}

func TestNotTheSame_isRemembered(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		known := o.published(t, bottega())
		p := o.submit(t, bottega(), true)
		if err := o.NotTheSame(t.Context(), p.ID, known.ID, o.elena); err != nil {
			t.Fatal(err)
		}
		if file, err := o.Open(t.Context(), p.ID, o.dino); err != nil || len(file.Twins) != 0 {
			t.Errorf("twins = %+v, %v; want none", file.Twins, err)
		}
	})
}

func TestPublish_keepsWhatIsNotTheSame(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		known := o.published(t, bottega())
		p := o.submit(t, bottega(), true)
		if err := o.NotTheSame(t.Context(), p.ID, known.ID, o.elena); err != nil {
			t.Fatal(err)
		}
		created, err := o.Publish(t.Context(), all(p, 0), o.elena)
		if err != nil {
			t.Fatal(err)
		}
		apart, err := o.store.ApartFrom(t.Context(), created.ID)
		if err != nil || len(apart) != 1 || !apart[0].Holds(twin.Of(created), twin.Of(known)) || apart[0].Person != o.elena.Name {
			t.Errorf("told apart = %+v, %v; want that Elena has told them apart", apart, err)
		}
	})
}

// TestPublish_keepsWhichProposalsAreNotTheSame publishes two proposals that an
// import told apart, the first one and then the other.
func TestPublish_keepsWhichProposalsAreNotTheSame(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		first, second := o.submit(t, bottega(), true), o.submit(t, bottega(), true)
		if err := o.store.TellProposalsApart(t.Context(), first.ID, second.ID, review.Dismissal{PersonID: "r", At: o.clock.Now()}); err != nil {
			t.Fatal(err)
		}
		one, err := o.Publish(t.Context(), all(first, 0), o.elena)
		if err != nil {
			t.Fatal(err)
		}
		if file, err := o.Open(t.Context(), second.ID, o.dino); err != nil || len(file.Twins) != 0 {
			t.Errorf("twins = %+v, %v; want nobody asked again", file.Twins, err)
		}
		other, err := o.Publish(t.Context(), all(second, 0), o.elena)
		if err != nil {
			t.Fatal(err)
		}
		apart, err := o.store.ApartFrom(t.Context(), one.ID)
		if err != nil || len(apart) != 1 || !apart[0].Holds(twin.Of(one), twin.Of(other)) {
			t.Errorf("told apart = %+v, %v; want the two pages", apart, err)
		}
	})
}

func TestArchive_takesThePageDownAndForgetsPrivatePlaces(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		known := o.published(t, bottega())
		heir := bottega()
		heir.Name = "Bottega Nuova"
		successor := o.published(t, heir)
		p := organisation.Proposal{
			ID: "w", OrganisationID: known.ID, Origin: organisation.Withdrawal, State: organisation.Unread, Name: known.Card.Name, Language: "it",
			Sender: organisation.Sender{Name: "Sara", Email: "sara@bottegadiffusa.example"}, SentAt: o.clock.Now(), UpdatedAt: o.clock.Now(),
		}
		o.add(t, p)
		if err := o.Archive(t.Context(), p.ID, organisation.Successor{Slug: "nessuna"}, o.elena); fault.KindOf(err) != fault.Invalid {
			t.Errorf("Archive with an unknown successor = %v", err)
		}
		if err := o.Archive(t.Context(), p.ID, organisation.Successor{Slug: successor.Slug}, o.elena); err != nil {
			t.Fatal(err)
		}
		if letters := testkit.Letters(t, o.store); len(letters) != 1 || letters[0].Template != "withdrawal_done" {
			t.Errorf("letters = %+v; want that it is done", letters)
		}
		got, _ := o.store.Organisation(t.Context(), known.ID)
		places, _ := o.store.ExactPlaces(t.Context(), known.ID, "")
		if got.State != organisation.Archived || got.Successor != successor.Slug || len(places) != 0 {
			t.Errorf("organisation = %+v with %d places; want it archived with its successor and no places", got, len(places))
		}
	})
}

func TestTurnIntoDraft_isKnownToTheTeamOnly(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		p := organisation.Proposal{
			ID: "s", Origin: organisation.Suggestion, State: organisation.Unread, Name: "Ruote Unite", Language: "it",
			SentAt: o.clock.Now(), UpdatedAt: o.clock.Now(),
		}
		o.add(t, p)
		made, err := o.TurnIntoDraft(t.Context(), p.ID, review.DraftCard{Name: "Ruote Unite", Website: "https://ruoteunite.example"}, o.elena)
		if err != nil {
			t.Fatal(err)
		}
		if public, _ := o.store.PublishedOrganisations(t.Context()); len(public) != 0 {
			t.Errorf("%d organisations are public", len(public))
		}
		list, err := o.Organisations(t.Context(), review.OrganisationFilter{Search: "ruote"})
		if err != nil || len(list.Rows) != 1 || list.Rows[0].OrganisationID != made.ID || list.Rows[0].State != organisation.Unpublished {
			t.Errorf("list = %+v, %v; want the draft", list, err)
		}
	})
}

func TestTheSame_putsPrivatePlacesToTheVote(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		known := o.published(t, bottega())
		moved := seat()
		moved.Address = "via Segreta 11"
		p := o.submit(t, bottega(), true)
		if err := o.store.SetExactPlaces(t.Context(), "", p.ID, []organisation.ExactPlace{moved}); err != nil {
			t.Fatal(err)
		}
		if err := o.TheSame(t.Context(), p.ID, known.ID, o.elena); err != nil {
			t.Fatal(err)
		}
		file, err := o.Open(t.Context(), p.ID, o.elena)
		if err != nil || len(file.Differences) != 1 || file.Differences[0].Field != review.PlacesField {
			t.Fatalf("differences = %+v, %v; want the places", file.Differences, err)
		}
		if _, err := o.Publish(t.Context(), all(o.proposalOf(t, p.ID), 1), o.elena); err != nil {
			t.Fatal(err)
		}
		places, _ := o.store.ExactPlaces(t.Context(), known.ID, "")
		if diff := cmp.Diff([]organisation.ExactPlace{moved}, places); diff != "" {
			t.Errorf("exact places (-want +got):\n%s", diff)
		}
	})
}

func TestOpen_flagsAnAnswerThatHasArrived(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		p := o.submit(t, bottega(), true)
		if err := o.Ask(t.Context(), p.ID, "Avete un contatto comune?", o.elena); err != nil {
			t.Fatal(err)
		}
		if box, _ := o.Inbox(t.Context(), review.Filter{Tab: review.TabOpen}, o.elena.PersonID); slices.Contains(box.Rows[0].Flags, review.Answered) {
			t.Error("an answer is flagged before there is one")
		}
		o.clock.Advance(time.Hour)
		reply := organisation.Message{ID: "m", ProposalID: p.ID, Author: "Sara Pellegrini", Body: "Sì.", At: o.clock.Now()}
		if err := o.store.AddMessage(t.Context(), reply); err != nil {
			t.Fatal(err)
		}
		if box, err := o.Inbox(t.Context(), review.Filter{Tab: review.TabOpen}, o.elena.PersonID); err != nil || !slices.Contains(box.Rows[0].Flags, review.Answered) {
			t.Errorf("rows = %+v, %v; want the answer flagged", box.Rows, err)
		}
	})
}

func TestCorrect_publishesNothingByItself(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		known := o.published(t, bottega())
		answers, err := o.CorrectionStart(t.Context(), known.ID, "year", o.dino)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.Correct(t.Context(), known.ID, "year", answers, o.dino); fault.KindOf(err) != fault.Invalid {
			t.Errorf("Correct without a change = %v; want it refused", err)
		}
		answers["year"] = questionnaire.Value{Text: "2014"}
		id, err := o.Correct(t.Context(), known.ID, "year", answers, o.dino)
		if err != nil {
			t.Fatal(err)
		}
		if now, _ := o.store.Organisation(t.Context(), known.ID); now.Card.Year != 2015 {
			t.Errorf("year = %d before anybody published it", now.Card.Year)
		}
		after, err := o.Publish(t.Context(), all(o.proposalOf(t, id), 1), o.elena)
		if err != nil || after.Card.Year != 2014 || after.ConfirmedBy != organisation.ByOrganisation {
			t.Errorf("after = %+v, %v; want the year corrected and the organisation's own confirmation kept", after, err)
		}
		if letters := testkit.Letters(t, o.store); len(letters) != 0 {
			t.Errorf("letters = %+v; want none: nobody outside proposed it", letters)
		}
	})
}

func TestInvite_writesToTheOrganisationAndWaits(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		o.add(t, organisation.Proposal{
			ID: "s", Origin: organisation.Suggestion, State: organisation.Unread, Name: "Ruote Unite", Language: "it",
			SentAt: o.clock.Now(), UpdatedAt: o.clock.Now(),
		})
		if err := o.Invite(t.Context(), "s", "nessun indirizzo", "", o.elena); fault.KindOf(err) != fault.Invalid {
			t.Errorf("Invite without an address = %v", err)
		}
		if err := o.Invite(t.Context(), "s", "info@ruoteunite.example", "Vi aspettiamo.", o.elena); err != nil {
			t.Fatal(err)
		}
		letters := testkit.Letters(t, o.store)
		if len(letters) != 1 || letters[0].To != "info@ruoteunite.example" || letters[0].Values["Link"] != site+"/participate" {
			t.Errorf("letters = %+v; want one invitation", letters)
		}
		if got := o.proposalOf(t, "s").State; got != organisation.Waiting {
			t.Errorf("state = %s; want waiting", got)
		}
	})
}
