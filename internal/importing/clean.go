package importing

import (
	"telaio/internal/gazetteer"
	"telaio/internal/organisation"
	"telaio/internal/questionnaire"
)

// clean is a cell as one line of at most so many characters, without signs that
// cannot be seen.
func clean(cell string, most int) string {
	line := []rune(questionnaire.Clean(cell, false))
	return string(line[:min(len(line), most)])
}

// label writes a municipality with what tells it from others of its name.
func label(m organisation.Municipality) string { return gazetteer.Label(m) }
