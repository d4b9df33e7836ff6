package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"time"
)

// jsonColumn reads and writes a value kept as JSON text.
type jsonColumn struct{ value any }

// Scan reads the JSON into the value.
func (j jsonColumn) Scan(src any) error {
	var raw []byte
	switch s := src.(type) {
	case []byte:
		raw = s
	case string:
		raw = []byte(s)
	default:
		return fmt.Errorf("a JSON column holds %T", src)
	}
	return json.Unmarshal(raw, j.value)
}

// toJSON returns v as JSON text for a column.
func toJSON(v any) (string, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("write a JSON column: %w", err)
	}
	return string(raw), nil
}

// nullTime reads a time that may be missing into t, zero if it is.
type nullTime struct{ t *time.Time }

// Scan reads the time.
func (n nullTime) Scan(src any) error {
	var v sql.NullTime
	if err := v.Scan(src); err != nil {
		return err
	}
	*n.t = v.Time.UTC()
	return nil
}

// orNull returns nil for the zero time.
func orNull(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC()
}

// orNullText returns nil for the empty text.
func orNullText(s string) any {
	if s == "" {
		return nil
	}
	return s
}
