package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/account"
	"telaio/internal/audit"
	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/participation"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

// whoAsks adds a person with an account, a session, something sent and a draft.
func whoAsks(t *testing.T, s *store.Store, state organisation.ProposalState) account.Erasure {
	t.Helper()
	p := sampleProposal()
	p.State, p.Sender = state, organisation.Sender{Name: "Ada Prova", Email: "Ada@Prova.example", Role: "Segreteria"}
	sent := participation.Draft{ID: "d1", Questionnaire: "participation", Version: 1, Origin: organisation.NewOrganisation, Language: "it", BegunAt: day(1), SavedAt: day(1)}
	begun := sent
	begun.ID, begun.Address = "d2", "ada@prova.example"
	person := account.Person{ID: "ada", Email: "ada@prova.example", Name: "Ada", Language: "it", CreatedAt: day(1)}
	for _, err := range []error{
		s.AddPerson(t.Context(), person),
		s.AddGrant(t.Context(), "g1", "ada", account.Grant{Role: account.Reviewer}),
		s.AddSession(t.Context(), account.Session{ID: "s1", TokenHash: "h1", PersonID: "ada", CreatedAt: day(1), SeenAt: day(1)}),
		s.AddProposal(t.Context(), p),
		s.AddStatusKey(t.Context(), p.ID, "key", day(1)),
		s.AddMessage(t.Context(), organisation.Message{ID: "m1", ProposalID: p.ID, Author: "Ada Prova", Body: "Eccomi", At: day(1)}),
		s.AddDraft(t.Context(), sent, participation.Key{DraftID: "d1", Hash: "k1", Kind: participation.BrowserKey, At: day(1)}),
		s.AddDraft(t.Context(), begun, participation.Key{DraftID: "d2", Hash: "k2", Kind: participation.BrowserKey, At: day(1)}),
		s.SetDraftAddress(t.Context(), "d2", begun.Address),
		s.MarkDraftSent(t.Context(), sentAs(sent, p.ID)),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	now := &clock.Fixed{T: day(2)}
	return account.Erasure{Store: s, People: account.People{Store: s, Organisations: s, Clock: now}, Clock: now}
}

func TestErase_leavesNothingThatNamesThePerson(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		erasure := whoAsks(t, s, organisation.Accepted)

		erased, err := erasure.Erase(t.Context(), "ADA@prova.example")

		want := account.Erased{Account: true, Sent: 1, Drafts: 2, Sessions: 1}
		if diff := cmp.Diff(want, erased); err != nil || diff != "" {
			t.Fatalf("erased differs (-want +got), %v:\n%s", err, diff)
		}
		p, err := s.Proposal(t.Context(), "p1")
		if err != nil || p.Sender != (organisation.Sender{}) || p.State != organisation.Accepted {
			t.Errorf("proposal = %+v, %v; want it without a sender", p, err)
		}
		if _, err := s.ProposalByStatusKey(t.Context(), "key"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the status link still opens: %v", err)
		}
		if m, err := s.MessagesOfProposal(t.Context(), "p1"); err != nil || len(m) != 1 || m[0].Author != "" {
			t.Errorf("messages = %+v, %v; want the words without the name", m, err)
		}
		person, err := s.Person(t.Context(), "ada")
		if err != nil || person.Name != "" || person.Email != "erased-ada" || len(person.Grants) != 0 {
			t.Errorf("person = %+v, %v; want a row without name, address and roles", person, err)
		}
		entries, err := s.Audit(t.Context())
		if err != nil || audit.Verify(entries) != nil || entries[len(entries)-1].Action != "person.erased" {
			t.Errorf("audit = %+v, %v; want it whole, with the erasure", entries, err)
		}
		if _, err := erasure.Erase(t.Context(), "ada@prova.example"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("once more = %v; want not found", err)
		}
	})
}

func TestErase_waitsForWhatIsStillOpen(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		erasure := whoAsks(t, s, organisation.InReview)
		if _, err := erasure.Erase(t.Context(), "ada@prova.example"); fault.KindOf(err) != fault.Conflict {
			t.Errorf("Erase = %v; want a conflict", err)
		}
		if person, err := s.Person(t.Context(), "ada"); err != nil || person.Name != "Ada" || len(person.Grants) != 1 {
			t.Errorf("person = %+v, %v; want nothing changed", person, err)
		}
	})
}

func sentAs(d participation.Draft, proposalID string) participation.Draft {
	d.SentAt, d.ProposalID = day(1), proposalID
	return d
}
