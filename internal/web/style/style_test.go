package style

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestMinify_keepsWhatABlankMeans(t *testing.T) {
	for _, c := range []struct{ name, sheet, want string }{
		{"comments go", "a /* x */ b { color: red; }", "a b{color:red}"},
		{"a descendant stays one", ".x :is(a, b) { margin: 0 1px }", ".x :is(a, b){margin:0 1px}"},
		{"sums keep their blanks", "a { width: calc(1px  +  2px) }", "a{width:calc(1px + 2px)}"},
		{"strings stay", `a::after { content: " ; } /* "; }`, `a::after{content:" ; } /* "}`},
		{"addresses stay", `a { mask: url("data:image/svg+xml,%3C x /*y*/") }`, `a{mask:url("data:image/svg+xml,%3C x /*y*/")}`},
		{"media queries", "@media (min-width: 62rem) {\n  a { b: c; }\n}\n", "@media (min-width: 62rem){a{b:c}}"},
		{"lists of selectors", "a,\n  b { c: d }", "a,b{c:d}"},
		{"an open comment ends the sheet", "a { b: c } /* d", "a{b:c}"},
	} {
		if got := minify(c.sheet); strings.TrimSpace(got) != c.want {
			t.Errorf("%s: minify(%q) = %q; want %q", c.name, c.sheet, got, c.want)
		}
	}
}

func FuzzMinify(f *testing.F) {
	f.Add("a { b: 'c\\'d' } /* e */")
	f.Fuzz(func(t *testing.T, sheet string) {
		once := minify(sheet)
		if len(once) > len(sheet) {
			t.Errorf("minify made %q longer: %q", sheet, once)
		}
	})
}

// all returns the style sheets, one after the other.
func all(t *testing.T) string {
	t.Helper()
	var sheets strings.Builder
	for _, sheet := range []func() (string, error){First, More, Work} {
		text, err := sheet()
		if err != nil {
			t.Fatal(err)
		}
		sheets.WriteString(text)
	}
	return sheets.String()
}

func TestSheets_joinEveryFileOnceAndAskNobodyElse(t *testing.T) {
	sheet := all(t)
	names, err := fs.Glob(files, "*.css")
	if err != nil {
		t.Fatal(err)
	}
	placed := map[string]int{}
	for _, name := range slices.Concat(first(), more(), work()) {
		placed[name+".css"]++
	}
	for _, file := range names {
		if placed[file] != 1 {
			t.Errorf("%s is in first(), more() and work() %d times; want once", file, placed[file])
		}
	}
	if open, closed := strings.Count(sheet, "{"), strings.Count(sheet, "}"); open != closed {
		t.Errorf("%d { but %d }", open, closed)
	}
	for _, address := range regexp.MustCompile(`url\(["']?([^)"']*)`).FindAllStringSubmatch(sheet, -1) {
		if !strings.HasPrefix(address[1], "#") && !strings.HasPrefix(address[1], "data:") {
			t.Errorf("the sheet asks for %q", address[1])
		}
	}
}

// A property that no rule sets is a translation that went wrong: the
// declaration that uses it is dropped by the browser without a word.
func TestSheets_useOnlyPropertiesThatTheySet(t *testing.T) {
	sheet := all(t)
	set := map[string]bool{}
	for _, m := range regexp.MustCompile(`[{;](--[a-z0-9-]+):`).FindAllStringSubmatch(sheet, -1) {
		set[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`var\((--[a-z0-9-]+)\)`).FindAllStringSubmatch(sheet, -1) {
		if !set[m[1]] {
			t.Errorf("var(%s): no rule sets it", m[1])
		}
	}
}
