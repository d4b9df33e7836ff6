package importing_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/importing"
	"telaio/internal/organisation"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

func TestTake_theSameFileTwiceChangesNothing(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		first := w.take(register, importing.Options{Publish: true})
		before := w.exported()
		second := w.take(register, importing.Options{Publish: true})
		if first.Report.Counts[importing.Added] != 2 || second.Report.Counts[importing.Unchanged] != 2 || second.Report.Learns() {
			t.Errorf("first %v, then %v; want two added, then two unchanged", first.Report.Counts, second.Report.Counts)
		}
		if diff := cmp.Diff(before, w.exported()); diff != "" {
			t.Error(diff)
		}
		if got := w.named("Bottega Diffusa").Card; got.Year != 2009 || got.Places[0].Municipality.Code == "" {
			t.Errorf("card = %+v; want the year of the date and the municipality", got)
		}
	})
}

func TestTake_theAtlasOfOneSiteFillsAnother(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		from := newWorld(t, testkit.SQLite(t))
		testkit.Publish(t, from.store, organisation.Organisation{ID: "officinezerozero", Slug: "officine-zero"}, testkit.OfficineZero())
		testkit.Publish(t, from.store, organisation.Organisation{ID: "telaiocomunecomune", Slug: "telaio-comune"}, testkit.FullCard())
		odd := testkit.FullCard()
		odd.Name, odd.OtherNames, odd.Places, odd.Story, odd.Contacts = "=1+1", nil, nil, "Riga \"uno\"\n\n- due; tre", organisation.Contacts{}
		testkit.Publish(t, from.store, organisation.Organisation{ID: "stranastranastrana", Slug: "strana"}, odd)
		w := newWorld(t, s)
		w.take(from.exported(), importing.Options{Publish: true})
		if diff := cmp.Diff(from.exported(), w.exported()); diff != "" {
			t.Error(diff)
		}
		again := w.take(from.exported(), importing.Options{Publish: true})
		if again.Report.Learns() {
			t.Errorf("a second time: %v", again.Report.Counts)
		}
	})
}

func TestTake_ourOwnExportChangesNothingWhereItComesFrom(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	testkit.Publish(t, w.store, organisation.Organisation{ID: "telaiocomunecomune", Slug: "telaio-comune"}, testkit.FullCard())
	if got := w.take(w.exported(), importing.Options{Publish: true}); got.Report.Does() {
		t.Errorf("report = %+v; want nothing to do", got.Report)
	}
}

func TestTake_whatPeopleChangedWins(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		w.take(register, importing.Options{Publish: true})
		w.revise(w.named("Filo Comune"), func(c *organisation.Card) { c.Contacts.Email = "nuova@filo.example" })
		later := with(with(register, "info@filo.example", "altra@filo.example"), "2013", "2014")
		report := w.take(later, importing.Options{Publish: true}).Report
		got := w.named("Filo Comune").Card
		if got.Contacts.Email != "nuova@filo.example" || got.Year != 2014 {
			t.Errorf("address %q, year %d; want what a person wrote, and what the source says anew", got.Contacts.Email, got.Year)
		}
		if report.Counts[importing.Changed] != 1 {
			t.Errorf("counts = %v", report.Counts)
		}
	})
}

func TestTake_proposesAndWaitsForTheDecision(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		w.take(register, importing.Options{})
		if len(w.published()) != 0 {
			t.Fatal("something is public that nobody has reviewed")
		}
		waiting, err := s.ProposalSummaries(t.Context(), []organisation.ProposalState{organisation.Unread})
		if err != nil || len(waiting) != 2 || waiting[0].Origin != organisation.FromImport {
			t.Fatalf("proposals = %+v, %v; want two from the import", waiting, err)
		}
		if got := w.take(register, importing.Options{}).Report.Counts[importing.Unchanged]; got != 2 {
			t.Errorf("%d unchanged; want both", got)
		}
		if got := w.take(with(register, "2013", "2015"), importing.Options{}).Report.Counts[importing.Waiting]; got != 1 {
			t.Errorf("%d wait for a decision; want the one that changed", got)
		}
	})
}

func TestTake_takesNothingOfAFileWithAWrongRow(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		got := w.take(register+";Roma;;;\nTerza;Roma;boh;non è una mail;03/04/13\n", importing.Options{Publish: true})
		if got.State != importing.Checked || got.Report.Counts[importing.Wrong] != 2 || len(w.published()) != 0 {
			t.Fatalf("state %s, counts %v, %d public; want nothing taken", got.State, got.Report.Counts, len(w.published()))
		}
		var table bytes.Buffer
		if err := got.Report.WriteTable(&table, testkit.Library(t).Messages.Printer(i18n.Italian), nil); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"2,Filo Comune,Nuova,", "4,,Da correggere,,Denominazione,", "5,Terza,Da correggere,,Tipologia,", ",E-mail,", ",Anno,"} {
			if !strings.Contains(table.String(), want) {
				t.Errorf("the report has no %q:\n%s", want, table.String())
			}
		}
	})
}

func TestTake_withheldPlacesStayPrivate(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		file := "name,municipality,address,place_publicity\nNascosta,Prato,via Canarino 7,withheld\nIn parte,Prato,via Canarino 9,\n"
		done := w.take(file, importing.Options{Publish: true})
		if strings.Contains(w.exported(), "Canarino") {
			t.Error("a private address is public")
		}
		exact, err := s.ExactPlaces(t.Context(), w.named("Nascosta").ID, "")
		if err != nil || len(exact) != 1 || exact[0].Address != "via Canarino 7" {
			t.Errorf("exact places = %+v, %v; want the address for the team", exact, err)
		}
		if _, err := s.ImportFile(t.Context(), done.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the file is still there: %v", err)
		}
	})
}

func TestUndo_leavesWhatPeopleChangedSince(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		first := w.take(register, importing.Options{Publish: true})
		w.revise(w.named("Filo Comune"), func(c *organisation.Card) { c.Year = 1999 })
		undone, err := w.Undo(t.Context(), researcher(), first.ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(undone.Report.Stayed) != 1 || undone.Report.Stayed[0].Name != "Filo Comune" {
			t.Errorf("stayed = %+v; want the one that a person changed, by name", undone.Report.Stayed)
		}
		if all := w.published(); len(all) != 1 || all[0].Card.Year != 1999 {
			t.Errorf("public = %+v; want only that one", all)
		}
		if _, err := w.Undo(t.Context(), researcher(), first.ID); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a second undo = %v; want a conflict", err)
		}
		w.take(register, importing.Options{Publish: true})
		if got := w.named("Bottega Diffusa").Slug; got != "bottega-diffusa" || len(w.published()) != 2 {
			t.Errorf("after another import the address is %q; want the old one again", got)
		}
	})
}

func TestUndo_givesBackWhatAnImportChanged(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		w.take(register, importing.Options{Publish: true})
		before := w.exported()
		second := w.take(with(with(register, "2013", "2015"), "Perugia", "Roma"), importing.Options{Publish: true})
		if w.named("Filo Comune").Card.Year != 2015 {
			t.Fatal("the second import changed nothing")
		}
		if _, err := w.Undo(t.Context(), researcher(), second.ID); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, w.exported()); diff != "" {
			t.Error(diff)
		}
	})
}
