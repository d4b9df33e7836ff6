package dump_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/dump"
	"telaio/internal/importing"
	"telaio/internal/organisation"
	"telaio/internal/testkit"
)

// A package of HSDS brings back all that our own table does.
func TestWrite_makesAPackageThatCanBeImported(t *testing.T) {
	s, dir := testkit.SQLite(t), t.TempDir()
	testkit.Publish(t, s, organisation.Organisation{ID: "o1", Slug: "officine-zero"}, testkit.OfficineZero())
	testkit.Publish(t, s, organisation.Organisation{ID: "o2", Slug: "telaio-comune"}, testkit.FullCard())
	if _, err := newMaker(t, s, now()).Write(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	tables := map[string]importing.Table{}
	for _, name := range []string{"organisations.csv", dump.PackageFile} {
		raw, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if tables[name], err = importing.ReadTable(raw, importing.Reading{}); err != nil {
			t.Fatal(err)
		}
	}
	if tables[dump.PackageFile].Format != importing.HSDS {
		t.Errorf("the package is taken for %s", tables[dump.PackageFile].Format)
	}
	if diff := cmp.Diff(tables["organisations.csv"].Rows, tables[dump.PackageFile].Rows); diff != "" {
		t.Error(diff)
	}
}
