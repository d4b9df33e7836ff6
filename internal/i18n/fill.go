package i18n

import (
	"fmt"
	"regexp"
	"strings"
)

// gap is the place of a value in a message: {{.Name}}. Messages do nothing else,
// so that a page with dozens of them needs no template for each.
var gap = regexp.MustCompile(`^\s*\.\w+\s*$`)

const opens, closes = "{{", "}}"

// Gaps lists the names of the values that a message has a place for. It refuses
// one that does more than putting in values.
func Gaps(text string) ([]string, error) {
	var names []string
	for {
		_, rest, ok := strings.Cut(text, opens)
		if !ok {
			return names, nil
		}
		name, after, closed := strings.Cut(rest, closes)
		if !closed || !gap.MatchString(name) {
			return nil, fmt.Errorf("%q: want values such as {{.Name}} only", opens+name)
		}
		names = append(names, strings.TrimSpace(name)[1:])
		text = after
	}
}

// fill puts the values into the gaps of a message that has been checked. The
// last args that have a value count; {{.Count}} is count, if that is not "". The
// name of a value that is missing stands in brackets.
func fill(text string, args []Args, count string) string {
	before, rest, ok := strings.Cut(text, opens)
	var room [256]byte
	filled := room[:0]
	for ok {
		filled = append(filled, before...)
		name, after, _ := strings.Cut(rest, closes)
		name = strings.TrimSpace(name)[1:]
		if name == "Count" && count != "" {
			filled = append(filled, count...)
		} else {
			filled = append(filled, value(args, name)...)
		}
		before, rest, ok = strings.Cut(after, opens)
	}
	return string(append(filled, before...))
}

func value(args []Args, name string) string {
	for i := len(args) - 1; i >= 0; i-- {
		switch v := args[i][name].(type) {
		case nil:
		case string:
			return v
		default:
			return fmt.Sprint(v)
		}
	}
	return "[" + name + "]"
}
