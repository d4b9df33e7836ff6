package organisation

import (
	"slices"

	"telaio/internal/i18n"
)

// LetterLanguage is the language in which an organisation that nobody speaks for
// is written to: that of its own words, Italian if letters are not written in it.
func (c Card) LetterLanguage() string {
	if slices.Contains(i18n.Languages(), i18n.Language(c.Language)) {
		return c.Language
	}
	return string(i18n.Italian)
}
