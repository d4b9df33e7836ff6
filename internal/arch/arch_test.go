// Package arch holds the test of the import rule. It has no other code.
package arch

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
	"testing"
)

// floors lists every package, lowest floor first. A package may import only
// packages on a lower floor. A name that ends in /* stands for the packages
// one level below it.
func floors() [][]string {
	return [][]string{
		{"content", "internal/testkit/unwatched", "internal/fault", "internal/clock", "internal/i18n", "internal/strictyaml", "internal/folding", "internal/inert", "internal/compact"},
		{"internal/taxonomy"},
		{"internal/questionnaire", "internal/kit", "internal/worddiff", "internal/lookalike", "internal/markdown", "internal/picture", "internal/secret", "internal/sealing", "internal/search", "internal/outbound"},
		{"internal/attachment", "internal/organisation", "internal/consent", "internal/audit", "internal/letter"},
		{"internal/account", "internal/freshness"},
		{"internal/content", "internal/gazetteer", "internal/intake", "internal/twin"},
		{"internal/participation", "internal/publication", "internal/review", "internal/atlas", "internal/upkeep", "internal/assessment", "internal/initiative", "internal/plan", "internal/practice", "internal/stewardship", "internal/claim", "internal/leftover"},
		{"internal/report", "internal/benchmark", "internal/relation", "internal/importing", "internal/hsds"},
		{"internal/kitstudy", "internal/peerreading", "internal/merge"},
		{"internal/readership", "internal/dump", "internal/alert", "internal/webhook"},
		{"internal/sample"},
		{"internal/store", "internal/blob", "internal/geocoding", "internal/basemap", "internal/openfile", "internal/mail", "internal/pdf", "internal/job", "internal/web/style", "internal/web/shell"},
		{"internal/web/asset", "internal/web/part/thread", "internal/web/part/monogram", "internal/web/part/count", "internal/web/part/fresh", "internal/web/part/opendata"},
		{"internal/web/part/chart"},
		{"internal/web/part/*"},
		{"internal/web/page/*"},
		{"internal/web"},
		{"internal/testkit", "internal/bench"},
		{"cmd/telaio"},
	}
}

func TestImportsOnlyPointDown(t *testing.T) {
	floor := map[string]int{}
	for i, packages := range floors() {
		for _, p := range packages {
			if _, twice := floor[p]; twice {
				t.Errorf("%s is on two floors", p)
			}
			floor[p] = i
		}
	}
	floorOf := func(p string) (int, bool) {
		if f, ok := floor[p]; ok {
			return f, true
		}
		f, ok := floor[path.Dir(p)+"/*"]
		return f, ok
	}
	root := os.DirFS("../..")
	err := fs.WalkDir(root, ".", func(file string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && (entry.Name() == "node_modules" || entry.Name() == "tools" || entry.Name() == ".git") {
			return fs.SkipDir
		}
		if err != nil || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return err
		}
		checkFile(t, root, file, floorOf)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func checkFile(t *testing.T, root fs.FS, file string, floorOf func(string) (int, bool)) {
	t.Helper()
	from := path.Dir(file)
	own, ok := floorOf(from)
	if !ok {
		t.Errorf("%s is on no floor: add it to the list", from)
		return
	}
	src, err := fs.ReadFile(root, file)
	if err != nil {
		t.Fatal(err)
	}
	f, err := parser.ParseFile(token.NewFileSet(), file, src, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	for _, spec := range f.Imports {
		imp, _ := strconv.Unquote(spec.Path.Value)
		if to, ours := floorOf(strings.TrimPrefix(imp, "telaio/")); ours && to >= own {
			t.Errorf("%s: %s must not import %s", file, from, imp)
		}
	}
}
