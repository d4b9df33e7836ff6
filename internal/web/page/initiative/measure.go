package initiative

import (
	"net/http"

	"telaio/internal/fault"
	"telaio/internal/initiative"
	"telaio/internal/web/part/form"
	"telaio/internal/web/shell"
)

// measurePage asks for one measurement.
type measurePage struct {
	initiative.Sheeted
	Form    initiative.MeasureForm
	Problem string // sentence on top, "" = none
}

func (m measurePage) fields() form.Fields {
	page, _ := m.Form.Sheet.Measure.Page(initiative.MeasurePage)
	return form.Fields{Definition: m.Form.Sheet.Measure, Questions: page.Questions, Answers: m.Form.Answers, Errors: m.Form.Problems}
}

// first are the fields that every measurement needs, or soon will; the rest can
// be opened below them.
func (m measurePage) first() form.Fields {
	f := m.fields()
	f.Questions = f.Questions[:m.firstCount()]
	return f
}

func (m measurePage) more() form.Fields {
	f := m.fields()
	f.Questions = f.Questions[m.firstCount():]
	return f
}

// firstCount ends with the last question that has to be answered.
func (m measurePage) firstCount() int {
	count := 0
	for i, q := range m.fields().Questions {
		if q.Required {
			count = i + 1
		}
	}
	return count
}

// moreOpen reports whether something is already said in the rest, or wrong.
func (m measurePage) moreOpen() bool {
	for _, q := range m.more().Questions {
		if _, wrong := m.Form.Problems[q.ID]; wrong || m.Form.Answers[q.ID].Text != "" {
			return true
		}
	}
	return false
}

// action is where the form goes: a new day, or the one that is corrected.
func (m measurePage) action(v *shell.Visit) string {
	if before := m.Form.Before; before != nil {
		return to(v, "initiative-measurement-correct", m.Sheeted, "indicator", m.Form.Indicator.ID, "day", string(before.On))
	}
	return to(v, "initiative-measure-add", m.Sheeted, "indicator", m.Form.Indicator.ID)
}

func (m measurePage) title(v *shell.Visit) string {
	key := "initiative.add_measurement"
	if m.Form.Before != nil {
		key = "initiative.correct_measurement"
	}
	if len(m.Form.Problems) > 0 {
		return v.T("form.error_prefix") + " " + v.T(key)
	}
	return v.T(key)
}

// indicator finds the initiative and the indicator that the address names.
func (p Pages) indicator(r *http.Request, v *shell.Visit) (initiative.Sheeted, initiative.Indicator, error) {
	s, err := p.find(r, v)
	if err != nil {
		return s, initiative.Indicator{}, err
	}
	i, ok := s.Content.Indicator(r.PathValue("indicator"))
	if !ok {
		return s, i, errNotFound
	}
	return s, i, nil
}

func (p Pages) askMeasure(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	s, i, err := p.indicator(r, v)
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, measureView(v, measurePage{Sheeted: s, Form: p.UseCases.NewMeasurement(s, i)}))
}

func (p Pages) measure(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	s, i, err := p.indicator(r, v)
	if err != nil {
		return err
	}
	return p.keepMeasurement(w, r, v, s, p.UseCases.NewMeasurement(s, i))
}

// keepMeasurement keeps what was typed, or shows it again with what is wrong.
func (p Pages) keepMeasurement(w http.ResponseWriter, r *http.Request, v *shell.Visit, s initiative.Sheeted, f initiative.MeasureForm) error {
	f, err := p.UseCases.Measure(r.Context(), v.Subject, s, f, r.PostForm)
	switch {
	case err == nil:
		http.Redirect(w, r, to(v, "initiative", s)+"?notice=initiative_measured#i-"+f.Indicator.ID, http.StatusSeeOther)
		return nil
	case fault.KindOf(err) == fault.Invalid:
		return shell.Render(w, r, http.StatusUnprocessableEntity, measureView(v, measurePage{Sheeted: s, Form: f}))
	case shell.CanRetry(err):
		return shell.Render(w, r, v.Explain(w.Header(), err), measureView(v, measurePage{Sheeted: s, Form: f, Problem: v.T(fault.KeyOf(err))}))
	default:
		return err
	}
}

// measurement finds the measurement that the address names.
func (p Pages) measurement(r *http.Request, v *shell.Visit) (initiative.Sheeted, initiative.MeasureForm, error) {
	s, i, err := p.indicator(r, v)
	if err != nil {
		return s, initiative.MeasureForm{}, err
	}
	m, ok := i.On(initiative.Day(r.PathValue("day")))
	if !ok {
		return s, initiative.MeasureForm{}, errNotFound
	}
	return s, initiative.Correction(s, i, m), nil
}

func (p Pages) askCorrect(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	s, f, err := p.measurement(r, v)
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, measureView(v, measurePage{Sheeted: s, Form: f}))
}

func (p Pages) correct(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	s, f, err := p.measurement(r, v)
	if err != nil {
		return err
	}
	return p.keepMeasurement(w, r, v, s, f)
}

func (p Pages) removeMeasurement(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	s, f, err := p.measurement(r, v)
	if err != nil {
		return err
	}
	if err := p.UseCases.Remove(r.Context(), v.Subject, s, *f.Before); err != nil {
		return err
	}
	return done(w, r, v, s, "initiative_measurement_removed")
}
