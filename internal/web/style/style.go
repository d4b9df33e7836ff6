// Package style holds the look: design tokens and components, in plain CSS.
package style

import (
	"embed"
	"fmt"
	"strings"
)

//go:embed *.css
var files embed.FS

// order lists the style sheets in the order in which they are joined; the
// layers that tokens.css names decide who wins, not the order.
func order() []string {
	return []string{
		"tokens", "reset", "base", "layout", "header", "footer", "text", "button",
		"thread", "organisation_row", "fresh", "record", "promises", "filter", "field",
		"error", "notice", "steps", "map", "chart", "tabs", "review", "desk", "merge", "page", "atlas", "organisation", "practice", "sharing", "study", "claim", "area", "report",
		"initiative", "import", "form_page", "question", "participate", "account", "qr", "answer", "cycle", "quick", "paper", "kit", "widget", "network", "readership", "dump", "api", "empty", "utilities", "print",
	}
}

// Sheet joins every style sheet into one and leaves out what only people read.
func Sheet() (string, error) {
	var b strings.Builder
	for _, name := range order() {
		raw, err := files.ReadFile(name + ".css")
		if err != nil {
			return "", fmt.Errorf("read the style sheet %s: %w", name, err)
		}
		b.Write(raw)
	}
	return Minify(b.String()), nil
}
