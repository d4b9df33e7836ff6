package relation_test

import (
	"log/slog"
	"testing"

	"telaio/internal/account"
	"telaio/internal/atlas"
	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/publication"
	"telaio/internal/relation"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// world is a network, and a member that says so.
type world struct {
	relation.UseCases
	store *store.Store
	index *atlas.Index
	rete  organisation.Organisation
	ada   account.Subject // looks after the network's page
}

func newWorld(t *testing.T, s *store.Store) *world {
	t.Helper()
	library := testkit.Library(t)
	w := &world{store: s}
	w.rete = testkit.Publish(t, s, organisation.Organisation{ID: "rete", Slug: "rete"}, organisation.Card{Name: "Rete"})
	testkit.Publish(t, s, organisation.Organisation{ID: "oz", Slug: "officine"}, organisation.Card{Name: "Officine", Relations: []organisation.Relation{
		{ID: "r", Kind: "member_of", Name: "Rete", OrganisationID: "rete", Since: 2019, Note: "Dal primo giorno."},
	}})
	w.index = atlas.NewIndex(s, library.Taxonomies, nil, &clock.Fixed{T: testkit.Day()}, slog.New(slog.DiscardHandler))
	if err := w.index.Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	people := account.People{Store: s, Clock: &clock.Fixed{T: testkit.Day()}}
	ada, err := people.GrantTo(t.Context(), "system", account.Newcomer{Name: "Ada", Email: "ada@rete.example", Language: "it"},
		account.Grant{Role: account.OrganisationEditor, OrganisationID: "rete"})
	if err != nil {
		t.Fatal(err)
	}
	w.ada = ada.Subject()
	w.UseCases = relation.UseCases{
		Records: s, Index: w.index, People: people, Outbox: s, Links: links{}, Inverse: library.Taxonomies.Inverse,
		Label: func(_, kind string) string { return kind }, Clock: &clock.Fixed{T: testkit.Day()},
	}
	return w
}

type links struct{}

func (links) Relations(_, id string) string { return "https://telaio.example/area/" + id }
func (links) Page(_, slug string) string    { return "https://telaio.example/" + slug }

func TestAnswer_showsOrHidesTheRelationOnBothPages(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		for _, c := range []struct {
			said            organisation.Standing
			onHis, onTheirs int
		}{
			{organisation.Told, 1, 0}, {organisation.Confirmed, 1, 1}, {organisation.Denied, 0, 0}, {organisation.Told, 1, 0},
		} {
			err := w.Answer(t.Context(), w.ada, w.rete, organisation.RelationAnswer{TellerID: "oz", Kind: "member_of", Standing: c.said})
			if err != nil {
				t.Fatal(err)
			}
			if his, theirs := w.ties(t, "officine"), w.ties(t, "rete"); his != c.onHis || theirs != c.onTheirs {
				t.Errorf("after %q: %d and %d relations, want %d and %d", c.said, his, theirs, c.onHis, c.onTheirs)
			}
		}
	})
}

func (w *world) ties(t *testing.T, slug string) int {
	t.Helper()
	page, err := publication.Reader{Records: w.store}.Find(t.Context(), slug)
	if err != nil {
		t.Fatal(err)
	}
	return len(organisation.Ties(page.Organisation, page.Related, page.Answers, w.Inverse))
}

func TestAnswer_isForTheirPeopleAndForWhatIsTold(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	yes := organisation.RelationAnswer{TellerID: "oz", Kind: "member_of", Standing: organisation.Confirmed}
	other := yes
	other.Kind = "partner"

	if err := w.Answer(t.Context(), account.Subject{}, w.rete, yes); fault.KindOf(err) != fault.Denied {
		t.Errorf("a stranger's answer: %v", err)
	}
	if err := w.Answer(t.Context(), w.ada, w.rete, other); fault.KindOf(err) != fault.NotFound {
		t.Errorf("an answer to what nobody tells: %v", err)
	}
}

func TestAsk_writesOnceToThosePeople(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		for i, want := range []int{1, 0} {
			if letters, err := w.Ask(t.Context()); err != nil || letters != want {
				t.Errorf("call %d: %d letters, %v; want %d", i+1, letters, err, want)
			}
		}
		letters := testkit.Letters(t, s)
		if len(letters) != 1 || letters[0].To != "ada@rete.example" || letters[0].Values["Teller"] != "Officine" {
			t.Errorf("letters = %+v", letters)
		}
		questions, err := w.Questions(t.Context(), w.rete)
		if err != nil || len(questions) != 1 || questions[0].Standing != organisation.Told || questions[0].Kind != "has_member" || questions[0].Note != "Dal primo giorno." {
			t.Errorf("questions = %+v, %v", questions, err)
		}
	})
}

func TestNetwork_isNarrowedByItsFilter(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	for _, c := range []struct {
		filter relation.Filter
		nodes  int
	}{
		{relation.Filter{}, 2},
		{relation.Filter{Kind: "has_member"}, 2},
		{relation.Filter{Kind: "partner"}, 0},
		{relation.Filter{Confirmed: true}, 0},
		{relation.Filter{Region: "lazio"}, 0},
	} {
		if n, err := w.Network(t.Context(), c.filter); err != nil || len(n.Nodes) != c.nodes {
			t.Errorf("%+v: %d organisations, %v; want %d", c.filter, len(n.Nodes), err, c.nodes)
		}
	}
}
