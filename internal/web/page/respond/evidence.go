package respond

import (
	"strings"

	"github.com/a-h/templ"

	"telaio/internal/assessment"
	"telaio/internal/web/part/evidence"
	"telaio/internal/web/part/field"
)

// evidence is what shows the level, as it is asked for.
func (p itemPage) evidence() evidence.Form {
	return evidence.Form{
		Kit: p.Kit, Pieces: p.Answer.Evidence, Open: p.Open, Problem: p.Problems.Of(assessment.EvidenceField),
		Hint:   p.v.T("respond.evidence_hint", map[string]any{"Examples": p.examples()}),
		Wanted: p.say("respond.evidence_wanted", map[string]any{"Level": p.Kit.Rules.EvidenceRequiredFromLevel}),
		File:   func(id string) string { return p.to("respond-file", "file", id) },
	}
}

// examples are what could show a high level.
func (p itemPage) examples() string {
	return strings.Join(p.Item.Evidence.In(string(p.v.Language)), " · ")
}

// id is the field's id: names may have a point in them, ids better not.
func id(name string) string { return strings.ReplaceAll(name, ".", "-") }

// described are the attributes that tie a control to its hints and its mistake.
func described(problems field.Problems, name, hints string) templ.Attributes {
	attributes := templ.Attributes{"aria-describedby": hints}
	if problems.Of(name) != "" {
		attributes["aria-invalid"] = "true"
		attributes["aria-describedby"] = hints + " " + name + "-error"
	}
	return attributes
}
