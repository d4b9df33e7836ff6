package organisation

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
)

// Field names one field of the card: the JSON key of a Card field.
type Field string

// Fields lists every field of the card in the order of the page and the review.
func Fields() []Field {
	return []Field{
		"name", "other_names", "types", "type_other", "legal_status", "year",
		"target", "target_groups", "people", "reach", "solidarity", "services",
		"governance", "funding", "places", "contacts", "short_description",
		"story", "initiatives", "relations", "logo", "source", "language",
	}
}

// Change is the difference in one field, as JSON values; null stands for empty.
// Turned says that what was typed held signs that turn the reading direction.
type Change struct {
	Field  Field           `json:"field"`
	Before json.RawMessage `json:"before"`
	After  json.RawMessage `json:"after"`
	Turned bool            `json:"turned,omitempty"`
}

// Diff lists the fields in which proposed differs from base, in page order.
func Diff(base, proposed Card) []Change {
	before, after := fieldValues(base), fieldValues(proposed)
	var changes []Change
	for _, f := range Fields() {
		if !bytes.Equal(before[f], after[f]) {
			changes = append(changes, Change{Field: f, Before: before[f], After: after[f]})
		}
	}
	return changes
}

// Apply returns base with the fields set to the given JSON values. It fails on
// an unknown field or a value of the wrong shape, and then returns base.
func Apply(base Card, values map[Field]json.RawMessage) (Card, error) {
	merged := fieldValues(base)
	for f, v := range values {
		if !slices.Contains(Fields(), f) {
			return base, fmt.Errorf("the card has no field %q", f)
		}
		merged[f] = v
	}
	raw, err := json.Marshal(merged)
	if err != nil {
		return base, fmt.Errorf("merge the card's fields: %w", err)
	}
	var card Card
	if err := json.Unmarshal(raw, &card); err != nil {
		return base, fmt.Errorf("read the merged card: %w", err)
	}
	return card, nil
}

// Value returns one field of the card as JSON, null if it is empty.
func (c Card) Value(f Field) json.RawMessage { return fieldValues(c)[f] }

// fieldValues splits the card into its fields. Marshalling a Card cannot fail:
// it has only strings, numbers and slices of them.
func fieldValues(c Card) map[Field]json.RawMessage {
	raw, err := json.Marshal(c)
	if err != nil {
		panic(err)
	}
	values := map[Field]json.RawMessage{}
	if err := json.Unmarshal(raw, &values); err != nil {
		panic(err)
	}
	for _, f := range Fields() {
		if _, ok := values[f]; !ok {
			values[f] = json.RawMessage("null")
		}
	}
	if bytes.Equal(values["name"], []byte(`""`)) {
		values["name"] = json.RawMessage("null")
	}
	return values
}
