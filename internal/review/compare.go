package review

import (
	"bytes"
	"encoding/json"

	"telaio/internal/organisation"
)

// Difference is one field of a proposal, three ways: what the proposal started
// from, what is public today, and what it asks for.
type Difference struct {
	Field    organisation.Field
	Base     json.RawMessage
	Today    json.RawMessage
	Proposed json.RawMessage
	Turned   bool // it was typed with signs that turn the reading direction
}

// Overtaken reports whether the public value has changed since the proposal
// was written, to something else than it asks for. Then accepting would undo
// somebody's work, and only a person can decide.
func (d Difference) Overtaken() bool {
	return !bytes.Equal(d.Base, d.Today) && !bytes.Equal(d.Today, d.Proposed)
}

// Settled reports whether the public value is already what is proposed.
func (d Difference) Settled() bool { return bytes.Equal(d.Today, d.Proposed) }

// Compare lists the proposal's fields, in page order, against the card that is
// public today.
func Compare(today organisation.Card, changes []organisation.Change) []Difference {
	byField := map[organisation.Field]organisation.Change{}
	for _, c := range changes {
		byField[c.Field] = c
	}
	var differences []Difference
	for _, f := range organisation.Fields() {
		c, ok := byField[f]
		if !ok {
			continue
		}
		d := Difference{Field: f, Base: orNull(c.Before), Today: today.Value(f), Proposed: orNull(c.After), Turned: c.Turned}
		differences = append(differences, d)
	}
	return differences
}

// Unchanged lists the fields that hold something today and that the proposal
// leaves alone.
func Unchanged(today organisation.Card, changes []organisation.Change) []organisation.Field {
	touched := map[organisation.Field]bool{}
	for _, c := range changes {
		touched[c.Field] = true
	}
	var fields []organisation.Field
	for _, f := range organisation.Fields() {
		if !touched[f] && !isNull(today.Value(f)) {
			fields = append(fields, f)
		}
	}
	return fields
}

// Proposed returns the card as it would be with the whole proposal accepted.
func Proposed(today organisation.Card, changes []organisation.Change) (organisation.Card, error) {
	values := map[organisation.Field]json.RawMessage{}
	for _, c := range changes {
		values[c.Field] = orNull(c.After)
	}
	return organisation.Apply(today, values)
}

func orNull(v json.RawMessage) json.RawMessage {
	if len(v) == 0 {
		return json.RawMessage("null")
	}
	var compact bytes.Buffer
	if json.Compact(&compact, v) != nil {
		return v
	}
	return compact.Bytes()
}

func isNull(v json.RawMessage) bool { return len(v) == 0 || bytes.Equal(v, []byte("null")) }
