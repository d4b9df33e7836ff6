package shell

import (
	"strings"

	"github.com/a-h/templ"

	"telaio/internal/i18n"
)

// pageHead is what the page says about itself to programs. It is drawn by hand,
// because every page has it.
func pageHead(v *Visit, head *Head) templ.Component {
	return Drawn(func(h *HTML) {
		h.Raw(Once(v, filesKey{head.First, head.atWork()}, func(h *HTML) { files(h, v, head) }))
		h.Raw(`<title>`)
		h.Text(pageTitle(v, head))
		h.Raw(`</title>`)
		if head.Description != "" {
			h.meta("name", "description", head.Description)
		}
		if head.NoIndex {
			h.meta("name", "robots", "noindex")
		} else {
			addresses(h, v, head)
		}
		for _, feed := range head.Feeds {
			h.link("alternate", feed.Path, "type", feed.Type, "title", feed.Title)
		}
		if head.JSONLD != "" {
			h.Raw(`<script type="application/ld+json">`, head.JSONLD, `</script>`)
		}
	})
}

// filesKey is for what a page asks for: one to which people come first, or one on
// which they work, asks for other things.
type filesKey struct{ first, work bool }

// files are how the page is written, and what it needs to be shown.
func files(h *HTML, v *Visit, head *Head) {
	h.Raw(`<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">`)
	h.meta("name", "color-scheme", "light dark")
	assets := v.Site.Assets
	if assets.SansFont != "" {
		h.link("preload", assets.SansFont, "as", "font", "type", "font/woff2", "crossorigin", "")
	}
	h.link("stylesheet", assets.Style)
	if !head.First && assets.MoreStyle != "" {
		h.link("stylesheet", assets.MoreStyle)
	}
	if head.atWork() && assets.WorkStyle != "" {
		h.link("stylesheet", assets.WorkStyle)
	}
	if assets.Icon != "" {
		h.link("icon", assets.Icon, "type", "image/svg+xml")
	}
	if assets.Script != "" {
		h.script(assets.Script)
	}
	if !head.First && assets.MoreScript != "" {
		h.script(assets.MoreScript)
	}
}

// addresses tells search engines and link previews what the page is and where
// its translation is.
func addresses(h *HTML, v *Visit, head *Head) {
	own := canonical(v, head)
	h.link("canonical", own)
	if translated(v) {
		for _, lang := range i18n.Languages() {
			h.link("alternate", translation(v, head, lang), "hreflang", string(lang))
		}
	}
	h.meta("property", "og:site_name", v.T("site.name"))
	h.meta("property", "og:type", "website")
	h.meta("property", "og:locale", ogLocale(v.Language))
	h.meta("property", "og:title", pageTitle(v, head))
	h.meta("property", "og:url", own)
	if head.Description != "" {
		h.meta("property", "og:description", head.Description)
	}
	if head.Image != "" {
		h.meta("property", "og:image", v.Absolute(head.Image))
	}
}

// meta appends something that the page says about itself. by is how it is named:
// "name" or "property".
func (h *HTML) meta(by, name, content string) {
	h.Raw(`<meta `, by, `="`, name, `" content="`)
	h.Text(content)
	h.Raw(`">`)
}

// link appends a link to another file, with further attributes and their values.
func (h *HTML) link(relation, address string, attributes ...string) {
	h.Raw(`<link rel="`, relation)
	for i := 0; i+1 < len(attributes); i += 2 {
		h.Raw(`" `, attributes[i], `="`)
		h.Text(attributes[i+1])
	}
	h.Raw(`" href="`)
	h.Text(address)
	h.Raw(`">`)
}

// script appends a script that is run when the page has been read.
func (h *HTML) script(address string) { h.Raw(`<script src="`, address, `" defer></script>`) }

func pageTitle(v *Visit, head *Head) string {
	if head.Title == "" {
		return v.T("site.title")
	}
	return head.Title + " · " + v.T("site.name")
}

// atWork reports whether people work on the page, and do not only read it.
func (h *Head) atWork() bool { return h.Work || h.Area != PublicArea }

// canonical is the one address of the page that others should link to.
func canonical(v *Visit, head *Head) string {
	switch {
	case head.Canonical != "":
		return v.Absolute(head.Canonical)
	case v.URL == nil:
		return v.Absolute("/")
	default:
		return v.Absolute(v.URL.EscapedPath())
	}
}

// translation is the canonical address of the page in a language.
func translation(v *Visit, head *Head, lang i18n.Language) string {
	path := v.Site.Paths.In(lang, v.Route, v.pairs()...)
	if _, query, found := strings.Cut(head.Canonical, "?"); found {
		path += "?" + query
	}
	return v.Absolute(path)
}

// translated reports whether the page has an address in each language.
func translated(v *Visit) bool { return len(v.Site.Paths[v.Route]) == len(i18n.Languages()) }

// inOther is the address of the page in the other language; of the home page
// where the address is that of no page.
func inOther(v *Visit) string {
	if !v.Site.Paths.Has(v.Route) {
		return v.Site.Paths.In(v.Other(), "home")
	}
	return v.InLanguage(v.Other())
}

// here is the address of the page on this site, with its query.
func here(v *Visit) string {
	if v.URL == nil {
		return "/"
	}
	return v.URL.RequestURI()
}

// ogLocale is the language as OpenGraph writes it.
func ogLocale(lang i18n.Language) string {
	if lang == i18n.English {
		return "en_GB"
	}
	return "it_IT"
}
