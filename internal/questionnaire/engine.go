package questionnaire

import (
	"net/url"

	"telaio/internal/fault"
	"telaio/internal/taxonomy"
)

// Problem is one thing that is wrong in a content file.
type Problem struct {
	File   string
	Line   int // 0 = the whole file
	Reason string
}

// Parse reads a definition. The problems name file, line and reason; the
// definition is nil if there are any.
func Parse(file string, raw []byte, taxonomies taxonomy.Set) (*Definition, []Problem) {
	panic("questionnaire: not built yet")
}

// Page returns the page with the id.
func (d *Definition) Page(id string) (Page, bool) { panic("questionnaire: not built yet") }

// Question returns the question with the id, wherever it stands.
func (d *Definition) Question(id string) (Question, bool) { panic("questionnaire: not built yet") }

// Options lists the question's choices, from its taxonomy or its own.
func (d *Definition) Options(q Question) []Option { panic("questionnaire: not built yet") }

// Asked reports whether the question is asked, given the other answers.
func (d *Definition) Asked(q Question, all Answers) bool { panic("questionnaire: not built yet") }

// Read takes the answers to the questions from posted form values. Names are
// question ids; "ID.other" is the text beside other; "ID.code" a town's chosen
// code; "ID.missing" a chosen missing reason; "ID.ROW" a matrix row; items of a
// Repeat are "ID.0.CHILD" with "ID.0._id". Text is cleaned (NFC, no control or
// direction characters) but never cut: what is too long is for Check to say.
func (d *Definition) Read(questions []Question, form url.Values) Answers {
	panic("questionnaire: not built yet")
}

// Check says what is wrong with the answers to the questions, by field name as
// in Read, as message keys under "question.". Questions not asked are not
// checked. The towns may be nil when no question needs them.
func (d *Definition) Check(questions []Question, all Answers, towns Gazetteer) map[string]fault.Message {
	panic("questionnaire: not built yet")
}

// Complete returns the answers as they are stored for good: calculated values
// filled in, questions that were not asked marked so.
func (d *Definition) Complete(all Answers) Answers { panic("questionnaire: not built yet") }
