package participate

import (
	"net/http"
	"strconv"
	"strings"

	"telaio/internal/fault"
	"telaio/internal/participation"
	"telaio/internal/questionnaire"
	"telaio/internal/twin"
	"telaio/internal/web/part/form"
	"telaio/internal/web/shell"
)

// stepPage is one page of the questionnaire.
type stepPage struct {
	way
	Page    questionnaire.Page
	Number  int // of the step that the page was filled in from
	Fields  form.Fields
	Problem string      // sentence on top, "" = none
	Unsaved bool        // what is shown has not been saved
	Similar []twin.Twin // that are on the atlas already
}

// stepPage puts the page together. Problems are shown once somebody has asked
// to go on, not while they are still writing.
func (p Pages) stepPage(v *shell.Visit, f *participation.Form, page questionnaire.Page, problems map[string]fault.Message) stepPage {
	to := way{v, f}
	return stepPage{
		way: to, Page: page, Number: f.Steps[page.ID].Number,
		Fields: form.Fields{
			Definition: f.Definition, Questions: page.Questions, Answers: f.Answers,
			Errors: problems, Towns: p.UseCases.Towns, Picture: to.picture,
		},
	}
}

func (p Pages) showStep(w http.ResponseWriter, r *http.Request, v *shell.Visit, f *participation.Form) error {
	page, ok := pageOf(f, r.PathValue("page"))
	if !ok {
		return fault.New(fault.NotFound, "error.not_found")
	}
	var problems map[string]fault.Message
	if r.URL.Query().Has(checkParameter) {
		problems = f.Problems(page)
	}
	step := p.stepPage(v, f, page, problems)
	if err := p.addTies(r, f, &step); err != nil {
		return err
	}
	if r.URL.Query().Has(similarParameter) && names(page) {
		var err error
		if step.Similar, err = p.UseCases.Similar(r.Context(), f); err != nil {
			return err
		}
	}
	return shell.Render(w, r, http.StatusOK, stepView(v, step))
}

// checkParameter asks a page to show what is wrong on it.
const checkParameter = "controlla"

func (s stepPage) title() string { return s.Page.Title.In(string(s.v.Language)) }

// headTitle says the step and, first of all, whether something is wrong.
func (s stepPage) headTitle() string {
	title := s.title()
	if !s.short() {
		title = s.v.T("participate.step_title", map[string]any{"Title": title, "Step": s.position(), "Steps": len(s.form.Pages())})
	}
	if len(s.Fields.Errors) > 0 || s.Unsaved {
		title = s.v.T("form.error_prefix") + " " + title
	}
	return title
}

func (s stepPage) position() int {
	for i, page := range s.form.Pages() {
		if page.ID == s.Page.ID {
			return i + 1
		}
	}
	return 1
}

func (s stepPage) lead() string { return s.Page.Lead.In(string(s.v.Language)) }

func (s stepPage) number() string { return strconv.Itoa(s.Number) }

// encoding is that of a form with files, where there are any.
func (s stepPage) encoding() string {
	if hasFile(s.Page) {
		return "multipart/form-data"
	}
	return "application/x-www-form-urlencoded"
}

func hasFile(page questionnaire.Page) bool {
	for _, q := range page.Questions {
		if q.Type == questionnaire.File {
			return true
		}
	}
	return false
}

// asksConsent reports whether the notice has to be within reach.
func (s stepPage) asksConsent() bool {
	for _, q := range s.Page.Questions {
		if strings.HasPrefix(q.ID, "consent_") {
			return true
		}
	}
	return false
}

// continueWords are on the main button.
func (s stepPage) continueWords() string {
	if s.short() {
		return s.v.T("participate.send_suggestion")
	}
	return s.v.T("form.continue")
}
