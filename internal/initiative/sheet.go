package initiative

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"telaio/internal/i18n"
	"telaio/internal/kit"
	"telaio/internal/questionnaire"
	"telaio/internal/taxonomy"
)

// Sheet is the initiative sheet of one version of a kit, as two forms: its parts
// with everything but the measurements, and one measurement.
type Sheet struct {
	Kit     *kit.Kit
	Parts   *questionnaire.Definition
	Measure *questionnaire.Definition
}

// Sheets are those of every version of the kits.
type Sheets struct {
	all    map[string]*Sheet // by the kit's reference
	newest string
	words  words
}

// The fields that each measurement has, in the indicators' group of the kit.
// The method is there twice: as planned, and as it was done.
const (
	measuredField   = "measured"
	measuredOnField = "measured_date"
	askedField      = "n_asked"
	answeredField   = "n_answered"
	evidenceField   = "evidence"
	sourceField     = "evidence_source"
	noteField       = "note"
)

// MeasurePage is the page of a sheet's measurement form.
const MeasurePage = "measurement"

// NewSheets makes the forms of the kits' sheets. The newest is the one that a
// new initiative begins with. Words that the kit does not have come from the
// messages.
func NewSheets(kits []*kit.Kit, newest *kit.Kit, messages *i18n.Catalogue, taxonomies taxonomy.Set) (Sheets, error) {
	sheets := Sheets{all: map[string]*Sheet{}, newest: newest.Reference(), words: words{messages}}
	for _, k := range kits {
		m := maker{kit: k, words: sheets.words}
		sheet, err := m.sheet(taxonomies)
		if err != nil {
			return Sheets{}, fmt.Errorf("initiative sheet of %s: %w", k.Reference(), err)
		}
		sheets.all[k.Reference()] = sheet
	}
	if sheets.all[sheets.newest] == nil {
		return Sheets{}, fmt.Errorf("initiative sheet: kit %s is not among the kits", sheets.newest)
	}
	return sheets, nil
}

// Of returns the sheet that the initiative was begun with, or the newest where
// that version is gone: the fields outlive their wording.
func (s Sheets) Of(i Initiative) *Sheet {
	if sheet, ok := s.all[i.Kit]; ok {
		return sheet
	}
	return s.Newest()
}

// Newest returns the sheet of a new initiative.
func (s Sheets) Newest() *Sheet { return s.all[s.newest] }

// Page returns the part with the id.
func (s *Sheet) Page(id string) (questionnaire.Page, bool) { return s.Parts.Page(id) }

// maker turns a kit's sheet into forms.
type maker struct {
	kit   *kit.Kit
	words words
}

func (m maker) sheet(taxonomies taxonomy.Set) (*Sheet, error) {
	source := m.kit.InitiativeSheet
	parts := questionnaire.Definition{ID: "initiative", Version: 1, Title: text(source.Title)}
	measure := questionnaire.Page{ID: MeasurePage, Title: m.words.text("initiative.measurement")}
	for _, section := range source.Sections {
		page, measured := m.page(section)
		parts.Pages = append(parts.Pages, page)
		measure.Questions = append(measure.Questions, measured...)
	}
	slices.SortStableFunc(measure.Questions, func(a, b questionnaire.Question) int { return measureOrder(a.ID) - measureOrder(b.ID) })
	measure.Questions = append(measure.Questions, m.extra(sourceField, questionnaire.ShortText, 500), m.extra(noteField, questionnaire.LongText, 600))
	sheet := &Sheet{Kit: m.kit}
	var err error
	if sheet.Parts, err = questionnaire.New(parts, taxonomies); err != nil {
		return nil, err
	}
	form := questionnaire.Definition{ID: MeasurePage, Version: 1, Title: measure.Title, Pages: []questionnaire.Page{measure}}
	sheet.Measure, err = questionnaire.New(form, taxonomies)
	return sheet, err
}

// measureOrder asks for the value first, for somebody who stands with a phone.
func measureOrder(field string) int {
	return slices.Index([]string{measuredField, measuredOnField, askedField, answeredField, methodField, evidenceField}, field)
}

// page makes the form of a part, and lists the questions of the measurements
// that are told in it.
func (m maker) page(s kit.SheetSection) (page questionnaire.Page, measured []questionnaire.Question) {
	page = questionnaire.Page{ID: strings.ToLower(s.ID), Title: text(s.Title)}
	if g := s.RepeatableGroup; g.ID != "" {
		group := questionnaire.Question{
			ID: g.ID, Type: questionnaire.Repeat, Label: m.words.text("initiative.indicators"), Hint: m.words.text("initiative.indicators_hint"),
			ItemName: m.words.text("initiative.indicator"), ItemTitle: indicatorName, Max: g.Max, Required: g.Min > 0,
			RequiredMessage: m.words.text("initiative.ask.indicators"),
		}
		for _, f := range g.Fields {
			for _, q := range m.questions(f) {
				if ofMeasurement(q.ID) {
					measured = append(measured, q)
				}
				if !ofMeasurement(q.ID) || q.ID == methodField {
					group.Questions = append(group.Questions, q)
				}
			}
		}
		page.Questions = append(page.Questions, group)
	}
	for i, f := range s.Fields {
		made := m.questions(f)
		if s.RepeatableGroup.ID != "" && i == 0 {
			made[0].Heading = m.words.text("initiative.people_and_costs")
		}
		page.Questions = append(page.Questions, made...)
	}
	for _, r := range s.Ratings {
		page.Questions = append(page.Questions, m.rating(r))
	}
	for i, f := range s.ClosingFields {
		made := m.questions(f)
		if i == 0 {
			made[0].Heading = m.words.text("initiative.closing")
		}
		page.Questions = append(page.Questions, made...)
	}
	return page, measured
}

func ofMeasurement(field string) bool { return measureOrder(field) >= 0 }

// rating is one of the rated questions: levels in words, the number after them.
func (m maker) rating(r kit.Rating) questionnaire.Question {
	q := questionnaire.Question{
		ID: strings.ToLower(r.ID), Variable: variable(r.ID), Type: questionnaire.SingleChoice, Label: text(r.Text),
		Required: true, Class: questionnaire.Sensitive, Missing: []questionnaire.Missing{questionnaire.DontKnow},
	}
	q.RequiredMessage = m.words.with("initiative.ask_choice", q.Label)
	for _, level := range r.Levels {
		q.Options = append(q.Options, questionnaire.Option{Code: strconv.Itoa(level.Level), Label: text(level.Text)})
	}
	return q
}

func variable(id string) string { return "initiative_" + strings.ToLower(id) }

func text(t kit.Text) questionnaire.Text { return questionnaire.Text{"it": t.It, "en": t.En} }

// words are the messages in every language at once.
type words struct{ messages *i18n.Catalogue }

func (w words) text(key string) questionnaire.Text {
	t := questionnaire.Text{}
	for _, language := range i18n.Languages() {
		t[string(language)] = w.messages.Printer(language).T(key)
	}
	return t
}

// with puts a label into a message.
func (w words) with(key string, label questionnaire.Text) questionnaire.Text {
	t := questionnaire.Text{}
	for _, language := range i18n.Languages() {
		t[string(language)] = w.messages.Printer(language).T(key, i18n.Args{"Label": label[string(language)]})
	}
	return t
}

// in is a message in one language, and all is it in every one.
func (w words) in(language i18n.Language, key string) string {
	return w.messages.Printer(language).T(key)
}

func (w words) all(key string) []string {
	var list []string
	for _, language := range i18n.Languages() {
		list = append(list, w.in(language, key))
	}
	return list
}

// own is a field's own message, or none.
func (w words) own(key string) questionnaire.Text {
	if !w.messages.Printer(i18n.Italian).Has(key) {
		return nil
	}
	return w.text(key)
}
