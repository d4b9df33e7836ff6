package participation_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/consent"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/participation"
)

func TestTimeline_saysWhereAProposalStands(t *testing.T) {
	cases := []struct {
		state organisation.ProposalState
		asked bool
		want  string
	}{
		{organisation.Unconfirmed, false, "sent:done confirmed:now review: decided:"},
		{organisation.Unread, false, "sent:done confirmed:done review:now decided:"},
		{organisation.InReview, true, "sent:done confirmed:done review:now question:done decided:"},
		{organisation.Waiting, true, "sent:done confirmed:done review:done question:now decided:"},
		{organisation.Accepted, false, "sent:done confirmed:done review:done decided:done"},
		{organisation.Refused, true, "sent:done confirmed:done review:done question:done decided:done"},
	}
	for _, c := range cases {
		var got []string
		for _, point := range participation.Timeline(organisation.Proposal{State: c.state}, c.asked) {
			got = append(got, string(point.Stage)+":"+string(point.Progress))
		}
		if diff := cmp.Diff(c.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s: %s", c.state, diff)
		}
	}
}

func TestAnswer_bringsAWaitingProposalBack(t *testing.T) {
	w := newWorld(t)
	p := w.confirmed()
	for assigned, want := range map[string]organisation.ProposalState{"": organisation.Unread, "reviewer": organisation.InReview} {
		p.State, p.AssignedTo = organisation.Waiting, assigned
		if err := w.store.UpdateProposal(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		if err := w.Answer(t.Context(), p, "Dal 2013.\n\x00"); err != nil {
			t.Fatal(err)
		}
		if got := w.proposal(p.ID).State; got != want {
			t.Errorf("assigned to %q: state = %s; want %s", assigned, got, want)
		}
	}
	s, err := w.Status(t.Context(), p)
	if err != nil || len(s.Messages) != 2 || s.Messages[0].Body != "Dal 2013." || s.Messages[0].FromTeam {
		t.Errorf("messages = %v, %v; want two, clean", s.Messages, err)
	}
}

func TestAnswer_refusesNothingAndTooMuchAndTooLate(t *testing.T) {
	w := newWorld(t)
	p := w.confirmed()
	for _, text := range []string{"", " \n", strings.Repeat("a", 4001)} {
		if err := w.Answer(t.Context(), p, text); fault.KindOf(err) != fault.Invalid {
			t.Errorf("Answer of %d characters = %v; want invalid", len(text), err)
		}
	}
	p.State = organisation.Refused
	if err := w.Answer(t.Context(), p, "Perché?"); fault.KindOf(err) != fault.Conflict {
		t.Errorf("Answer to a closed proposal = %v; want a conflict", err)
	}
}

func TestWithdrawConsent_addsToTheLedgerOneByOne(t *testing.T) {
	w := newWorld(t)
	p := w.confirmed()
	for range 2 { // the second time there is nothing left to take back
		if err := w.WithdrawConsent(t.Context(), p, consent.UseResearch); err != nil {
			t.Fatal(err)
		}
		w.clock.Advance(1)
	}
	entries, err := w.store.ConsentsOfProposal(t.Context(), p.ID)
	if err != nil || len(entries) != 5 {
		t.Fatalf("ledger = %v, %v; want four and one more", entries, err)
	}
	if consent.Given(entries, consent.UseResearch) || !consent.Given(entries, consent.PublishPage) {
		t.Error("want the research taken back and the page still allowed")
	}
}

func TestWithdrawConsent_toAPublicPageAsksTheTeamToTakeItDown(t *testing.T) {
	w := newWorld(t)
	p := w.confirmed()
	o, _ := w.published()
	p.State, p.OrganisationID = organisation.Accepted, o.ID
	if err := w.store.UpdateProposal(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	if err := w.WithdrawConsent(t.Context(), p, consent.PublishPage); err != nil {
		t.Fatal(err)
	}
	proposals, err := w.store.ProposalsOfOrganisation(t.Context(), o.ID)
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, other := range proposals {
		if other.Origin == organisation.Withdrawal && other.State == organisation.Unread {
			asked++
		}
	}
	if asked != 1 {
		t.Errorf("%d requests to leave in the inbox; want 1", asked)
	}
}

func TestWithdraw_isForWhatIsNotDecided(t *testing.T) {
	w := newWorld(t)
	p := w.confirmed()
	if err := w.Withdraw(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	if got := w.proposal(p.ID); got.State != organisation.Withdrawn || got.DecidedAt.IsZero() {
		t.Errorf("proposal = %s, decided %v; want it withdrawn", got.State, got.DecidedAt)
	}
	if err := w.Withdraw(t.Context(), p); fault.KindOf(err) != fault.Conflict {
		t.Errorf("Withdraw again = %v; want a conflict", err)
	}
}

func TestStatus_showsWhatWasSentAndThePublicPage(t *testing.T) {
	w := newWorld(t)
	p := w.confirmed()
	s, err := w.Status(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	if s.Form == nil || s.Form.Answers["name"].Text != "Officine Zero" || len(s.Consents) != 4 || s.Published.ID != "" {
		t.Errorf("status = %+v; want the answers, four consents and no page", s)
	}
	o, _ := w.published()
	p.OrganisationID = o.ID
	if s, err = w.Status(t.Context(), p); err != nil || s.Published.Slug != "officine-zero" {
		t.Errorf("published = %q, %v; want the page", s.Published.Slug, err)
	}
	if _, err := w.Open(t.Context(), "invented"); fault.KindOf(err) != fault.Expired {
		t.Errorf("an invented link = %v; want expired", err)
	}
}
