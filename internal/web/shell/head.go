package shell

import (
	"strings"

	"telaio/internal/i18n"
)

func pageTitle(v *Visit, head Head) string {
	if head.Title == "" {
		return v.T("site.title")
	}
	return head.Title + " · " + v.T("site.name")
}

// atWork reports whether people work on the page, and do not only read it.
func (h Head) atWork() bool { return h.Work || h.Area != PublicArea }

// canonical is the one address of the page that others should link to.
func canonical(v *Visit, head Head) string {
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
func translation(v *Visit, head Head, lang i18n.Language) string {
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
