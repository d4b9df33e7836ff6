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
	Others    []Button
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
	Link   bool // the text is an address of the site that the button leads to
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
	language := i18n.Language(l.Language)
	words, ok := t.words[language]
	if !ok {
		language, words = i18n.Italian, t.words[i18n.Italian]
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
		filled[field] = i18n.Elide(language, strings.TrimSpace(b.String()))
	}
	w := Written{Subject: plain(filled["subject"]), Preheader: plain(filled["preheader"]), Title: plain(filled["title"])}
	var err error
	if w.Button, err = button(filled["button.label"], filled["button.link"]); err != nil {
		return Written{}, fmt.Errorf("write letter %s: %w: %w", t.Name, ErrUndeliverable, err)
	}
	for i := 0; words[otherField(i, "label")] != nil; i++ {
		other, err := button(filled[otherField(i, "label")], filled[otherField(i, "link")])
		if err != nil {
			return Written{}, fmt.Errorf("write letter %s: %w: %w", t.Name, ErrUndeliverable, err)
		}
		w.Others = append(w.Others, other)
	}
	site := addresses(w.Button.Link)
	w.Body, w.After, w.Footer = paragraphs(filled["body"], site), paragraphs(filled["after"], site), paragraphs(filled["footer"], site)
	if w.Lists, err = t.lists(l, filled); err != nil {
		return Written{}, fmt.Errorf("write letter %s: %w: %w", t.Name, ErrUndeliverable, err)
	}
	return w, nil
}

// button puts its words and its address together. An address that is none is an
// error.
func button(label, link string) (Button, error) {
	b := Button{Label: plain(label), Link: unguard.Replace(link)}
	return b, checkLink(b.Link)
}

// addresses finds addresses of the site that the link leads to, and no others:
// what people have written is never made a link. It is nil if there is no link.
func addresses(link string) *regexp.Regexp {
	u, err := url.Parse(link)
	if err != nil || u.Host == "" {
		return nil
	}
	return regexp.MustCompile(regexp.QuoteMeta(u.Scheme+"://"+u.Host) + `/([\w/?=&%#~.+-]*[\w/=#-])?`)
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

// paragraphs cuts text at blank lines and each paragraph at its marks and at
// addresses of the site.
func paragraphs(text string, site *regexp.Regexp) []Paragraph {
	var out []Paragraph
	for _, block := range blank.Split(text, -1) {
		if block = strings.Join(strings.Fields(block), " "); block != "" {
			out = append(out, runs(block, site))
		}
	}
	return out
}

func runs(block string, site *regexp.Regexp) Paragraph {
	var p Paragraph
	at := 0
	for _, m := range mark.FindAllStringSubmatchIndex(block, -1) {
		p = linked(p, block[at:m[0]], site)
		if m[2] >= 0 {
			p = add(p, block[m[2]:m[3]], Run{Strong: true})
		} else {
			p = add(p, block[m[4]:m[5]], Run{Code: true})
		}
		at = m[1]
	}
	return linked(p, block[at:], site)
}

// linked appends text in which the site's addresses are links.
func linked(p Paragraph, text string, site *regexp.Regexp) Paragraph {
	if site == nil {
		return add(p, text, Run{})
	}
	at := 0
	for _, m := range site.FindAllStringIndex(text, -1) {
		p = add(p, text[at:m[0]], Run{})
		p = add(p, text[m[0]:m[1]], Run{Link: true})
		at = m[1]
	}
	return add(p, text[at:], Run{})
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
