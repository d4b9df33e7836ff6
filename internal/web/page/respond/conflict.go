package respond

import (
	"strconv"

	"telaio/internal/assessment"
	"telaio/internal/kit"
	"telaio/internal/web/part/evidence"
	"telaio/internal/web/shell"
)

// conflict is a question that two devices have answered differently.
type conflict struct {
	itemPage
	Mine, Theirs assessment.Answer
}

// hidden is one field that goes along unseen.
type hidden struct{ Name, Value string }

// mineFields are this device's answer as the form would send it, on top of what
// the other has saved.
func (c conflict) mineFields() []hidden {
	fields := []hidden{
		{numberField, strconv.Itoa(c.Theirs.Number)},
		{assessment.CodeField, string(c.Mine.Code)},
		{assessment.ReasonField, c.Mine.Reason},
		{assessment.NoteField, c.Mine.Note},
	}
	for i, e := range c.Mine.Evidence {
		name := func(field string) string { return evidence.Field(i, field) }
		fields = append(fields, hidden{name("title"), e.Title}, hidden{name("link"), e.Link}, hidden{name("strength"), string(e.Strength)},
			hidden{name("date"), e.Date}, hidden{name("file"), e.File}, hidden{name("file_name"), e.FileName})
	}
	return fields
}

// words is what an answer says: the level's text, or the answer outside them.
func words(v *shell.Visit, item kit.Item, code kit.Code) string {
	if l, ok := code.Level(); ok {
		text, _ := item.Level(l)
		return text.In(string(v.Language))
	}
	if code == kit.Blank {
		return v.T("respond.open")
	}
	return v.T("level." + string(code))
}
