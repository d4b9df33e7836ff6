package claim

import (
	"net/url"

	"telaio/internal/claim"
	"telaio/internal/i18n"
	"telaio/internal/web/shell"
)

// Links are the addresses in letters about claims.
type Links struct{ Site *shell.Site }

// Area is the way in, which leads on to the organisation's area.
func (l Links) Area(language, organisationID string) string {
	return l.signIn(language, l.Site.Paths.In(i18n.Italian, "area-organisation", "organisation", organisationID))
}

// People is the way in, which leads on to those who look after the page.
func (l Links) People(language, organisationID string) string {
	return l.signIn(language, l.Site.Paths.In(i18n.Italian, "area-people", "organisation", organisationID))
}

// Claim is the page on which somebody claims to represent the organisation.
func (l Links) Claim(language, slug string) string {
	return l.Site.BaseURL + l.Site.Paths.In(i18n.Language(language), "claim", "slug", slug)
}

// Page is the organisation's public page.
func (l Links) Page(language, slug string) string {
	return l.Site.BaseURL + l.Site.Paths.In(i18n.Language(language), "organisation", "slug", slug)
}

func (l Links) signIn(language, next string) string {
	return l.Site.BaseURL + l.Site.Paths.In(i18n.Language(language), "sign-in") + "?next=" + url.QueryEscape(next)
}

var _ claim.Links = Links{}
