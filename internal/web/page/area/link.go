package area

import (
	"net/url"

	"telaio/internal/i18n"
	"telaio/internal/web/shell"
)

// Links are the addresses in the letters about an organisation's people.
type Links struct{ Site *shell.Site }

// SignIn is the way in, which leads on to the organisation's area.
func (l Links) SignIn(language, organisationID string) string {
	next := url.QueryEscape(l.Site.Paths.In(i18n.Italian, "area-organisation", "organisation", organisationID))
	return l.Site.BaseURL + l.Site.Paths.In(i18n.Language(language), "sign-in") + "?next=" + next
}

// People is the way in, which leads on to those who look after the page.
func (l Links) People(language, organisationID string) string {
	next := url.QueryEscape(l.Site.Paths.In(i18n.Italian, "area-people", "organisation", organisationID))
	return l.Site.BaseURL + l.Site.Paths.In(i18n.Language(language), "sign-in") + "?next=" + next
}

// Invitation is the page on which an invitation is answered.
func (l Links) Invitation(language, token string) string {
	return l.Site.BaseURL + l.Site.Paths.In(i18n.Language(language), "invitation", "invite", token)
}

// Page is the organisation's public page.
func (l Links) Page(language, slug string) string {
	return l.Site.BaseURL + l.Site.Paths.In(i18n.Language(language), "organisation", "slug", slug)
}
