package store_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/audit"
	"telaio/internal/consent"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

func day(n int) time.Time { return time.Date(2026, 11, n, 9, 30, 0, 123456000, time.UTC) }

// publish makes an organisation with one revision.
func publish(t *testing.T, s *store.Store, id, slug, name string) organisation.Organisation {
	t.Helper()
	o := organisation.Organisation{ID: id, Slug: slug, CreatedAt: day(1), UpdatedAt: day(1)}
	if err := s.CreateOrganisation(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	o, r := organisation.Publish(o, organisation.Card{Name: name, Types: []string{"association"}}, day(2))
	r.Author, r.Reviewer, r.Reason = "Ada", "Bea", "first"
	if err := s.AddRevision(t.Context(), o, r); err != nil {
		t.Fatal(err)
	}
	return o
}

func TestAddRevision_makesItThePublishedOne(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		want := publish(t, s, "o1", "filo-comune", "Filo Comune")

		got, err := s.OrganisationBySlug(t.Context(), "filo-comune")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("published organisation (-want +got):\n%s", diff)
		}
		revisions, err := s.Revisions(t.Context(), "o1")
		if err != nil || len(revisions) != 1 || revisions[0].Card.Name != "Filo Comune" || revisions[0].Reviewer != "Bea" {
			t.Errorf("Revisions = %+v, %v", revisions, err)
		}
		changes, err := s.PublicChangesSince(t.Context(), 0)
		if err != nil || len(changes) != 1 || changes[0].OrganisationID != "o1" {
			t.Errorf("PublicChangesSince = %+v, %v", changes, err)
		}
	})
}

func TestAddRevision_isAConflictWhenSomebodyWasQuicker(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		base := publish(t, s, "o1", "filo-comune", "Filo Comune")
		o, r := organisation.Publish(base, organisation.Card{Name: "Filo"}, day(3))
		if err := s.AddRevision(t.Context(), o, r); err != nil {
			t.Fatal(err)
		}

		o, r = organisation.Publish(base, organisation.Card{Name: "Altro filo"}, day(3))
		err := s.AddRevision(t.Context(), o, r)

		if fault.KindOf(err) != fault.Conflict {
			t.Errorf("second revision 2 = %v; want a conflict", err)
		}
		got, _ := s.Organisation(t.Context(), "o1")
		if got.Card.Name != "Filo" {
			t.Errorf("published name = %q; want the first writer's", got.Card.Name)
		}
	})
}

func TestUpdateOrganisation_letsAnOldSlugRedirect(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		o := publish(t, s, "o1", "filo-comune", "Filo Comune")
		o.Slug = "filo"
		if err := s.UpdateOrganisation(t.Context(), o); err != nil {
			t.Fatal(err)
		}

		slug, err := s.SlugMovedTo(t.Context(), "filo-comune")

		if err != nil || slug != "filo" {
			t.Errorf("SlugMovedTo = %q, %v; want filo", slug, err)
		}
		if taken, err := s.SlugTaken(t.Context(), "filo-comune"); err != nil || !taken {
			t.Errorf("SlugTaken(old) = %v, %v; want true", taken, err)
		}
	})
}

func TestExactPlaces_areKeptApartByOrganisationAndProposal(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		places := []organisation.ExactPlace{
			{ID: "b", Kind: "seat", Publicity: organisation.PublicityWithheld, Address: "via Segreta 1"},
			{ID: "a", Kind: "branch", Publicity: organisation.PublicityExact, Lat: 41.9, Lon: 12.5},
		}
		if err := s.SetExactPlaces(t.Context(), "o1", "", places); err != nil {
			t.Fatal(err)
		}

		got, err := s.ExactPlaces(t.Context(), "o1", "")
		if diff := cmp.Diff(places, got); diff != "" || err != nil {
			t.Errorf("places of the organisation: %v (-want +got):\n%s", err, diff)
		}
		if other, _ := s.ExactPlaces(t.Context(), "", "p1"); len(other) != 0 {
			t.Errorf("places of a proposal = %v; want none", other)
		}
	})
}

func sampleProposal() organisation.Proposal {
	return organisation.Proposal{
		ID: "p1", Origin: organisation.NewOrganisation, State: organisation.Unread, Name: "Filo Comune", Language: "it",
		Changes: organisation.Diff(organisation.Card{}, organisation.Card{Name: "Filo Comune"}),
		Sender:  organisation.Sender{Name: "Ada", Email: "ada@filo.example"}, SentAt: day(4), UpdatedAt: day(4),
	}
}

func TestProposal_comesBackAsItWasSaved(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		want := sampleProposal()
		if err := s.AddProposal(t.Context(), want); err != nil {
			t.Fatal(err)
		}
		want.State, want.LockedBy, want.LockedUntil, want.UpdatedAt = organisation.InReview, "x", day(5), day(5)
		if err := s.UpdateProposal(t.Context(), want); err != nil {
			t.Fatal(err)
		}

		got, err := s.Proposal(t.Context(), "p1")

		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("proposal: %v (-want +got):\n%s", err, diff)
		}
	})
}

func TestMoveProposal_letsOnlyTheFirstOneWin(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		if err := s.AddProposal(t.Context(), sampleProposal()); err != nil {
			t.Fatal(err)
		}
		first := s.MoveProposal(t.Context(), "p1", organisation.Accepted, organisation.Unread, organisation.InReview)
		second := s.MoveProposal(t.Context(), "p1", organisation.Refused, organisation.Unread, organisation.InReview)

		if first != nil || fault.KindOf(second) != fault.Conflict {
			t.Errorf("first = %v, second = %v; want nil and a conflict", first, second)
		}
	})
}

func TestAppendAudit_makesAChainThatVerifies(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		for n := range 3 {
			e := audit.Entry{At: day(n + 1), Actor: "system", Action: "organisation.published", Object: "organisation:o1", Details: map[string]string{"revision": "1"}}
			if err := s.AppendAudit(t.Context(), e); err != nil {
				t.Fatal(err)
			}
		}

		entries, err := s.Audit(t.Context())

		if err != nil || len(entries) != 3 {
			t.Fatalf("Audit = %d entries, %v; want 3", len(entries), err)
		}
		if err := audit.Verify(entries); err != nil {
			t.Errorf("Verify = %v", err)
		}
	})
}

func TestConsents_keepEveryAnswerAndBindToTheOrganisation(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		yes := consent.Entry{Receipt: "r", ProposalID: "p1", Purpose: consent.OpenData, NoticeVersion: "1", NoticeHash: "h", Given: true, At: day(1)}
		no := yes
		no.Given, no.At = false, day(2)
		if err := s.AddConsents(t.Context(), []consent.Entry{yes, no}); err != nil {
			t.Fatal(err)
		}
		if err := s.BindConsents(t.Context(), "p1", "o1"); err != nil {
			t.Fatal(err)
		}

		entries, err := s.ConsentsOfOrganisation(t.Context(), "o1")

		if err != nil || len(entries) != 2 || consent.Given(entries, consent.OpenData) {
			t.Errorf("entries = %+v, %v; want both, the newest one no", entries, err)
		}
	})
}

func TestProposalsOfSender_findsTheNewestHoweverTheAddressWasWritten(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		for i, address := range []string{"ada@prova.example", "Ada@Prova.example", "ADA@prova.example", "altri@prova.example"} {
			p := sampleProposal()
			p.ID, p.Sender.Email, p.SentAt = fmt.Sprintf("p%d", i), address, day(i+1)
			if err := s.AddProposal(t.Context(), p); err != nil {
				t.Fatal(err)
			}
		}

		found, err := s.ProposalsOfSender(t.Context(), "ada@prova.example", 2)
		if err != nil || len(found) != 2 || found[0].ID != "p2" || found[1].ID != "p1" {
			t.Errorf("found %v, %v; want p2 and p1", found, err)
		}
	})
}

func TestProposalByStatusKey_opensByEachKeyThatWasMailed(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		if err := s.AddProposal(t.Context(), sampleProposal()); err != nil {
			t.Fatal(err)
		}
		for _, hash := range []string{"h1", "h2"} {
			if err := s.AddStatusKey(t.Context(), "p1", hash, day(1)); err != nil {
				t.Fatal(err)
			}
		}

		for _, hash := range []string{"h1", "h2"} {
			if p, err := s.ProposalByStatusKey(t.Context(), hash); err != nil || p.ID != "p1" {
				t.Errorf("by %s = %q, %v; want p1", hash, p.ID, err)
			}
		}
		if _, err := s.ProposalByStatusKey(t.Context(), "other"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("by a foreign key = %v; want not found", err)
		}
	})
}
