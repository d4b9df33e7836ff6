package blob_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"telaio/internal/blob"
	"telaio/internal/fault"
)

func TestPieces_haveOneTime(t *testing.T) {
	dir := t.TempDir()
	pieces, err := blob.OpenPieces(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer pieces.Close()
	for _, name := range []string{"a", "b"} {
		if err := pieces.Put(t.Context(), "group", name, []byte(name)); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := pieces.Get(t.Context(), "group", "a"); err != nil || string(got) != "a" {
		t.Errorf("Get = %q, %v", got, err)
	}
	for range 2 {
		if _, err := pieces.Remove(t.Context(), "group", "b"); err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range []string{"", "group", "group/a"} {
		info, err := os.Stat(filepath.Join(dir, path))
		if err != nil || info.ModTime().UTC().Year() != 2000 {
			t.Errorf("%q has the time %v, %v", path, info.ModTime(), err)
		}
	}
	if groups, err := pieces.Groups(t.Context()); err != nil || !slices.Equal(groups, []string{"group"}) {
		t.Errorf("Groups = %v, %v", groups, err)
	}
	if err := pieces.RemoveGroup(t.Context(), "group"); err != nil {
		t.Fatal(err)
	}
	if _, err := pieces.Get(t.Context(), "group", "a"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("after its group has gone: %v; want not found", err)
	}
	for _, name := range []string{"", "..", "../x", "a/b"} {
		if err := pieces.Put(t.Context(), name, "a", nil); fault.KindOf(err) != fault.NotFound {
			t.Errorf("Put in %q = %v; want not found", name, err)
		}
	}
}
