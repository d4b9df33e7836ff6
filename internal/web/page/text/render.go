package text

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"telaio/internal/web/shell"
)

// pageScheme begins a link to a page of this site by the name of its route, so
// that a text stays right in either language: [Atlante](page:atlas).
const pageScheme = "page:"

// converter reads CommonMark with tables. It writes raw HTML as nothing; editors
// are trusted, but their texts stay within what the design knows.
var converter = sync.OnceValue(func() goldmark.Markdown {
	return goldmark.New(goldmark.WithExtensions(extension.Table), goldmark.WithParserOptions(parser.WithAutoHeadingID()))
})

// render turns a page's Markdown into HTML for a reader.
func render(v *shell.Visit, body string) (string, error) {
	source := []byte(fillIn(v, body))
	document := converter().Parser().Parse(text.NewReader(source), parser.WithContext(parser.NewContext(parser.WithIDs(anchors{}))))
	err := ast.Walk(document, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		link, ok := n.(*ast.Link)
		if !ok || !entering {
			return ast.WalkContinue, nil
		}
		if name, ok := strings.CutPrefix(string(link.Destination), pageScheme); ok {
			if !v.Site.Paths.Has(name) {
				return ast.WalkStop, fmt.Errorf("there is no page %q", name)
			}
			link.Destination = []byte(v.Path(name))
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	if err := converter().Renderer().Render(&out, source, document); err != nil {
		return "", err
	}
	return strings.NewReplacer(`<table>`, `<table class="table">`).Replace(out.String()), nil
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
