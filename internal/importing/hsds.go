package importing

import "strings"

// hsdsRecords finds organisations in the words of the Human Services Data
// Specification 3 (docs.openreferral.org): those of a page of its interface, or
// those of a list. It reports false for anything else.
func hsdsRecords(value any) ([]object, bool) {
	if page, ok := value.(object); ok {
		value, ok = page["contents"]
		if _, paged := page["total_items"]; !ok || !paged {
			return nil, false
		}
	}
	list, _ := value.([]any)
	var records []object
	for _, item := range list {
		organization, ok := item.(object)
		if !ok || !isHSDS(organization) {
			return nil, false
		}
		records = append(records, hsdsRecord(organization))
	}
	return records, len(records) > 0
}

// isHSDS reports whether the record names something as only that standard does.
func isHSDS(record object) bool {
	for _, name := range []string{"alternate_name", "year_incorporated", "parent_organization_id", "legal_status", "organization_identifiers", "locations", "services"} {
		if _, ok := record[name]; ok && record["name"] != nil && record["organisations"] == nil && record["solidarity"] == nil {
			return true
		}
	}
	return false
}

// hsdsRecord is an organisation of the standard under the names of our columns.
// The names of its services have no column of ours: somebody has to say what
// they are.
func hsdsRecord(o object) object {
	record := object{
		"id": o["id"], "name": o["name"], "other_names": o["alternate_name"], "story": o["description"], "email": o["email"],
		"website": either(o["website"], o["url"]), "year": o["year_incorporated"], "phone": number(first(o["phones"])),
	}
	var services []any
	for _, item := range listOf(o["services"]) {
		service, _ := item.(object)
		services = append(services, service["name"])
		record["email"], record["phone"] = either(record["email"], service["email"]), either(record["phone"], number(first(service["phones"])))
	}
	record["services"] = services
	for name, value := range hsdsPlace(o) {
		record[name] = value
	}
	return record
}

// hsdsPlace is the first location that can be visited, as cells. A standard for
// public directories holds public places only.
func hsdsPlace(o object) object {
	locations := listOf(o["locations"])
	for _, item := range listOf(o["services"]) {
		service, _ := item.(object)
		for _, at := range listOf(service["service_at_locations"]) {
			if inner, ok := at.(object); ok {
				locations = append(locations, inner["location"])
			}
		}
	}
	for _, item := range locations {
		location, ok := item.(object)
		if !ok || cellOf(location["location_type"]) == "virtual" {
			continue
		}
		address := first(either(location["addresses"], location["physical_addresses"]))
		place := object{
			"municipality": address["city"], "region": address["state_province"], "country": address["country"], "address": address["address_1"],
			"latitude": location["latitude"], "longitude": location["longitude"],
		}
		if cellOf(place["municipality"]) != "" || cellOf(place["latitude"]) != "" {
			return place
		}
	}
	return nil
}

// number is that of a phone of the standard.
func number(phone object) any { return phone["number"] }

// first is the first object of a list, empty if there is none.
func first(list any) object {
	for _, item := range listOf(list) {
		if o, ok := item.(object); ok {
			return o
		}
	}
	return nil
}

func listOf(value any) []any {
	list, _ := value.([]any)
	return list
}

// either is the first value that says something.
func either(a, b any) any {
	if strings.TrimSpace(cellOf(a)) != "" {
		return a
	}
	if list := listOf(a); len(list) > 0 {
		return a
	}
	return b
}
