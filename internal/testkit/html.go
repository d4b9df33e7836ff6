package testkit

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// HTMLProblems says what a screen reader or a keyboard would stumble over in a
// page or a part of one: ids used twice, controls without a name, references
// to what is not there, inline styles and scripts.
func HTMLProblems(source string) []string {
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return []string{err.Error()}
	}
	p := page{ids: map[string]int{}, labels: map[string]bool{}}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			p.note(n)
		}
	}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			p.check(n)
		}
	}
	slices.Sort(p.problems)
	return slices.Compact(p.problems)
}

type page struct {
	ids      map[string]int
	labels   map[string]bool // ids that a label is for
	problems []string
}

func (p *page) note(n *html.Node) {
	if id, ok := attribute(n, "id"); ok {
		p.ids[id]++
	}
	if n.Data == "label" {
		if id, ok := attribute(n, "for"); ok {
			p.labels[id] = true
		}
	}
}

func (p *page) check(n *html.Node) {
	id, _ := attribute(n, "id")
	if p.ids[id] > 1 {
		p.say("id %q is used %d times", id, p.ids[id])
	}
	for _, a := range n.Attr {
		if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
			p.say("<%s> has the attribute %s", n.Data, a.Key)
		}
		if slices.Contains([]string{"aria-describedby", "aria-labelledby", "aria-controls", "for"}, a.Key) {
			for _, target := range strings.Fields(a.Val) {
				if p.ids[target] == 0 {
					p.say("%s of <%s id=%q> names %q, which is not there", a.Key, n.Data, id, target)
				}
			}
		}
		if a.Key == "href" && strings.HasPrefix(a.Val, "#") && p.ids[a.Val[1:]] == 0 {
			p.say("a link leads to %s, which is not there", a.Val)
		}
	}
	switch n.Data {
	case "input", "select", "textarea":
		p.control(n, id)
	case "button", "legend", "th", "label":
		if strings.TrimSpace(words(n)) == "" {
			p.say("<%s id=%q> says nothing", n.Data, id)
		}
	case "img":
		if _, ok := attribute(n, "alt"); !ok {
			p.say("a picture has no alt")
		}
	}
}

func (p *page) control(n *html.Node, id string) {
	kind, _ := attribute(n, "type")
	if kind == "hidden" {
		return
	}
	if name, _ := attribute(n, "name"); name == "" {
		p.say("<%s id=%q> has no name", n.Data, id)
	}
	_, named := attribute(n, "aria-label")
	for parent := n.Parent; parent != nil && !named; parent = parent.Parent {
		named = parent.Data == "label"
	}
	if !named && !p.labels[id] {
		p.say("<%s id=%q> has no label", n.Data, id)
	}
}

func (p *page) say(format string, args ...any) {
	p.problems = append(p.problems, fmt.Sprintf(format, args...))
}

func attribute(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

func words(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// FormValues returns what a browser would send for the controls in the page,
// as they stand, without any button.
func FormValues(source string) url.Values {
	values := url.Values{}
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return values
	}
	for n := range root.Descendants() {
		name, _ := attribute(n, "name")
		if n.Type != html.ElementNode || name == "" {
			continue
		}
		value, _ := attribute(n, "value")
		switch n.Data {
		case "textarea":
			values.Add(name, words(n)) // the parser has dropped the first line break, as browsers do
		case "input":
			kind, _ := attribute(n, "type")
			_, checked := attribute(n, "checked")
			if kind == "file" || ((kind == "radio" || kind == "checkbox") && !checked) {
				continue
			}
			values.Add(name, value)
		}
	}
	return values
}
