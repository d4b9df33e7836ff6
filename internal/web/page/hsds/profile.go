package hsds

import (
	"encoding/json"

	"telaio/internal/hsds"
	"telaio/internal/i18n"
	"telaio/internal/publication"
)

// profileFile is a JSON Merge Patch (RFC 7386) of a file of the standard.
type profileFile struct {
	name  string
	value object
}

type object map[string]any

func (f profileFile) patch() ([]byte, error) { return json.MarshalIndent(f.value, "", "  ") }

// profileFiles say what differs from the standard.
func profileFiles() []profileFile {
	described := func(text string) object { return object{"description": text} }
	reading := object{"post": nil}
	return []profileFile{
		{"service", object{"properties": object{
			"name":         described("The form of solidarity and the name of the organisation: there is one service for each form of solidarity that an organisation practises."),
			"assured_date": described("The day on which the organisation or the team last said that its story is still true. Absent if it has changed since, or if nobody has said so."),
			"alert":        described("Says of sample content that it is invented."),
			"status":       object{"enum": []string{"active"}},
		}}},
		{"organization", object{"properties": object{
			"services":               object{"type": "array", "items": object{"$ref": "service.json"}, "description": "Of one organization: its services by id, name and status; whole with full_service=true."},
			"alternate_name":         described("Several names have semicolons between them."),
			"tax_id":                 nil,
			"tax_status":             nil,
			"contacts":               nil,
			"funding":                nil,
			"programs":               nil,
			"metadata":               nil,
			"legal_status":           described("The label of the term of the taxonomy legal_status."),
			"parent_organization_id": nil,
		}}},
		{"location", object{"properties": object{
			"attributes":  described("Among them a term of the taxonomy publicity: exact, municipality (latitude and longitude are the centre of the town) or country. A place that the organisation keeps to itself is not here."),
			"description": described("Says that only the municipality or the country is public."),
		}}},
		{"address", object{"properties": object{
			"postal_code": described("Empty: we do not collect it."),
		}}},
		{"openapi", object{"paths": object{
			"/services": reading, "/taxonomies": reading, "/taxonomy_terms": reading, "/organizations": reading, "/service_at_locations": reading,
			"/locations": object{"get": described("Public places. The filters are those of /service_at_locations.")}, "/locations/{id}": object{"get": described("One public place.")},
		}, "components": object{"parameters": object{"postcode": nil, "proximity": nil}}}},
	}
}

// profile says what the files of the profile are.
func (p Pages) profile(words *i18n.Printer) ([]byte, error) {
	base := p.Site.BaseURL + Root
	files := object{}
	for _, f := range profileFiles() {
		files[f.name+".json"] = base + "/profile/" + f.name + ".json"
	}
	return json.MarshalIndent(object{
		"name": words.T("hsds.title"), "description": words.T("hsds.profile"), "hsds_version": hsds.Version, "licence": publication.Licence,
		"base": "https://docs.openreferral.org/en/3.1/", "patches": files, "openapi_url": base + "/openapi.json",
		"filterable_taxonomies": []string{"solidarity_form", "organisation_type", "target_group", "region"},
	}, "", "  ")
}
