// Package practicerow is one good practice in a list.
package practicerow

import (
	"telaio/internal/i18n"
	"telaio/internal/practice"
	"telaio/internal/web/shell"
)

// Entry is what a row shows.
type Entry struct {
	Title    string
	Path     string // of its page
	Need     string
	Language i18n.Language // of Title and Need
	Forms    []string      // codes
	Effort   string        // in words
	Doers    []string      // names of the organisations
	Example  bool          // sample content
}

// Of returns the row of a published practice.
func Of(v *shell.Visit, p practice.Page) Entry {
	words, language := p.Sheet.In(v.Language)
	e := Entry{
		Title: words.Title, Path: v.Path("practice", "slug", p.Slug), Need: words.Need, Language: language,
		Forms: p.Sheet.Forms, Effort: v.T("practice.effort." + string(p.Sheet.Effort)), Example: p.Example,
	}
	for _, d := range p.Doers {
		e.Doers = append(e.Doers, d.Card.Name)
	}
	return e
}

// lang is the language of the words where it is not the page's, else "".
func (e Entry) lang(v *shell.Visit) string {
	if e.Language == v.Language {
		return ""
	}
	return string(e.Language)
}
