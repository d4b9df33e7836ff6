package merge_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/account"
	"telaio/internal/assessment"
	"telaio/internal/clock"
	"telaio/internal/consent"
	"telaio/internal/fault"
	"telaio/internal/initiative"
	"telaio/internal/merge"
	"telaio/internal/organisation"
	"telaio/internal/publication"
	"telaio/internal/store"
	"telaio/internal/testkit"
	"telaio/internal/twin"
)

func TestMain(m *testing.M) { testkit.Main(m) }

type links struct{}

func (links) Page(language, slug string) string { return "https://x/" + language + "/" + slug }
func (links) SignIn(language, id string) string { return "https://x/" + language + "/area/" + id }
func (links) Claim(language, slug string) string {
	return "https://x/" + language + "/claim/" + slug
}

// world is two pages of one invented organisation, the second with an editor, a
// self-assessment, an initiative and a withheld place.
type world struct {
	merge.UseCases
	store      *store.Store
	now        *clock.Fixed
	elena      account.Subject
	kept, gone organisation.Organisation
}

func newWorld(t *testing.T, s *store.Store) world {
	t.Helper()
	now := &clock.Fixed{T: testkit.Day().AddDate(0, 1, 0)}
	people := account.People{Store: s, Clock: now}
	w := world{store: s, now: now, elena: account.Subject{PersonID: "elena", Name: "Elena", Grants: []account.Grant{{Role: account.Reviewer}}}}
	w.UseCases = merge.UseCases{Store: s, Directory: twin.NewDirectory(s), People: people, Outbox: s, Links: links{}, Clock: now}
	card := testkit.FullCard()
	w.kept = testkit.Publish(t, s, organisation.Organisation{ID: "kept", Slug: "telaio-comune"}, card)
	other := organisation.Card{
		Name: "Telaio Comune APS", Target: "Chi ricama", Story: "Un'altra storia", Types: []string{"aps", "coworking"},
		Contacts: organisation.Contacts{Website: "telaiocomune.example"},
	}
	w.gone = testkit.Publish(t, s, organisation.Organisation{ID: "gone", Slug: "telaio-comune-aps"}, other)
	withheld := organisation.ExactPlace{ID: "secret", Kind: "meeting_point", Publicity: organisation.PublicityWithheld, Address: "via Nascosta 9", Municipality: testkit.Rome()}
	must(t, s.SetExactPlaces(t.Context(), "gone", "", []organisation.ExactPlace{withheld}))
	must(t, people.GrantEditor(t.Context(), "ada@telaio.example", "Ada", "it", "gone"))
	must(t, s.AddCycle(t.Context(), assessment.Cycle{
		ID: "cycle", OrganisationID: "gone", Kit: "k", KitVersion: "1", Extent: assessment.Full, Mode: assessment.Named, Label: "2026",
		AnswersOf: "cycle", CreatedBy: "ada", CreatedAt: testkit.Day(),
	}))
	must(t, s.AddInitiative(t.Context(), initiative.Initiative{ID: "sheet", OrganisationID: "gone", CreatedBy: "ada", CreatedAt: testkit.Day()}))
	must(t, s.AddProposal(t.Context(), organisation.Proposal{
		ID: "p", OrganisationID: "gone", BaseRevision: 1, Origin: organisation.ChangeOfCard, State: organisation.Unread, Name: "Telaio Comune APS",
		Language: "it", SentAt: testkit.Day(), UpdatedAt: testkit.Day(),
	}))
	must(t, s.AddConsents(t.Context(), []consent.Entry{
		{Receipt: "r1", OrganisationID: "kept", Purpose: consent.OpenData, NoticeVersion: "1", Given: true, At: testkit.Day()},
		{Receipt: "r2", OrganisationID: "gone", Purpose: consent.OpenData, NoticeVersion: "1", Given: false, At: testkit.Day()},
	}))
	return w
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (w world) order() merge.Order {
	return merge.Order{KeptID: "kept", GoneID: "gone", SeenKept: 1, SeenGone: 1, Choices: merge.Choices{"story": merge.Right}}
}

// owner is whose the cycle, the initiative and the proposal are.
func (w world) owners(t *testing.T) []string {
	t.Helper()
	cycles, err := w.store.CyclesOf(t.Context(), "kept")
	must(t, err)
	sheets, err := w.store.InitiativesOfOrganisation(t.Context(), "kept")
	must(t, err)
	p, err := w.store.Proposal(t.Context(), "p")
	must(t, err)
	owners := []string{"gone", "gone", p.OrganisationID}
	if len(cycles) == 1 {
		owners[0] = "kept"
	}
	if len(sheets) == 1 {
		owners[1] = "kept"
	}
	return owners
}

func TestApply_movesEverythingAndLeadsOn(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)

		done, err := w.Apply(t.Context(), w.order(), w.elena)

		must(t, err)
		page, err := publication.Reader{Records: s}.Find(t.Context(), "telaio-comune-aps")
		if err != nil || page.Slug != "telaio-comune" || page.Card.Story != "Un'altra storia" || page.Revision != 2 {
			t.Errorf("the old address finds %s, revision %d, %q, %v; want the one that stays", page.Slug, page.Revision, page.Card.Story, err)
		}
		if diff := cmp.Diff([]string{"kept", "kept", "kept"}, w.owners(t)); diff != "" {
			t.Errorf("owners (-want +got):\n%s", diff)
		}
		editors, err := w.People.EditorsOf(t.Context(), "kept")
		if err != nil || len(editors) != 1 || editors[0].Name != "Ada" {
			t.Errorf("editors = %+v, %v; want Ada", editors, err)
		}
		exact, err := s.ExactPlaces(t.Context(), "kept", "")
		if err != nil || len(exact) != 4 || len(page.Card.Places) != 3 {
			t.Errorf("%d places, %d of them public, %v; want the withheld one kept apart", len(exact), len(page.Card.Places), err)
		}
		entries, err := s.ConsentsOfOrganisation(t.Context(), "kept")
		if err != nil || consent.Given(entries, consent.OpenData) {
			t.Errorf("open data is allowed, %v; one of the two refused it", err)
		}
		if letters := testkit.Letters(t, s); len(letters) != 1 || letters[0].Template != "pages_merged" || letters[0].To != "ada@telaio.example" {
			t.Errorf("letters = %+v; want one to Ada", letters)
		}
		if survivor, err := s.SurvivorOf(t.Context(), done.GoneID); err != nil || survivor != "kept" {
			t.Errorf("SurvivorOf = %s, %v", survivor, err)
		}
	})
}

func TestUndo_restoresBothAsTheyWere(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		done, err := w.Apply(t.Context(), w.order(), w.elena)
		must(t, err)
		w.now.T = w.now.T.Add(time.Hour)

		_, err = w.Undo(t.Context(), done.ID, 2, nil, w.elena)

		must(t, err)
		kept, err := s.Organisation(t.Context(), "kept")
		must(t, err)
		if diff := cmp.Diff(w.kept.Card, kept.Card); diff != "" || kept.State != organisation.Published || kept.Revision != 3 {
			t.Errorf("the one that stayed is %s, revision %d (-want +got):\n%s", kept.State, kept.Revision, diff)
		}
		page, err := publication.Reader{Records: s}.Find(t.Context(), "telaio-comune-aps")
		if err != nil || page.ID != "gone" || page.Card.Story != "Un'altra storia" {
			t.Errorf("the other address finds %s, %v; want its own page", page.ID, err)
		}
		if diff := cmp.Diff([]string{"gone", "gone", "gone"}, w.owners(t)); diff != "" {
			t.Errorf("owners (-want +got):\n%s", diff)
		}
		if editors, err := w.People.EditorsOf(t.Context(), "kept"); err != nil || len(editors) != 0 {
			t.Errorf("editors = %+v, %v; want nobody", editors, err)
		}
		if editors, err := w.People.EditorsOf(t.Context(), "gone"); err != nil || len(editors) != 1 {
			t.Errorf("editors of the other = %+v, %v; want Ada", editors, err)
		}
		entries, err := s.ConsentsOfOrganisation(t.Context(), "kept")
		if err != nil || !consent.Given(entries, consent.OpenData) {
			t.Errorf("open data is refused, %v; want it allowed again", err)
		}
		if n, err := w.Search(t.Context()); err != nil || n != 0 {
			t.Errorf("Search = %d, %v; who has parted two knows that they differ", n, err)
		}
		if _, err := w.Undo(t.Context(), done.ID, 3, nil, w.elena); fault.KindOf(err) != fault.Conflict {
			t.Errorf("undoing twice = %v; want a conflict", err)
		}
	})
}

func TestUndo_asksAboutWhatSomebodyHasChangedSince(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		done, err := w.Apply(t.Context(), w.order(), w.elena)
		must(t, err)
		kept, err := s.Organisation(t.Context(), "kept")
		must(t, err)
		card := kept.Card
		card.Story, card.OtherNames = "Scritta dopo", []string{"Nuovo"}
		testkit.Revise(t, s, kept, card, organisation.Revision{})

		d, err := w.Undoing(t.Context(), done.ID)

		must(t, err)
		if len(d.Touched) != 2 || d.Touched[0].Field != "other_names" || d.Touched[1].Field != "story" {
			t.Fatalf("touched = %+v; want the other names and the story", d.Touched)
		}
		_, err = w.Undo(t.Context(), done.ID, 3, map[organisation.Field]bool{"other_names": true}, w.elena)
		must(t, err)
		kept, err = s.Organisation(t.Context(), "kept")
		if err != nil || kept.Card.Story != "Scritta dopo" || !cmp.Equal(kept.Card.OtherNames, w.kept.Card.OtherNames) {
			t.Errorf("story %q, other names %v, %v", kept.Card.Story, kept.Card.OtherNames, err)
		}
	})
}

func TestApply_refusesWhatCannotBeOne(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		stale := w.order()
		stale.SeenKept = 0
		if _, err := w.Apply(t.Context(), stale, w.elena); fault.KeyOf(err) != "merge.error.changed_meanwhile" {
			t.Errorf("with a revision that nobody has seen: %v", err)
		}
		same := w.order()
		same.GoneID = "kept"
		if _, err := w.Apply(t.Context(), same, w.elena); fault.KindOf(err) != fault.NotFound {
			t.Errorf("one with itself: %v", err)
		}
		must(t, s.AddProposal(t.Context(), organisation.Proposal{
			ID: "leaves", OrganisationID: "gone", Origin: organisation.Withdrawal, State: organisation.Unread, Language: "it",
			SentAt: testkit.Day(), UpdatedAt: testkit.Day(),
		}))
		if _, err := w.Apply(t.Context(), w.order(), w.elena); fault.KeyOf(err) != "merge.error.leaving" {
			t.Errorf("one that asks to leave: %v", err)
		}
	})
}

func TestNotTheSame_isRememberedUntilOneOfThemLooksOtherwise(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		search := func(want int) {
			t.Helper()
			if n, err := w.Search(t.Context()); err != nil || n != want {
				t.Fatalf("Search = %d, %v; want %d", n, err, want)
			}
		}
		search(1)
		list, err := w.Waiting(t.Context(), 1)
		if err != nil || list.Total != 1 || !list.SearchedAt.Equal(w.now.T) || len(list.Pairs[0].Reasons) == 0 {
			t.Fatalf("Waiting = %+v, %v", list, err)
		}
		must(t, w.NotTheSame(t.Context(), "kept", "gone", " due sedi di due gruppi ", w.elena))
		if list, err := w.Waiting(t.Context(), 1); err != nil || list.Total != 0 {
			t.Errorf("Waiting = %+v, %v; want nothing", list, err)
		}
		search(0)
		card := w.gone.Card
		card.Story = "Cambiata"
		w.gone = testkit.Revise(t, s, w.gone, card, organisation.Revision{})
		search(0)
		card.OtherNames = []string{"TC"}
		testkit.Revise(t, s, w.gone, card, organisation.Revision{})
		search(1)
		p, err := w.Preview(t.Context(), "kept", "gone", nil)
		if err != nil || p.Apart.Why != "due sedi di due gruppi" || p.Apart.Person != "Elena" {
			t.Errorf("Preview.Apart = %+v, %v; want who said so and why", p.Apart, err)
		}
	})
}

func TestApply_tellsWhoWasSlowerThatTheyAreNotTheSame(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		must(t, w.NotTheSame(t.Context(), "kept", "gone", "due gruppi", w.elena))
		if _, err := w.Apply(t.Context(), w.order(), w.elena); fault.KeyOf(err) != "merge.error.told_apart_meanwhile" {
			t.Fatalf("Apply by who has not seen it = %v; want a conflict", err)
		}
		p, err := w.Preview(t.Context(), "kept", "gone", nil)
		must(t, err)
		order := w.order()
		order.SeenApart = p.Apart.Seen()
		_, err = w.Apply(t.Context(), order, w.elena)
		must(t, err)
		if err := w.NotTheSame(t.Context(), "kept", "gone", "", w.elena); fault.KeyOf(err) != "merge.error.gone" {
			t.Errorf("NotTheSame once they are one = %v; want a conflict", err)
		}
	})
}

func TestPreview_tellsNothingThatAPlaceKeepsBack(t *testing.T) {
	s := testkit.SQLite(t)
	w := newWorld(t, s)
	for _, order := range [][2]string{{"kept", "gone"}, {"gone", "kept"}} {
		p, err := w.Preview(t.Context(), order[0], order[1], merge.Choices{"places": merge.Both})
		must(t, err)
		raw, err := json.Marshal(p)
		must(t, err)
		if strings.Contains(string(raw), "Nascosta") || strings.Contains(string(raw), "secret") {
			t.Errorf("the preview of %v tells of the withheld place: %s", order, raw)
		}
		if p.KeptBack[0]+p.KeptBack[1] == 0 {
			t.Errorf("the preview of %v does not say that a place keeps something back", order)
		}
	}
	done, err := w.Apply(t.Context(), w.order(), w.elena)
	must(t, err)
	card, err := s.Revision(t.Context(), done.KeptID, done.Record.After)
	must(t, err)
	raw, err := json.Marshal(card)
	must(t, err)
	if strings.Contains(string(raw), "Nascosta") {
		t.Errorf("the merged card tells of the withheld place: %s", raw)
	}
}

func TestForget_deletesWhatPlacesKeptBackOnceItIsTooLate(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		done, err := w.Apply(t.Context(), w.order(), w.elena)
		must(t, err)
		forget := func(want int) {
			t.Helper()
			if n, err := w.Forget(t.Context()); err != nil || n != want {
				t.Fatalf("Forget = %d, %v; want %d", n, err, want)
			}
		}
		forget(0)
		w.now.T = done.Until().Add(time.Second)
		forget(1)
		forget(0)
		if exact, err := s.ExactPlaces(t.Context(), "gone", ""); err != nil || len(exact) != 0 {
			t.Errorf("places = %+v, %v; want none", exact, err)
		}
		if exact, err := s.ExactPlaces(t.Context(), "kept", ""); err != nil || len(exact) != 4 {
			t.Errorf("%d places of the one that stays, %v; want them all", len(exact), err)
		}
		if _, err := w.Undo(t.Context(), done.ID, 2, nil, w.elena); fault.KeyOf(err) != "merge.error.too_late" {
			t.Errorf("Undo = %v; want that it is too late", err)
		}
	})
}
