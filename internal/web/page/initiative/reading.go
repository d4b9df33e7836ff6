package initiative

import (
	"net/http"

	"telaio/internal/initiative"
	"telaio/internal/questionnaire"
	"telaio/internal/web/shell"
)

func (p Pages) showSheet(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	s, err := p.find(r, v)
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, readingView(v, s))
}

// told lists the questions of a part that the reading sheet shows: the
// indicators stand apart, with their charts.
func told(s initiative.Sheeted, page questionnaire.Page) []questionnaire.Question {
	var list []questionnaire.Question
	for _, q := range page.Questions {
		if q.Type != questionnaire.Repeat && s.Sheet.Parts.Asked(q, s.Answers) {
			list = append(list, q)
		}
	}
	return list
}

func hasIndicators(page questionnaire.Page) bool {
	for _, q := range page.Questions {
		if q.Type == questionnaire.Repeat {
			return true
		}
	}
	return false
}
