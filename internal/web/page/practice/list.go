package practice

import (
	"strings"

	"telaio/internal/i18n"
	"telaio/internal/practice"
	"telaio/internal/taxonomy"
	"telaio/internal/web/part/pager"
	"telaio/internal/web/shell"
)

// list is the page.
type list struct {
	practice.Result
	visit  *shell.Visit
	Tags   []tag
	Facets []facet
}

// tag is one thing that narrows the list, with the address of the list without
// it.
type tag struct {
	Label string
	Form  string // code, for its thread; "" = not a solidarity form
	Path  string
}

// facet is one group of choices.
type facet struct {
	practice.Facet
	Legend  string
	Choices []choice
}

type choice struct {
	practice.Value
	Label string
	Gloss string
	Path  string // of the list with this value alone
}

// newList puts the result in the reader's words.
func newList(v *shell.Visit, vocabulary practice.Vocabulary, r practice.Result) list {
	l := list{Result: r, visit: v}
	if r.Query.Text != "" {
		l.Tags = append(l.Tags, tag{Label: "“" + r.Query.Text + "”", Path: path(v, r.Query.WithoutText())})
	}
	for _, f := range practice.Facets() {
		made := facet{Facet: f, Legend: v.T("practice.facet." + f.Parameter())}
		for _, value := range r.Counts[f] {
			c := choice{Value: value, Label: label(v, vocabulary, f, value.Code)}
			if f == practice.ByNeed {
				var only practice.Query
				only.Chosen[f] = []string{value.Code}
				c.Gloss, c.Path = v.Gloss(taxonomy.Need, value.Code), path(v, only)
			}
			made.Choices = append(made.Choices, c)
			if value.Chosen {
				l.Tags = append(l.Tags, newTag(v, f, c, r.Query))
			}
		}
		l.Facets = append(l.Facets, made)
	}
	return l
}

func newTag(v *shell.Visit, f practice.Facet, c choice, q practice.Query) tag {
	t := tag{Label: c.Label, Path: path(v, q.Without(f, c.Code))}
	if f == practice.ByForm {
		t.Form = c.Code
	}
	return t
}

// label is a value's name.
func label(v *shell.Visit, vocabulary practice.Vocabulary, f practice.Facet, code string) string {
	switch f {
	case practice.ByNeed:
		return v.Label(taxonomy.Need, code)
	case practice.ByForm:
		return v.Label(taxonomy.SolidarityForm, code)
	case practice.ByEffort:
		return v.T("practice.effort." + code)
	default:
		d, _ := vocabulary.Kit.Dimension(code)
		return d.Title.In(string(v.Language))
	}
}

// path is the address of the list for a query.
func path(v *shell.Visit, q practice.Query) string {
	path := v.Path("practices")
	if query := q.Encode(); query != "" {
		path += "?" + query
	}
	return path
}

// found is "3 pratiche trovate", or without filters "8 pratiche".
func (l list) found() string {
	if l.Query.Active() == 0 {
		return l.visit.N("practice.all", l.Total)
	}
	return l.visit.N("practice.found", l.Total)
}

// needs are the choices from which most readers begin.
func (l list) needs() []choice { return l.Facets[practice.ByNeed].Choices }

func (l list) pager() pager.Pager {
	return pager.Pager{
		Page: max(l.Query.Page, 1), Pages: l.Pages,
		Path: func(n int) string { return path(l.visit, l.Query.OnPage(n)) },
	}
}

// position is "Da 1 a 20 di 39, in ordine alfabetico".
func (l list) position() string {
	v := l.visit
	return v.T("practice.position", i18n.Args{"From": v.Number(l.From()), "To": v.Number(l.To()), "Total": v.Number(l.Total)})
}

// head names the state that the list is in. Search engines are sent to the
// plain lists only.
func (l list) head() shell.Head {
	v := l.visit
	head := shell.Head{
		Title: v.T("practice.title"), Description: v.T("practice.lead"), Current: "practices",
		Canonical: path(v, l.Query), NoIndex: l.Query.Text != "" || len(l.Tags) > 1,
		Feeds: []shell.Feed{{Type: "application/json", Title: v.T("practice.title"), Path: v.Path("practices-data")}},
	}
	var labels []string
	for _, t := range l.Tags {
		labels = append(labels, t.Label)
	}
	if len(labels) > 0 {
		head.Title = strings.Join(labels[:min(3, len(labels))], ", ") + " · " + v.T("practice.title")
	}
	if l.Query.Page > 1 {
		head.Title += " · " + v.T("part.page", i18n.Args{"Page": v.Number(l.Query.Page)})
	}
	return head
}
