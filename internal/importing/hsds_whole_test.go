package importing_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/importing"
	"telaio/internal/organisation"
	"telaio/internal/testkit"
)

// rich is an organisation of another directory with all that the standard has and
// we take, as its interface gives it.
const rich = `{"id": "o-1", "name": "Rifugio Aperto", "alternate_name": "RA; Casa Aperta", "description": "` + longDescription + `",
	"additional_websites": [{"id": "u", "url": "https://rifugio.example"}], "year_incorporated": "1998",
	"contacts": [{"id": "c1", "name": "Una Persona", "email": "persona@rifugio.example", "phones": [{"number": "333 1000000"}]},
		{"id": "c2", "department": "Sportello", "email": "sportello@rifugio.example", "phones": [{"number": "06 1000000", "type": "fax"}, {"number": "06 2000000"}]}],
	"locations": [{"id": "l0", "location_type": "virtual"}, {"id": "l1", "location_type": "physical", "latitude": 46.52, "longitude": 6.63, "addresses": [
		{"address_type": "postal", "address_1": "Case postale 9", "city": "Bern", "country": "CH"},
		{"address_type": "physical", "address_1": "rue du Test 3", "address_2": "2e étage", "city": "Lausanne", "state_province": "VD", "country": "Switzerland"}]}],
	"attributes": [{"id": "a1", "taxonomy_term": {"id": "t1", "code": "X1", "name": "Association", "taxonomy": "elsewhere"}}],
	"services": [
		{"id": "s1", "name": "Sportello", "description": "Ascolta.\nOgni giorno.", "eligibility_description": "Chi lavora", "attributes": [
			{"id": "a2", "taxonomy_term": {"id": "t2", "code": "advocacy", "name": "Voce", "taxonomy": "solidarity_form"}},
			{"id": "a3", "taxonomy_term": {"id": "t3", "code": "BH-180", "name": "Housing"}}]},
		{"id": "s2", "name": "Corsi", "description": "Corsi", "eligibility_description": "Chi lavora"}]}`

const longDescription = "Una lunga descrizione che non sta in poche righe, perché dice tutto quello che il rifugio ha fatto dal primo giorno, e chi lo ha aperto, e con quali mezzi, e che cosa ne è venuto nel tempo, anno dopo anno, fino a oggi, quando molte persone lo conoscono e ci passano ogni settimana per un consiglio."

// richPackage is the same as tables.
func richPackage(t *testing.T) []byte {
	return packed(t, map[string]string{
		"datapackage.json":             `{}`,
		"data/organizations.csv":       "id,name,alternate_name,description,year_incorporated\no-1,Rifugio Aperto,RA; Casa Aperta,\"" + longDescription + "\",1998\n",
		"data/urls.csv":                "id,organization_id,url\nu,o-1,https://rifugio.example\n",
		"data/contacts.csv":            "id,organization_id,name,department,email\nc1,o-1,Una Persona,,persona@rifugio.example\nc2,o-1,,Sportello,sportello@rifugio.example\n",
		"data/phones.csv":              "id,contact_id,number,type\np1,c1,333 1000000,\np2,c2,06 1000000,fax\np3,c2,06 2000000,voice\n",
		"data/locations.csv":           "id,organization_id,location_type,latitude,longitude\nl0,o-1,virtual,,\nl1,,physical,46.52,6.63\n",
		"data/addresses.csv":           "id,location_id,address_type,address_1,address_2,city,state_province,country\na,l1,postal,Case postale 9,,Bern,,CH\nb,l1,physical,rue du Test 3,2e étage,Lausanne,VD,Switzerland\n",
		"data/services.csv":            "id,organization_id,name,description,eligibility_description\ns1,o-1,Sportello,\"Ascolta.\nOgni giorno.\",Chi lavora\ns2,o-1,Corsi,Corsi,Chi lavora\n",
		"data/service_at_location.csv": "id,service_id,location_id\nx,s1,l1\n",
		"data/attributes.csv":          "id,link_id,link_entity,taxonomy_term_id\na1,o-1,organization,t1\na2,s1,service,t2\na3,s1,service,t3\na4,s1,service,gone\n",
		"data/taxonomy_terms.csv":      "id,code,name,taxonomy\nt1,X1,Association,elsewhere\nt2,advocacy,Voce,solidarity_form\nt3,BH-180,Housing,\n",
	})
}

func TestTake_takesAllThatTheStandardHas(t *testing.T) {
	for name, file := range map[string][]byte{
		"one organisation":        []byte(rich),
		"a page of the interface": []byte(`{"total_items": 1, "total_pages": 1, "page_number": 1, "contents": [` + rich + `]}`),
		"a package":               richPackage(t),
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, testkit.SQLite(t))
			i, err := w.Take(t.Context(), researcher(), importing.Draft{Source: "altrove", Raw: file, Options: importing.Options{Publish: true}})
			if err != nil || i.State != importing.Applied {
				t.Fatalf("import = %s, %+v, %v", i.State, i.Report, err)
			}
			got := w.named("Rifugio Aperto").Card
			want := organisation.Card{
				Name: "Rifugio Aperto", OtherNames: []string{"RA", "Casa Aperta"}, Types: []string{"association"}, Target: "Chi lavora", Year: 1998,
				Contacts: organisation.Contacts{Email: "sportello@rifugio.example", Phone: "06 2000000", Website: "https://rifugio.example"},
				Story:    longDescription + "\n\nSportello: Ascolta.\nOgni giorno.", Solidarity: []organisation.Solidarity{{Form: "advocacy"}}, Places: got.Places,
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("card (-want +got):\n%s", diff)
			}
			exact, err := w.store.ExactPlaces(t.Context(), w.named("Rifugio Aperto").ID, "")
			if err != nil || len(exact) != 1 || exact[0].Address != "rue du Test 3, 2e étage" || exact[0].Municipality.Name != "Lausanne" || exact[0].Municipality.Country != "CH" || exact[0].Lat != 46.52 {
				t.Errorf("places = %+v, %v", exact, err)
			}
			if left := i.Report.Headings; !strings.Contains(samples(left), "taxonomy_terms: Housing") {
				t.Errorf("headings = %s; want the term that is not ours left for a person", samples(left))
			}
		})
	}
}

// samples is what each heading has in its first row.
func samples(headings []importing.Heading) string {
	lines := make([]string, len(headings))
	for n, h := range headings {
		lines[n] = h.Text + ": " + h.Sample
	}
	return strings.Join(lines, "\n")
}

func TestReadTable_makesOneOrganisationOfItsServices(t *testing.T) {
	page := func(number, services string) string {
		return `{"total_items": 3, "total_pages": 2, "page_number": ` + number + `, "contents": [` + services + `]}`
	}
	service := func(name, of string) string {
		return `{"id": "` + name + `", "name": "` + name + `", "status": "active", "organization": {"id": "` + of + `", "name": "Ente ` + of + `", "description": "x"}}`
	}
	table, err := importing.ReadTable([]byte(page("1", service("Uno", "a")+","+service("Due", "b"))+"\n"+page("2", service("Tre", "a"))), importing.Reading{})
	if err != nil || table.Format != importing.HSDS || len(table.Rows) != 2 {
		t.Fatalf("%s, %d rows, %v; want two organisations", table.Format, len(table.Rows), err)
	}
	if got := asked(t, table, 0); got["name"] != "Ente a" || got["services"] != "Uno;Tre" {
		t.Errorf("row = %v", got)
	}
}
