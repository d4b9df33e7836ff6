package desk

import (
	"errors"
	"maps"
	"net/http"

	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/intake"
	"telaio/internal/organisation"
	"telaio/internal/questionnaire"
	"telaio/internal/review"
	"telaio/internal/web/part/fielddiff"
	"telaio/internal/web/part/form"
	"telaio/internal/web/shell"
)

// fieldPage asks the questions that one field of a card comes from.
type fieldPage struct {
	Fields  form.Fields
	Field   organisation.Field
	Title   string
	Lead    string
	Back    string // address of the page it was opened from
	Parent  string // its name
	Action  string // address that takes the answers
	Button  string
	Refusal *fault.Error
	// OrganisationID is whose page it is about, "" if it has none yet.
	OrganisationID string
}

func (p Pages) askAmendment(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	field := organisation.Field(v.Values["field"])
	if field == review.PlacesField { // shown only to who asks for it by a button
		http.Redirect(w, r, v.Path("proposal", "proposal", v.Values["proposal"])+"#field-places", http.StatusSeeOther)
		return nil
	}
	return p.showAmendment(w, r, v, field)
}

// askPlaces opens the places with what they keep from the public.
func (p Pages) askPlaces(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, "error.invalid", err)
	}
	if _, err := p.keep(r, v, v.Values["proposal"]); err != nil {
		return err
	}
	return p.showAmendment(w, r, v, review.PlacesField)
}

func (p Pages) showAmendment(w http.ResponseWriter, r *http.Request, v *shell.Visit, field organisation.Field) error {
	answers, err := p.Desk.AmendmentStart(r.Context(), v.Values["proposal"], field, v.Subject)
	if err != nil {
		return err
	}
	page, err := p.amendmentPage(r, v, field, answers)
	if err != nil {
		return err
	}
	return p.ask(w, r, v, page, http.StatusOK)
}

// ask shows the questions, beside each relation the page that it leads to or may
// lead to.
func (p Pages) ask(w http.ResponseWriter, r *http.Request, v *shell.Visit, page fieldPage, status int) error {
	if page.Field == review.RelationsField {
		var err error
		if page.Fields.Ties, err = p.Desk.Ties(r.Context(), page.OrganisationID, page.Fields.Answers); err != nil {
			return err
		}
	}
	return shell.Render(w, r, status, fieldView(v, page))
}

func (p Pages) amendmentPage(r *http.Request, v *shell.Visit, field organisation.Field, answers questionnaire.Answers) (fieldPage, error) {
	name, err := p.Desk.NameOf(r.Context(), v.Values["proposal"])
	if err != nil {
		return fieldPage{}, err
	}
	back := v.Path("proposal", "proposal", v.Values["proposal"])
	page := fieldPage{
		Fields: form.Fields{Definition: p.Form, Questions: questionsOf(p.Form, field), Answers: answers, Towns: p.Towns},
		Field:  field, Back: back + "#field-" + string(field), Parent: name, Button: v.T("desk.amend.button"),
		Action: v.Path("proposal-field", "proposal", v.Values["proposal"], "field", string(field)),
		Title:  v.T("desk.amend.title", i18n.Args{"Field": fielddiff.Label(v, field)}), Lead: v.T("desk.amend.lead"),
	}
	if len(page.Fields.Questions) == 0 {
		return page, fault.New(fault.NotFound, "error.not_found")
	}
	return page, nil
}

func (p Pages) amend(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	field := organisation.Field(v.Values["field"])
	answers, err := p.posted(r, field)
	if err != nil {
		return err
	}
	page, err := p.amendmentPage(r, v, field, answers)
	if err != nil {
		return err
	}
	return p.take(w, r, v, page, func(answers questionnaire.Answers) (string, error) {
		return page.Back, p.Desk.Amend(r.Context(), v.Values["proposal"], field, answers, v.Subject)
	})
}

func (p Pages) askCorrection(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	field := organisation.Field(r.URL.Query().Get("campo"))
	if field == review.PlacesField { // shown only to who asks for it by a button
		http.Redirect(w, r, v.Path("desk-organisation", "organisation", v.Values["organisation"]), http.StatusSeeOther)
		return nil
	}
	return p.showCorrection(w, r, v, field)
}

func (p Pages) askPlacesCorrection(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	return p.showCorrection(w, r, v, review.PlacesField)
}

func (p Pages) showCorrection(w http.ResponseWriter, r *http.Request, v *shell.Visit, field organisation.Field) error {
	answers, err := p.Desk.CorrectionStart(r.Context(), v.Values["organisation"], field, v.Subject)
	if err != nil {
		return err
	}
	page, err := p.correctionPage(r, v, field, answers)
	if err != nil {
		return err
	}
	return p.ask(w, r, v, page, http.StatusOK)
}

func (p Pages) correctionPage(r *http.Request, v *shell.Visit, field organisation.Field, answers questionnaire.Answers) (fieldPage, error) {
	record, err := p.Desk.Record(r.Context(), v.Values["organisation"])
	if err != nil {
		return fieldPage{}, err
	}
	page := fieldPage{
		Fields: form.Fields{Definition: p.Form, Questions: questionsOf(p.Form, field), Answers: answers, Towns: p.Towns},
		Field:  field, OrganisationID: record.Organisation.ID, Back: v.Path("desk-organisation", "organisation", record.Organisation.ID), Parent: record.Organisation.Card.Name,
		Action: query(v.Path("desk-correct", "organisation", record.Organisation.ID), "campo", string(field)),
		Title:  v.T("desk.correct.title", i18n.Args{"Field": fielddiff.Label(v, field)}), Lead: v.T("desk.correct.lead"),
		Button: v.T("desk.correct.button"),
	}
	if len(page.Fields.Questions) == 0 || field == "logo" {
		return page, fault.New(fault.NotFound, "error.not_found")
	}
	return page, nil
}

func (p Pages) correct(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	field := organisation.Field(r.URL.Query().Get("campo"))
	answers, err := p.posted(r, field)
	if err != nil {
		return err
	}
	page, err := p.correctionPage(r, v, field, answers)
	if err != nil {
		return err
	}
	return p.take(w, r, v, page, func(answers questionnaire.Answers) (string, error) {
		id, err := p.Desk.Correct(r.Context(), v.Values["organisation"], field, answers, v.Subject)
		return v.Path("proposal", "proposal", id), err
	})
}

// posted reads the answers to a field's questions from the form.
func (p Pages) posted(r *http.Request, field organisation.Field) (questionnaire.Answers, error) {
	if err := r.ParseForm(); err != nil {
		return nil, fault.Wrap(fault.Invalid, "error.invalid", err)
	}
	questions := questionsOf(p.Form, field)
	return p.Form.Resolve(questions, p.Form.Read(questions, r.PostForm), p.Towns), nil
}

// take does what a repeat's button asks, or checks the answers and saves them.
// On either way back to the page every answer is still there.
func (p Pages) take(w http.ResponseWriter, r *http.Request, v *shell.Visit, page fieldPage, save func(questionnaire.Answers) (string, error)) error {
	answers := page.Fields.Answers
	if changed, ok := edited(page.Fields.Questions, answers, r.PostForm.Get("action")); ok {
		page.Fields.Answers = changed
		return p.ask(w, r, v, page, http.StatusOK)
	}
	page.Fields.Errors = p.Form.Check(page.Fields.Questions, answers, p.Towns)
	maps.Copy(page.Fields.Errors, intake.Check(answers))
	if len(page.Fields.Errors) == 0 {
		to, err := save(answers)
		if err == nil {
			http.Redirect(w, r, to, http.StatusSeeOther)
			return nil
		}
		refusal, told := errors.AsType[*fault.Error](err)
		if !told || (refusal.Kind != fault.Invalid && refusal.Kind != fault.Unavailable) {
			return err
		}
		page.Refusal, v.Cause = refusal, err
		return p.ask(w, r, v, page, shell.StatusOf(refusal.Kind))
	}
	return p.ask(w, r, v, page, http.StatusUnprocessableEntity)
}
