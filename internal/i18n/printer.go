package i18n

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/go-playground/locales"
	"github.com/go-playground/locales/en_GB"
	"github.com/go-playground/locales/it"
)

// Printer writes in one language. It is safe for concurrent use.
type Printer struct {
	Language Language
	messages messages
	counting *counting
	locale   locales.Translator
	zone     *time.Location
}

func newPrinter(lang Language, loaded messages) (*Printer, error) {
	forms, err := newCounting(lang)
	if err != nil {
		return nil, err
	}
	return &Printer{Language: lang, messages: loaded, counting: forms, locale: localeOf(lang), zone: zone()}, nil
}

func localeOf(lang Language) locales.Translator {
	if lang == English {
		return en_GB.New()
	}
	return it.New()
}

// zone is where the site's days begin.
func zone() *time.Location {
	if rome, err := time.LoadLocation("Europe/Rome"); err == nil {
		return rome
	}
	return time.UTC
}

// Day writes a day as Printer.Date does, for letters, which are put into words
// before a printer is at hand: 12 novembre 2026. No day is "".
func Day(lang Language, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return localeOf(lang).FmtDateLong(t.In(zone()))
}

// T returns the sentence under key, with the values of args put in. A key that
// does not exist comes back in brackets, and a test of the pages finds it.
func (p *Printer) T(key string, args ...Args) string {
	text, ok := p.messages.texts[key]
	if !ok {
		return "[" + key + "]"
	}
	return p.filled(text, args, "")
}

// N returns the sentence under key in the plural form that count asks for. The
// message may use {{.Count}}, written with the language's separators.
func (p *Printer) N(key string, count int, args ...Args) string {
	text, ok := p.messages.texts[key]
	if !ok {
		return "[" + key + "]"
	}
	forms := p.messages.plurals[key]
	switch form := p.counting.form(count); {
	case form == one && forms.one != "":
		text = forms.one
	case form == many && forms.many != "":
		text = forms.many
	}
	return p.filled(text, args, p.Number(count))
}

// filled is a message with its values; one that has no place for any stays as it
// is.
func (p *Printer) filled(text string, args []Args, count string) string {
	if !strings.Contains(text, opens) {
		return text
	}
	return Elide(p.Language, fill(text, args, count))
}

// Has reports whether there is a message under key.
func (p *Printer) Has(key string) bool {
	_, ok := p.messages.texts[key]
	return ok
}

// Number writes a whole number: 1.234 in Italian, 1,234 in English.
func (p *Printer) Number(n int) string {
	if n >= 0 && n < 1000 {
		return strconv.Itoa(n)
	}
	return p.locale.FmtNumber(float64(n), 0)
}

// Decimal writes a number with so many digits after the comma, halves rounded
// away from zero: 2,5 in Italian, 2.5 in English.
func (p *Printer) Decimal(x float64, digits int) string {
	scale := math.Pow10(digits)
	rounded := math.Round(x*scale)/scale + 0 // adding nothing takes the sign from -0
	return p.locale.FmtNumber(rounded, uint64(digits))
}

// Quantity writes a measured number with the decimals that it has, two at most:
// 41, 36,5 or 0,75 in Italian.
func (p *Printer) Quantity(x float64) string {
	for digits := range 2 {
		scale := math.Pow10(digits)
		if math.Abs(math.Round(x*scale)/scale-x) < 0.005 {
			return p.Decimal(x, digits)
		}
	}
	return p.Decimal(x, 2)
}

// Date writes the day: 12 novembre 2026.
func (p *Printer) Date(t time.Time) string { return p.locale.FmtDateLong(t.In(p.zone)) }

// ShortDate writes the day in few letters: 12 nov 2026.
func (p *Printer) ShortDate(t time.Time) string { return p.locale.FmtDateMedium(t.In(p.zone)) }

// YearMonth is the year and month that Month writes.
func (p *Printer) YearMonth(t time.Time) (year int, month time.Month) {
	year, month, _ = t.In(p.zone).Date()
	return year, month
}

// Month writes month and year: marzo 2026.
func (p *Printer) Month(t time.Time) string {
	t = t.In(p.zone)
	return p.locale.MonthWide(t.Month()) + " " + t.Format("2006")
}

// Time writes the hour and minutes: 18.42 in Italian, 18:42 in English.
func (p *Printer) Time(t time.Time) string {
	layout := "15:04"
	if p.Language == Italian {
		layout = "15.04"
	}
	return t.In(p.zone).Format(layout)
}

// List joins words with commas and a last "and".
func (p *Printer) List(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " " + p.T("list.and") + " " + words[last]
}
