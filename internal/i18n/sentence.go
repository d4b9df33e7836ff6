package i18n

import (
	"fmt"
	"regexp"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
)

// sentence is a message whose only gaps are values, {{.Name}}, cut into what is
// written as it is and the names of what is put between. A page has dozens: a
// template of the standard library takes ten times as long for each.
type sentence struct {
	text  []string // one more than names
	names []string
}

var (
	gap    = regexp.MustCompile(`\{\{\s*\.(\w+)\s*\}\}`)
	action = "{{"
)

// cutSentence returns false for a message that does more than putting in values.
func cutSentence(message string) (sentence, bool) {
	var s sentence
	rest := 0
	for _, at := range gap.FindAllStringSubmatchIndex(message, -1) {
		s.text = append(s.text, message[rest:at[0]])
		s.names = append(s.names, message[at[2]:at[3]])
		rest = at[1]
	}
	s.text = append(s.text, message[rest:])
	for _, text := range s.text {
		if strings.Contains(text, action) {
			return sentence{}, false
		}
	}
	return s, true
}

// say puts the values in. It returns false where one is missing.
func (s sentence) say(args []Args, count string) (string, bool) {
	if len(s.names) == 0 {
		return s.text[0], true
	}
	var b strings.Builder
	for i, name := range s.names {
		b.WriteString(s.text[i])
		if name == "Count" && count != "" {
			b.WriteString(count)
			continue
		}
		value, ok := lookUp(args, name)
		if !ok {
			return "", false
		}
		b.WriteString(written(value))
	}
	b.WriteString(s.text[len(s.names)])
	return b.String(), true
}

func lookUp(args []Args, name string) (any, bool) {
	for i := len(args) - 1; i >= 0; i-- {
		if value, ok := args[i][name]; ok {
			return value, true
		}
	}
	return nil, false
}

func written(value any) string {
	if s, ok := value.(string); ok {
		return s
	}
	return fmt.Sprint(value)
}

// probe is a message that says which plural form a number takes. Only go-i18n's
// rules are right for Italian, which has "many" for millions.
const probe = "\x00plural form"

func probeMessage() *goi18n.Message {
	return &goi18n.Message{ID: probe, One: "one", Many: "many", Other: "other"}
}

// form returns the plural form that the number takes, remembering those of small
// numbers.
func (p *Printer) form(count int) string {
	const remembered = 10_000
	if form, ok := p.forms.Load(count); ok {
		return form.(string)
	}
	form := p.localize(probe, &goi18n.LocalizeConfig{MessageID: probe, PluralCount: count})
	if count >= 0 && count < remembered {
		p.forms.Store(count, form)
	}
	return form
}
