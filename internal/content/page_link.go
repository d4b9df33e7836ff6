package content

import (
	"io/fs"
	"regexp"
	"strings"
)

// PageScheme begins a link in a page's text that leads to a page of this site by
// the name of its route, so that a text stays right in either language:
// [Atlante](page:atlas).
const PageScheme = "page:"

// pageLink is such a link in Markdown, within the text or in a definition below it.
var pageLink = regexp.MustCompile(`(?:\]\(|\]:\s*)<?` + PageScheme + `([^)\s>]*)`)

// WrongPageLinks points at links to pages of this site that may not be led to.
// The content does not know the site's pages: may tells of each name.
func WrongPageLinks(files fs.FS, may func(name string) bool) []Problem {
	var problems []Problem
	for _, file := range glob(files, "page/*.md") {
		raw, err := fs.ReadFile(files, file)
		if err != nil {
			problems = append(problems, Problem{File: file, Reason: err.Error()})
			continue
		}
		line := 0
		for text := range strings.Lines(string(raw)) {
			line++
			for _, match := range pageLink.FindAllStringSubmatch(text, -1) {
				if !may(match[1]) {
					problems = append(problems, Problem{File: file, Line: line, Reason: "there is no page " + strings.TrimSpace(match[1]) + " to link to"})
				}
			}
		}
	}
	return problems
}
