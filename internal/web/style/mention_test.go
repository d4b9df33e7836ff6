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
	sheet := all(t)
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
// take the third style sheet.
func workplaces() []string {
	return []string{
		"page/addresslookup", "page/archive", "page/area", "page/cycle", "page/desk", "page/importing", "page/initiative",
		"page/kitstudy", "page/mailbox", "page/merge", "page/ownaccount", "page/paper", "page/peerreading", "page/people", "page/plan",
		"page/quickcheck", "page/readership", "page/respond", "page/result", "page/sharing", "page/webhook",
		"page/practice/approve.templ", "page/practice/desk.templ", "page/practice/edit.templ", "page/stewardship/dashboard.templ",
		"part/cited", "part/evidence", "part/level",
	}
}

// doors are the folders and files of pages to which people come first, and of parts
// that only those have or that they have too.
func doors() []string {
	return []string{
		"page/home", "page/atlas", "page/text", "page/organisation/organisation.templ", "page/organisation/record.templ",
		"page/organisation/relation.go",
		"part/crumbs", "part/effects", "part/empty", "part/filterwords", "part/fresh", "part/monogram", "part/organisationrow", "part/pager",
		"part/practicerow", "part/promises", "part/thread", "part/townmap", "shell/footer.templ", "shell/header.templ", "shell/layout.templ",
	}
}

// TestSheets_haveEachRuleWhereItsPagesTakeIt reads the class attributes of all
// pages: what one names has its rules in a sheet that it takes.
func TestSheets_haveEachRuleWhereItsPagesTakeIt(t *testing.T) {
	sheets := []map[string]bool{} // the classes of first, more and work
	for _, names := range [][]string{first(), more(), work()} {
		sheet, err := join(names)
		if err != nil {
			t.Fatal(err)
		}
		sheets = append(sheets, classes(sheet))
	}
	attribute := regexp.MustCompile(`class=(?:"[^"]*"|\{[^}]*\})`)
	eachSource(t, "..", func(file, text string) {
		within := func(place string) bool { return file == place || strings.HasPrefix(file, place+"/") }
		takes := 2
		switch {
		case slices.ContainsFunc(workplaces(), within):
			return
		case slices.ContainsFunc(doors(), within):
			takes = 1
		}
		for _, class := range regexp.MustCompile(`[a-zA-Z][\w-]*`).FindAllString(strings.Join(attribute.FindAllString(text, -1), " "), -1) {
			has := func(sheet map[string]bool) bool { return sheet[class] }
			if !slices.ContainsFunc(sheets[:takes], has) && slices.ContainsFunc(sheets[takes:], has) {
				t.Errorf("%s has the class %s, whose rules are in a sheet that it does not take: move them, or the page to another list", file, class)
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
