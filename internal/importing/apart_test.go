package importing_test

import (
	"slices"
	"testing"

	"telaio/internal/importing"
	"telaio/internal/organisation"
	"telaio/internal/store"
	"telaio/internal/testkit"
	"telaio/internal/twin"
)

// alike is a file whose second row looks like a page that is there, and whose
// fourth looks like its third. Somebody has said that both are others.
func alike() importing.Draft {
	const file = "name,municipality,website\nFilo Comune di Prato,Prato,filo.example\nBottega Diffusa,Perugia,\nBottega Difusa,Perugia,\n"
	said := map[string]string{"name:filo comune di prato|prato": importing.Apart, "name:bottega difusa|perugia": importing.Apart}
	return importing.Draft{Source: "registro", Raw: []byte(file), Mapping: importing.Mapping{Same: said}}
}

// filo is a page like the first row of alike.
func (w world) filo() organisation.Organisation {
	w.t.Helper()
	there := organisation.Organisation{ID: "telaiocomunecomune", Slug: "filo"}
	testkit.Publish(w.t, w.store, there, organisation.Card{Name: "Filo Comune", Contacts: organisation.Contacts{Website: "https://filo.example"}})
	return there
}

// TestTake_tellsApartForTheNight publishes rows that are not the same: what looks
// for doubles at night finds each pair told apart.
func TestTake_tellsApartForTheNight(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		w.filo()
		draft := alike()
		draft.Options.Publish = true
		if _, err := w.Take(t.Context(), researcher(), draft); err != nil {
			t.Fatal(err)
		}
		pairs, err := w.Directory.Pairs(t.Context())
		if err != nil || len(pairs) != 2 {
			t.Fatalf("%d pairs, %v; want the two that look the same", len(pairs), err)
		}
		told, err := s.ToldApart(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, pair := range pairs {
			if !slices.ContainsFunc(told, func(a twin.Apart) bool { return a.Person == "Rita" && a.Holds(pair.First, pair.Second) }) {
				t.Errorf("%s and %s are asked about again", pair.First.Name, pair.Second.Name)
			}
		}
	})
}

// TestTake_tellsProposalsApart proposes them: whoever reviews them is not asked
// again.
func TestTake_tellsProposalsApart(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		there := w.filo()
		done, err := w.Take(t.Context(), researcher(), alike())
		if err != nil {
			t.Fatal(err)
		}
		became, err := w.Became(t.Context(), done, done.Report.Lines)
		if err != nil {
			t.Fatal(err)
		}
		if dismissed, err := s.DismissedTwins(t.Context(), became[2].ProposalID); err != nil || !slices.Equal(dismissed, []string{there.ID}) {
			t.Errorf("the second row was told from %v, %v; want the page", dismissed, err)
		}
		for one, other := range map[int]int{3: 4, 4: 3} {
			others, err := s.ProposalsApart(t.Context(), became[one].ProposalID)
			if err != nil || len(others) != 1 || others[0].ProposalID != became[other].ProposalID || others[0].PersonID != "r" {
				t.Errorf("row %d was told from %+v, %v; want row %d", one, others, err, other)
			}
		}
	})
}

// TestTake_tellsARowFromOneThatIsThere takes the first rows, and later one that looks
// like them.
func TestTake_tellsARowFromOneThatIsThere(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		for _, first := range []importing.Options{{Publish: true}, {}} {
			w := newWorld(t, s)
			source := map[bool]string{true: "pubblico", false: "proposto"}[first.Publish]
			draft := importing.Draft{Source: source, Raw: []byte("name,municipality\nBottega " + source + ",Perugia\n"), Options: first}
			if _, err := w.Take(t.Context(), researcher(), draft); err != nil {
				t.Fatal(err)
			}
			draft.Raw = append(draft.Raw, "Botega "+source+",Perugia\n"...)
			draft.Mapping.Same = map[string]string{"name:botega " + source + "|perugia": importing.Apart}
			draft.Options.Publish = true
			done, err := w.Take(t.Context(), researcher(), draft)
			if err != nil {
				t.Fatal(err)
			}
			became, err := w.Became(t.Context(), done, done.Report.Lines)
			if err != nil {
				t.Fatal(err)
			}
			if first.Publish {
				if apart, err := s.ApartFrom(t.Context(), became[3].OrganisationID); err != nil || len(apart) != 1 {
					t.Errorf("told from %+v, %v; want the page of the first row", apart, err)
				}
				continue
			}
			waiting, err := w.Store.ImportItems(t.Context(), source)
			if err != nil {
				t.Fatal(err)
			}
			proposal := waiting[slices.IndexFunc(waiting, func(i importing.Item) bool { return i.ProposalID != "" })].ProposalID
			if dismissed, err := s.DismissedTwins(t.Context(), proposal); err != nil || !slices.Equal(dismissed, []string{became[3].OrganisationID}) {
				t.Errorf("the proposal was told from %v, %v; want the page of the second row", dismissed, err)
			}
		}
	})
}
