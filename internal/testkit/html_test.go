package testkit

import (
	"strings"
	"testing"
)

const goodPage = `<!doctype html><html lang="it"><head><title>Prova</title><link rel="stylesheet" href="/a.css"><script src="/a.js"></script>
<script type="application/ld+json">{"a":"b"}</script></head><body><a href="#content">Vai</a><main id="content"><h1>Uno</h1><h2>Due</h2>
<form method="post" action="/x"><label for="q">Cerca</label><input id="q" name="q"><label><input type="checkbox" name="y"> Sì</label>
<button>Manda</button></form><svg><defs><pattern id="w"></pattern></defs><rect fill="url(#w)"></rect></svg><img src="/x.png" alt=""></main></body></html>`

func TestCheckHTML_acceptsAGoodPage(t *testing.T) {
	CheckHTML(t, goodPage)
}

func TestCheckHTML_findsWhatNoPageMayHave(t *testing.T) {
	for _, c := range []struct{ name, from, to, want string }{
		{"two first headings", "<h2>Due</h2>", "<h1>Due</h1>", "2 h1"},
		{"a level left out", "<h2>Due</h2>", "<h3>Due</h3>", "comes after h1"},
		{"no language", ` lang="it"`, "", "no lang"},
		{"an id twice", `name="q">`, `name="q"><p id="q"></p>`, `id "q"`},
		{"an inline style", "<h2>", `<h2 style="color:red">`, "attribute style"},
		{"an inline handler", "<h2>", `<h2 onclick="x()">`, "attribute onclick"},
		{"an inline script", "</main>", "<script>x()</script></main>", "script inside"},
		{"a style element", "</main>", "<style>a{}</style></main>", "style element"},
		{"another site", `src="/x.png"`, `src="https://cdn.example/x.png"`, "another site"},
		{"a dead link", "</main>", `<a href="#">qui</a></main>`, "leads nowhere"},
		{"a link without words", "</main>", `<a href="/x"><svg></svg></a></main>`, "no name"},
		{"a field without a label", ` for="q"`, "", "no label"},
		{"a picture without alt", ` alt=""`, "", "no alt"},
		{"a missing message", "Due", "[home.title]", "no message for [home.title]"},
		{"a missing value", "Due", "&lt;no value>", "no value"},
		{"a reference to nothing", `id="w"`, "", `"w", which is not there`},
	} {
		t.Run(c.name, func(t *testing.T) {
			page := strings.ReplaceAll(goodPage, c.from, c.to)
			if page == goodPage {
				t.Fatalf("%q is not in the page", c.from)
			}
			page = strings.ReplaceAll(page, "&lt;", "<")
			got := strings.Join(problemsOfPage(page), "\n")
			if !strings.Contains(got, c.want) {
				t.Errorf("problems %q; want one with %q", got, c.want)
			}
		})
	}
}
