// Package markdown turns an organisation's own words, written in light
// Markdown, into safe HTML: paragraphs, lists, emphasis, links and two levels
// of headings. Everything else that Markdown or HTML can say comes out as text
// or not at all.
package markdown

import (
	"bytes"
	"html"
	"regexp"
	"strings"
	"sync"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// HTML returns source as HTML that can stand in a page below an h2. Links carry
// rel="nofollow noopener ugc", headings are h3 or h4.
func HTML(source string) string {
	if text, ok := prose(source); ok {
		return text
	}
	return convert(source)
}

func convert(source string) string {
	var out bytes.Buffer
	if err := converter().Convert([]byte(source), &out); err != nil {
		return "<p>" + html.EscapeString(source) + "</p>" // a bytes.Buffer takes every write: not reached
	}
	return strings.TrimSpace(policy().Sanitize(out.String()))
}

// converter reads CommonMark and bare addresses; it writes raw HTML as nothing.
var converter = sync.OnceValue(func() goldmark.Markdown {
	return goldmark.New(
		goldmark.WithExtensions(extension.Linkify),
		goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(lighten{}, 100))),
	)
})

// policy is what may reach a page, whatever the converter does.
var policy = sync.OnceValue(func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "ul", "ol", "li", "em", "strong", "br", "blockquote", "h3", "h4")
	p.AllowAttrs("start").Matching(regexp.MustCompile(`^[0-9]{1,4}$`)).OnElements("ol")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto")
	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(false)
	p.AllowAttrs("rel").Matching(regexp.MustCompile(`^nofollow noopener ugc$`)).OnElements("a")
	return p
})

// lighten rewrites a document into what an organisation's story may have.
type lighten struct{}

// Transform puts headings at the third and fourth level, the first one at the
// third, marks links as other people's, and turns pictures and links to nowhere
// into their words.
func (lighten) Transform(document *ast.Document, _ text.Reader, _ parser.Context) {
	var onlyWords []ast.Node
	top := 0 // level of the first heading
	_ = ast.Walk(document, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			if top == 0 {
				top = n.Level
			}
			n.Level = 3 + min(max(n.Level-top, 0), 1)
		case *ast.Link:
			n.SetAttributeString("rel", []byte("nofollow noopener ugc"))
			if !leadsOut(string(n.Destination)) {
				onlyWords = append(onlyWords, n)
			}
		case *ast.AutoLink:
			n.SetAttributeString("rel", []byte("nofollow noopener ugc"))
		case *ast.Image:
			onlyWords = append(onlyWords, n)
		}
		return ast.WalkContinue, nil
	})
	for _, n := range onlyWords {
		replaceByChildren(n)
	}
}

// leadsOut reports whether a link goes to a web or mail address.
func leadsOut(destination string) bool {
	scheme, _, found := strings.Cut(strings.ToLower(destination), ":")
	return found && (scheme == "http" || scheme == "https" || scheme == "mailto")
}

func replaceByChildren(n ast.Node) {
	parent := n.Parent()
	for child := n.FirstChild(); child != nil; child = n.FirstChild() {
		parent.InsertBefore(parent, n, child)
	}
	parent.RemoveChild(parent, n)
}
