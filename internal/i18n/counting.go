package i18n

import (
	"fmt"
	"sync"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// The plural forms of our languages.
const (
	one   = "one"
	many  = "many" // millions, in Italian
	other = "other"
)

// counting knows which plural form a number takes. Of the libraries at hand only
// go-i18n's rules know Italian's "many".
type counting struct {
	localizer *goi18n.Localizer
	forms     sync.Map // of int to string: those of small numbers
}

// probe is a message that says which form it was given in.
const probe = "plural form"

func newCounting(lang Language) (*counting, error) {
	tag := language.MustParse(string(lang))
	bundle := goi18n.NewBundle(tag)
	if err := bundle.AddMessages(tag, &goi18n.Message{ID: probe, One: one, Many: many, Other: other}); err != nil {
		return nil, fmt.Errorf("learn the plural forms of %s: %w", lang, err)
	}
	return &counting{localizer: goi18n.NewLocalizer(bundle, string(lang))}, nil
}

func (c *counting) form(count int) string {
	const remembered = 10_000
	if form, ok := c.forms.Load(count); ok {
		return form.(string)
	}
	form, err := c.localizer.Localize(&goi18n.LocalizeConfig{MessageID: probe, PluralCount: count})
	if err != nil {
		return other
	}
	if count >= 0 && count < remembered {
		c.forms.Store(count, form)
	}
	return form
}
