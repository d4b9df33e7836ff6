package markdown_test

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"telaio/internal/markdown"
)

func TestHTML_keepsLightMarkdown(t *testing.T) {
	for _, tc := range []struct{ name, source, want string }{
		{"nothing", "", ""},
		{"paragraphs", "Uno.\n\nDue.", "<p>Uno.</p>\n<p>Due.</p>"},
		{"emphasis", "*poco* e **molto**", "<p><em>poco</em> e <strong>molto</strong></p>"},
		{"list", "- uno\n- due", "<ul>\n<li>uno</li>\n<li>due</li>\n</ul>"},
		{"numbers", "3. tre\n4. quattro", "<ol start=\"3\">\n<li>tre</li>\n<li>quattro</li>\n</ol>"},
		{"first heading", "# La storia", "<h3>La storia</h3>"},
		{"headings of any depth begin at the third level", "## Oggi\n\n##### Dove\n\n# Poi", "<h3>Oggi</h3>\n<h4>Dove</h4>\n<h3>Poi</h3>"},
		{"link", "[sito](https://example.org/a?b=1&c=2)", `<p><a href="https://example.org/a?b=1&amp;c=2" rel="nofollow noopener ugc">sito</a></p>`},
		{"bare address", "Vedi https://example.org.", `<p>Vedi <a href="https://example.org" rel="nofollow noopener ugc">https://example.org</a>.</p>`},
		{"quotation", "> detto", "<blockquote>\n<p>detto</p>\n</blockquote>"},
		{"picture as its words", "![la sede](https://example.org/x.png)", "<p>la sede</p>"},
		{"picture in a link", "[![logo](https://example.org/x.png)](https://example.org)", `<p><a href="https://example.org" rel="nofollow noopener ugc">logo</a></p>`},
		{"code as its words", "usa `x`", "<p>usa x</p>"},
		{"raw HTML goes", "a <b>b</b> <img src=x onerror=alert(1)>", "<p>a b </p>"},
		{"relative link is only words", "[qui](/area)", "<p>qui</p>"},
		{"accents", "Perché è così", "<p>Perché è così</p>"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := markdown.HTML(tc.source); got != tc.want {
				t.Errorf("HTML(%q) =\n%s\nwant\n%s", tc.source, got, tc.want)
			}
		})
	}
}

// attacks are known ways of smuggling code through Markdown.
var attacks = []string{
	`<script>alert(1)</script>`, `<SCRIPT SRC=//x></SCRIPT>`, `<img src=x onerror=alert(1)>`, `<svg/onload=alert(1)>`,
	`[a](javascript:alert(1))`, `[a](JaVaScRiPt:alert(1))`, `[a](java&#x0A;script:alert(1))`, `[a](&#106;avascript:alert(1))`,
	"[a](\x01javascript:alert(1))", `[a](vbscript:x)`, `[a](data:text/html;base64,PHNjcmlwdD4=)`, `<javascript:alert(1)>`,
	`[a](https://x "onmouseover=alert(1)")`, `[a](https://x" onmouseover="alert(1))`, `![a](javascript:alert(1))`,
	`![a](https://x/y.png"onerror="alert(1))`, "[a]: javascript:alert(1)\n[a]", `<a href="javascript:alert(1)">x</a>`,
	`<iframe src="https://x"></iframe>`, `<style>*{display:none}</style>`, `<p style="color:red">x</p>`, `<form action=//x><input>`,
	`<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>`, `<noscript><p title="</noscript><img src=x onerror=alert(1)>">`,
	"```\n</code></pre><script>alert(1)</script>\n```", "`</code><script>alert(1)</script>`", `<!--><img src=x onerror=alert(1)>-->`,
	`<![CDATA[<script>alert(1)</script>]]>`, `<?php x ?>`, `\<script>alert(1)</script>`, `&lt;script&gt;alert(1)&lt;/script&gt;`,
	`# <img src=x onerror=alert(1)>`, `- <script>`, `1. [x](javascript&colon;alert(1))`, `[x](//evil.example)`, `<base href=//x>`,
	`<meta http-equiv=refresh content="0;url=//x">`, `<object data=x>`, `<a name=content>`, `<p id=content class=btn>x</p>`, "a\x00<scr\x00ipt>",
}

func TestHTML_letsNoCodeThrough(t *testing.T) {
	for _, source := range attacks {
		checkSafe(t, source)
	}
}

func FuzzHTML(f *testing.F) {
	for _, source := range attacks {
		f.Add(source)
	}
	f.Add("# Titolo\n\n*a* **b** [c](https://d.example) https://e.example\n\n1. f\n\n> g")
	f.Fuzz(checkSafe)
}

// checkSafe reads the HTML as a browser would and refuses every element and
// attribute that light Markdown does not need.
func checkSafe(t *testing.T, source string) {
	t.Helper()
	out := markdown.HTML(source)
	allowed := map[string]bool{
		"p": true, "ul": true, "ol": true, "li": true, "em": true, "strong": true, "br": true,
		"blockquote": true, "h3": true, "h4": true, "a": true,
	}
	tokens := html.NewTokenizer(strings.NewReader(out))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return
		case html.CommentToken, html.DoctypeToken:
			t.Fatalf("HTML(%q) has a comment or doctype: %s", source, out)
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			token := tokens.Token()
			if !allowed[token.Data] {
				t.Fatalf("HTML(%q) has <%s>: %s", source, token.Data, out)
			}
			checkAttributes(t, token, out)
		default: // text
		}
	}
}

func checkAttributes(t *testing.T, token html.Token, out string) {
	t.Helper()
	for _, a := range token.Attr {
		switch token.Data + " " + a.Key {
		case "ol start":
		case "a rel":
			if a.Val != "nofollow noopener ugc" {
				t.Fatalf("a link has rel %q: %s", a.Val, out)
			}
		case "a href":
			scheme, _, _ := strings.Cut(strings.ToLower(a.Val), ":")
			if scheme != "http" && scheme != "https" && scheme != "mailto" {
				t.Fatalf("a link goes to %q: %s", a.Val, out)
			}
		default:
			t.Fatalf("<%s> has %s=%q: %s", token.Data, a.Key, a.Val, out)
		}
	}
}
