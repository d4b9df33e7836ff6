package alert

import (
	"slices"
	"strings"

	"telaio/internal/alert"
	"telaio/internal/atlas"
	"telaio/internal/i18n"
	"telaio/internal/letter"
	"telaio/internal/organisation"
	"telaio/internal/publication"
	"telaio/internal/taxonomy"
	"telaio/internal/web/part/filterwords"
	"telaio/internal/web/shell"
)

// Words writes what alerts say.
type Words struct {
	Site    *shell.Site
	Printer func(i18n.Language) *i18n.Printer
	// Town finds a municipality by its code.
	Town func(code string) (organisation.Municipality, bool)
}

var _ alert.Words = Words{}

func (w Words) printer(language string) *i18n.Printer { return w.Printer(i18n.Language(language)) }

// Filter is "Empowerment, Lazio", or "tutto l'atlante".
func (w Words) Filter(language string, q atlas.Query) string {
	var towns []*organisation.Municipality
	for _, code := range q.Chosen[atlas.Towns] {
		if town, ok := w.Town(code); ok {
			towns = append(towns, &town)
		}
	}
	p := w.printer(language)
	words := filterwords.Speaker{Printer: p, Site: w.Site}.Of(q, towns)
	if len(words) == 0 {
		return p.T("alert.everything")
	}
	return strings.Join(words, ", ")
}

// Summary is "2 nuove, una cambiata".
func (w Words) Summary(language string, d alert.Digest) string {
	p := w.printer(language)
	var parts []string
	for _, part := range []struct {
		key string
		n   int
	}{{"alert.count_new", len(d.New)}, {"alert.count_changed", len(d.Changed)}, {"alert.count_gone", d.Gone()}} {
		if part.n > 0 {
			parts = append(parts, p.N(part.key, part.n))
		}
	}
	return strings.Join(parts, ", ")
}

// Item is an organisation with what it is and its text.
func (w Words) Item(language string, e atlas.Entry) letter.Item {
	p := w.printer(language)
	var types []string
	for _, code := range e.Types {
		types = append(types, w.Site.Taxonomies.Label(taxonomy.OrganisationType, code, language))
	}
	note := p.List(types)
	if town := e.Town(); town != nil {
		note = strings.TrimPrefix(note+", "+w.Site.Town(town, p.Language), ", ")
	}
	if note != "" {
		note += ". "
	}
	return letter.Item{Text: w.name(p, e), Link: w.page(language, e), Note: strings.TrimSpace(note + shortened(e.Text))}
}

// Changed is an organisation with the names of what has changed on its page.
func (w Words) Changed(language string, e atlas.Entry, steps []publication.Step) letter.Item {
	p := w.printer(language)
	var fields []string
	for _, s := range steps {
		for _, f := range s.Changed {
			if name := strings.ToLower(p.T("field." + string(f))); !slices.Contains(fields, name) {
				fields = append(fields, name)
			}
		}
	}
	item := letter.Item{Text: w.name(p, e), Link: w.page(language, e)}
	if len(fields) > 0 {
		item.Note = p.T("alert.what_changed", i18n.Args{"Fields": p.List(fields)})
	}
	return item
}

// name says of invented content that it is invented.
func (w Words) name(p *i18n.Printer, e atlas.Entry) string {
	if e.Example {
		return e.Name + " (" + p.T("site.example_mark") + ")"
	}
	return e.Name
}

// More stands for those that are not named.
func (w Words) More(language string, n int) letter.Item {
	return letter.Item{Text: w.printer(language).N("alert.more", n)}
}

// NotPublic stands for those whose names are told to nobody any more.
func (w Words) NotPublic(language string, n int) letter.Item {
	return letter.Item{Text: w.printer(language).N("alert.not_public", n)}
}

// Atlas is the address of the list.
func (w Words) Atlas(language, query string) string {
	return w.Site.BaseURL + withQuery(w.Site.Paths.In(i18n.Language(language), "atlas"), query)
}

// Link is the address of the page of one alert.
func (w Words) Link(language, token string) string {
	return w.Site.BaseURL + w.Site.Paths.In(i18n.Language(language), "alert", "token", token)
}

func (w Words) page(language string, e atlas.Entry) string {
	return w.Site.BaseURL + w.Site.Paths.In(i18n.Language(language), "organisation", "slug", e.Slug)
}

// shortened is a text of at most about two lines.
func shortened(text string) string {
	const most = 160
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	cut := string(runes[:most])
	if at := strings.LastIndexByte(cut, ' '); at > 0 {
		cut = cut[:at]
	}
	return cut + "…"
}
