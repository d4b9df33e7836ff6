package main

import (
	"encoding/base64"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"telaio/internal/account"
	"telaio/internal/i18n"
	"telaio/internal/testkit"
	"telaio/internal/testkit/unwatched"
	"telaio/internal/web/shell"
)

// bearable is how long the processor may work for an answer to anything.
const bearable = 2 * time.Second

// hostile lists values that somebody may send for anything.
func hostile() map[string]string {
	return map[string]string{
		"a byte of zero":      "a\x00b",
		"broken UTF-8":        "\xff\xfe\xc0\x80",
		"other directions":    "\u202e\u2066abc\u200f\ufeff\u2028",
		"many accents":        "e" + strings.Repeat("\u0301", 900),
		"many words":          strings.Repeat("lavoro roma ", 300),
		"one long word":       strings.Repeat("a", 5000),
		"quotes":              strings.Repeat(`"`, 999) + `'`,
		"signs of a query":    strings.Repeat(`-"*~( OR AND `, 100),
		"a huge number":       strings.Repeat("9", 400),
		"a large power":       "1e308",
		"no number":           "NaN",
		"less than nothing":   "-1",
		"nothing":             "",
		"numbers and commas":  "1e999,NaN,-Inf,91",
		"a script":            `"><script>alert(7)</script>`,
		"a line of a header":  "x\r\nSet-Cookie: a=b",
		"a statement":         `'); drop table organisation; --`,
		"a template":          `{{.}}${7*7}%s%n`,
		"another folder":      "../../../../etc/passwd",
		"another site":        "//evil.example/%2e%2e",
		"an address of ours":  "http://127.0.0.1:8080/atlante?q=" + strings.Repeat("%2525", 100),
		"deep JSON in base64": base64.RawURLEncoding.EncodeToString([]byte(strings.Repeat("[", 3000))),
		"a cursor of lies":    base64.RawURLEncoding.EncodeToString([]byte(`{"o":"id","i":"` + strings.Repeat("z", 1000) + `","l":9223372036854775807,"r":1e38,"t":"9999-12-31T23:59:59Z"}`)),
		"the end of days":     "999999999-12-31T99:99:99Z",
	}
}

// parameterNames lists what the pages read from an address or a form, as their
// source has it.
func parameterNames(t *testing.T) []string {
	t.Helper()
	read := regexp.MustCompile(`(?:FormValue|\.Get|\.Has|Form)[\(\[]"([a-z][a-z_-]*)"`)
	found := map[string]bool{}
	must(t, fs.WalkDir(os.DirFS("../../internal/web/page"), ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") {
			return err
		}
		source, err := os.ReadFile("../../internal/web/page/" + path)
		for _, name := range read.FindAllStringSubmatch(string(source), -1) {
			found[name[1]] = true
		}
		return err
	}))
	if len(found) < 30 {
		t.Fatalf("only %d names were found in the source", len(found))
	}
	return slices.Sorted(maps.Keys(found))
}

// attack is a program that somebody sends hostile values to.
type attack struct {
	http.Handler
	asked   int
	slowest time.Duration
}

// send asks, with the query in the address or in a form, and checks what is
// answered.
func (a *attack) send(t *testing.T, method, path, query, what string) {
	t.Helper()
	u, err := url.ParseRequestURI("http://127.0.0.1:8080" + path)
	if err != nil {
		t.Fatalf("%s is no address: %v", path, err)
	}
	r := httptest.NewRequest(method, "http://127.0.0.1:8080/", strings.NewReader(query))
	if r.URL = u; method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	} else {
		u.RawQuery = query
	}
	w := httptest.NewRecorder()
	before := testkit.ProcessorTime(t)
	a.ServeHTTP(w, r)
	took := testkit.ProcessorTime(t) - before
	a.asked, a.slowest = a.asked+1, max(a.slowest, took)
	if w.Code >= http.StatusInternalServerError && w.Code != http.StatusNotImplemented || took > bearable {
		t.Errorf("%s %.100s with %s = %d after %v", method, path, what, w.Code, took)
	}
	if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") && strings.Contains(w.Body.String(), "<script>alert(7)") {
		t.Errorf("%s %.100s with %s puts a script into the page", method, path, what)
	}
}

// TestHostileValues_areAnsweredInBoundedTime sends every route that is open to
// all every hostile value: in parameters that the route names, in all that any
// page reads at once, in the path, and in forms.
func TestHostileValues_areAnsweredInBoundedTime(t *testing.T) {
	unwatched.Only(t)
	p, handler := openCage(t, io.Discard)
	server, err := p.server()
	must(t, err)
	names, values, every := parameterNames(t), hostile(), map[string]string{}
	for what, value := range values {
		every[what] = under(names, value)
	}
	a := &attack{Handler: handler}
	for _, route := range server.AllRoutes() {
		if !account.Can(account.Subject{}, route.Action, account.Object{}) {
			continue
		}
		for language, pattern := range route.Paths {
			if language != i18n.Italian {
				continue // the same handler answers
			}
			for what, value := range values {
				a.inParameters(t, route, pattern, what, value)
				a.send(t, route.Method, filled(pattern, ""), every[what], what+" everywhere")
				a.send(t, route.Method, filled(pattern, value), "", what+" in the path")
			}
			a.inQueries(t, route, pattern)
		}
	}
	t.Logf("%d requests, the slowest took %v", a.asked, a.slowest)
	if a.asked < 4000 {
		t.Errorf("only %d requests: the walk has missed the site", a.asked)
	}
}

// inParameters sends the value under every third name that the route says it
// reads: each name has its turn with another value.
func (a *attack) inParameters(t *testing.T, route shell.Route, pattern, what, value string) {
	t.Helper()
	for i, name := range route.Query {
		if (i+len(what))%3 != 0 {
			continue
		}
		a.send(t, route.Method, filled(pattern, ""), under([]string{name}, value), what+" as "+name)
	}
}

// under is the value under each of the names, as it stands in an address and in
// a form.
func under(names []string, value string) string {
	all := url.Values{}
	for _, name := range names {
		all.Set(name, value)
	}
	return all.Encode()
}

// inQueries sends queries that are none.
func (a *attack) inQueries(t *testing.T, route shell.Route, pattern string) {
	t.Helper()
	for what, query := range map[string]string{
		"a broken query":        "q=%zz&%&=&;&==&q=%",
		"thousands of values":   strings.Repeat("comune=it-058091&forma=network&q=a&", 2000),
		"thousands of names":    strings.Repeat("a[b][c]=1&", 2000),
		"a query without names": strings.Repeat("&", 5000),
	} {
		a.send(t, route.Method, filled(pattern, ""), query, what)
	}
}

// filled is the path of a pattern with a value for each wildcard; for "" the
// names of the canary organisation.
func filled(pattern, value string) string {
	known := map[string]string{"slug": "gabbia", "organisation": "cage", "id": "cage", "size": "512.png"}
	return wildcard.ReplaceAllStringFunc(strings.ReplaceAll(pattern, "{$}", ""), func(match string) string {
		if value != "" {
			return url.PathEscape(value)
		}
		if own, ok := known[strings.Trim(match, "{}.")]; ok {
			return own
		}
		return "1"
	})
}
