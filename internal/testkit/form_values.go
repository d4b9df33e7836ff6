package testkit

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// FormValues returns what a browser would send for the controls in the page,
// as they stand, without any button.
func FormValues(source string) url.Values {
	values := url.Values{}
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return values
	}
	for n := range root.Descendants() {
		name := attribute(n, "name")
		if n.Type != html.ElementNode || name == "" {
			continue
		}
		value := attribute(n, "value")
		switch n.Data {
		case "textarea":
			values.Add(name, wholeText(n)) // the parser has dropped the first line break, as browsers do
		case "input":
			kind := attribute(n, "type")
			if kind == "file" || ((kind == "radio" || kind == "checkbox") && !has(n, "checked")) {
				continue
			}
			values.Add(name, value)
		}
	}
	return values
}
