package importing

import (
	"encoding/json"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
)

// object is one record of a file of JSON.
type object = map[string]any

// readJSON reads a collection of GeoJSON, organisations as this program writes
// them (docs/organisation-json.md) alone, in a list or one after the other,
// organisations of the Human Services Data Specification, or a list of plain
// objects.
func readJSON(raw []byte) (Table, error) {
	text, encoding, err := decoded(raw)
	if err != nil {
		return Table{}, err
	}
	if countValues(text) > mostValues {
		return Table{}, refused("too_many_values")
	}
	values, err := valuesIn(text)
	if err != nil {
		return Table{}, notJSON(text, err)
	}
	t := Table{Format: JSON, Encoding: encoding}
	var records, organizations []object
	for _, value := range values {
		if found, ok := hsdsOrganizations(value); ok {
			t.Format = HSDS
			organizations = append(organizations, found...)
			continue
		}
		some, err := recordsIn(value, &t)
		if err != nil {
			return t, err
		}
		records = append(records, some...)
	}
	for _, o := range together(organizations) {
		records = append(records, hsdsRecord(o))
	}
	return t.filled(records)
}

// filled returns the table with a row for each record, and the names that they
// use as its headings.
func (t Table) filled(records []object) (Table, error) {
	if len(records) > MostRows {
		return t, refused("too_many_rows", "Max", MostRows)
	}
	flat := make([]map[string]string, len(records))
	for i, record := range records {
		flat[i] = flattened(record)
	}
	t.Headings = headingsOf(flat)
	for i, cells := range flat {
		row := Row{Number: i + 1, Cells: make([]string, len(t.Headings))}
		for j, heading := range t.Headings {
			row.Cells[j] = cells[heading]
		}
		t.Rows = append(t.Rows, row)
	}
	return t, nil
}

// mostValues is how many values a file of JSON may have, those inside others too:
// a few bytes of text can take a hundred in memory.
const mostValues = 2_000_000

// countValues counts the values of a text, a few too many.
func countValues(text string) int {
	n, quoted := 1, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case !quoted && (c == ',' || c == '[' || c == '{'):
			n++
		}
	}
	return n
}

// valuesIn reads the JSON values of a text, one after the other.
func valuesIn(text string) ([]any, error) {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var values []any
	for {
		var value any
		err := decoder.Decode(&value)
		if errors.Is(err, io.EOF) {
			return values, nil
		}
		if err != nil {
			return nil, err
		}
		values = append(values, value)
	}
}

// notJSON is the refusal of a text that is no JSON from some place on, which it
// names.
func notJSON(text string, err error) error {
	syntax, ok := errors.AsType[*json.SyntaxError](err)
	if !ok {
		return refused("cut_json")
	}
	at := min(max(0, int(syntax.Offset)-1), len(text))
	begin := max(0, at-10)
	return refused("not_json", "Row", 1+strings.Count(text[:at], "\n"), "Text", excerpt(text[begin:min(len(text), at+20)]))
}

// recordsIn finds the records of a value: itself, its items or its features.
func recordsIn(value any, t *Table) ([]object, error) {
	switch v := value.(type) {
	case []any:
		var records []object
		for _, item := range v {
			if record, ok := item.(object); ok {
				records = append(records, record)
			}
		}
		return records, nil
	case object:
		if v["@context"] != nil && v["@graph"] != nil {
			return nil, refused("linked_data")
		}
		switch v["type"] {
		case "FeatureCollection":
			t.Format = GeoJSON
			features, _ := v["features"].([]any)
			var records []object
			for _, feature := range features {
				if f, ok := feature.(object); ok {
					records = append(records, featureRecord(f))
				}
			}
			return records, nil
		case "Feature":
			t.Format = GeoJSON
			return []object{featureRecord(v)}, nil
		}
		if list, ok := v["organisations"].([]any); ok {
			return recordsIn(list, t)
		}
		return []object{v}, nil
	default:
		return nil, nil
	}
}

// featureRecord is a feature as a record: its properties, its id, and its point
// if it has one.
func featureRecord(feature object) object {
	record := object{}
	if properties, ok := feature["properties"].(object); ok {
		for name, value := range properties {
			record[name] = value
		}
	}
	if id, ok := feature["id"]; ok && record["id"] == nil {
		record["id"] = id
	}
	geometry, _ := feature["geometry"].(object)
	position, _ := geometry["coordinates"].([]any)
	if geometry["type"] != "Point" {
		position = middle(position)
	}
	if len(position) >= 2 {
		record["longitude"], record["latitude"] = position[0], position[1]
	}
	return record
}

// middle is the position in the middle of all those of a line or an area, to five
// decimals, about a metre; nil of none.
func middle(coordinates []any) []any {
	west, south, east, north := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for lists := [][]any{coordinates}; len(lists) > 0; {
		list := lists[len(lists)-1]
		lists = lists[:len(lists)-1]
		lon, lat, ok := position(list)
		if ok {
			west, east, south, north = min(west, lon), max(east, lon), min(south, lat), max(north, lat)
			continue
		}
		for _, item := range list {
			if inner, ok := item.([]any); ok {
				lists = append(lists, inner)
			}
		}
	}
	if west > east {
		return nil
	}
	text := func(from, to float64) any { return json.Number(strconv.FormatFloat((from+to)/2, 'f', 5, 64)) }
	return []any{text(west, east), text(south, north)}
}

// position reads longitude and latitude.
func position(list []any) (lon, lat float64, ok bool) {
	if len(list) < 2 {
		return 0, 0, false
	}
	east, first := list[0].(json.Number)
	north, second := list[1].(json.Number)
	if !first || !second {
		return 0, 0, false
	}
	lon, err := east.Float64()
	lat, also := north.Float64()
	return lon, lat, err == nil && also == nil
}
