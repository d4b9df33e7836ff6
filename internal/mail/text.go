package mail

import (
	"strings"

	"telaio/internal/letter"
)

// text is the letter for readers without HTML, with the same words.
func text(f frame) string {
	var blocks []string
	add := func(s string) {
		if s != "" {
			blocks = append(blocks, s)
		}
	}
	add(f.Title)
	for _, p := range f.Body {
		add(line(p))
	}
	for _, l := range f.Lists {
		add(listText(l))
	}
	if f.Button.Link != "" {
		add(f.Button.Label + ":\n" + f.Button.Link)
	}
	for _, o := range f.Others {
		add(o.Label + ":\n" + o.Link)
	}
	for _, p := range f.After {
		add(line(p))
	}
	add("--")
	for _, p := range f.Footer {
		add(line(p))
	}
	add(f.T("mail.contact", map[string]any{"Help": f.Help}))
	add(f.T("mail.signature"))
	return strings.Join(blocks, "\n\n") + "\n"
}

func listText(l letter.WrittenList) string {
	lines := []string{l.Heading + ":"}
	for _, i := range l.Items {
		lines = append(lines, "- "+i.Text)
		for _, more := range []string{i.Note, i.Link} {
			if more != "" {
				lines = append(lines, "  "+more)
			}
		}
	}
	return strings.Join(lines, "\n")
}

func line(p letter.Paragraph) string {
	var b strings.Builder
	for _, r := range p {
		if r.Break {
			b.WriteByte('\n')
		}
		b.WriteString(r.Text)
	}
	return b.String()
}

func isAddress(p letter.Paragraph) bool { return len(p) == 1 && p[0].Link }
