// Package intake turns the answers of the participation questionnaire into an
// organisation's card and its exact places, and a card back into answers, so
// that the first submission and every later change go through the same form.
package intake

import (
	"telaio/internal/consent"
	"telaio/internal/organisation"
	"telaio/internal/questionnaire"
)

// QuestionnaireID names the questionnaire that describes an organisation.
const QuestionnaireID = "participation"

// SuggestionID names the one-page form of those who know an organisation.
const SuggestionID = "suggestion"

// Submission is what a completed questionnaire says.
type Submission struct {
	Card     organisation.Card // with the public side of the places only
	Places   []organisation.ExactPlace
	Sender   organisation.Sender
	Consents map[consent.Purpose]bool
}

// Municipalities gives the gazetteer's municipality for a code.
type Municipalities interface {
	ByCode(code string) (organisation.Municipality, bool)
}

// Read makes a submission of the answers. Items without an id are given one.
func Read(answers questionnaire.Answers, towns Municipalities) Submission {
	panic("intake: not built yet")
}

// Answers is the inverse of Read for the organisation's part: the form filled
// in with what is published.
func Answers(card organisation.Card, places []organisation.ExactPlace) questionnaire.Answers {
	panic("intake: not built yet")
}

// Questions lists the ids of the questions that a field of the card comes from,
// for amending one field at a time.
func Questions(f organisation.Field) []string { panic("intake: not built yet") }
