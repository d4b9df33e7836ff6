package bench

import (
	"bytes"
	"testing"

	"telaio/internal/gazetteer"
	"telaio/internal/importing"
	"telaio/internal/intake"
	"telaio/internal/publication"
	"telaio/internal/testkit"
	"telaio/internal/twin"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// TestFill_isWhatPeopleCouldHaveSent exports generated organisations and takes
// them in again: the form accepts each, and nothing changes.
func TestFill_isWhatPeopleCouldHaveSent(t *testing.T) {
	const organisations = 400
	s, library := testkit.SQLite(t), testkit.Library(t)
	if err := Fill(t.Context(), s, library.Taxonomies, organisations, testkit.Day()); err != nil {
		t.Fatal(err)
	}
	all, err := s.PublishedOrganisations(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	towns, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	form := library.Questionnaires[intake.QuestionnaireID]
	u := importing.UseCases{
		Store: s, Directory: twin.NewDirectory(s), Form: form[len(form)-1], Taxonomies: library.Taxonomies,
		Towns: towns, Words: importing.NewWords(library.Messages), Clock: testkit.Clock(),
	}
	var file bytes.Buffer
	table, err := publication.CSV(&file)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range all {
		if err := table.Add(publication.Page{Organisation: o}); err != nil {
			t.Fatal(err)
		}
	}
	if err := table.Close(); err != nil {
		t.Fatal(err)
	}
	report, err := u.DryRun(t.Context(), importing.Draft{Source: "atlante", Raw: file.Bytes()})
	if err != nil || report.Counts[importing.Unchanged] != organisations {
		t.Errorf("%v, lines %+v, problems %+v, %v; want nothing to change", report.Counts, report.Lines, report.Problems, err)
	}
}

func TestShort_isNoLongerThanTheFormTakes(t *testing.T) {
	g := newGenerator(testkit.Library(t).Taxonomies)
	for range 2_000 {
		if text := g.short(60); len(text) > mostShort || text[len(text)-1] != '.' || text[len(text)-2] == '.' {
			t.Fatalf("%d characters: %s", len(text), text)
		}
	}
}
