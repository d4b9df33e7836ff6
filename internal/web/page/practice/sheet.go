package practice

import (
	"telaio/internal/i18n"
	"telaio/internal/kit"
	"telaio/internal/markdown"
	"telaio/internal/practice"
	"telaio/internal/web/shell"
)

// Sheet is a practice in the reader's language, or in Italian where nobody has
// translated it. The desk shows a draft in the same way.
type Sheet struct {
	practice.Page
	Words    practice.Words
	Language i18n.Language // of Words
	Items    []Item
	Effort   string // in the kit's words
	Texts    []Text
	Citation string
}

// Item is an item of the kit that the practice helps with.
type Item struct {
	kit.Item
	Dimension kit.Dimension
}

// Text is one part of the practice as HTML.
type Text struct{ ID, Heading, HTML string }

func newSheet(v *shell.Visit, vocabulary practice.Vocabulary, page practice.Page) Sheet {
	words, language := page.Sheet.In(v.Language)
	s := Sheet{Page: page, Words: words, Language: language, Effort: vocabulary.Kit.EffortText(page.Sheet.Effort).In(string(v.Language))}
	for _, id := range page.Sheet.Items {
		item, known := vocabulary.Kit.Item(id)
		dimension, _ := vocabulary.Kit.DimensionOf(id)
		if known {
			s.Items = append(s.Items, Item{item, dimension})
		}
	}
	for _, part := range []practice.Part{practice.What, practice.Conditions, practice.Pitfalls} {
		if text := words.Text(part); text != "" {
			s.Texts = append(s.Texts, Text{string(part), v.T("practice.part." + string(part)), markdown.HTML(text)})
		}
	}
	s.Citation = v.T("practice.citation", i18n.Args{
		"Title": words.Title, "Revision": page.Revision, "Date": v.Date(page.UpdatedAt), "Address": v.Absolute(v.Path("practice", "slug", page.Slug)),
	})
	return s
}

// lang is the language of the words where it is not the page's, else "".
func (s Sheet) lang(v *shell.Visit) string {
	if s.Language == v.Language {
		return ""
	}
	return string(s.Language)
}

// needPath is the list of the practices that answer the need.
func needPath(v *shell.Visit, code string) string {
	var q practice.Query
	q.Chosen[practice.ByNeed] = []string{code}
	return path(v, q)
}
