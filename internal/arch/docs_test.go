package arch

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Documents name files in backquotes; a file that was renamed must be renamed
// there too.
func TestDocumentsNameFilesThatExist(t *testing.T) {
	path := regexp.MustCompile("`((?:cmd|content|docs|e2e|internal|tools|\\.ci)/[A-Za-z0-9_./-]+)`")
	for _, document := range []string{"ARCHITECTURE.md", "README.md", "CONTRIBUTING.md"} {
		raw, err := os.ReadFile("../../" + document)
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
