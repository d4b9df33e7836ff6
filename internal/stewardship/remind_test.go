package stewardship_test

import (
	"strings"
	"testing"

	"telaio/internal/account"
	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/stewardship"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

type links struct{}

func (links) StillTrue(language, token string) string { return "https://x/" + language + "/t/" + token }

func (links) Page(language, slug string) string { return "https://x/" + language + "/" + slug }

// faded is Officine Zero thirteen months later, with what was mailed about it.
func faded(t *testing.T, s *store.Store) (stewardship.UseCases, *clock.Fixed) {
	t.Helper()
	card := testkit.OfficineZero()
	card.Contacts.Email = "ciao@oz.example"
	testkit.Publish(t, s, organisation.Organisation{ID: "oz", Slug: "officine-zero"}, card)
	now := &clock.Fixed{T: testkit.Day().AddDate(0, 13, 0)}
	return stewardship.UseCases{
		Records: s, People: account.People{Store: s, Clock: now}, Outbox: s, Links: links{}, Clock: now, MostWaiting: 9,
	}, now
}

func remind(t *testing.T, u stewardship.UseCases, want int) {
	t.Helper()
	if n, err := u.Remind(t.Context()); err != nil || n != want {
		t.Fatalf("Remind = %d, %v; want %d", n, err, want)
	}
}

// token is the one in the only letter that waits.
func token(t *testing.T, s *store.Store, to string) string {
	t.Helper()
	letters := testkit.Letters(t, s)
	if len(letters) != 1 || letters[0].To != to || letters[0].Template != "still_true" {
		t.Fatalf("letters = %+v; want one to %s", letters, to)
	}
	link, _, _ := strings.Cut(letters[0].Values["Link"], "#")
	return link[strings.LastIndex(link, "/")+1:]
}

func TestRemind_asksOnceAndConfirmsOnAnAnswer(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		u, now := faded(t, s)
		remind(t, u, 1)
		remind(t, u, 0)
		key := token(t, s, "ciao@oz.example")
		if _, _, err := u.Asked(t.Context(), key); err != nil {
			t.Fatal(err)
		}
		if err := u.StillTrue(t.Context(), key, 1); err != nil {
			t.Fatal(err)
		}
		o, err := s.Organisation(t.Context(), "oz")
		if err != nil || !o.ConfirmedAt.Equal(now.T) || o.ConfirmedBy != organisation.ByOrganisation {
			t.Errorf("confirmed %s by %s, %v; want now by the organisation", o.ConfirmedAt, o.ConfirmedBy, err)
		}
		if err := u.NoLongerExists(t.Context(), key); fault.KindOf(err) != fault.Expired {
			t.Errorf("a second answer = %v; want an expired link", err)
		}
	})
}

func TestRemind_saysSinceWhenAndUntilWhenInThePagesLanguage(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		u, now := faded(t, s)
		remind(t, u, 1)
		first := testkit.Letters(t, s)[0]
		if first.Language != "it" || first.Values["Since"] != "12 marzo 2026" || first.Values["Until"] != "13 giugno 2027" {
			t.Errorf("%s, since %q until %q", first.Language, first.Values["Since"], first.Values["Until"])
		}
		if first.Stop == "" || !strings.HasPrefix(first.Values["Stop"], first.Stop) {
			t.Errorf("mail programs stop such letters at %q", first.Stop)
		}
		now.T = testkit.Day().AddDate(0, 20, 0)
		card := testkit.OfficineZero()
		card.Language, card.Contacts.Email = "en", "hello@oz.example"
		testkit.Publish(t, s, organisation.Organisation{ID: "english", Slug: "english"}, card)
		remind(t, u, 2)
		for _, l := range testkit.Letters(t, s) {
			if l.To == "hello@oz.example" && (l.Language != "en" || l.Values["Since"] != "12 March 2026" || l.Values["Until"] != "") {
				t.Errorf("%s, since %q until %q; the page is unconfirmed already", l.Language, l.Values["Since"], l.Values["Until"])
			}
		}
	})
}

func TestRemind_asksTheEditorsIfThereAreAny(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		u, now := faded(t, s)
		people := account.People{Store: s, Clock: now}
		if err := people.GrantEditor(t.Context(), "ada@oz.example", "Ada", "en", "oz"); err != nil {
			t.Fatal(err)
		}
		remind(t, u, 1)
		if err := u.NoLongerExists(t.Context(), token(t, s, "ada@oz.example")); err != nil {
			t.Fatal(err)
		}
		proposals, err := s.ProposalsOfOrganisation(t.Context(), "oz")
		if err != nil || len(proposals) != 1 || proposals[0].Origin != organisation.Withdrawal || proposals[0].Sender.Name != "Ada" {
			t.Errorf("proposals = %+v, %v; want Ada's withdrawal", proposals, err)
		}
		if o, err := s.Organisation(t.Context(), "oz"); err != nil || o.State != organisation.Published {
			t.Errorf("the page is %s, %v; only the team archives it", o.State, err)
		}
	})
}

func TestRemind_keepsAnOptOut(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		u, now := faded(t, s)
		remind(t, u, 1)
		if err := u.Stop(t.Context(), token(t, s, "ciao@oz.example")); err != nil {
			t.Fatal(err)
		}
		now.T = now.T.AddDate(1, 0, 0)
		remind(t, u, 0)
	})
}

func TestStop_isKeptForTheAddressThatWasWrittenTo(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		u, now := faded(t, s)
		remind(t, u, 1)
		key := token(t, s, "ciao@oz.example")
		o, err := s.Organisation(t.Context(), "oz")
		if err != nil {
			t.Fatal(err)
		}
		card := o.Card
		card.Contacts.Email = "nuovo@oz.example"
		testkit.Revise(t, s, o, card, organisation.Revision{})
		if err := u.Stop(t.Context(), key); err != nil {
			t.Fatal(err)
		}
		now.T = now.T.AddDate(2, 0, 0)
		remind(t, u, 1)
		token(t, s, "nuovo@oz.example")
	})
}

func TestStop_worksAtAnyTime(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		u, now := faded(t, s)
		remind(t, u, 1)
		key := token(t, s, "ciao@oz.example")
		if err := u.Stop(t.Context(), key); err != nil {
			t.Fatal(err)
		}
		if err := u.StillTrue(t.Context(), key, 1); err != nil {
			t.Errorf("StillTrue = %v; who wants no mails may answer this one", err)
		}
		if err := u.Stop(t.Context(), key); err != nil {
			t.Errorf("Stop = %v after an answer", err)
		}
		now.T = now.T.AddDate(3, 0, 0)
		if err := u.Stop(t.Context(), key); err != nil {
			t.Errorf("Stop = %v years later", err)
		}
		remind(t, u, 0)
	})
}

func TestAsked_saysWhyThereIsNothingToAnswer(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		u, now := faded(t, s)
		remind(t, u, 1)
		key := token(t, s, "ciao@oz.example")
		reason := func(want string) {
			t.Helper()
			if _, _, err := u.Asked(t.Context(), key); fault.KindOf(err) != fault.Expired || fault.KeyOf(err) != want {
				t.Errorf("Asked = %v; want %s", err, want)
			}
		}
		o, err := s.Organisation(t.Context(), "oz")
		if err != nil {
			t.Fatal(err)
		}
		sent := now.T
		now.T = sent.AddDate(0, 4, 0)
		reason("stewardship.link_old")
		now.T = sent
		for state, want := range map[organisation.State]string{
			organisation.Merged: "stewardship.link_merged", organisation.Archived: "stewardship.link_left",
		} {
			o.State = state
			if err := s.UpdateOrganisation(t.Context(), o); err != nil {
				t.Fatal(err)
			}
			reason(want)
		}
		o.State = organisation.Published
		if err := s.UpdateOrganisation(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		if err := u.NoLongerExists(t.Context(), key); err != nil {
			t.Fatal(err)
		}
		reason("stewardship.link_answered")
		if err := u.StillTrue(t.Context(), key, 1); fault.KeyOf(err) != "stewardship.link_answered" {
			t.Errorf("the second button = %v", err)
		}
	})
}
