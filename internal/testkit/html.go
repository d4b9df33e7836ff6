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

// CheckFragment is CheckHTML for a part of a page: it may refer to ids of the
// rest, and needs no heading.
func CheckFragment(t testing.TB, fragment string) {
	t.Helper()
	check := newPageCheck()
	check.read(fragment)
	check.controls()
	for _, problem := range check.problems {
		t.Errorf("HTML: %s", problem)
	}
}

func problemsOfPage(page string) []string {
	check := newPageCheck()
	check.read(page)
	check.controls()
	check.references()
	check.landmarks()
	return check.problems
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
	case "label":
		c.labelled[attribute(n, "for")] = true
	case "input", "select", "textarea":
		c.fields = append(c.fields, n)
	case "a", "button", "summary":
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
		if kind == "hidden" || kind == "submit" || has(n, "aria-label") || has(n, "aria-labelledby") || within(n, "label") {
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
	slices.Sort(c.problems)
}

func (c *pageCheck) landmarks() {
	if c.lang == "" {
		c.add("html has no lang")
	}
	if strings.TrimSpace(c.title) == "" {
		c.add("it has no title")
	}
	for _, name := range []string{"h1", "main"} {
		if c.count[name] != 1 {
			c.add("%d %s; want 1", c.count[name], name)
		}
	}
}

// name is what an element is called aloud, roughly: its label or its text, with
// the texts that stand for pictures.
func name(n *html.Node) string {
	if label := attribute(n, "aria-label") + attribute(n, "aria-labelledby"); label != "" {
		return label
	}
	text := textOf(n)
	for inner := range n.Descendants() {
		text += attribute(inner, "alt") + attribute(inner, "aria-label")
	}
	return strings.TrimSpace(text)
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for inner := range n.Descendants() {
		if inner.Type == html.TextNode {
			b.WriteString(inner.Data)
		}
	}
	return strings.TrimSpace(b.String())
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

func within(n *html.Node, element string) bool {
	for above := range n.Ancestors() {
		if above.Data == element {
			return true
		}
	}
	return false
}

// source is the element's opening tag, cut short.
func source(n *html.Node) string {
	var b strings.Builder
	b.WriteString("<" + n.Data)
	for _, a := range n.Attr {
		fmt.Fprintf(&b, " %s=%q", a.Key, a.Val)
	}
	tag := []rune(b.String() + ">")
	return string(tag[:min(len(tag), 160)])
}
