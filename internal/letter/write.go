package letter

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"strings"

	"telaio/internal/i18n"
)

// ErrUndeliverable marks a letter that no further attempt will bring to its
// reader.
var ErrUndeliverable = errors.New("undeliverable")

// Written is a letter in words, ready to be laid out.
type Written struct {
	Subject   string
	Preheader string
	Title     string
	Body      []Paragraph
	Lists     []WrittenList
	Button    Button
	After     []Paragraph
	Footer    []Paragraph
}

// WrittenList is a list under its heading.
type WrittenList struct {
	Heading string
	Items   []Item // on one line each
}

// Paragraph is a line of runs.
type Paragraph []Run

// Run is a piece of text in one style.
type Run struct {
	Text   string
	Strong bool
	Code   bool
	Link   bool // the text is the button's link
	Break  bool // a new line, no text
}

// Values are written in place of what they name, and must not be taken for an
// editor's marks: inside them the marks are replaced by characters of the
// private use area until the paragraphs have been cut.
const (
	star  = "\ue000"
	quote = "\ue001"
	line  = "\ue002"
)

var (
	guard   = strings.NewReplacer("\r\n", line, "\n", line, "\r", line, "*", star, "`", quote, star, "", quote, "", line, "")
	unguard = strings.NewReplacer(star, "*", quote, "`", line, " ")
	mark    = regexp.MustCompile("\\*\\*(.+?)\\*\\*|`(.+?)`")
	blank   = regexp.MustCompile(`\n[ \t]*\n`)
)

// Write puts the letter into words, in Italian if its language is unknown. A
// value that the words need and the letter lacks is an error.
func (t *Template) Write(l Letter) (Written, error) {
	words, ok := t.words[i18n.Language(l.Language)]
	if !ok {
		words = t.words[i18n.Italian]
	}
	values := map[string]string{"Name": guarded(l.Name)}
	for name, value := range l.Values {
		values[name] = guarded(value)
	}
	filled := map[string]string{}
	for field, part := range words {
		var b strings.Builder
		if err := part.Execute(&b, maps.Clone(values)); err != nil {
			return Written{}, fmt.Errorf("write letter %s: %w: %w", t.Name, ErrUndeliverable, err)
		}
		filled[field] = strings.TrimSpace(b.String())
	}
	w := Written{
		Subject: plain(filled["subject"]), Preheader: plain(filled["preheader"]), Title: plain(filled["title"]),
		Button: Button{Label: plain(filled["button.label"]), Link: unguard.Replace(filled["button.link"])},
	}
	err := checkLink(w.Button.Link)
	if err != nil {
		return Written{}, fmt.Errorf("write letter %s: %w: %w", t.Name, ErrUndeliverable, err)
	}
	w.Body, w.After, w.Footer = paragraphs(filled["body"], w.Button.Link), paragraphs(filled["after"], w.Button.Link), paragraphs(filled["footer"], w.Button.Link)
	if w.Lists, err = t.lists(l, filled); err != nil {
		return Written{}, fmt.Errorf("write letter %s: %w: %w", t.Name, ErrUndeliverable, err)
	}
	return w, nil
}

// lists puts the letter's lists under the headings that were filled in.
func (t *Template) lists(l Letter, filled map[string]string) ([]WrittenList, error) {
	var lists []WrittenList
	for _, list := range l.Lists {
		heading, ok := filled[listField+list.Name]
		if !ok {
			return nil, fmt.Errorf("the template has no list %q", list.Name)
		}
		written := WrittenList{Heading: plain(heading)}
		for _, item := range list.Items {
			if err := checkLink(item.Link); err != nil {
				return nil, err
			}
			written.Items = append(written.Items, Item{Text: plain(guarded(item.Text)), Link: item.Link, Note: plain(guarded(item.Note))})
		}
		lists = append(lists, written)
	}
	return lists, nil
}

// guarded drops control characters and hides marks.
func guarded(value string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, guard.Replace(strings.TrimSpace(value)))
}

// plain is text on one line without marks: fit for a header.
func plain(text string) string { return strings.Join(strings.Fields(unguard.Replace(text)), " ") }

func checkLink(link string) error {
	if link == "" {
		return nil
	}
	u, err := url.Parse(link)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" {
		return errors.New("a link is no address of a page")
	}
	return nil
}

// paragraphs cuts text at blank lines and each paragraph at its marks.
func paragraphs(text, link string) []Paragraph {
	var out []Paragraph
	for _, block := range blank.Split(text, -1) {
		if block = strings.Join(strings.Fields(block), " "); block == "" {
			continue
		}
		if link != "" && unguard.Replace(block) == link {
			out = append(out, Paragraph{{Text: link, Link: true}})
			continue
		}
		out = append(out, runs(block))
	}
	return out
}

func runs(block string) Paragraph {
	var p Paragraph
	at := 0
	for _, m := range mark.FindAllStringSubmatchIndex(block, -1) {
		p = add(p, block[at:m[0]], Run{})
		if m[2] >= 0 {
			p = add(p, block[m[2]:m[3]], Run{Strong: true})
		} else {
			p = add(p, block[m[4]:m[5]], Run{Code: true})
		}
		at = m[1]
	}
	return add(p, block[at:], Run{})
}

// add appends the text in the style, with a break for each line of a value.
func add(p Paragraph, text string, style Run) Paragraph {
	for i, part := range strings.Split(text, line) {
		if i > 0 {
			p = append(p, Run{Break: true})
		}
		if part != "" {
			style.Text = unguard.Replace(part)
			p = append(p, style)
		}
	}
	return p
}
