package arch

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// mostBytes is how long a file that is kept in the repository may be. What is
// longer has been built or fetched, and can be built or fetched again.
const mostBytes = 256 << 10

// built are the first bytes of what a program makes and nobody writes.
var built = map[string]string{
	"\x7fELF":          "a program",
	"MZ\x90":           "a program for Windows",
	"\xcf\xfa\xed\xfe": "a program for macOS",
	"PK\x03\x04":       "a zip archive or a workbook",
	"\x1f\x8b":         "a file that gzip has packed",
	"(\xb5/\xfd":       "a file that zstd has packed",
	"\xfd7zXZ":         "a file that xz has packed",
	"SQLite format 3":  "a database",
	"!<arch>":          "a library",
	"\x00asm":          "WebAssembly",
}

// A program of 75 MB was once committed: git keeps such a thing for ever.
func TestRepository_keepsOnlyWhatPeopleWrite(t *testing.T) {
	for _, name := range tracked(t) {
		if problem := unfit(t, name); problem != "" {
			t.Errorf("%s is %s: take it out (git rm --cached) and let .gitignore name it", name, problem)
		}
	}
}

// tracked lists the files of the repository that are there.
func tracked(t *testing.T) []string {
	t.Helper()
	if _, err := os.Stat("../../.git"); err != nil {
		t.Skip("THIS IS NO CHECKOUT OF GIT: what is kept in the repository has not been looked at")
	}
	list, err := exec.Command("git", "-C", "../..", "ls-files", "-z").Output()
	if err != nil {
		t.Skipf("GIT DOES NOT TELL what is kept in the repository, so it has not been looked at: %v", err)
	}
	names := strings.Split(strings.TrimSuffix(string(list), "\x00"), "\x00")
	if len(names) < 500 {
		t.Fatalf("only %d files are listed", len(names))
	}
	return names
}

// unfit says why the file does not belong into the repository, "" if it does.
func unfit(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join("../..", name)
	info, err := os.Lstat(path)
	switch {
	case os.IsNotExist(err):
		return "" // deleted, and not yet committed
	case err != nil:
		t.Fatal(err)
	case !info.Mode().IsRegular():
		return "no file of its own: " + info.Mode().String()
	case info.Size() > mostBytes:
		return "longer than 256 kB"
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for start, what := range built {
		if bytes.HasPrefix(raw, []byte(start)) {
			return what
		}
	}
	if info.Mode()&0o111 != 0 && !bytes.HasPrefix(raw, []byte("#!")) {
		return "executable and no script"
	}
	return ""
}

func TestUnfit_findsWhatIsBuilt(t *testing.T) {
	folder := t.TempDir()
	from, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		content string
		mode    os.FileMode
		fit     bool
	}{
		"text":       {"una riga\n", 0o644, true},
		"script":     {"#!/bin/sh\n", 0o755, true},
		"executable": {"una riga\n", 0o755, false},
		"program":    {"\x7fELF\x02\x01", 0o644, false},
		"book.xlsx":  {"PK\x03\x04", 0o644, false},
		"long":       {strings.Repeat("x", mostBytes+1), 0o644, false},
	} {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(c.content), c.mode); err != nil {
			t.Fatal(err)
		}
		relative, err := filepath.Rel(from, path)
		if err != nil {
			t.Fatal(err)
		}
		if problem := unfit(t, relative); (problem == "") != c.fit {
			t.Errorf("%s: %q; fit is %v", name, problem, c.fit)
		}
	}
	if err := os.Symlink("text", filepath.Join(folder, "link")); err != nil {
		t.Fatal(err)
	}
	if relative, _ := filepath.Rel(from, filepath.Join(folder, "link")); unfit(t, relative) == "" {
		t.Error("a link is taken")
	}
}
