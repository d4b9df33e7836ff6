package importing_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/importing"
	"telaio/internal/organisation"
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
	want := []importing.Double{{Row: 2, Name: "Un altro nome", OtherName: "Filo Comune", OrganisationID: "telaiocomunecomune", Reasons: []twin.Reason{twin.SameWebsite}, Score: 0.6}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
