package review

import (
	"encoding/json"

	"telaio/internal/fault"
	"telaio/internal/organisation"
)

// Verdict is what a reviewer decides about one field.
type Verdict string

// The verdicts. Undecided is none: nothing is published while a field that
// needs a decision has none.
const (
	Undecided Verdict = ""
	Accept    Verdict = "accept"
	Keep      Verdict = "keep"
	Amend     Verdict = "amend"
)

// Choice is the verdict on one field. An amended one brings the values that the
// reviewer wrote: of the field, and of those that are answered together with it.
type Choice struct {
	Verdict Verdict                                `json:"verdict"`
	Amended map[organisation.Field]json.RawMessage `json:"amended,omitempty"`
	// Places are the exact ones behind amended places. They are private.
	Places []organisation.ExactPlace `json:"places,omitempty"`
}

// Choices are the verdicts on a proposal's fields.
type Choices map[organisation.Field]Choice

// Outcome is what became of one field, as the sender is told.
type Outcome struct {
	Field   organisation.Field
	Verdict Verdict
}

// Suggested returns the verdict that a field starts with: accepted, unless the
// field holds what looks personal or hidden, then kept as it is; a field that
// somebody else changed meanwhile starts with none.
func Suggested(d Difference, flags []Flag) Verdict {
	if d.Overtaken() {
		return Undecided
	}
	for _, f := range flags {
		if f.Field == d.Field && f.Kind.Doubtful() {
			return Keep
		}
	}
	return Accept
}

// Complete fills in the suggested verdict where nobody has chosen yet.
func Complete(chosen Choices, differences []Difference, flags []Flag) Choices {
	full := Choices{}
	for _, d := range differences {
		choice := chosen[d.Field]
		if choice.Verdict == Undecided {
			choice.Verdict = Suggested(d, flags)
		}
		full[d.Field] = choice
	}
	return full
}

// Resolve turns the choices into the values to publish and the outcome of each
// field. It refuses when a field has no verdict, when an amendment brings no
// value, or when nothing at all would be published.
func Resolve(differences []Difference, choices Choices) (map[organisation.Field]json.RawMessage, []Outcome, error) {
	values := map[organisation.Field]json.RawMessage{}
	var outcomes []Outcome
	undecided := map[string]fault.Message{}
	for _, d := range differences {
		choice := choices[d.Field]
		outcomes = append(outcomes, Outcome{d.Field, choice.Verdict})
		switch choice.Verdict {
		case Accept:
			if _, amended := values[d.Field]; !amended {
				values[d.Field] = d.Proposed
			}
		case Amend:
			if _, ok := choice.Amended[d.Field]; !ok {
				undecided[string(d.Field)] = fault.Message{Key: "desk.error.amendment_empty"}
				continue
			}
			for f, v := range choice.Amended {
				values[f] = orNull(v)
			}
		case Keep:
		default:
			undecided[string(d.Field)] = fault.Message{Key: "desk.error.undecided"}
		}
	}
	if len(undecided) > 0 {
		return nil, nil, fault.InvalidFields(undecided)
	}
	if len(values) == 0 {
		return nil, nil, fault.New(fault.Invalid, "desk.error.nothing_to_publish")
	}
	return values, outcomes, nil
}

// Published counts the fields that the choices would publish.
func (c Choices) Published() int {
	n := 0
	for _, choice := range c {
		if choice.Verdict == Accept || choice.Verdict == Amend {
			n++
		}
	}
	return n
}
