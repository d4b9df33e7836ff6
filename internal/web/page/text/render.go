package text

import (
	"bytes"
	"regexp"
	"strings"
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"telaio/internal/content"
	"telaio/internal/web/shell"
)

// converter reads CommonMark with tables. It writes raw HTML as nothing; editors
// are trusted, but their texts stay within what the design knows.
var converter = sync.OnceValue(func() goldmark.Markdown {
	return goldmark.New(goldmark.WithExtensions(extension.Table), goldmark.WithParserOptions(parser.WithAutoHeadingID()))
})

// render turns a page's Markdown into HTML for a reader.
func render(v *shell.Visit, body string) (string, error) {
	source := []byte(fillIn(v, body))
	document := converter().Parser().Parse(text.NewReader(source), parser.WithContext(parser.NewContext(parser.WithIDs(anchors{}))))
	var wrong []*ast.Link
	err := ast.Walk(document, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		link, ok := n.(*ast.Link)
		if !ok || !entering {
			return ast.WalkContinue, nil
		}
		name, ok := strings.CutPrefix(string(link.Destination), content.PageScheme)
		switch {
		case ok && v.Site.Paths.Has(name):
			link.Destination = []byte(v.Path(name))
		case ok:
			wrong = append(wrong, link)
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		return "", err
	}
	for _, link := range wrong {
		unlink(link)
	}
	var out bytes.Buffer
	if err := converter().Renderer().Render(&out, source, document); err != nil {
		return "", err
	}
	return strings.NewReplacer(`<table>`, `<table class="table">`).Replace(out.String()), nil
}

// unlink leaves the words of a link that leads nowhere. The start of the site
// and telaio check have told the operator of it.
func unlink(link *ast.Link) {
	parent := link.Parent()
	for word := link.FirstChild(); word != nil; word = link.FirstChild() {
		parent.InsertBefore(parent, link, word)
	}
	parent.RemoveChild(parent, link)
}

var placeholder = regexp.MustCompile(`\{\{([a-z_]+)\}\}`)

// fillIn puts the observatory's own facts where a text has {{controller_name}}
// and the like: messages under "observatory", and the address for help.
func fillIn(v *shell.Visit, source string) string {
	return placeholder.ReplaceAllStringFunc(source, func(mark string) string {
		name := strings.Trim(mark, "{}")
		switch {
		case name == "help_mail":
			return v.Site.HelpMail
		case v.Has("observatory." + name):
			return v.T("observatory." + name)
		default:
			return mark
		}
	})
}
