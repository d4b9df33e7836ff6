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

// TestSheets_haveNoRuleForAClassThatNoPageUses lets a page's rules go with it.
func TestSheets_haveNoRuleForAClassThatNoPageUses(t *testing.T) {
	sheet := both(t)
	used := map[string]bool{}
	for _, class := range composed() {
		used[class] = true
	}
	for _, root := range []string{"..", "../../../content/page"} {
		note(t, root, used)
	}
	for class := range classes(sheet) {
		if !used[class] {
			t.Errorf("no page has the class %s", class)
		}
	}
}

// classes are those that a sheet has rules for.
func classes(sheet string) map[string]bool {
	quoted := regexp.MustCompile(`"[^"]*"|url\([^)]*\)`)
	selectors := regexp.MustCompile(`[^{};]*\{`).FindAllString(quoted.ReplaceAllString(sheet, ""), -1)
	found := map[string]bool{}
	for _, m := range regexp.MustCompile(`\.([a-zA-Z][\w-]*)`).FindAllStringSubmatch(strings.Join(selectors, ""), -1) {
		found[m[1]] = true
	}
	return found
}

// workplaces are the folders and files of pages, and of parts of pages, that all
// take the second style sheet.
func workplaces() []string {
	return []string{
		"page/addresslookup", "page/archive", "page/area", "page/cycle", "page/desk", "page/importing", "page/initiative",
		"page/kitstudy", "page/mailbox", "page/merge", "page/ownaccount", "page/paper", "page/peerreading", "page/people", "page/plan",
		"page/quickcheck", "page/readership", "page/respond", "page/result", "page/sharing", "page/webhook",
		"page/practice/approve.templ", "page/practice/desk.templ", "page/practice/edit.templ", "page/stewardship/dashboard.templ",
		"part/cited", "part/evidence", "part/level",
	}
}

// TestWork_hasNoRuleThatAPublicPageWouldMiss reads the class attributes of all
// other pages: what they name has its rules in the first sheet.
func TestWork_hasNoRuleThatAPublicPageWouldMiss(t *testing.T) {
	first, err := Public()
	if err != nil {
		t.Fatal(err)
	}
	second, err := Work()
	if err != nil {
		t.Fatal(err)
	}
	public, work := classes(first), classes(second)
	attribute := regexp.MustCompile(`class=(?:"[^"]*"|\{[^}]*\})`)
	eachSource(t, "..", func(file, text string) {
		if slices.ContainsFunc(workplaces(), func(place string) bool { return file == place || strings.HasPrefix(file, place+"/") }) {
			return
		}
		for _, class := range regexp.MustCompile(`[a-zA-Z][\w-]*`).FindAllString(strings.Join(attribute.FindAllString(text, -1), " "), -1) {
			if work[class] && !public[class] {
				t.Errorf("%s has the class %s, whose rules only the second sheet has: move them, or add the page to workplaces()", file, class)
			}
		}
	})
}

// note adds every word below root that could be a class.
func note(t *testing.T, root string, used map[string]bool) {
	t.Helper()
	word := regexp.MustCompile(`[a-zA-Z][\w-]*`)
	eachSource(t, root, func(_, text string) {
		for _, w := range word.FindAllString(text, -1) {
			used[w] = true
		}
	})
}

// eachSource reads every file below root that pages are made of.
func eachSource(t *testing.T, root string, read func(file, text string)) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(root), ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(file, "_templ.go") || strings.HasSuffix(file, "_test.go") ||
			!slices.Contains([]string{".templ", ".go", ".ts", ".md"}, path.Ext(file)) {
			return err
		}
		text, err := os.ReadFile(path.Join(root, file))
		read(file, string(text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
