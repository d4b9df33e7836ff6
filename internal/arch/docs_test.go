package arch

import (
	"os"
	"regexp"
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
