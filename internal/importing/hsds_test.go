package importing_test

import (
	"archive/zip"
	"bytes"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/fault"
	"telaio/internal/importing"
	"telaio/internal/testkit"
	"telaio/internal/testkit/unwatched"
)

// asked is the row of a table as its headings name it.
func asked(t *testing.T, table importing.Table, row int) map[string]string {
	t.Helper()
	cells := map[string]string{}
	for i, heading := range table.Headings {
		if cell := table.Rows[row].Cells[i]; cell != "" {
			cells[heading] = cell
		}
	}
	return cells
}

// filo is what both forms of the standard say of one organisation.
func filo() map[string]string {
	return map[string]string{
		"id": "b7a0", "name": "Filo Comune", "other_names": "FC", "short_description": "Una sartoria.", "email": "info@filo.example", "website": "https://filo.example",
		"year": "2013", "phone": "+39 0574 555000", "services": "Sportello;Corsi", "municipality": "Prato", "region": "Toscana", "country": "IT",
		"address": "via del Filo 7", "latitude": "43.88", "longitude": "11.1",
	}
}

func TestReadTable_readsWhatOtherDirectoriesPublish(t *testing.T) {
	page := `{"total_items": 1, "page_number": 1, "contents": [{
		"id": "b7a0", "name": "Filo Comune", "alternate_name": "FC", "description": "Una sartoria.", "website": "https://filo.example", "year_incorporated": 2013,
		"locations": [
			{"location_type": "virtual", "name": "in rete"},
			{"location_type": "physical", "latitude": 43.88, "longitude": 11.1,
				"addresses": [{"address_1": "via del Filo 7", "city": "Prato", "state_province": "Toscana", "country": "IT"}]}],
		"services": [{"name": "Sportello", "email": "info@filo.example", "phones": [{"number": "+39 0574 555000"}]}, {"name": "Corsi"}]}]}`
	packed := packed(t, map[string]string{
		"datapackage.json":  `{}`,
		"organizations.csv": "id,name,alternate_name,description,website,year_incorporated\nb7a0,Filo Comune,FC,Una sartoria.,https://filo.example,2013\n",
		"services.csv":      "id,organization_id,name,email\ns1,b7a0,Sportello,info@filo.example\ns2,b7a0,Corsi,\n",
		"phones.csv":        "id,service_id,number\np,s1,+39 0574 555000\n",
		"locations.csv":     "id,organization_id,location_type,latitude,longitude\nl0,b7a0,virtual,,\nl1,b7a0,physical,43.88,11.1\n",
		"addresses.csv":     "id,location_id,address_1,city,state_province,country\na,l1,via del Filo 7,Prato,Toscana,IT\n",
	})
	for name, file := range map[string][]byte{"a page of the interface": []byte(page), "a package": packed} {
		t.Run(name, func(t *testing.T) {
			table, err := importing.ReadTable(file, importing.Reading{})
			if err != nil || table.Format != importing.HSDS || len(table.Rows) != 1 {
				t.Fatalf("%s, %d rows, %v", table.Format, len(table.Rows), err)
			}
			if diff := cmp.Diff(filo(), asked(t, table, 0)); diff != "" {
				t.Errorf("row (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadTable_refusesAPackageThatUnpacksToTooMuch(t *testing.T) {
	unwatched.Only(t)
	bomb := packed(t, map[string]string{"organizations.csv": "id,name\n" + string(bytes.Repeat([]byte("0,aaaaaaaaaaaaaaaaaaaaaaaaa\n"), importing.MostBytes/20))})
	if len(bomb) > 1<<20 {
		t.Fatalf("the package has %d bytes: it shows little", len(bomb))
	}
	if _, err := importing.ReadTable(bomb, importing.Reading{}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a bomb: %v; want a refusal", err)
	}
}

func TestTake_publishesAnHSDSPackage(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	raw := packed(t, map[string]string{"organizations.csv": "id,name,description\nb7a0,Filo Comune,Una sartoria.\n"})
	i, err := w.Take(t.Context(), researcher(), importing.Draft{Source: "registro", File: "r.zip", Raw: raw, Options: importing.Options{Publish: true}})
	if err != nil {
		t.Fatal(err)
	}
	if o := w.named("Filo Comune"); o.Card.ShortDescription != "Una sartoria." || i.State != importing.Applied {
		t.Errorf("card = %+v, import %s", o.Card, i.State)
	}
}

func packed(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		f, err := out.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(files[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
