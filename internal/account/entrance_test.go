package account_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/account"
	"telaio/internal/audit"
	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/letter"
	"telaio/internal/secret"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

const (
	laptop = "browser-key-of-the-laptop"
	phone  = "browser-key-of-the-phone"

	entry = "https://telaio.example/enter/" // what a link begins with: the token follows
)

// house is a store with one editor, Giulia, and the door to it.
type house struct {
	account.Entrance
	sessions account.Sessions
	people   account.People
	store    *store.Store
	clock    *clock.Fixed
	giulia   account.Person
}

func eachHouse(t *testing.T, test func(*testing.T, house)) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		c := &clock.Fixed{T: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)}
		h := house{
			Entrance: account.Entrance{Store: s, Outbox: s, Clock: c, EnterURL: func(_, token string) string { return entry + token }},
			sessions: account.Sessions{Store: s, Clock: c},
			people:   account.People{Store: s, Clock: c},
			store:    s, clock: c,
		}
		if err := h.people.GrantEditor(t.Context(), "Giulia@Example.org", "Giulia", "it", "filo-comune"); err != nil {
			t.Fatal(err)
		}
		h.giulia = must(h.people.ByEmail(t.Context(), "giulia@example.org"))
		test(t, h)
	})
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// mailed asks for a way in on the laptop and returns the link's token and the
// code from the mail.
func (h house) mailed(t *testing.T, next string) (token, code string) {
	t.Helper()
	if err := h.Ask(t.Context(), account.Asked{Email: "giulia@example.org", Language: "en", BrowserKey: laptop, Next: next}); err != nil {
		t.Fatal(err)
	}
	l := testkit.Letters(t, h.store)
	if len(l) != 1 {
		t.Fatalf("%d letters; want 1", len(l))
	}
	return l[0].Values["Link"][len(entry):], l[0].Values["Code"]
}

func (h house) who(t *testing.T, token string) account.Person {
	t.Helper()
	p, _, err := h.sessions.Identify(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func wantKind(t *testing.T, what string, err error, want fault.Kind) {
	t.Helper()
	if err == nil || fault.KindOf(err) != want {
		t.Errorf("%s: %v; want a fault of kind %v", what, err, want)
	}
}

func TestEnter_letsTheAskingBrowserInWithTheLinkAlone(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		token, _ := h.mailed(t, "/area")

		needsCode, err := h.Look(t.Context(), token, laptop)
		if needsCode || err != nil {
			t.Errorf("Look = %v, %v; want no code needed", needsCode, err)
		}
		entered, err := h.Enter(t.Context(), account.Key{Token: token, BrowserKey: laptop, Device: "Firefox, Linux"})
		if err != nil || entered.Next != "/area" {
			t.Fatalf("Enter = %+v, %v; want next /area", entered, err)
		}
		if got := h.who(t, entered.SessionToken); got.ID != h.giulia.ID || !got.Subject().Edits("filo-comune") {
			t.Errorf("signed in: %+v; want Giulia, editor of filo-comune", got)
		}
	})
}

func TestLook_neverUsesTheLinkUp(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		token, _ := h.mailed(t, "")
		for range 50 { // mail scanners follow links, more than once
			if _, err := h.Look(t.Context(), token, ""); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := h.Enter(t.Context(), account.Key{Token: token, BrowserKey: laptop}); err != nil {
			t.Errorf("Enter after many looks: %v", err)
		}
	})
}

func TestEnter_fromAnotherBrowserTakesTheCode(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		token, code := h.mailed(t, "")

		if needsCode, err := h.Look(t.Context(), token, phone); !needsCode || err != nil {
			t.Errorf("Look = %v, %v; want a code needed", needsCode, err)
		}
		_, err := h.Enter(t.Context(), account.Key{Token: token, BrowserKey: phone})
		wantKind(t, "without a code", err, fault.Invalid)
		_, err = h.Enter(t.Context(), account.Key{Token: token, BrowserKey: phone, Code: "AAAA-AAAA"})
		wantKind(t, "with a wrong code", err, fault.Invalid)
		entered, err := h.Enter(t.Context(), account.Key{Token: token, BrowserKey: phone, Code: " " + code[:4] + code[5:] + " "})
		if err != nil || h.who(t, entered.SessionToken).ID != h.giulia.ID {
			t.Errorf("with the code, written without its dash: %v; want Giulia in", err)
		}
	})
}

func TestEnterByCode_letsTheAskingBrowserInWithoutTheLink(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		_, code := h.mailed(t, "/area")

		_, err := h.EnterByCode(t.Context(), account.Key{BrowserKey: phone, Code: code})
		wantKind(t, "in a browser that asked for nothing", err, fault.Expired)
		_, err = h.EnterByCode(t.Context(), account.Key{Code: code})
		wantKind(t, "in a browser without a key", err, fault.Expired)
		entered, err := h.EnterByCode(t.Context(), account.Key{BrowserKey: laptop, Code: code})
		if err != nil || entered.Next != "/area" {
			t.Errorf("EnterByCode = %+v, %v; want next /area", entered, err)
		}
	})
}

func TestEnterByCode_takesTheCodeOfAnyOfTheOpenMails(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		_, first := h.mailed(t, "")
		h.clock.Advance(time.Minute)
		h.mailed(t, "")
		if _, err := h.EnterByCode(t.Context(), account.Key{BrowserKey: laptop, Code: first}); err != nil {
			t.Errorf("the first mail's code: %v", err)
		}
	})
}

func TestCode_canBeTriedFiveTimes(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		token, code := h.mailed(t, "")
		for i := range account.MostTries {
			_, err := h.Enter(t.Context(), account.Key{Token: token, BrowserKey: phone, Code: secret.Code()})
			wantKind(t, "try "+string(rune('1'+i)), err, fault.Invalid)
		}
		_, err := h.Enter(t.Context(), account.Key{Token: token, BrowserKey: phone, Code: code})
		wantKind(t, "the sixth try, with the right code", err, fault.Expired)
		_, err = h.EnterByCode(t.Context(), account.Key{BrowserKey: laptop, Code: code})
		wantKind(t, "the sixth try, on the laptop", err, fault.Expired)
	})
}

func TestCode_parallelGuessesGetNoMoreTries(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		token, _ := h.mailed(t, "")
		var taken atomic.Int64
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				_, err := h.Enter(t.Context(), account.Key{Token: token, BrowserKey: phone, Code: secret.Code()})
				if fault.KindOf(err) == fault.Invalid {
					taken.Add(1)
				}
			})
		}
		all.Wait()
		if got := taken.Load(); got != account.MostTries {
			t.Errorf("%d guesses were compared; want %d", got, account.MostTries)
		}
	})
}

func TestEnter_oneOfTwentyWins(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		token, _ := h.mailed(t, "")
		var won, refused atomic.Int64
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				switch _, err := h.Enter(t.Context(), account.Key{Token: token, BrowserKey: laptop}); {
				case err == nil:
					won.Add(1)
				case fault.KindOf(err) == fault.Expired:
					refused.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		all.Wait()
		if won.Load() != 1 || refused.Load() != 19 {
			t.Errorf("%d won, %d were refused; want 1 and 19", won.Load(), refused.Load())
		}
		sessions := must(h.store.SessionsOf(t.Context(), h.giulia.ID))
		if len(sessions) != 1 {
			t.Errorf("%d sessions; want 1", len(sessions))
		}
	})
}

func TestEnter_refusesWhatIsOldUsedOrForeign(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		used, _ := h.mailed(t, "")
		must(h.Enter(t.Context(), account.Key{Token: used, BrowserKey: laptop}))
		_, err := h.Enter(t.Context(), account.Key{Token: used, BrowserKey: laptop})
		wantKind(t, "a second time", err, fault.Expired)
		_, err = h.Look(t.Context(), used, laptop)
		wantKind(t, "looking at a used one", err, fault.Expired)

		old, code := h.mailed(t, "")
		h.clock.Advance(account.MailedLife - time.Microsecond)
		if _, err := h.Look(t.Context(), old, laptop); err != nil {
			t.Errorf("just before its end: %v", err)
		}
		h.clock.Advance(time.Microsecond)
		_, err = h.Enter(t.Context(), account.Key{Token: old, BrowserKey: laptop})
		wantKind(t, "after ten minutes", err, fault.Expired)
		_, err = h.EnterByCode(t.Context(), account.Key{BrowserKey: laptop, Code: code})
		wantKind(t, "its code after ten minutes", err, fault.Expired)

		for _, foreign := range []string{"", "x", secret.Token(), secret.Hash(used)} {
			_, err = h.Enter(t.Context(), account.Key{Token: foreign, BrowserKey: laptop})
			wantKind(t, "a token that was never given", err, fault.Expired)
		}
	})
}

func TestAsk_doesTheSameForAnAddressThatIsNobodys(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		known := h.Ask(t.Context(), account.Asked{Email: "giulia@example.org", Language: "it", BrowserKey: laptop})
		unknown := h.Ask(t.Context(), account.Asked{Email: "nessuno@example.org", Language: "it", BrowserKey: phone})
		if known != nil || unknown != nil {
			t.Errorf("Ask = %v and %v; want nil for both", known, unknown)
		}
		letters := testkit.Letters(t, h.store)
		if len(letters) != 2 || letters[0].Template != "sign_in" || letters[1].Template != "sign_in_unknown" || letters[1].Values["Link"] != "" {
			t.Errorf("letters: %+v; want one with a link, one that says there is no access", letters)
		}
		_, err := h.EnterByCode(t.Context(), account.Key{BrowserKey: laptop, Code: "AAAA-AAAA"})
		wantKind(t, "a wrong code after asking with a known address", err, fault.Invalid)
		_, err = h.EnterByCode(t.Context(), account.Key{BrowserKey: phone, Code: "AAAA-AAAA"})
		wantKind(t, "a wrong code after asking with an unknown one", err, fault.Invalid)
	})
}

func TestAsk_sendsThreeMailsAnHourAtMost(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		ask := func(email string) {
			t.Helper()
			if err := h.Ask(t.Context(), account.Asked{Email: email, Language: "it", BrowserKey: laptop}); err != nil {
				t.Fatal(err)
			}
		}
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() { ask("GIULIA@example.org ") })
		}
		all.Wait()
		if got := len(testkit.Letters(t, h.store)); got != account.MostMails {
			t.Errorf("%d mails after 20 requests; want %d", got, account.MostMails)
		}
		ask("luca@example.org")
		if got := len(testkit.Letters(t, h.store)); got != 1 {
			t.Errorf("another address got %d mails; want 1", got)
		}
		h.clock.Advance(account.MailWindow)
		ask("giulia@example.org")
		if got := len(testkit.Letters(t, h.store)); got != 1 {
			t.Errorf("an hour later: %d mails; want 1", got)
		}
	})
}

func TestAsk_refusesWhatIsNoAddress(t *testing.T) {
	for _, email := range []string{"", "giulia", "giulia@", "Giulia <giulia@example.org>", "a@b.c\r\nBcc: d@e.f", "a@b.c, d@e.f", "giulia@localhost"} {
		_, err := account.CleanEmail(email)
		wantKind(t, email, err, fault.Invalid)
	}
	if got, err := account.CleanEmail("  Giulia.Rossi+telaio@Example.ORG "); got != "giulia.rossi+telaio@example.org" || err != nil {
		t.Errorf("CleanEmail = %q, %v", got, err)
	}
}

func TestWelcome_asksForTheNameAndTheAddressAtOnce(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		for _, c := range []struct {
			email, name string
			want        map[string]fault.Message
		}{
			{"rosa@posta.example", " ", map[string]fault.Message{"name": {Key: "account.name_missing"}}},
			{"rosa", "", map[string]fault.Message{"name": {Key: "account.name_missing"}, "email": {Key: "account.email_invalid"}}},
			{"rosa", "Rosa", map[string]fault.Message{"email": {Key: "account.email_invalid"}}},
		} {
			err := h.Welcome(t.Context(), account.Asked{Email: c.email, Language: "it", BrowserKey: laptop}, c.name, letter.Letter{Template: "claim_begin"})
			var refusal *fault.Error
			if !errors.As(err, &refusal) {
				t.Fatalf("%q, %q: %v is no refusal", c.email, c.name, err)
			}
			if diff := cmp.Diff(c.want, refusal.Fields); diff != "" {
				t.Errorf("%q, %q (-want +got):\n%s", c.email, c.name, diff)
			}
		}
	})
}

func TestNothingThatOpensADoor_isStored(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		token, code := h.mailed(t, "")
		pass := must(h.store.Pass(t.Context(), secret.Hash(token)))
		for what, kept := range map[string]string{"token": pass.TokenHash, "browser": pass.BrowserHash, "code": pass.CodeByBrowser, "code by token": pass.CodeByToken} {
			if len(kept) != 64 || kept == secret.Hash(code) {
				t.Errorf("%s is kept as %q; want a hash that a code alone does not give", what, kept)
			}
		}
		entered := must(h.Enter(t.Context(), account.Key{Token: token, BrowserKey: laptop}))
		if sessions := must(h.store.SessionsOf(t.Context(), h.giulia.ID)); sessions[0].TokenHash != secret.Hash(entered.SessionToken) {
			t.Error("the session's token is not kept as its hash")
		}
	})
}

func TestLoginLink_worksOnceFromAnyBrowserForTwelveHours(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		link := must(h.LoginLink(t.Context(), "giulia@example.org"))
		token := link[len(entry):]
		h.clock.Advance(account.PrintedLife - time.Second)
		if needsCode, err := h.Look(t.Context(), token, phone); needsCode || err != nil {
			t.Errorf("Look = %v, %v; want no code needed", needsCode, err)
		}
		must(h.Enter(t.Context(), account.Key{Token: token, BrowserKey: phone}))
		_, err := h.Enter(t.Context(), account.Key{Token: token, BrowserKey: phone})
		wantKind(t, "a second time", err, fault.Expired)

		late := must(h.LoginLink(t.Context(), "giulia@example.org"))
		h.clock.Advance(account.PrintedLife)
		_, err = h.Enter(t.Context(), account.Key{Token: late[len(entry):], BrowserKey: phone})
		wantKind(t, "after twelve hours", err, fault.Expired)

		_, err = h.LoginLink(t.Context(), "nessuno@example.org")
		wantKind(t, "for nobody", err, fault.NotFound)
	})
}

func TestEnter_givesANewTokenAndEndsTheOldSession(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		first, _ := h.mailed(t, "")
		before := must(h.Enter(t.Context(), account.Key{Token: first, BrowserKey: laptop}))
		second, _ := h.mailed(t, "")
		after := must(h.Enter(t.Context(), account.Key{Token: second, BrowserKey: laptop, OldSession: before.SessionToken}))
		if before.SessionToken == after.SessionToken || h.who(t, before.SessionToken).ID != "" || h.who(t, after.SessionToken).ID == "" {
			t.Error("the old session's token still works, or the new one does not")
		}
	})
}

func TestEnter_isAudited(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		token, _ := h.mailed(t, "")
		must(h.Enter(t.Context(), account.Key{Token: token, BrowserKey: laptop}))
		entries := must(h.store.Audit(t.Context()))
		var actions []string
		for _, e := range entries {
			actions = append(actions, e.Action)
		}
		if diff := cmp.Diff([]string{"person.added", "role.granted", "session.opened"}, actions); diff != "" {
			t.Errorf("audit (-want +got):\n%s", diff)
		}
		if err := audit.Verify(entries); err != nil {
			t.Error(err)
		}
	})
}
