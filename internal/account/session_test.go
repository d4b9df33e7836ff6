package account_test

import (
	"testing"
	"time"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/secret"
)

// enter signs Giulia in on one more device.
func (h house) enter(t *testing.T, device string) string {
	t.Helper()
	link := must(h.LoginLink(t.Context(), "giulia@example.org"))
	return must(h.Enter(t.Context(), account.Key{Token: link[len(entry):], Device: device})).SessionToken
}

func TestSession_lastsLongerForEditorsThanForTheTeam(t *testing.T) {
	const day = 24 * time.Hour
	for name, test := range map[string]struct {
		role account.Role
		want account.Span
	}{
		"editor":        {account.OrganisationEditor, account.Span{Idle: 14 * day, Absolute: 90 * day}},
		"reviewer":      {account.Reviewer, account.Span{Idle: 12 * time.Hour, Absolute: 7 * day}},
		"administrator": {account.Administrator, account.Span{Idle: 12 * time.Hour, Absolute: 7 * day}},
	} {
		if got := account.SpanOf(account.Subject{Grants: []account.Grant{{Role: test.role}}}); got != test.want {
			t.Errorf("%s: %v; want %v", name, got, test.want)
		}
	}
}

func TestSession_endsWhenItIsNotUsed(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		token := h.enter(t, "")
		for range 5 { // each use keeps it alive
			h.clock.Advance(13 * 24 * time.Hour)
			if h.who(t, token).ID == "" {
				t.Fatalf("ended at %v", h.clock.Now())
			}
		}
		h.clock.Advance(14 * 24 * time.Hour)
		if h.who(t, token).ID != "" {
			t.Error("alive after 14 days without use")
		}
	})
}

func TestSession_endsAtLast(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		token := h.enter(t, "")
		for range 89 {
			h.clock.Advance(24 * time.Hour)
			if h.who(t, token).ID == "" {
				t.Fatalf("ended at %v", h.clock.Now())
			}
		}
		h.clock.Advance(24 * time.Hour)
		if h.who(t, token).ID != "" {
			t.Error("alive after 90 days")
		}
	})
}

func TestSession_aNewRoleShortensIt(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		token := h.enter(t, "")
		if err := h.people.Grant(t.Context(), account.System, h.giulia.ID, account.Grant{Role: account.Reviewer}); err != nil {
			t.Fatal(err)
		}
		h.clock.Advance(13 * time.Hour)
		if h.who(t, token).ID != "" {
			t.Error("a reviewer's session is alive after 13 hours without use")
		}
	})
}

func TestEndOthers_leavesOnlyThisSession(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		here, there, elsewhere := h.enter(t, "Firefox, Linux"), h.enter(t, "Safari, iOS"), h.enter(t, "Chrome, Windows")
		_, session, err := h.sessions.Identify(t.Context(), here)
		if err != nil {
			t.Fatal(err)
		}
		if err := h.sessions.EndOthers(t.Context(), h.giulia.ID, session.ID); err != nil {
			t.Fatal(err)
		}
		if h.who(t, here).ID == "" || h.who(t, there).ID != "" || h.who(t, elsewhere).ID != "" {
			t.Error("not exactly this session is left")
		}
	})
}

func TestEnd_leavesTheSessionsOfOthersAlone(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		token := h.enter(t, "")
		_, session, err := h.sessions.Identify(t.Context(), token)
		if err != nil {
			t.Fatal(err)
		}
		if err := h.sessions.End(t.Context(), secret.ID(), session.ID); err != nil {
			t.Fatal(err)
		}
		if h.who(t, token).ID == "" {
			t.Error("someone else ended the session")
		}
		if err := h.sessions.End(t.Context(), h.giulia.ID, session.ID); err != nil {
			t.Fatal(err)
		}
		if h.who(t, token).ID != "" {
			t.Error("its owner could not end the session")
		}
	})
}

func TestClean_forgetsWhatIsOver(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		old := h.enter(t, "")
		h.clock.Advance(15 * 24 * time.Hour)
		fresh, _ := h.mailed(t, "")
		if err := h.sessions.Clean(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := h.store.SessionByToken(t.Context(), secret.Hash(old)); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the old session: %v; want not found", err)
		}
		if _, err := h.Look(t.Context(), fresh, laptop); err != nil {
			t.Errorf("the fresh pass: %v", err)
		}
	})
}
