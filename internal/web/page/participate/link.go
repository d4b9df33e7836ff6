package participate

import (
	"telaio/internal/i18n"
	"telaio/internal/web/shell"
)

// Links are the addresses that mails carry.
type Links struct{ Site *shell.Site }

// Resume is where a draft is gone on with.
func (l Links) Resume(language, token string) string { return l.to("draft-resume", language, token) }

// Confirm is where a sender confirms the address.
func (l Links) Confirm(language, token string) string { return l.to("draft-confirm", language, token) }

// Status is where a sender sees what became of a submission.
func (l Links) Status(language, token string) string { return l.to("status", language, token) }

func (l Links) to(route, language, token string) string {
	return l.Site.BaseURL + l.Site.Paths.In(i18n.Language(language), route, "token", token)
}
