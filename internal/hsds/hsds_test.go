package hsds_test

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"

	"telaio/internal/freshness"
	"telaio/internal/hsds"
	"telaio/internal/organisation"
	"telaio/internal/publication"
	"telaio/internal/taxonomy"
	"telaio/internal/testkit"
)

type addresses struct{}

func (addresses) Page(_, slug string) string { return "https://telaio.example/organizzazioni/" + slug }

func (addresses) History(_, slug string) string {
	return "https://telaio.example/" + slug + "/versioni"
}
func (addresses) Logo(id string, size int) string { return "https://telaio.example/logo/" + id }

func writer(t testing.TB) hsds.Writer {
	t.Helper()
	return hsds.Writer{
		Vocabulary: hsds.Vocabulary{Taxonomies: testkit.Library(t).Taxonomies, Language: "it", Address: func(id taxonomy.ID) string { return "https://telaio.example/" + string(id) }},
		Addresses:  addresses{}, Words: hsds.Words{Example: "Inventato.", MunicipalityOnly: "Solo il comune.", CountryOnly: "Solo il paese."},
	}
}

// pages are an organisation that leaves no field empty, one that says only its
// name, and the real one.
func pages() []publication.Page {
	page := func(id, slug string, card organisation.Card) publication.Page {
		return publication.Page{
			Organisation: organisation.Organisation{ID: id, Slug: slug, State: organisation.Published, Card: card, UpdatedAt: testkit.Day(), ConfirmedAt: testkit.Day()},
			Freshness:    []freshness.Mark{{Group: freshness.Story, At: testkit.Day(), Confirmed: true}},
		}
	}
	return []publication.Page{
		page("a7bkwvavipnnlencibng", "telaio-comune", testkit.FullCard()), page("spoglia", "spoglia", organisation.Card{Name: "Spoglia"}),
		page("oz", "officine-zero", testkit.OfficineZero()),
	}
}

func TestWriter_keepsToTheSchemas(t *testing.T) {
	folder := testkit.Schemas(t, "hsds")
	w := writer(t)
	check := func(name string, value any) {
		t.Helper()
		compiler := jsonschema.NewCompiler()
		compiler.AssertFormat()
		schema, err := compiler.Compile(filepath.Join(folder, name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		raw, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(instance); err != nil {
			t.Errorf("%s is no %s: %v", raw, name, err)
		}
	}
	for _, page := range pages() {
		for _, whole := range []bool{false, true} {
			check("organization", w.Organization(page, whole))
			for _, s := range w.Services(page, whole) {
				check("service", s)
			}
		}
		for _, s := range w.ServicesAtLocations(page) {
			check("service_at_location", s)
		}
		for _, l := range w.Locations(page) {
			check("location", l)
		}
	}
	for _, one := range w.All() {
		check("taxonomy", one)
	}
	for _, term := range w.Terms("") {
		check("taxonomy_term", term)
	}
}

// What is validated must be able to fail.
func TestSchemas_refuseWhatIsNoService(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile(filepath.Join(testkit.Schemas(t, "hsds"), "service.json"))
	if err != nil {
		t.Fatal(err)
	}
	if schema.Validate(map[string]any{"id": "x", "name": "y", "status": "open"}) == nil {
		t.Error("the schema takes a status that there is not")
	}
}

func TestWriter_tellsNothingOfAPlaceButItsPublicity(t *testing.T) {
	w, page := writer(t), pages()[0]
	page.Card.Places = organisation.PublicPlaces([]organisation.ExactPlace{
		{ID: "1", Kind: "seat", Publicity: organisation.PublicityWithheld, Address: "via Segreta 1", Municipality: testkit.Rome()},
		{ID: "2", Kind: "seat", Publicity: organisation.PublicityMunicipality, Address: "via Segreta 2", Municipality: testkit.Rome(), Lat: 41.812345, Lon: 12.412345},
		{ID: "3", Kind: "seat", Publicity: organisation.PublicityCountry, Address: "via Segreta 3", Municipality: testkit.Rome(), Lat: 41.812345, Lon: 12.412345},
	})
	got := w.Locations(page)
	if len(got) != 2 {
		t.Fatalf("%d locations; want the municipality's and the country's", len(got))
	}
	if town := got[0]; *town.Latitude != 41.89 || town.Addresses != nil || town.Description != "Solo il comune." {
		t.Errorf("the town's is %+v", town)
	}
	if land := got[1]; land.Latitude != nil || land.Addresses != nil || land.Name != "IT" {
		t.Errorf("the country's is %+v", land)
	}
}

func TestServices_areAssuredOnlyIfSomebodySaidSo(t *testing.T) {
	w, page := writer(t), pages()[0]
	if got := w.Services(page, false)[0].AssuredDate; got != "2026-03-12" {
		t.Errorf("assured on %q", got)
	}
	page.Freshness[0].Confirmed = false // changed since
	if got := w.Services(page, false)[0].AssuredDate; got != "" {
		t.Errorf("assured on %q though nobody has said so", got)
	}
}

func TestOwner_findsTheOrganisationOfEachThing(t *testing.T) {
	w := writer(t)
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.StringMatching(`[a-z2-7]{20}`).Draw(t, "id")
		page := pages()[0]
		page.ID = id
		seen := map[string]bool{}
		for _, s := range w.ServicesAtLocations(page) {
			for _, uuid := range []string{s.ID, s.ServiceID, s.LocationID} {
				owner, ok := hsds.Owner(uuid)
				if !ok || owner != id || !hsds.Belongs(uuid, id) {
					t.Errorf("Owner(%s) = %q, %v; want %q", uuid, owner, ok, id)
				}
			}
			if seen[s.ID] {
				t.Errorf("%s names two things", s.ID)
			}
			seen[s.ID] = true
		}
	})
}

func TestBelongs_findsAnOrganisationWithAnIDOfAnotherKind(t *testing.T) {
	page := pages()[2]
	uuid := writer(t).Organization(page, false).ID
	if hsds.Ours(page.ID) || !hsds.Belongs(uuid, "oz") || hsds.Belongs(uuid, "spoglia") {
		t.Errorf("%s does not lead back to oz alone", uuid)
	}
}

func FuzzOwner(f *testing.F) {
	f.Add("07c2ab54-1543-8dad-9646-8901699f4299")
	f.Add("no uuid")
	f.Fuzz(func(t *testing.T, uuid string) {
		if owner, ok := hsds.Owner(uuid); ok && !hsds.Ours(owner) {
			t.Errorf("Owner(%q) = %q", uuid, owner)
		}
	})
}

func TestPage_saysWhereItStands(t *testing.T) {
	for _, c := range []struct {
		number, total int
		want          hsds.Page[int]
	}{
		{1, 3, hsds.Page[int]{TotalItems: 3, TotalPages: 2, PageNumber: 1, Size: 1, FirstPage: true, Contents: []int{7}}},
		{2, 3, hsds.Page[int]{TotalItems: 3, TotalPages: 2, PageNumber: 2, Size: 1, LastPage: true, Contents: []int{7}}},
	} {
		if diff := cmp.Diff(c.want, hsds.NewPage([]int{7}, c.total, c.number, 2)); diff != "" {
			t.Error(diff)
		}
	}
	if none := hsds.NewPage[int](nil, 0, 1, 2); !none.Empty || !none.LastPage || none.Contents == nil {
		t.Errorf("an empty page is %+v", none)
	}
}
