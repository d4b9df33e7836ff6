package questionnaire

import "telaio/internal/i18n"

// Answers holds the answers to a questionnaire, or to one item of a Repeat, by
// question id.
type Answers map[string]Value

// Value is one answer. Which fields are used depends on the question's type:
// Text for everything typed and for the single code of a choice (a File's is
// the blob id, a YesNo's "yes" or "no", a Municipality's what was typed), Codes
// for multiple choices and for the gazetteer code of a Municipality, Other for
// the text beside "other", Rows for a Matrix, Items for a Repeat. Turned says
// that what was typed held signs that turn the reading direction: they are gone
// from the text, and whoever reviews it should know that they were there.
type Value struct {
	Text    string            `json:"text,omitempty"`
	Codes   []string          `json:"codes,omitempty"`
	Other   string            `json:"other,omitempty"`
	Rows    map[string]string `json:"rows,omitempty"`
	Items   []Answers         `json:"items,omitempty"`
	Missing Missing           `json:"missing,omitempty"`
	Turned  bool              `json:"turned,omitempty"`
}

// ItemID is the key under which each item of a Repeat keeps its random id, so
// that an item stays itself when others are added or removed.
const ItemID = "_id"

// Town is a municipality that a typed name may stand for.
type Town struct {
	Code  string
	Label string // with what tells it from others: "Castello (FI)"
	Named bool   // it has the whole typed name, in whatever language
	Home  bool   // in the observatory's own country, where most people look first
}

// Gazetteer resolves what people type into municipalities.
type Gazetteer interface {
	// Towns lists the municipalities of that name or beginning, best first.
	Towns(typed string) []Town
	// Town returns the municipality with the code.
	Town(code string) (Town, bool)
	// In is the same for readers of a language, with labels in their words.
	In(language i18n.Language) Gazetteer
}
