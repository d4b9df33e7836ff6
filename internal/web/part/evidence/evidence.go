// Package evidence is the part of a form in which people say what shows a
// level: pieces with a link or a file, and an empty one to add.
package evidence

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"telaio/internal/assessment"
	"telaio/internal/kit"
	"telaio/internal/web/shell"
)

// Form is the evidence of one answer or decision, to be changed.
type Form struct {
	Kit     *kit.Kit
	Pieces  []assessment.Evidence
	Hint    string
	Wanted  string // from which level it is asked for, "" = never
	Problem string // "" = none
	Open    bool   // the fields of a new piece are shown
	// File is the address of a kept file; nil = files are not handed out.
	File func(id string) string
}

// The buttons, which bear the name of ActionField. That which takes the first
// piece away is "remove:0".
const (
	ActionField  = "action"
	AddAction    = "add"
	RemoveAction = "remove:"
)

// piece is one piece in the form, or an empty one to add.
type piece struct {
	assessment.Evidence
	Index int
}

// Field names a field of the piece with the number.
func Field(index int, name string) string {
	return assessment.EvidenceField + "." + strconv.Itoa(index) + "." + name
}

func (e piece) field(name string) string { return Field(e.Index, name) }

func (f Form) pieces() []piece {
	list := make([]piece, len(f.Pieces))
	for i, e := range f.Pieces {
		list[i] = piece{e, i}
	}
	return list
}

// blank is the piece to add, and whether there may be one more.
func (f Form) blank() (piece, bool) {
	n := len(f.Pieces)
	return piece{assessment.Evidence{Strength: kit.Document}, n}, n < assessment.MostEvidence
}

// id is the field's id: names may have a point in them, ids better not.
func id(name string) string { return strings.ReplaceAll(name, ".", "-") }

// label is how the piece is called in the list.
func (e piece) label(v *shell.Visit) string {
	return cmp.Or(name(e.Evidence), v.T("evidence.unnamed"))
}

// name is what a piece of evidence is called, "" = nothing.
func name(e assessment.Evidence) string { return cmp.Or(e.Title, e.FileName, e.Link) }

// About says how solid a piece of evidence is, in the kit's words, and from when.
func About(v *shell.Visit, k *kit.Kit, e assessment.Evidence) string {
	words := strengthOf(k, e.Strength).In(string(v.Language))
	if day, err := time.Parse(time.DateOnly, e.Date); err == nil {
		words += ", " + v.Date(day.Add(12*time.Hour))
	}
	return words
}

func strengthOf(k *kit.Kit, s kit.Strength) kit.Text {
	for _, o := range k.EvidenceStrength {
		if o.Code == s {
			return o.Text
		}
	}
	return kit.Text{It: string(s), En: string(s)}
}

// strengths lists what evidence can be; "none" is not to be chosen for one.
func (f Form) strengths() []kit.StrengthOption {
	var list []kit.StrengthOption
	for _, o := range f.Kit.EvidenceStrength {
		if o.Code != kit.NoEvidence {
			list = append(list, o)
		}
	}
	return list
}
