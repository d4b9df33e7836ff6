package practice

import (
	"slices"
	"strings"
	"unicode/utf8"

	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/kit"
	"telaio/internal/questionnaire"
	"telaio/internal/taxonomy"
)

// Part names one text of the words.
type Part string

// The parts of the words, in the order of the page.
const (
	Title      Part = "title"
	NeedText   Part = "need"
	What       Part = "what"
	Conditions Part = "conditions"
	Pitfalls   Part = "pitfalls"
)

// Parts lists every part.
func Parts() []Part { return []Part{Title, NeedText, What, Conditions, Pitfalls} }

// Most is how many characters a part may have.
func (p Part) Most() int {
	switch p {
	case Title:
		return 120
	case NeedText:
		return 300
	case What:
		return 4000
	default:
		return 2000
	}
}

// Needed reports whether no practice is published without the part.
func (p Part) Needed() bool { return p == Title || p == NeedText || p == What }

// lines reports whether the part may have several.
func (p Part) lines() bool { return p != Title && p != NeedText }

// Text returns a part of the words.
func (w Words) Text(p Part) string {
	switch p {
	case Title:
		return w.Title
	case NeedText:
		return w.Need
	case What:
		return w.What
	case Conditions:
		return w.Conditions
	default:
		return w.Pitfalls
	}
}

// With returns the words with another text for the part.
func (w Words) With(p Part, text string) Words {
	switch p {
	case Title:
		w.Title = text
	case NeedText:
		w.Need = text
	case What:
		w.What = text
	case Conditions:
		w.Conditions = text
	default:
		w.Pitfalls = text
	}
	return w
}

// The bounds of a sheet.
const (
	mostSource = 300
	mostDoers  = 40
)

// Vocabulary is what the codes of a sheet are taken from.
type Vocabulary struct {
	Taxonomies taxonomy.Set
	Kit        *kit.Kit // the newest version
}

// Efforts lists the kit's efforts, the smallest first.
func Efforts() []kit.Effort { return []kit.Effort{kit.LowEffort, kit.MediumEffort, kit.HighEffort} }

// Clean returns the sheet as it is kept: readable texts, known codes in the
// vocabulary's order, each organisation once. Words without any text are left
// out.
func (v Vocabulary) Clean(s Sheet) Sheet {
	words := map[i18n.Language]Words{}
	for _, language := range i18n.Languages() {
		var w Words
		for _, part := range Parts() {
			w = w.With(part, questionnaire.Clean(s.Words[language].Text(part), part.lines()))
		}
		if w != (Words{}) || language == i18n.Italian {
			words[language] = w
		}
	}
	s.Words = words
	s.Needs = v.known(taxonomy.Need, s.Needs)
	s.Forms = v.known(taxonomy.SolidarityForm, s.Forms)
	s.Items = v.knownItems(s.Items)
	if !slices.Contains(Efforts(), s.Effort) {
		s.Effort = ""
	}
	s.Source = questionnaire.Clean(s.Source, false)
	s.Doers = once(s.Doers)
	return s
}

func (v Vocabulary) known(id taxonomy.ID, codes []string) []string {
	var known []string
	for _, term := range v.Taxonomies[id].Terms {
		if slices.Contains(codes, term.Code) {
			known = append(known, term.Code)
		}
	}
	return known
}

func (v Vocabulary) knownItems(ids []string) []string {
	var known []string
	for _, item := range v.Kit.Items() {
		if slices.Contains(ids, item.ID) {
			known = append(known, item.ID)
		}
	}
	return known
}

func once(doers []Doer) []Doer {
	var kept []Doer
	for _, d := range doers {
		same := func(k Doer) bool { return k == d }
		if d.OrganisationID != "" && !slices.ContainsFunc(kept, same) {
			kept = append(kept, d)
		}
	}
	return kept
}

// Dimensions lists the kit's dimensions that the sheet's items belong to, in the
// kit's order.
func (v Vocabulary) Dimensions(s Sheet) []string {
	var ids []string
	for _, d := range v.Kit.Dimensions {
		if slices.ContainsFunc(d.Items, func(i kit.Item) bool { return slices.Contains(s.Items, i.ID) }) {
			ids = append(ids, d.ID)
		}
	}
	return ids
}

// FieldOf names the form field of a part: "title_it".
func FieldOf(p Part, language i18n.Language) string { return string(p) + "_" + string(language) }

// tooLong says which texts are longer than they may be: a draft with such texts
// is not kept.
func tooLong(s Sheet) error {
	problems := map[string]fault.Message{}
	for language, words := range s.Words {
		for _, part := range Parts() {
			addTooLong(problems, FieldOf(part, language), words.Text(part), part.Most())
		}
	}
	addTooLong(problems, "source", s.Source, mostSource)
	if len(s.Doers) > mostDoers {
		problems["doers"] = fault.Message{Key: "practice.problem.too_many_doers", Args: map[string]any{"Max": mostDoers}}
	}
	return invalid(problems)
}

func addTooLong(problems map[string]fault.Message, field, text string, most int) {
	if over := utf8.RuneCountInString(text) - most; over > 0 {
		problems[field] = fault.Message{Key: "question.too_long", Args: map[string]any{"Count": over, "Max": most}}
	}
}

// Unfinished says what a sheet lacks before it can be published. A translation
// is whole or not there at all.
func Unfinished(s Sheet) error {
	problems := map[string]fault.Message{}
	for _, language := range i18n.Languages() {
		words, begun := s.Words[language]
		if !begun && language != i18n.Italian {
			continue
		}
		for _, part := range Parts() {
			if part.Needed() && strings.TrimSpace(words.Text(part)) == "" {
				problems[FieldOf(part, language)] = fault.Message{Key: "practice.problem." + inItsLanguage(part, language)}
			}
		}
	}
	if len(s.Needs) == 0 {
		problems["needs"] = fault.Message{Key: "practice.problem.needs"}
	}
	if len(s.Forms) == 0 {
		problems["forms"] = fault.Message{Key: "practice.problem.forms"}
	}
	if s.Effort == "" {
		problems["effort"] = fault.Message{Key: "practice.problem.effort"}
	}
	if s.Source == "" {
		problems["source"] = fault.Message{Key: "practice.problem.source"}
	}
	return invalid(problems)
}

// inItsLanguage names the sentence that asks for a part: the Italian text is the
// one that is meant where none is said.
func inItsLanguage(p Part, language i18n.Language) string {
	if language == i18n.Italian {
		return string(p)
	}
	return FieldOf(p, language)
}

func invalid(problems map[string]fault.Message) error {
	if len(problems) == 0 {
		return nil
	}
	return fault.InvalidFields(problems)
}
