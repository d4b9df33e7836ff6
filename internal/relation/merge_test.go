package relation_test

import (
	"testing"
	"time"

	"telaio/internal/account"
	"telaio/internal/clock"
	"telaio/internal/merge"
	"telaio/internal/organisation"
	"telaio/internal/publication"
	"telaio/internal/relation"
	"telaio/internal/store"
	"telaio/internal/testkit"
	"telaio/internal/twin"
)

type mergeLinks struct{ links }

func (mergeLinks) SignIn(_, id string) string { return "https://telaio.example/area/" + id }

func (mergeLinks) Claim(_, slug string) string { return "https://telaio.example/claim/" + slug }

// doubled is a world in which the network is on the atlas twice. Officine names
// its second page, whose people have confirmed.
func doubled(t *testing.T, s *store.Store) (*world, merge.UseCases) {
	t.Helper()
	w := newWorld(t, s)
	second := testkit.Publish(t, s, organisation.Organisation{ID: "second", Slug: "rete-seconda"}, organisation.Card{Name: "Rete seconda"})
	oz, err := s.Organisation(t.Context(), "oz")
	must(t, err)
	testkit.Revise(t, s, oz, organisation.Card{Name: "Officine", Relations: []organisation.Relation{
		{ID: "r", Kind: "member_of", Name: "Rete seconda", OrganisationID: "second", Since: 2019},
	}}, organisation.Revision{})
	people := account.People{Store: s, Clock: w.Clock}
	must(t, people.GrantEditor(t.Context(), "bea@rete.example", "Bea", "it", "second"))
	bea, err := people.EditorsOf(t.Context(), "second")
	must(t, err)
	must(t, w.index.Refresh(t.Context()))
	must(t, w.Answer(t.Context(), bea[0].Subject(), second, organisation.RelationAnswer{TellerID: "oz", Kind: "member_of", Standing: organisation.Confirmed}))
	return w, merge.UseCases{
		Store: s, Directory: twin.NewDirectory(s), People: people, Outbox: s, Links: mergeLinks{}, Clock: &clock.Fixed{T: testkit.Day().Add(time.Hour)},
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// tied is the page's only relation as the public sees it, zero if it is not one.
func (w *world) tied(t *testing.T, slug string) organisation.Tie {
	t.Helper()
	page, err := publication.Reader{Records: w.store}.Find(t.Context(), slug)
	must(t, err)
	ties := organisation.Ties(page.Organisation, page.Related, page.Answers, w.Inverse)
	if len(ties) != 1 || page.Related[ties[0].OrganisationID].ID != ties[0].OrganisationID {
		return organisation.Tie{}
	}
	shelf, err := publication.Shelf{Cards: w.store}.Pages(t.Context(), []string{page.ID})
	must(t, err)
	many := organisation.Ties(shelf[0].Organisation, shelf[0].Related, shelf[0].Answers, w.Inverse)
	if len(many) != 1 || many[0] != ties[0] {
		t.Errorf("read with others, %s has %+v; alone %+v", slug, many, ties)
	}
	return ties[0]
}

func TestRelations_followAPageThatHasBecomeAnotherOne(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w, merges := doubled(t, s)
		elena := account.Subject{PersonID: "elena", Name: "Elena", Grants: []account.Grant{{Role: account.Reviewer}}}
		done, err := merges.Apply(t.Context(), merge.Order{KeptID: "rete", GoneID: "second", SeenKept: 1, SeenGone: 1}, elena)
		must(t, err)
		must(t, w.index.Refresh(t.Context()))

		n, err := w.Network(t.Context(), relation.Filter{})
		if err != nil || len(n.Ties) != 1 || n.Ties[0].To != "rete" || n.Ties[0].Standing != organisation.Confirmed {
			t.Errorf("the network is %+v, %v; want Officine and Rete, confirmed", n.Ties, err)
		}
		if tie := w.tied(t, "officine"); tie.OrganisationID != "rete" || tie.Standing != organisation.Confirmed {
			t.Errorf("the page that tells it has %+v", tie)
		}
		if tie := w.tied(t, "rete"); tie.OrganisationID != "oz" || !tie.Theirs {
			t.Errorf("the page that stays has %+v", tie)
		}
		if letters, err := w.Ask(t.Context()); err != nil || letters != 0 {
			t.Errorf("%d letters, %v; what was answered is not asked again", letters, err)
		}
		rete, err := s.Organisation(t.Context(), "rete")
		must(t, err)
		questions, err := w.Questions(t.Context(), rete)
		if err != nil || len(questions) != 1 || questions[0].Standing != organisation.Confirmed {
			t.Errorf("questions = %+v, %v", questions, err)
		}

		must(t, w.Answer(t.Context(), w.ada, rete, organisation.RelationAnswer{TellerID: "oz", Kind: "member_of", Standing: organisation.Denied}))
		if n, err := w.Network(t.Context(), relation.Filter{}); err != nil || len(n.Ties) != 0 {
			t.Errorf("the network is %+v, %v; it was denied", n.Ties, err)
		}
		_, err = merges.Undo(t.Context(), done.ID, 2, nil, elena)
		must(t, err)
		must(t, w.index.Refresh(t.Context()))
		if questions, err := w.Questions(t.Context(), w.rete); err != nil || len(questions) != 0 {
			t.Errorf("questions = %+v, %v; nobody tells anything of Rete any more", questions, err)
		}
		second, err := s.Organisation(t.Context(), "second")
		must(t, err)
		if questions, err := w.Questions(t.Context(), second); err != nil || len(questions) != 1 || questions[0].Standing != organisation.Denied {
			t.Errorf("questions = %+v, %v; the answer goes with the page that it is about", questions, err)
		}
	})
}

func TestAsk_writesToThePeopleOfThePageThatStays(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w, merges := doubled(t, s)
		elena := account.Subject{PersonID: "elena", Name: "Elena", Grants: []account.Grant{{Role: account.Reviewer}}}
		card := organisation.Card{Name: "Terza", Relations: []organisation.Relation{{ID: "q", Kind: "partner", Name: "Rete seconda", OrganisationID: "second"}}}
		testkit.Publish(t, s, organisation.Organisation{ID: "third", Slug: "terza"}, card)
		_, err := merges.Apply(t.Context(), merge.Order{KeptID: "rete", GoneID: "second", SeenKept: 1, SeenGone: 1}, elena)
		must(t, err)
		must(t, w.index.Refresh(t.Context()))

		for i, want := range []int{2, 0} { // Ada and Bea, once
			if letters, err := w.Ask(t.Context()); err != nil || letters != want {
				t.Errorf("call %d: %d letters, %v; want %d", i+1, letters, err, want)
			}
		}
	})
}
