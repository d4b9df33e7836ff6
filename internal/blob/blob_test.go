package blob_test

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"telaio/internal/blob"
	"telaio/internal/fault"
)

func TestPut_keepsContentUnderItsHash(t *testing.T) {
	dir := t.TempDir()
	files := open(t, dir)
	const want = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" // SHA-256 of "abc", FIPS 180-2
	for range 2 {
		id, err := files.Put(t.Context(), []byte("abc"))
		if err != nil || id != want {
			t.Fatalf("Put = %s, %v; want %s", id, err, want)
		}
	}
	if got := read(t, files, want, ""); got != "abc" {
		t.Errorf("Open = %q; want abc", got)
	}
	left, err := filepath.Glob(filepath.Join(dir, "*", "*"))
	if err != nil || len(left) != 1 {
		t.Errorf("the directory holds %v; want one file and nothing unfinished", left)
	}
}

func TestPutVariant_isKeptBesideTheFile(t *testing.T) {
	files := open(t, t.TempDir())
	id, err := files.Put(t.Context(), []byte("large"))
	if err != nil {
		t.Fatal(err)
	}
	if err := files.PutVariant(t.Context(), id, "128", []byte("small")); err != nil {
		t.Fatal(err)
	}
	if got := read(t, files, id, "128"); got != "small" {
		t.Errorf("the variant = %q; want small", got)
	}
}

func TestOpen_neverLeavesTheDirectory(t *testing.T) {
	dir := t.TempDir()
	files := open(t, filepath.Join(dir, "files"))
	if err := os.WriteFile(filepath.Join(dir, "outside"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	id := strings.Repeat("a", 64)
	for _, name := range [][2]string{{"../outside", ""}, {"", ""}, {"a", ""}, {id, ""}, {id, "../x"}, {strings.ToUpper(id), ""}, {id + "/", ""}} {
		if _, err := files.Open(t.Context(), name[0], name[1]); fault.KindOf(err) != fault.NotFound {
			t.Errorf("Open(%q) = %v; want not found", name, err)
		}
	}
}

func TestPut_saysUnavailableWhenTheDiskRefuses(t *testing.T) {
	dir := t.TempDir()
	files := open(t, dir)
	if err := os.WriteFile(filepath.Join(dir, "ba"), nil, 0o600); err != nil { // a file where the directory should be
		t.Fatal(err)
	}
	if _, err := files.Put(t.Context(), []byte("abc")); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("Put = %v; want unavailable", err)
	}
}

func open(t *testing.T, dir string) *blob.Directory {
	t.Helper()
	files, err := blob.OpenDirectory(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { files.Close() })
	return files
}

func read(t *testing.T, files *blob.Directory, id, variant string) string {
	t.Helper()
	file, err := files.Open(t.Context(), id, variant)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	raw, err := io.ReadAll(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
