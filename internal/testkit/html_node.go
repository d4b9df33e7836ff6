package testkit

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// name is what an element is called aloud, roughly: its label or its text, with
// the texts that stand for pictures.
func name(n *html.Node) string {
	if label := attribute(n, "aria-label") + attribute(n, "aria-labelledby"); label != "" {
		return label
	}
	var b strings.Builder
	b.WriteString(textOf(n))
	for inner := range n.Descendants() {
		b.WriteString(attribute(inner, "alt") + attribute(inner, "aria-label"))
	}
	return strings.TrimSpace(b.String())
}

func textOf(n *html.Node) string { return strings.TrimSpace(wholeText(n)) }

func wholeText(n *html.Node) string {
	var b strings.Builder
	for inner := range n.Descendants() {
		if inner.Type == html.TextNode {
			b.WriteString(inner.Data)
		}
	}
	return b.String()
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
