package form

import (
	"slices"
	"strconv"
	"time"

	"telaio/internal/questionnaire"
	"telaio/internal/taxonomy"
)

// inputType is the type attribute of a single-line field. Web addresses are
// plain text: people leave out the scheme, and the engine adds it.
func (x field) inputType() string {
	switch x.question.Type {
	case questionnaire.Email:
		return "email"
	case questionnaire.Phone:
		return "tel"
	default:
		return "text"
	}
}

// inputMode chooses the keyboard of a phone, "" = the ordinary one.
func (x field) inputMode() string {
	switch x.question.Type {
	case questionnaire.Integer, questionnaire.Year:
		return "numeric"
	case questionnaire.Number:
		return "decimal"
	case questionnaire.URL:
		return "url"
	default:
		return ""
	}
}

func (x field) inputClass() string {
	switch x.question.Type {
	case questionnaire.Integer, questionnaire.Number, questionnaire.Year, questionnaire.Date, questionnaire.Phone:
		return "input input--s"
	default:
		return "input"
	}
}

// typed is the text as it is shown in the field: a date as people write it.
func (x field) typed() string {
	if x.question.Type == questionnaire.Date {
		if day, err := time.Parse(time.DateOnly, x.value.Text); err == nil {
			return day.Format("02/01/2006")
		}
	}
	if x.question.Type == questionnaire.Number {
		return decimal(x.v, x.value.Text)
	}
	if x.question.Type == questionnaire.Municipality {
		if town, ok := x.town(); ok {
			return town.Label
		}
	}
	return x.value.Text
}

// town is the municipality that the answer's code stands for.
func (x field) town() (questionnaire.Town, bool) {
	if x.form.Towns == nil || len(x.value.Codes) == 0 || x.problem() != "" {
		return questionnaire.Town{}, false
	}
	return x.form.Towns.In(x.v.Language).Town(x.value.Codes[0])
}

// mostTowns is how many municipalities a reader can choose among.
const mostTowns = 12

// candidates lists the municipalities among which the reader has to choose.
func (x field) candidates() []questionnaire.Town {
	if x.form.Towns == nil || x.value.Text == "" || x.problem() == "" {
		return nil
	}
	towns := x.form.Towns.In(x.v.Language).Towns(x.value.Text)
	return towns[:min(len(towns), mostTowns)]
}

// byThread reports whether the options are forms of solidarity, which carry
// their sign.
func (x field) byThread() bool { return x.question.Taxonomy == taxonomy.SolidarityForm }

// radio reports whether one answer excludes the others.
func (x field) radio() bool { return x.question.Type != questionnaire.MultiChoice }

func (x field) control() string {
	if x.radio() {
		return "radio"
	}
	return "checkbox"
}

func (x field) listClass() string {
	if x.question.Type == questionnaire.Scale {
		return "mt-2 scale"
	}
	return "mt-2"
}

func (x field) canBeOther(o questionnaire.Option) bool {
	return x.question.Other && o.Code == questionnaire.OtherCode
}

// reasons lists the missing reasons that may be chosen.
func (x field) reasons() []questionnaire.Missing { return x.question.Missing }

func reasonCode(m questionnaire.Missing) string { return strconv.Itoa(int(m)) }

// reasonKey is the message key of a missing reason.
func reasonKey(m questionnaire.Missing) string {
	if m == questionnaire.Refused {
		return "form.refused"
	}
	return "form.dont_know"
}

// full reports whether a repeat has as many items as it may.
func (x field) full() bool {
	return x.question.Max > 0 && len(x.value.Items) >= x.question.Max
}

// words of a repeat's buttons: its own, or ones that fit every noun.
func (x field) repeatWords(key string) string {
	own := "form." + key + "_" + x.question.ID
	if x.v.Has(own) {
		return x.v.T(own)
	}
	return x.v.T("form."+key, map[string]any{"Name": x.in(x.question.ItemName)})
}

func hasRepeat(fields []field) bool {
	return slices.ContainsFunc(fields, func(x field) bool { return x.question.Type == questionnaire.Repeat })
}
