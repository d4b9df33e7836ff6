package store_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/importing"
	"telaio/internal/merge"
	"telaio/internal/organisation"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

// importedPair is two pages of one organisation, of which a row of a source
// made the second.
func importedPair(t *testing.T, s *store.Store) {
	t.Helper()
	for _, id := range []string{"kept", "gone"} {
		testkit.Publish(t, s, organisation.Organisation{ID: id, Slug: id}, organisation.Card{Name: "Telaio Comune"})
	}
	rows := importing.Staged{Items: []importing.Item{
		{Source: "Registro", Key: "42", ImportID: "i", OrganisationID: "gone", Said: map[string]string{}, Applied: map[string]string{}},
		{Source: "Registro", Key: "7", ImportID: "i", OrganisationID: "kept", Said: map[string]string{}, Applied: map[string]string{}},
	}}
	if err := s.Stage(t.Context(), "i", rows); err != nil {
		t.Fatal(err)
	}
	if err := s.KeepStagedItems(t.Context(), "i"); err != nil {
		t.Fatal(err)
	}
}

// rowsOf says whose page each row of the register is.
func rowsOf(t *testing.T, s *store.Store) map[string]string {
	t.Helper()
	items, err := s.ImportItems(t.Context(), "Registro")
	if err != nil {
		t.Fatal(err)
	}
	owners := map[string]string{}
	for _, i := range items {
		owners[i.Key] = i.OrganisationID
	}
	return owners
}

func wantRows(t *testing.T, s *store.Store, when string, want map[string]string) {
	t.Helper()
	if diff := cmp.Diff(want, rowsOf(t, s)); diff != "" {
		t.Errorf("whose the rows are %s (-want +got):\n%s", when, diff)
	}
}

func TestMoveBelongings_takesImportedRowsAlongAndGivesTheirOwnBack(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		importedPair(t, s)

		moved, err := s.MoveBelongings(t.Context(), "gone", "kept")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"Registro \u2016 42"}, moved["import_item"]); diff != "" {
			t.Errorf("the key of the row (-want +got):\n%s", diff)
		}
		wantRows(t, s, "after the merge", map[string]string{"42": "kept", "7": "kept"})
		if err := s.ReturnBelongings(t.Context(), moved, "kept", "gone"); err != nil {
			t.Fatal(err)
		}
		wantRows(t, s, "after parting them", map[string]string{"42": "gone", "7": "kept"})
	})
}

// TestMigrate_repairsTheKeysOfImportedRowsInOldMerges reads the migration as it
// is and runs it over a merge of before.
func TestMigrate_repairsTheKeysOfImportedRowsInOldMerges(t *testing.T) {
	repair, err := os.ReadFile(filepath.Join("migration", "0118_merge_import_key.sql"))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "telaio.db")
	for driver, dsn := range map[string]string{"sqlite": file, "pgx": testkit.PostgresURL(t)} {
		t.Run(driver, func(t *testing.T) {
			s, err := store.Open(t.Context(), dsn)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if _, err := s.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			importedPair(t, s)
			moved, err := s.MoveBelongings(t.Context(), "gone", "kept")
			if err != nil {
				t.Fatal(err)
			}
			moved["import_item"] = []string{"Registro` + keySeparator + `42"}
			old := merge.Merge{ID: "m", KeptID: "kept", GoneID: "gone", Record: merge.Record{Moved: moved}, At: testkit.Day()}
			if err := s.AddMerge(t.Context(), old); err != nil {
				t.Fatal(err)
			}

			db, err := sql.Open(driver, dsn)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if _, err := db.ExecContext(t.Context(), string(repair)); err != nil {
				t.Fatal(err)
			}

			mended, err := s.Merge(t.Context(), "m")
			if err != nil {
				t.Fatal(err)
			}
			if err := s.ReturnBelongings(t.Context(), mended.Record.Moved, "kept", "gone"); err != nil {
				t.Fatal(err)
			}
			wantRows(t, s, "after parting them", map[string]string{"42": "gone", "7": "kept"})
		})
	}
}
