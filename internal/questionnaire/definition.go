// Package questionnaire is the engine of every form: versioned definitions in
// two languages, answers, conditions, checks. It knows nothing of databases,
// pages or organisations.
package questionnaire

import "telaio/internal/taxonomy"

// Text is a sentence per language ("it", "en").
type Text map[string]string

// In returns the text in the language, in Italian if there is none.
func (t Text) In(language string) string {
	if s, ok := t[language]; ok {
		return s
	}
	return t["it"]
}

// Type is the kind of answer that a question takes.
type Type string

// The types of questions.
const (
	ShortText    Type = "text"
	LongText     Type = "longtext"
	Integer      Type = "integer"
	Number       Type = "number" // with decimals, kept with a point: "1280.5"
	Year         Type = "year"
	Date         Type = "date"
	SingleChoice Type = "single"
	MultiChoice  Type = "multiple"
	Scale        Type = "scale"  // ordered options, shown in a row
	Matrix       Type = "matrix" // rows that share the same options
	File         Type = "file"
	Municipality Type = "municipality"
	URL          Type = "url"
	Email        Type = "email"
	Phone        Type = "phone"
	YesNo        Type = "yesno"  // two answers of equal weight, nothing preselected
	Repeat       Type = "repeat" // a group that is answered 0..n times
	Calculated   Type = "calculated"
)

// Class says how much an answer could tell about a person. A variable without
// one counts as sensitive.
type Class string

// The disclosure classes.
const (
	Direct    Class = "direct"
	Quasi     Class = "quasi"
	Sensitive Class = "sensitive"
	Public    Class = "public"
	FreeText  Class = "freetext"
	Technical Class = "technical"
)

// Missing is the reason why there is no answer, as it is stored.
type Missing int

// The missing reasons; Answered is none.
const (
	Answered Missing = 0
	Refused  Missing = -99
	DontKnow Missing = -98
	NotAsked Missing = -97
)

// Definition is one version of a questionnaire. Once published it is never
// changed: a new version is a new file.
type Definition struct {
	ID      string `yaml:"id"`
	Version int    `yaml:"version"`
	Title   Text   `yaml:"title"`
	Pages   []Page `yaml:"pages"`

	entries map[string]*entry // by question id
}

// entry is a question with what Parse worked out for it.
type entry struct {
	question Question
	position int    // in the order of the file; conditions look only backwards
	repeat   string // id of the Repeat that the question belongs to, or ""
	options  []Option
	when     *expression
	value    *expression
}

// Page is one step: one topic, one screen.
type Page struct {
	ID        string     `yaml:"id"`
	Title     Text       `yaml:"title"`
	Lead      Text       `yaml:"lead,omitempty"`
	Questions []Question `yaml:"questions"`
}

// Question asks for one variable. In a Repeat, Questions are asked once for
// each item.
type Question struct {
	ID       string `yaml:"id"`       // key of the answer and name of the form field
	Variable string `yaml:"variable"` // stable id that outlives the wording; "" in a Repeat's own row
	Type     Type   `yaml:"type"`
	Label    Text   `yaml:"label"`
	Hint     Text   `yaml:"hint,omitempty"`
	Heading  Text   `yaml:"heading,omitempty"` // a heading above it, to group questions
	Required bool   `yaml:"required,omitempty"`
	// RequiredMessage says what to do when the answer is missing.
	RequiredMessage Text      `yaml:"required_message,omitempty"`
	When            string    `yaml:"when,omitempty"`  // expression: asked only if true
	Value           string    `yaml:"value,omitempty"` // expression of a Calculated
	Class           Class     `yaml:"class,omitempty"`
	Missing         []Missing `yaml:"missing,omitempty"` // reasons that may be chosen
	Autocomplete    string    `yaml:"autocomplete,omitempty"`

	Taxonomy taxonomy.ID `yaml:"taxonomy,omitempty"` // options from a taxonomy, or
	Options  []Option    `yaml:"options,omitempty"`  // its own
	Other    bool        `yaml:"other,omitempty"`    // adds "other" with a text field
	Max      int         `yaml:"max,omitempty"`      // characters, items, or the largest number
	Min      int         `yaml:"min,omitempty"`

	Rows      []Option   `yaml:"rows,omitempty"`       // Matrix
	Questions []Question `yaml:"questions,omitempty"`  // Repeat
	ItemName  Text       `yaml:"item_name,omitempty"`  // Repeat: "sede", "iniziativa"
	ItemTitle string     `yaml:"item_title,omitempty"` // Repeat: id of the question that names an item
}

// Option is one choice.
type Option struct {
	Code  string `yaml:"code"`
	Label Text   `yaml:"label"`
	Gloss Text   `yaml:"gloss,omitempty"`
}
