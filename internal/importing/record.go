package importing

import (
	"encoding/json"
	"slices"
	"strings"
)

// flattened is a record as cells. What this program nests in an organisation
// comes under the names of the table's columns.
func flattened(record object) map[string]string {
	cells := map[string]string{}
	for name, value := range record {
		switch inner := value.(type) {
		case object:
			if name == "contacts" {
				for column, contact := range inner {
					cells[column] = cellOf(contact)
				}
				continue
			}
		case []any:
			if name == "places" {
				for column, text := range placeCells(inner) {
					cells[column] = text
				}
				continue
			}
			if name == "solidarity" {
				name = "solidarity_forms"
			}
		}
		cells[name] = cellOf(value)
	}
	return cells
}

// placeCells are the cells of the main place: the seat, or the first one.
func placeCells(places []any) map[string]string {
	var main object
	for _, item := range places {
		place, ok := item.(object)
		if ok && (main == nil || cellOf(place["kind"]) == "seat" && cellOf(main["kind"]) != "seat") {
			main = place
		}
	}
	if main == nil {
		return nil
	}
	municipality, _ := main["municipality"].(object)
	point, _ := main["point"].(object)
	return map[string]string{
		"municipality": cellOf(municipality["name"]), "province": cellOf(municipality["province"]), "region": cellOf(municipality["region"]), "country": cellOf(main["country"]),
		"address": cellOf(main["address"]), "latitude": cellOf(point["lat"]), "longitude": cellOf(point["lon"]),
		"place_publicity": cellOf(main["publicity"]),
	}
}

// cellOf writes a value as a cell. Of a coded value that is its code, of a list
// its parts.
func cellOf(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		if v {
			return "true"
		}
		return "false"
	case []any:
		parts := make([]string, 0, len(v))
		for _, item := range v {
			if part := cellOf(item); part != "" {
				parts = append(parts, strings.ReplaceAll(part, ";", ","))
			}
		}
		return strings.Join(parts, ";")
	case object:
		for _, name := range []string{"code", "form", "name", "label", "it"} {
			if inner, ok := v[name]; ok {
				return cellOf(inner)
			}
		}
	}
	return ""
}

// headingsOf lists the names that the records use: those of our own columns
// first, the others by name.
func headingsOf(records []map[string]string) []string {
	var own, others []string
	seen := map[string]bool{}
	for _, record := range records {
		for name := range record {
			if seen[name] {
				continue
			}
			seen[name] = true
			if slices.Contains(Columns(), name) {
				own = append(own, name)
			} else {
				others = append(others, name)
			}
		}
	}
	slices.SortFunc(own, func(a, b string) int {
		return slices.Index(Columns(), a) - slices.Index(Columns(), b)
	})
	slices.Sort(others)
	return append(own, others...)
}
