// Package level draws the answers that an item of the kit can have: the text of
// each level before its number, then what stands outside the scale.
package level

import (
	"strconv"

	"telaio/internal/kit"
	"telaio/internal/web/shell"
)

// Choice is one item to be answered in a form.
type Choice struct {
	Kit    *kit.Kit
	Item   kit.Item
	Field  string   // name of the radio buttons
	Chosen kit.Code // kit.Blank = nothing yet
}

// ID is the id of the radio button for the code.
func ID(field string, code kit.Code) string { return field + "-" + string(code) }

// outside lists the answers beside the levels that the item allows.
func (c Choice) outside() []kit.Code {
	if c.Item.NAAllowed {
		return []kit.Code{kit.NotApplicable, kit.DontKnow}
	}
	return []kit.Code{kit.DontKnow}
}

// gloss explains an answer beside the levels: for "does not apply" when that
// may be so.
func (c Choice) gloss(v *shell.Visit, code kit.Code) string {
	gloss := v.T("level." + string(code) + "_gloss")
	if code == kit.NotApplicable {
		return c.Item.NAReason.In(string(v.Language)) + " " + gloss
	}
	return gloss
}

// share is part of the whole width, for SVG.
func share(part, of int) string {
	if of <= 0 {
		return "0%"
	}
	return strconv.FormatFloat(100*float64(min(part, of))/float64(of), 'f', 2, 64) + "%"
}

func number(n int) string { return strconv.Itoa(n) }

// Stop is one dimension on the way through the kit.
type Stop struct {
	Title    string
	Path     string // of the page to go on from
	Done, Of int    // answers
	Here     bool   // the reader is there
}

// along is how much is done.
func (s Stop) along() string { return share(s.Done, s.Of) }

// rest is where the part that is done begins, counted from above.
func (s Stop) rest() string { return share(s.Of-s.Done, s.Of) }
