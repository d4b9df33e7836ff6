package questionnaire

import (
	"fmt"

	"telaio/internal/strictyaml"
	"telaio/internal/taxonomy"
)

// Problem is one thing that is wrong in a content file.
type Problem = strictyaml.Problem

// OtherCode is the code of the option that opens a text field beside it.
const OtherCode = "other"

// Parse reads a definition. The problems name file, line and reason; the
// definition is nil if there are any.
func Parse(file string, raw []byte, taxonomies taxonomy.Set) (*Definition, []Problem) {
	d := &Definition{}
	document := strictyaml.Read(file, raw, d)
	if len(document.Problems()) > 0 {
		return nil, document.Problems()
	}
	c := checker{document: document, taxonomies: taxonomies, definition: d, variables: map[string]bool{}}
	c.check()
	if len(document.Problems()) > 0 {
		return nil, document.Problems()
	}
	return d, nil
}

// New returns the definition ready for use. It is for forms that another file
// of the content describes; the error names the first thing that is wrong.
func New(d Definition, taxonomies taxonomy.Set) (*Definition, error) {
	document := &strictyaml.Document{}
	c := checker{document: document, taxonomies: taxonomies, definition: &d, variables: map[string]bool{}}
	c.check()
	if problems := document.Problems(); len(problems) > 0 {
		return nil, fmt.Errorf("form %q: %s", d.ID, problems[0].Reason)
	}
	return &d, nil
}

// Page returns the page with the id.
func (d *Definition) Page(id string) (Page, bool) {
	for _, p := range d.Pages {
		if p.ID == id {
			return p, true
		}
	}
	return Page{}, false
}

// Question returns the question with the id, wherever it stands.
func (d *Definition) Question(id string) (Question, bool) {
	e, ok := d.entries[id]
	if !ok {
		return Question{}, false
	}
	return e.question, true
}

// Options lists the question's choices, from its taxonomy or its own. The
// caller must not change them.
func (d *Definition) Options(q Question) []Option {
	if e, ok := d.entries[q.ID]; ok {
		return e.options
	}
	return nil
}

// optionsOf lists the question's choices.
func optionsOf(q Question, taxonomies taxonomy.Set) []Option {
	if q.Taxonomy == "" {
		return q.Options
	}
	terms := taxonomies[q.Taxonomy].Terms
	options := make([]Option, len(terms))
	for i, term := range terms {
		options[i] = Option{Code: term.Code, Label: term.Label, Gloss: term.Gloss}
	}
	return options
}

// hasOption reports whether the code is one of the options.
func hasOption(options []Option, code string) bool {
	for _, o := range options {
		if o.Code == code {
			return true
		}
	}
	return false
}
