package arch

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Documents name files in backquotes; a file that was renamed must be renamed
// there too.
func TestDocumentsNameFilesThatExist(t *testing.T) {
	path := regexp.MustCompile("`((?:cmd|content|docs|e2e|internal|tools|\\.ci)/[A-Za-z0-9_./-]+)`")
	for _, document := range documents(t, "*.md", "docs/*.md", "docs/adr/*.md") {
		raw, err := os.ReadFile(document)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range path.FindAllStringSubmatch(string(raw), -1) {
			name := strings.TrimSuffix(match[1], "/")
			if strings.Contains(name, "NAME") || strings.Contains(name, "TOPIC") {
				continue
			}
			if _, err := os.Stat("../../" + name); err != nil {
				t.Errorf("%s names %s: %v", document, name, err)
			}
		}
	}
}

// documents are the files of the patterns, as seen from the root of the tree.
func documents(t *testing.T, patterns ...string) []string {
	t.Helper()
	var files []string
	for _, pattern := range patterns {
		found, err := filepath.Glob("../../" + pattern)
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %d documents, %v", pattern, len(found), err)
		}
		files = append(files, found...)
	}
	return files
}

// A decision is named by its number, which its file and its title begin with; no
// two have the same.
func TestDecisionsAreNumbered(t *testing.T) {
	before := ""
	for _, document := range documents(t, "docs/adr/*.md") {
		raw, err := os.ReadFile(document)
		if err != nil {
			t.Fatal(err)
		}
		number, _, _ := strings.Cut(filepath.Base(document), "-")
		if number == before {
			t.Errorf("two decisions have the number %s", number)
		}
		if before = number; !strings.HasPrefix(string(raw), "# "+number+": ") {
			t.Errorf("the title of %s does not begin with # %s:", document, number)
		}
	}
}

// The picture of the floors has every package of the program, and no other.
func TestArchitectureShowsEveryPackage(t *testing.T) {
	raw, err := os.ReadFile("../../ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	var shown []string
	for line := range strings.Lines(strings.Split(string(raw), "```\n")[1]) {
		names, _, _ := strings.Cut(line, "      ") // what they are for comes after a gap
		shown = append(shown, strings.Fields(names)...)
	}
	for _, p := range slices.Concat(floors()...) {
		name := strings.TrimPrefix(p, "internal/")
		if strings.Contains(name, "/") && name != "cmd/telaio" || p == "content" {
			continue // a package of another one, or no code
		}
		i := slices.Index(shown, name)
		if i < 0 {
			t.Errorf("ARCHITECTURE.md does not show %s", name)
			continue
		}
		shown = slices.Delete(shown, i, i+1)
	}
	if len(shown) > 0 {
		t.Errorf("ARCHITECTURE.md shows %v, which are no packages", shown)
	}
}
