package testkit

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// CheckHTML fails the test for what no page of the site may have: a layout
// without its landmarks, a repeated id, anything that the content policy
// forbids, a dead link, a message that is missing, a field without a label.
func CheckHTML(t testing.TB, page string) {
	t.Helper()
	for _, problem := range problemsOfPage(page) {
		t.Errorf("HTML: %s", problem)
	}
}

// HTMLProblems says what a reader, a screen reader, a keyboard or the content
// policy would stumble over in a page or a part of one.
func HTMLProblems(source string) []string {
	check := newPageCheck()
	check.read(source)
	check.controls()
	check.references()
	slices.Sort(check.problems)
	return slices.Compact(check.problems)
}

func problemsOfPage(page string) []string {
	return append(HTMLProblems(page), landmarkProblems(page)...)
}

// pageCheck gathers what a page holds, and what is wrong with it.
type pageCheck struct {
	problems []string
	ids      map[string]int
	count    map[string]int // elements by name
	refers   map[string]string
	labelled map[string]bool // ids that a label is for
	fields   []*html.Node
	lang     string
	title    string
	level    int // of the last heading
}

func newPageCheck() *pageCheck {
	return &pageCheck{ids: map[string]int{}, count: map[string]int{}, refers: map[string]string{}, labelled: map[string]bool{}}
}

func (c *pageCheck) add(format string, args ...any) {
	c.problems = append(c.problems, fmt.Sprintf(format, args...))
}

func (c *pageCheck) read(page string) {
	for _, key := range missingMessage.FindAllString(page, -1) {
		c.add("there is no message for %s", key)
	}
	for _, mark := range []string{"<no value>", "%!", "{{"} {
		if strings.Contains(page, mark) {
			c.add("%q stands in the page", mark)
		}
	}
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		c.add("it cannot be parsed: %v", err)
		return
	}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			c.element(n)
		}
	}
}

// missingMessage is how i18n writes a key that no locale file has.
var missingMessage = regexp.MustCompile(`\[[a-z][a-z0-9_-]*(?:\.[a-z0-9_-]+)+\]`)

func (c *pageCheck) element(n *html.Node) {
	c.count[n.Data]++
	if n.Data == "label" {
		c.labelled[attribute(n, "for")] = true
	}
	for _, a := range n.Attr {
		c.attribute(n, a)
	}
	switch n.Data {
	case "html":
		c.lang = attribute(n, "lang")
	case "title":
		if n.Parent.Data == "head" {
			c.title = textOf(n)
		}
	case "style":
		c.add("a style element")
	case "script":
		if attribute(n, "src") == "" && attribute(n, "type") != "application/ld+json" {
			c.add("a script inside the page")
		}
	case "img":
		if !has(n, "alt") {
			c.add("img %s has no alt", attribute(n, "src"))
		}
	case "input", "select", "textarea":
		c.fields = append(c.fields, n)
	case "a", "button", "summary", "legend", "th", "label":
		if name(n) == "" {
			c.add("%s has no name", source(n))
		}
	case "h1", "h2", "h3", "h4", "h5", "h6":
		c.heading(n)
	}
}

func (c *pageCheck) attribute(n *html.Node, a html.Attribute) {
	switch {
	case a.Key == "id":
		c.ids[a.Val]++
		if c.ids[a.Val] == 2 {
			c.add("two elements have the id %q", a.Val)
		}
	case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
		c.add("%s has the attribute %s", source(n), a.Key)
	case a.Key == "class" && strings.TrimSpace(a.Val) == "":
		c.add("%s has an empty class", source(n))
	case a.Key == "href" && (a.Val == "" || a.Val == "#" || a.Val == "about:invalid#TemplFailedSanitizationURL"):
		c.add("%s leads nowhere", source(n))
	case a.Key == "action" && (a.Val == "#" || a.Val == "about:invalid#TemplFailedSanitizationURL"):
		c.add("%s sends to nowhere", source(n))
	case a.Key == "src" && strings.Contains(a.Val, "//"), a.Key == "href" && n.Data == "link" && strings.Contains(attribute(n, "rel"), "stylesheet") && strings.Contains(a.Val, "//"):
		c.add("%s asks another site", source(n))
	case a.Key == "for" || a.Key == "aria-labelledby" || a.Key == "aria-describedby" || a.Key == "aria-controls":
		for id := range strings.FieldsSeq(a.Val) {
			c.refers[id] = a.Key
		}
	case a.Key == "href" && n.Data == "a" && strings.HasPrefix(a.Val, "#"):
		c.refers[a.Val[1:]] = "a link"
	case strings.HasPrefix(a.Val, "url(#"):
		c.refers[strings.TrimSuffix(a.Val[len("url(#"):], ")")] = a.Key
	}
}

// heading holds headings to one step down at a time.
func (c *pageCheck) heading(n *html.Node) {
	level := int(n.Data[1] - '0')
	if c.level > 0 && level > c.level+1 {
		c.add("%s %q comes after h%d", n.Data, textOf(n), c.level)
	}
	if textOf(n) == "" {
		c.add("an empty %s", n.Data)
	}
	c.level = level
}

// controls checks that every field has a name that can be read aloud.
func (c *pageCheck) controls() {
	for _, n := range c.fields {
		kind := attribute(n, "type")
		if kind == "hidden" {
			continue
		}
		if !has(n, "name") {
			c.add("%s is sent under no name", source(n))
		}
		if kind == "submit" || has(n, "aria-label") || has(n, "aria-labelledby") || within(n, "label") {
			continue
		}
		if id := attribute(n, "id"); id == "" || !c.labelled[id] {
			c.add("%s has no label", source(n))
		}
	}
}

func (c *pageCheck) references() {
	for id, by := range c.refers {
		if c.ids[id] == 0 {
			c.add("%s refers to %q, which is not there", by, id)
		}
	}
}

// landmarkProblems says what a whole page lacks.
func landmarkProblems(page string) []string {
	read := newPageCheck()
	read.read(page)
	lacks := newPageCheck()
	if read.lang == "" {
		lacks.add("html has no lang")
	}
	if strings.TrimSpace(read.title) == "" {
		lacks.add("it has no title")
	}
	for _, name := range []string{"h1", "main"} {
		if read.count[name] != 1 {
			lacks.add("%d %s; want 1", read.count[name], name)
		}
	}
	return lacks.problems
}
