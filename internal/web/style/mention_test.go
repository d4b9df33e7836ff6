package style

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// composed lists the classes whose end a template puts in: the three threads,
// and where a label on the map stands.
func composed() []string {
	return []string{
		"fill-adv", "fill-emp", "fill-net", "thread--adv", "thread--emp", "thread--net",
		"thread-block--adv", "thread-block--emp", "thread-block--net", "label--end", "label--middle",
	}
}

// TestSheet_hasNoRuleForAClassThatNoPageUses lets a page's rules go with it.
func TestSheet_hasNoRuleForAClassThatNoPageUses(t *testing.T) {
	sheet, err := Sheet()
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, class := range composed() {
		used[class] = true
	}
	for _, root := range []string{"..", "../../../content/page"} {
		note(t, root, used)
	}
	quoted := regexp.MustCompile(`"[^"]*"|url\([^)]*\)`)
	selectors := regexp.MustCompile(`[^{};]*\{`).FindAllString(quoted.ReplaceAllString(sheet, ""), -1)
	for _, m := range regexp.MustCompile(`\.([a-zA-Z][\w-]*)`).FindAllStringSubmatch(strings.Join(selectors, ""), -1) {
		if !used[m[1]] {
			t.Errorf("no page has the class %s", m[1])
			used[m[1]] = true
		}
	}
}

// note adds every word below root that could be a class.
func note(t *testing.T, root string, used map[string]bool) {
	t.Helper()
	word := regexp.MustCompile(`[a-zA-Z][\w-]*`)
	err := fs.WalkDir(os.DirFS(root), ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(file, "_templ.go") || strings.HasSuffix(file, "_test.go") ||
			!slices.Contains([]string{".templ", ".go", ".ts", ".md"}, path.Ext(file)) {
			return err
		}
		text, err := os.ReadFile(path.Join(root, file))
		for _, w := range word.FindAllString(string(text), -1) {
			used[w] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
