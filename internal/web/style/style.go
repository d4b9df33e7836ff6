// Package style holds the look: design tokens and components, in plain CSS.
package style

import (
	"embed"
	"fmt"
	"strings"
)

//go:embed *.css
var files embed.FS

// public lists what pages that anybody may open are drawn with, and work what
// those take besides on which people work: the desk, the areas of organisations
// and accounts, the questionnaires of the kit and what comes of them. The layers
// that tokens.css names decide who wins, not the order.
func public() []string {
	return []string{
		"tokens", "reset", "base", "layout", "header", "footer", "text", "button",
		"thread", "organisation_row", "fresh", "record", "promises", "filter", "field",
		"error", "notice", "steps", "map", "chart", "tabs", "diff", "effects", "page", "atlas", "organisation", "practice", "claim",
		"form_page", "question", "participate", "qr", "kit", "widget", "network", "readership", "dump", "api", "empty", "utilities", "print",
	}
}

func work() []string {
	return []string{
		"review", "desk", "merge", "study", "sharing", "area", "report", "initiative", "import", "account", "answer", "cycle", "quick", "paper",
	}
}

// Public is the style sheet of every page.
func Public() (string, error) { return join(public()) }

// Work is the second style sheet, of pages on which people work.
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
