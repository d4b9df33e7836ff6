package initiative

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/kit"
	"telaio/internal/questionnaire"
)

// mostMeasurements is how many rows one initiative may have: daily values of
// six indicators for some years, with corrections.
const mostMeasurements = 10_000

// MeasureForm is the form of one measurement with what was typed.
type MeasureForm struct {
	Sheet     *Sheet
	Indicator Indicator
	Before    *Measurement // that is being corrected, nil = a new one
	Answers   questionnaire.Answers
	Problems  map[string]fault.Message
}

// NewMeasurement is the form of a measurement today, by the method that was
// planned.
func (u UseCases) NewMeasurement(s Sheeted, i Indicator) MeasureForm {
	answers := questionnaire.Answers{measuredOnField: {Text: string(u.Today())}}
	if i.Method != "" {
		answers[methodField] = questionnaire.Value{Text: i.Method}
	}
	return MeasureForm{Sheet: s.Sheet, Indicator: i, Answers: answers}
}

// Correction is the form filled in with a measurement.
func Correction(s Sheeted, i Indicator, m Measurement) MeasureForm {
	return MeasureForm{Sheet: s.Sheet, Indicator: i, Before: &m, Answers: answersOf(m)}
}

// Measure keeps a measurement as typed. The fault names the fields to mend, and
// the form that comes back holds what was typed.
func (u UseCases) Measure(ctx context.Context, who account.Subject, s Sheeted, f MeasureForm, typed url.Values) (MeasureForm, error) {
	page, _ := f.Sheet.Measure.Page(MeasurePage)
	f.Answers = f.Sheet.Measure.Read(page.Questions, typed)
	m := measurementOf(f.Answers)
	m.InitiativeID, m.IndicatorID = s.ID, f.Indicator.ID
	if err := mayWrite(who, s.Initiative); err != nil {
		return f, err
	}
	f.Problems = u.checkMeasurement(f, m)
	if len(f.Problems) > 0 {
		return f, fault.InvalidFields(f.Problems)
	}
	err := u.Records.InTx(ctx, func(ctx context.Context) error {
		if f.Before != nil && f.Before.On != m.On {
			if err := u.append(ctx, who, takenBack(*f.Before)); err != nil {
				return err
			}
		}
		return u.append(ctx, who, m)
	})
	if err != nil {
		return f, fmt.Errorf("keep a measurement: %w", err)
	}
	return f, nil
}

// checkMeasurement says what is wrong with a measurement, by field name.
func (u UseCases) checkMeasurement(f MeasureForm, m Measurement) map[string]fault.Message {
	page, _ := f.Sheet.Measure.Page(MeasurePage)
	problems := f.Sheet.Measure.Check(page.Questions, f.Answers, nil)
	say := func(field, key string) {
		if _, said := problems[field]; !said {
			problems[field] = fault.Message{Key: key}
		}
	}
	if key := f.Indicator.unlikely(m, u.Today()); key.field != "" {
		say(key.field, key.message)
	}
	if _, there := f.Indicator.On(m.On); there && (f.Before == nil || f.Before.On != m.On) {
		say(measuredOnField, "initiative.check.same_day")
	}
	return problems
}

// complaint is a field with what is wrong in it.
type complaint struct{ field, message string }

// unlikely finds what cannot be in a measurement.
func (i Indicator) unlikely(m Measurement, today Day) complaint {
	switch {
	case m.On > today:
		return complaint{measuredOnField, "initiative.check.future"}
	case i.Percentage() && (m.Value < 0 || m.Value > 100):
		return complaint{measuredField, "initiative.check.percentage"}
	case m.Asked != nil && m.Answered != nil && *m.Answered > *m.Asked:
		return complaint{answeredField, "initiative.check.answered"}
	default:
		return complaint{}
	}
}

// Remove takes a measurement back. It stays in the history, from where it can
// be brought back.
func (u UseCases) Remove(ctx context.Context, who account.Subject, s Sheeted, m Measurement) error {
	if err := mayWrite(who, s.Initiative); err != nil {
		return err
	}
	if err := u.Records.InTx(ctx, func(ctx context.Context) error { return u.append(ctx, who, takenBack(m)) }); err != nil {
		return fmt.Errorf("take a measurement back: %w", err)
	}
	return nil
}

func takenBack(m Measurement) Measurement {
	m.Removed = true
	return m
}

// append adds m as the newest row of its day, unless the newest says the same.
// It runs in a transaction.
func (u UseCases) append(ctx context.Context, who account.Subject, m Measurement) error {
	rows, err := u.Records.Measurements(ctx, m.InitiativeID)
	if err != nil {
		return err
	}
	if len(rows) >= mostMeasurements {
		return fault.New(fault.TooMany, "initiative.too_many_measurements")
	}
	m.Number = 1
	for _, row := range rows {
		if row.IndicatorID == m.IndicatorID && row.On == m.On {
			m.Number = row.Number + 1
			if row.Says(m) && isLast(rows, row) {
				return nil
			}
		}
	}
	m.Who, m.At = who.PersonID, u.Clock.Now()
	return u.Records.AddMeasurement(ctx, m)
}

func isLast(rows []Measurement, m Measurement) bool {
	for _, row := range rows {
		if row.IndicatorID == m.IndicatorID && row.On == m.On && row.Number > m.Number {
			return false
		}
	}
	return true
}

// measurementOf reads what was typed.
func measurementOf(a questionnaire.Answers) Measurement {
	return Measurement{
		On: dayIn(a, measuredOnField), Value: amountIn(a, measuredField).Value,
		Asked: countIn(a, askedField), Answered: countIn(a, answeredField), Method: a[methodField].Text,
		Evidence: kit.Strength(strings.ToUpper(a[evidenceField].Text)), Source: a[sourceField].Text, Note: a[noteField].Text,
	}
}

// answersOf is the inverse of measurementOf.
func answersOf(m Measurement) questionnaire.Answers {
	a := questionnaire.Answers{
		measuredField:   {Text: questionnaire.FormatDecimal(m.Value)},
		measuredOnField: {Text: string(m.On)},
	}
	set := func(field, text string) {
		if text != "" {
			a[field] = questionnaire.Value{Text: text}
		}
	}
	if m.Asked != nil {
		set(askedField, strconv.Itoa(*m.Asked))
	}
	if m.Answered != nil {
		set(answeredField, strconv.Itoa(*m.Answered))
	}
	set(methodField, m.Method)
	set(evidenceField, strings.ToLower(string(m.Evidence)))
	set(sourceField, m.Source)
	set(noteField, m.Note)
	return a
}

func countIn(a questionnaire.Answers, field string) *int {
	n, err := strconv.Atoi(a[field].Text)
	if err != nil {
		return nil
	}
	return &n
}
