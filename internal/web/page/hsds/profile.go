package hsds

import (
	"encoding/json"
	"net/http"
	"strings"

	"telaio/internal/fault"
	"telaio/internal/hsds"
	"telaio/internal/i18n"
	"telaio/internal/publication"
	"telaio/internal/web/part/program"
	"telaio/internal/web/shell"
)

// profileFile is a JSON Merge Patch (RFC 7386) of a file of the standard.
type profileFile struct {
	name  string
	value object
}

type object map[string]any

// fields patches the schema of a thing: what is said of some of its fields, and
// which ones we never have anything for.
func fields(name string, said object, never string) profileFile {
	properties := object{}
	for field, what := range said {
		properties[field] = what
	}
	for field := range strings.FieldsSeq(never) {
		properties[field] = nil
	}
	return profileFile{name, object{"properties": properties}}
}

func described(text string) object { return object{"description": text} }

// profileFiles say what differs from the standard.
func profileFiles() []profileFile {
	reading := object{"post": nil}
	return []profileFile{
		fields("service", object{
			"name":         described("The form of solidarity and the name of the organisation: there is one service for each form of solidarity that an organisation practises."),
			"assured_date": described("The day on which the organisation or the team last said that its story is still true. Absent if it has changed since, or if nobody has said so."),
			"alert":        described("Says of sample content that it is invented."),
			"status":       object{"enum": []string{"active"}},
		}, `accreditations additional_urls alternate_name application_process assurer_email capacities contacts cost_options fees fees_description funding
			interpretation_services licenses maximum_age metadata minimum_age program program_id required_documents schedules wait_time`),
		fields("organization", object{
			"services":       object{"type": "array", "items": object{"$ref": "service.json"}, "description": "Of one organization: its services by id, name and status; whole with full_service=true."},
			"alternate_name": described("Several names have semicolons between them."),
			"legal_status":   described("The label of the term of the taxonomy legal_status."),
		}, "contacts funding metadata organization_identifiers parent_organization_id programs tax_id tax_status"),
		fields("location", object{
			"attributes":  described("Among them a term of the taxonomy publicity: exact, municipality (latitude and longitude are the centre of the town) or country. A place that the organisation keeps to itself is not here."),
			"description": described("Says that only the municipality or the country is public."),
		}, "accessibility alternate_name contacts external_identifier external_identifier_type languages metadata phones schedules transportation url"),
		fields("address", object{"postal_code": described("Empty: we do not collect it.")}, "address_2 attention attributes metadata region"),
		fields("service_at_location", nil, "attributes contacts description metadata phones schedules service_areas"),
		fields("phone", nil, "attributes contact_id description extension languages location_id metadata organization_id service_at_location_id service_id type"),
		fields("url", nil, "attributes label metadata organization_id service_id"),
		fields("language", nil, "attributes location_id metadata name note phone_id service_id"),
		fields("service_area", nil, "attributes description extent extent_type metadata service_at_location_id service_id uri"),
		fields("taxonomy", nil, "metadata version"),
		fields("taxonomy_term", nil, "metadata parent_id term_uri"),
		fields("attribute", nil, "label metadata value"),
		{"openapi", object{"paths": object{
			"/services": reading, "/taxonomies": reading, "/taxonomy_terms": reading, "/organizations": reading, "/service_at_locations": reading,
			"/locations": object{"get": described("Public places. The filters are those of /service_at_locations.")}, "/locations/{id}": object{"get": described("One public place.")},
		}, "components": object{"parameters": object{"postcode": nil, "proximity": nil}}}},
	}
}

// profile says what the files of the profile are, and where the schemas are that
// come of them.
func (p Pages) profile(words *i18n.Printer) ([]byte, error) {
	base := p.Site.BaseURL + Root
	patches, schemas := object{}, object{}
	for _, f := range profileFiles() {
		patches[f.name+".json"] = base + "/profile/" + f.name + ".json"
	}
	for _, name := range schemaNames() {
		schemas[name+".json"] = base + "/schema/" + name + ".json"
	}
	return json.MarshalIndent(object{
		"name": words.T("hsds.title"), "description": words.T("hsds.profile"), "hsds_version": hsds.Version, "licence": publication.Licence,
		"base": "https://docs.openreferral.org/en/3.1/", "patches": patches, "schemas": schemas, "openapi_url": base + "/openapi.json",
		"filterable_taxonomies": []string{"solidarity_form", "organisation_type", "target_group", "region"},
	}, "", "  ")
}

// patch answers with one of the patches.
func (p Pages) patch(w http.ResponseWriter, r *http.Request, _ *shell.Visit) error {
	for _, f := range profileFiles() {
		if f.name+".json" == r.PathValue("file") {
			return sendIndented(w, r, program.MediaJSON, f.value)
		}
	}
	return fault.New(fault.NotFound, "error.not_found")
}

func sendIndented(w http.ResponseWriter, r *http.Request, media string, value any) error {
	raw, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return err
	}
	return program.Send(w, r, media, raw)
}
