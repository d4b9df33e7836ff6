package arch

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// docs/acceptance.md names a folder or a file in backquotes, then what shows the
// idea: Go tests by name, browser tests by what they say, in quotation marks.
var shownBy = regexp.MustCompile("`((?:internal|cmd|e2e)/[a-z0-9/._]+)`|\\b((?:Test|Fuzz|Benchmark)[A-Z]\\w+)|“([^”]+)”")

func TestAcceptance_namesTestsThatExist(t *testing.T) {
	raw, err := os.ReadFile("../../docs/acceptance.md")
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	for n, line := range strings.Split(string(raw), "\n") {
		if !strings.HasPrefix(line, "|") {
			continue
		}
		where, source := "", ""
		for _, match := range shownBy.FindAllStringSubmatch(line, -1) {
			folder, test, title := match[1], match[2], match[3]
			switch {
			case folder != "":
				where, source = folder, tests(t, folder)
			case test != "" && !strings.Contains(source, "\nfunc "+test+"("):
				t.Errorf("line %d: %s has no %s", n+1, where, test)
			case title != "" && !strings.Contains(source, title):
				t.Errorf("line %d: %s has no test that says %q", n+1, where, title)
			default:
				named++
			}
		}
	}
	if named < 30 {
		t.Errorf("only %d tests are named", named)
	}
}

// tests is the source of a file, or of all tests in a folder.
func tests(t *testing.T, path string) string {
	t.Helper()
	files := []string{filepath.Join("../..", path)}
	if info, err := os.Stat(files[0]); err != nil {
		t.Errorf("%s is named: %v", path, err)
		return ""
	} else if info.IsDir() {
		if files, err = filepath.Glob(filepath.Join(files[0], "*_test.go")); err != nil {
			t.Fatal(err)
		}
	}
	var all strings.Builder
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(raw)
	}
	return all.String()
}
