package importing_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/importing"
	"telaio/internal/organisation"
	"telaio/internal/store"
	"telaio/internal/testkit"
	"telaio/internal/twin"
)

func TestTake_findsDoublesWithinTheFileByTheWholeRule(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	file := "name,municipality,email,phone,website\n" +
		"Filo Comune,Prato,info@filo.example,,https://filo.example\n" +
		"Sartoria Popolare,Prato,,,https://www.filo.example/\n" + // another name, the same website
		"Filo Comunne APS,Prato,,,\n" + // a slip of the pen
		"Bottega Diffusa,Perugia,ciao@bottega.example,,\n"
	done := w.take(file, importing.Options{Publish: true})
	var got []string
	for _, d := range done.Report.Doubles {
		got = append(got, fmt.Sprint(d.Row, " as ", d.OtherRow, " ", d.Reasons))
	}
	want := []string{
		fmt.Sprint(3, " as ", 2, " ", []twin.Reason{twin.SameWebsite, twin.SameTown}),
		fmt.Sprint(4, " as ", 2, " ", []twin.Reason{twin.SimilarName, twin.SameTown}),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(w.published()) != 2 || done.Report.Proposed != 2 {
		t.Errorf("%d public, %d proposed; want the doubtful ones before a person", len(w.published()), done.Report.Proposed)
	}
}

func TestTake_takesTheMembersOfANetworkForDifferent(t *testing.T) {
	var file strings.Builder
	file.WriteString("name,municipality,email,website\n")
	for n, name := range []string{"Circolo Aurora", "Casa dei Mulini", "Lanterna", "Bottega Zenit", "Officina Quercia", "Sportello Porto"} {
		fmt.Fprintf(&file, "%s,%s,%d@rete.example,https://rete.example\n", name, []string{"Prato", "Roma", "Torino", "Bari", "Napoli", "Milano"}[n], n)
	}
	w := newWorld(t, testkit.SQLite(t))
	if got := w.take(file.String(), importing.Options{Publish: true}).Report; len(got.Doubles) != 0 || got.Counts[importing.Added] != 6 {
		t.Errorf("doubles %+v, counts %v; want six organisations", got.Doubles, got.Counts)
	}
}

func TestTake_namesThePageThatARowMayBe(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	testkit.Publish(t, w.store, organisation.Organisation{ID: "telaiocomunecomune", Slug: "filo"}, organisation.Card{Name: "Filo Comune", Contacts: organisation.Contacts{Website: "https://filo.example"}})
	got := w.take("name,website\nUn altro nome,filo.example\n", importing.Options{}).Report.Doubles
	want := []importing.Double{{Row: 2, Key: "name:un altro nome|", Name: "Un altro nome", OtherName: "Filo Comune", OrganisationID: "telaiocomunecomune", Reasons: []twin.Reason{twin.SameWebsite}, Score: 0.6}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestMap_saysWhichRowsAreAboutAPageThatIsThere(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		there := organisation.Organisation{ID: "telaiocomunecomune", Slug: "filo"}
		testkit.Publish(t, s, there, organisation.Card{Name: "Filo Comune", Contacts: organisation.Contacts{Website: "https://filo.example"}})
		const file = "name,website,year\nFilo Comune,filo.example,2013\nFilo Comune di Prato,filo.example,2014\n"
		i, err := w.Begin(t.Context(), researcher(), importing.Draft{Source: "registro", Raw: []byte(file)})
		if err != nil {
			t.Fatal(err)
		}
		w.work()
		i = w.found(i.ID)
		said := importing.Mapping{Same: map[string]string{"name:filo comune|": there.ID, "name:filo comune di prato|": importing.Apart}}
		for _, d := range i.Report.Doubles {
			if !d.Decidable(said.Same[d.Key]) || d.Decidable("another-page") {
				t.Errorf("of %+v that page can be said, and no other", d)
			}
		}
		if err := w.Map(t.Context(), researcher(), i, said); err != nil {
			t.Fatal(err)
		}
		w.work()
		i = w.found(i.ID)
		var got []string
		for _, d := range i.Report.Doubles {
			got = append(got, d.Name+": "+d.Same)
		}
		if diff := cmp.Diff([]string{"Filo Comune: " + there.ID, "Filo Comune di Prato: apart"}, got); diff != "" {
			t.Errorf("what was said can be seen (-want +got):\n%s", diff)
		}
		if i.Report.Counts[importing.Changed] != 1 || i.Report.Counts[importing.Added] != 1 || i.Report.Doubtful != 1 {
			t.Errorf("counts %v, %d doubtful; want the page changed by a proposal, and one new", i.Report.Counts, i.Report.Doubtful)
		}
		if _, err := w.Order(t.Context(), researcher(), i, importing.Options{Publish: true}); err != nil {
			t.Fatal(err)
		}
		w.work()
		if all := w.published(); len(all) != 2 {
			t.Errorf("%d are public; want the page that was there and the other one", len(all))
		}
		if d, err := w.DryRun(t.Context(), importing.Draft{Source: "registro", Raw: []byte(file)}); err != nil || len(d.Doubles) > 0 || d.Counts[importing.Unchanged] != 2 {
			t.Errorf("a second time: %+v, %v; want nobody asked again", d.Counts, err)
		}
	})
}

func (w world) found(id string) importing.Import {
	w.t.Helper()
	i, err := w.Find(w.t.Context(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return i
}
