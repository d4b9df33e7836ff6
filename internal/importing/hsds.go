package importing

import (
	"slices"
	"strings"
)

// hsdsOrganizations finds organisations in the words of the Human Services Data
// Specification 3 (docs.openreferral.org): those of a page of its interface, those
// of a list, or one alone. Services bring the organisation that they are of. It
// reports false for anything else.
func hsdsOrganizations(value any) ([]object, bool) {
	told := false // by what is around the list
	if page, ok := value.(object); ok {
		contents, listed := page["contents"]
		_, paged := page["total_items"]
		switch {
		case listed && paged:
			value, told = contents, true
		case isHSDS(page):
			value = []any{page}
		default:
			return nil, false
		}
	}
	var found []object
	for _, item := range listOf(value) {
		o, ok := item.(object)
		if !ok || o["name"] == nil {
			return nil, false
		}
		told = told || isHSDS(o)
		found = append(found, organizationOf(o))
	}
	return found, told && len(found) > 0
}

// isHSDS reports whether the record names something as only that standard does.
func isHSDS(record object) bool {
	if record["name"] == nil || record["organisations"] != nil || record["solidarity"] != nil {
		return false
	}
	own := []string{
		"alternate_name", "year_incorporated", "parent_organization_id", "legal_status", "organization_identifiers", "additional_websites",
		"locations", "services", "service_at_locations",
	}
	return slices.ContainsFunc(own, func(name string) bool { _, ok := record[name]; return ok })
}

// organizationOf is the organisation itself, or the one that a service is of,
// with that service.
func organizationOf(o object) object {
	owner, ok := o["organization"].(object)
	if !ok || owner["name"] == nil {
		return o
	}
	whole := object{}
	for name, value := range owner {
		whole[name] = value
	}
	whole["services"] = append(slices.Clone(listOf(owner["services"])), any(o))
	return whole
}

// together makes one of the organisations that come several times, once with each
// of their services.
func together(all []object) []object {
	var merged []object
	byID := map[string]object{}
	for _, o := range all {
		id := cellOf(o["id"])
		first, known := byID[id]
		if !known || id == "" {
			byID[id] = o
			merged = append(merged, o)
			continue
		}
		first["services"] = append(listOf(first["services"]), listOf(o["services"])...)
	}
	return merged
}

// hsdsRecord is an organisation of the standard under the names of our columns.
// The names of its services, and terms of other taxonomies than ours, have no
// column of ours: somebody has to say what they are.
func hsdsRecord(o object) object {
	record := object{
		"id": o["id"], "name": o["name"], "other_names": o["alternate_name"], "year": o["year_incorporated"],
		"email": o["email"], "phone": numberOf(o), "website": either(either(o["website"], o["url"]), addressIn(o["additional_websites"])),
	}
	eligible := []string{}
	var services []any
	for _, service := range objects(o["services"]) {
		services = append(services, service["name"])
		record["email"] = either(record["email"], service["email"])
		record["phone"] = either(record["phone"], numberOf(service))
		record["website"] = either(record["website"], service["url"])
		if text := cellOf(service["eligibility_description"]); text != "" && !slices.Contains(eligible, text) {
			eligible = append(eligible, text)
		}
	}
	for _, contact := range contactsOf(o) {
		record["email"] = either(record["email"], contact["email"])
		record["phone"] = either(record["phone"], numberOf(contact))
	}
	for _, location := range locationsOf(o) {
		record["phone"] = either(record["phone"], numberOf(location))
	}
	record["services"] = services
	if target := strings.Join(eligible, " "); len([]rune(target)) <= longestTarget {
		record["target"] = target
	}
	record["short_description"], record["story"] = hsdsTexts(o)
	for name, value := range hsdsPlace(o) {
		record[name] = value
	}
	for name, terms := range hsdsTerms(o) {
		record[name] = terms
	}
	return record
}

// How long the texts may be that the standard's are taken for, in characters: as
// the form has them.
const (
	longestTarget = 200
	longestBrief  = 280
	longestStory  = 6000
)

// hsdsTexts are the short description and the story: a description that is short
// enough is the one, otherwise it begins the other. What the services do follows,
// as far as there is room.
func hsdsTexts(o object) (brief, story string) {
	description := strings.TrimSpace(cellOf(o["description"]))
	var paragraphs []string
	if len([]rune(description)) > longestBrief || strings.Contains(description, "\n") {
		paragraphs = append(paragraphs, description)
	} else {
		brief = description
	}
	length := len([]rune(description))
	for _, service := range objects(o["services"]) {
		name, text := strings.TrimSpace(cellOf(service["name"])), strings.TrimSpace(cellOf(service["description"]))
		if text == "" || text == description || text == name {
			continue
		}
		paragraph := name + ": " + text
		if length += len([]rune(paragraph)) + 2; length > longestStory {
			break
		}
		paragraphs = append(paragraphs, paragraph)
	}
	return brief, strings.Join(paragraphs, "\n\n")
}

// objects are those of a list.
func objects(list any) []object {
	var all []object
	for _, item := range listOf(list) {
		if o, ok := item.(object); ok {
			all = append(all, o)
		}
	}
	return all
}

func listOf(value any) []any {
	list, _ := value.([]any)
	return list
}

// either is the first value that says something.
func either(a, b any) any {
	if strings.TrimSpace(cellOf(a)) != "" || len(listOf(a)) > 0 {
		return a
	}
	return b
}
