// Package style holds the look: design tokens and components, in plain CSS.
package style

import (
	"embed"
	"fmt"
	"strings"
)

//go:embed *.css
var files embed.FS

// first lists what the pages are drawn with to which people come first: the home
// page, the atlas, the page of an organisation, texts. Other pages take more
// besides, and those on which people work take work as well: the desk, the areas of
// organisations and accounts, the questionnaires of the kit and what comes of them.
// The layers that tokens.css names decide who wins; within a layer, what comes later.
func first() []string {
	return []string{
		"tokens", "reset", "base", "layout", "header", "footer", "text", "button",
		"thread", "organisation_row", "practice_row", "fresh", "record", "promises", "filter", "field",
		"notice", "map", "chart", "tabs", "effects", "page", "atlas", "organisation", "widget", "empty", "utilities", "print",
	}
}

func more() []string {
	return []string{
		"error", "steps", "comb", "diff", "practice", "claim", "form_page", "question", "participate", "qr", "kit", "widget_maker", "network",
		"readership", "dump", "api",
	}
}

func work() []string {
	return []string{
		"review", "desk", "merge", "study", "sharing", "area", "report", "initiative", "import", "account", "answer", "cycle", "quick", "paper",
	}
}

// First is the style sheet of every page.
func First() (string, error) { return join(first()) }

// More is the second style sheet, of all pages but those to which people come first.
func More() (string, error) { return join(more()) }

// Work is the third style sheet, of pages on which people work.
func Work() (string, error) { return join(work()) }

// join makes one sheet of several and leaves out what only people read.
func join(names []string) (string, error) {
	var b strings.Builder
	for _, name := range names {
		raw, err := files.ReadFile(name + ".css")
		if err != nil {
			return "", fmt.Errorf("read the style sheet %s: %w", name, err)
		}
		b.Write(raw)
	}
	return minify(b.String()), nil
}
