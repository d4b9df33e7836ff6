package sample_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/audit"
	"telaio/internal/clock"
	"telaio/internal/consent"
	"telaio/internal/intake"
	"telaio/internal/organisation"
	"telaio/internal/questionnaire"
	"telaio/internal/sample"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

func seed(t *testing.T, s *store.Store) {
	t.Helper()
	_, samples := shipped(t)
	now := &clock.Fixed{T: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	if err := sample.Seed(t.Context(), samples, s, now, sample.Notice{Version: "1", Hash: "h"}); err != nil {
		t.Fatal(err)
	}
}

func published(t *testing.T, s *store.Store) []organisation.Organisation {
	t.Helper()
	all, err := s.PublishedOrganisations(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestSeed_publishesOnce(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		seed(t, s)
		first := published(t, s)
		seed(t, s)
		if diff := cmp.Diff(first, published(t, s)); diff != "" {
			t.Errorf("after a second time (-first +second):\n%s", diff)
		}
		if len(first) != 37 {
			t.Fatalf("%d published organisations; want 37", len(first))
		}
		for _, o := range first {
			if o.Example == (o.Slug == "officine-zero") {
				t.Errorf("%s: example = %v", o.Slug, o.Example)
			}
		}
		entries, err := s.Audit(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := audit.Verify(entries); err != nil {
			t.Error(err)
		}
		counts := map[string]int{}
		for _, e := range entries {
			counts[e.Action]++
		}
		if diff := cmp.Diff(map[string]int{"organisation.published": 42, "practice.published": 8, "initiative.begun": 3, "proposal.sent": 4, "sample.seeded": 1}, counts); diff != "" {
			t.Errorf("audit (-want +got):\n%s", diff)
		}
	})
}

func TestSeed_keepsBackWhatThePlacesKeepBack(t *testing.T) {
	s := testkit.SQLite(t)
	seed(t, s)
	for _, o := range published(t, s) {
		exact, err := s.ExactPlaces(t.Context(), o.ID, "")
		if err != nil {
			t.Fatal(err)
		}
		raw, err := json.Marshal(o.Card)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range exact {
			if p.Publicity != organisation.PublicityExact && p.Address != "" && strings.Contains(string(raw), p.Address) {
				t.Errorf("%s: the card tells %q", o.Slug, p.Address)
			}
			if p.Publicity == organisation.PublicityWithheld && strings.Contains(string(raw), p.ID) {
				t.Errorf("%s: the card tells that a withheld place exists", o.Slug)
			}
		}
		if diff := cmp.Diff(organisation.PublicPlaces(exact), o.Card.Places); diff != "" {
			t.Errorf("%s: places (-public side of the exact ones +card):\n%s", o.Slug, diff)
		}
	}
}

func TestSeed_tiesLeadToTheOtherOrganisation(t *testing.T) {
	s := testkit.SQLite(t)
	seed(t, s)
	names := map[string]string{}
	for _, o := range published(t, s) {
		names[o.ID] = o.Card.Name
	}
	ties, loose := 0, 0
	for _, o := range published(t, s) {
		for _, r := range o.Card.Relations {
			ties++
			if r.OrganisationID == "" {
				loose++ // told by its name only: the desk's list has something to show
				continue
			}
			if names[r.OrganisationID] != r.Name || r.Name == "" {
				t.Errorf("%s: the tie to %q leads to %q", o.Slug, r.Name, names[r.OrganisationID])
			}
		}
	}
	if ties == 0 || loose != 1 {
		t.Errorf("%d ties, %d of them told by name only; want some, and one", ties, loose)
	}
}

func TestSeed_showsAHistory(t *testing.T) {
	s := testkit.SQLite(t)
	seed(t, s)
	o, err := s.OrganisationBySlug(t.Context(), "maestrale-rete-autonoma")
	if err != nil {
		t.Fatal(err)
	}
	revisions, err := s.Revisions(t.Context(), o.ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(revisions) != 2 || o.Revision != 2 {
		t.Fatalf("%d revisions, the published one is %d; want 2 and 2", len(revisions), o.Revision)
	}
	if diff := cmp.Diff([]organisation.Field{"story", "relations"}, revisions[0].Changed); diff != "" {
		t.Errorf("changed fields (-want +got):\n%s", diff)
	}
}

func TestSeed_fillsTheDesk(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		seed(t, s)
		o, err := s.OrganisationBySlug(t.Context(), "mutuo-palco")
		if err != nil {
			t.Fatal(err)
		}
		proposals, err := s.ProposalsOfOrganisation(t.Context(), o.ID)
		if err != nil || len(proposals) != 1 {
			t.Fatalf("proposals = %v, %v; want one", proposals, err)
		}
		p := proposals[0]
		var fields []organisation.Field
		for _, c := range p.Changes {
			fields = append(fields, c.Field)
		}
		if diff := cmp.Diff([]organisation.Field{"people", "places", "short_description", "initiatives"}, fields); diff != "" {
			t.Errorf("changed fields (-want +got):\n%s", diff)
		}
		if p.BaseRevision != o.Revision || p.State != organisation.Unread || p.Origin != organisation.ChangeOfCard {
			t.Errorf("proposal = %+v", p)
		}
		proposed, err := s.ExactPlaces(t.Context(), "", p.ID)
		if err != nil {
			t.Fatal(err)
		}
		known, err := s.ExactPlaces(t.Context(), o.ID, "")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(known, proposed[:len(known)]); diff != "" {
			t.Errorf("places that did not change (-published +proposed):\n%s", diff)
		}
		entries, err := s.ConsentsOfProposal(t.Context(), p.ID)
		if err != nil || !consent.Given(entries, consent.PublishPage) {
			t.Errorf("consents = %v, %v; want a page to be allowed", entries, err)
		}
		messages, err := s.MessagesOfProposal(t.Context(), p.ID)
		if err != nil || len(messages) != 1 || messages[0].FromTeam {
			t.Errorf("messages = %v, %v; want the sender's note", messages, err)
		}
	})
}

// A sample card must be one that a person could have sent.
func TestSeed_theFormTakesEveryCard(t *testing.T) {
	s := testkit.SQLite(t)
	seed(t, s)
	library, _ := shipped(t)
	d, ok := library.Questionnaire(intake.QuestionnaireID, 0)
	if !ok {
		t.Fatal("there is no questionnaire of organisations")
	}
	towns := testkit.Towns(t)
	var questions []questionnaire.Question
	for _, page := range d.Pages {
		if page.ID != "you" {
			questions = append(questions, page.Questions...)
		}
	}
	for _, o := range published(t, s) {
		exact, err := s.ExactPlaces(t.Context(), o.ID, "")
		if err != nil {
			t.Fatal(err)
		}
		answers := intake.Answers(o.Card, exact)
		found := d.Check(questions, answers, towns)
		maps.Copy(found, intake.Check(answers))
		for _, field := range slices.Sorted(maps.Keys(found)) {
			if found[field].Key == "question.town_unknown" {
				continue // the gazetteer was not built
			}
			t.Errorf("%s: %s: %s", o.Slug, field, found[field].Key)
		}
		back := intake.Read(d.Complete(answers), towns).Card
		back.Places = o.Card.Places
		if changes := organisation.Diff(o.Card, back); len(changes) > 0 {
			t.Errorf("%s: sent unchanged, the form changes %s from %s to %s", o.Slug, changes[0].Field, changes[0].Before, changes[0].After)
		}
	}
}
