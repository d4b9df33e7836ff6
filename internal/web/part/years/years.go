// Package years says in which years something held.
package years

import (
	"telaio/internal/i18n"
	"telaio/internal/web/shell"
)

// Words says since when and until when, "" if neither is known: "dal 2019".
func Words(v *shell.Visit, since, until int) string {
	switch {
	case since > 0 && until > 0:
		return v.T("organisation.from_to", i18n.Args{"From": since, "To": until})
	case until > 0:
		return v.T("organisation.until", i18n.Args{"Year": until})
	case since > 0:
		return v.T("organisation.since", i18n.Args{"Year": since})
	default:
		return ""
	}
}
