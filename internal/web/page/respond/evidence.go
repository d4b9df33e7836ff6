package respond

import (
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"telaio/internal/assessment"
	"telaio/internal/kit"
	"telaio/internal/web/part/field"
	"telaio/internal/web/shell"
)

// piece is one piece of evidence in the form, or an empty one to add.
type piece struct {
	assessment.Evidence
	Index int
	New   bool
}

// field is the name of one of its fields.
func (e piece) field(name string) string {
	return evidencePlace + "." + strconv.Itoa(e.Index) + "." + name
}

// pieces lists the evidence that is there.
func (p itemPage) pieces() []piece {
	list := make([]piece, len(p.Answer.Evidence))
	for i, e := range p.Answer.Evidence {
		list[i] = piece{Evidence: e, Index: i}
	}
	return list
}

// blank is the piece to add, and whether there may be one more.
func (p itemPage) blank() (piece, bool) {
	n := len(p.Answer.Evidence)
	return piece{Evidence: assessment.Evidence{Strength: kit.Document}, Index: n, New: true}, n < assessment.MostEvidence
}

// id is the field's id: names may have a point in them, ids better not.
func id(name string) string { return strings.ReplaceAll(name, ".", "-") }

// label is how the piece is called in the list.
func (e piece) label(v *shell.Visit) string {
	for _, name := range []string{e.Title, e.FileName, e.Link} {
		if name != "" {
			return name
		}
	}
	return v.T("respond.evidence_unnamed")
}

// about says how strong and from when it is.
func (p itemPage) about(e piece) string {
	words := strengthOf(p.Kit, e.Strength).In(string(p.v.Language))
	if day, err := time.Parse(time.DateOnly, e.Date); err == nil {
		words += ", " + p.v.Date(day)
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
func (p itemPage) strengths() []kit.StrengthOption {
	var list []kit.StrengthOption
	for _, o := range p.Kit.EvidenceStrength {
		if o.Code != kit.NoEvidence {
			list = append(list, o)
		}
	}
	return list
}

// examples are what could show a high level.
func (p itemPage) examples() string {
	return strings.Join(p.Item.Evidence.In(string(p.v.Language)), " · ")
}

// described are the attributes that tie a control to its hints and its mistake.
func described(problems field.Problems, name, hints string) templ.Attributes {
	attributes := templ.Attributes{"aria-describedby": hints}
	if problems.Of(name) != "" {
		attributes["aria-invalid"] = "true"
		attributes["aria-describedby"] = hints + " " + name + "-error"
	}
	return attributes
}
