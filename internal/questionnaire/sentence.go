package questionnaire

import (
	"telaio/internal/fault"
	"telaio/internal/i18n"
)

// Sentence writes a message in the printer's language. Values that are a Text
// are taken in that language, whole numbers are written as the language does,
// and a value named Count chooses the plural form.
func Sentence(p *i18n.Printer, m fault.Message) string {
	args := i18n.Args{}
	count, plural := 0, false
	for name, value := range m.Args {
		switch v := value.(type) {
		case Text:
			args[name] = v.In(string(p.Language))
		case int:
			args[name] = p.Number(v)
			if name == "Count" {
				count, plural = v, true
			}
		default:
			args[name] = v
		}
	}
	if plural {
		return p.N(m.Key, count, args)
	}
	return p.T(m.Key, args)
}
