package importing_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/hsds"
	"telaio/internal/importing"
	"telaio/internal/organisation"
	"telaio/internal/publication"
	"telaio/internal/taxonomy"
	"telaio/internal/testkit"
)

// site is an address of the pages of an atlas.
type site struct{}

func (site) Page(language, slug string) string { return "https://telaio.example/" + slug }
func (site) History(language, slug string) string {
	return "https://telaio.example/" + slug + "/versioni"
}
func (site) Logo(id string, _ int) string { return "https://telaio.example/logo/" + id }
func (site) Term(id taxonomy.ID) string   { return "https://telaio.example/" + string(id) }

// odd are organisations with everything that has been lost on the way before.
func odd() []organisation.Card {
	place := func(kind string, publicity organisation.Publicity, address, town, country string, lat, lon float64) organisation.Place {
		return organisation.Place{
			ID: "p-" + town, Kind: kind, Publicity: publicity, Address: address, Country: country, Lat: lat, Lon: lon,
			Municipality: organisation.Municipality{Name: town, Country: country},
		}
	}
	formulas := organisation.Card{
		Name: "=1+1", OtherNames: []string{"@SUM(1)", "-2"}, Target: "'tra apici'", ShortDescription: "Riga \"uno\", due; tre",
		Story: "- primo\n- secondo\n\n+39 e poi", Contacts: organisation.Contacts{Phone: "0039 06 0012345", Website: "https://a.example/?a=1;b=2"},
		Places: []organisation.Place{place("seat", organisation.PublicityExact, "Bahnhofstraße 1, 2. Stock", "Zürich", "CH", 47.37777, 8.54)},
	}
	abroad := organisation.Card{
		Name: "L'Établi d'ici & Söhne", OtherNames: []string{"L’Établi"}, Year: 1906, Target: "007 lavoratrici",
		Places: []organisation.Place{place("seat", organisation.PublicityMunicipality, "", "Saint-Étienne", "FR", 0, 0)},
	}
	online := organisation.Card{Name: "Solo in rete", Places: []organisation.Place{{ID: "o", Kind: "online", Publicity: organisation.PublicityExact}}}
	country := organisation.Card{Name: "Da qualche parte", Places: []organisation.Place{{ID: "c", Kind: "seat", Publicity: organisation.PublicityCountry, Country: "DE"}}}
	return []organisation.Card{testkit.FullCard(), testkit.OfficineZero(), formulas, abroad, online, country, {Name: "Nient'altro"}}
}

// united is a card whose codes are in no vocabulary's order, as the merge of two
// pages leaves them.
func united() organisation.Card {
	return organisation.Card{
		Name: "Due in una", Types: []string{"cooperative", "association"}, TargetGroups: []string{"migrant", "craft", "freelance"},
		Solidarity: []organisation.Solidarity{{Form: "network"}, {Form: "empowerment"}},
	}
}

// forms are the ways in which an atlas gives all of itself that an import takes.
func forms(t *testing.T) map[string]func(*bytes.Buffer) (publication.Collection, error) {
	library := testkit.Library(t)
	publisher := publication.Publisher{Taxonomies: library.Taxonomies, Languages: []string{"it", "en"}, Addresses: site{}}
	writer := hsds.Writer{Vocabulary: hsds.Vocabulary{Taxonomies: library.Taxonomies, Language: "it", Address: site{}.Term}, Addresses: site{}}
	return map[string]func(*bytes.Buffer) (publication.Collection, error){
		"CSV":     func(b *bytes.Buffer) (publication.Collection, error) { return publication.CSV(b) },
		"XLSX":    func(b *bytes.Buffer) (publication.Collection, error) { return publication.XLSX(b) },
		"GeoJSON": func(b *bytes.Buffer) (publication.Collection, error) { return publisher.GeoJSON(b) },
		"JSON":    func(b *bytes.Buffer) (publication.Collection, error) { return publisher.NDJSON(b), nil },
		"HSDS":    func(b *bytes.Buffer) (publication.Collection, error) { return hsds.NewPackage(b, writer, "Telaio") },
	}
}

// written is the whole atlas in one form.
func (w world) written(form func(*bytes.Buffer) (publication.Collection, error)) []byte {
	w.t.Helper()
	var b bytes.Buffer
	out, err := form(&b)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, o := range w.published() {
		if err := out.Add(publication.Page{Organisation: o}); err != nil {
			w.t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		w.t.Fatal(err)
	}
	return b.Bytes()
}

// TestTake_everyFormThereAndBack takes what an atlas gives in each form: where it
// comes from it changes nothing, and in an empty atlas it makes the same one.
func TestTake_everyFormThereAndBack(t *testing.T) {
	for name, form := range forms(t) {
		t.Run(name, func(t *testing.T) {
			from := newWorld(t, testkit.SQLite(t))
			for n, card := range odd() {
				id := "oddoddoddoddoddodd" + string(rune('a'+n))
				testkit.Publish(t, from.store, organisation.Organisation{ID: id, Slug: id}, card)
			}
			file := from.written(form)
			draft := importing.Draft{Source: "casa", Raw: file, Options: importing.Options{Publish: true}}
			report, err := from.DryRun(t.Context(), draft)
			if err != nil || report.Counts[importing.Unchanged] != len(odd()) {
				t.Errorf("at home: %v, lines %+v, problems %+v, %v; want nothing to change", report.Counts, report.Lines, report.Problems, err)
			}

			to := newWorld(t, testkit.SQLite(t))
			done, err := to.Take(t.Context(), researcher(), draft)
			if err != nil || done.State != importing.Applied {
				t.Fatalf("elsewhere: %s, %+v, %v", done.State, done.Report.Problems, err)
			}
			if diff := cmp.Diff(from.exported(), to.exported()); diff != "" {
				t.Errorf("the atlas there (-want +got):\n%s", diff)
			}
			if again, err := to.DryRun(t.Context(), draft); err != nil || again.Learns() {
				t.Errorf("a second time: %v, %v", again.Counts, err)
			}
		})
	}
}

// TestDryRun_takesNoOrderOfCodesForAChange gives back what an atlas has of a page
// whose codes are in no particular order.
func TestDryRun_takesNoOrderOfCodesForAChange(t *testing.T) {
	for name, form := range forms(t) {
		w := newWorld(t, testkit.SQLite(t))
		testkit.Publish(t, w.store, organisation.Organisation{ID: "united", Slug: "united"}, united())
		report, err := w.DryRun(t.Context(), importing.Draft{Source: "casa", Raw: w.written(form), Options: importing.Options{Publish: true}})
		if err != nil || report.Counts[importing.Unchanged] != 1 {
			t.Errorf("%s: %v, lines %+v, %v; want nothing to change", name, report.Counts, report.Lines, err)
		}
	}
}

// TestDryRun_leavesATownAsThePageCallsIt gives back what an atlas has of towns that
// today's gazetteer calls otherwise, or does not know any more.
func TestDryRun_leavesATownAsThePageCallsIt(t *testing.T) {
	for name, town := range map[string]organisation.Municipality{
		"under an older code":        {Code: "it-prato", Name: "Prato", Region: "toscana", Country: "IT", Lat: 43.87, Lon: 11.1},
		"no longer a municipality":   {Code: "IT-0", Name: "Vecchio Borgo", Region: "toscana", Country: "IT", Lat: 43.7, Lon: 11.2},
		"of another country by name": {Code: "FR-1", Name: "Prato", Country: "FR", Lat: 44.1, Lon: 4.2},
	} {
		for _, level := range []organisation.Publicity{organisation.PublicityExact, organisation.PublicityMunicipality} {
			place := organisation.ExactPlace{ID: "p", Kind: "seat", Publicity: level, Municipality: town, Address: "via Prova 1", Lat: town.Lat + 0.01, Lon: town.Lon}
			for form, written := range forms(t) {
				w := newWorld(t, testkit.SQLite(t))
				card := organisation.Card{Name: "Filo", Places: organisation.PublicPlaces([]organisation.ExactPlace{place})}
				testkit.Publish(t, w.store, organisation.Organisation{ID: "filofilofilofilo", Slug: "filo"}, card)
				if err := w.store.SetExactPlaces(t.Context(), "filofilofilofilo", "", []organisation.ExactPlace{place}); err != nil {
					t.Fatal(err)
				}
				report, err := w.DryRun(t.Context(), importing.Draft{Source: "casa", Raw: w.written(written), Options: importing.Options{Publish: true}})
				if err != nil || report.Counts[importing.Unchanged] != 1 {
					t.Errorf("a town %s, %s, as %s: %v, problems %+v, %v; want nothing to change", name, level, form, report.Counts, report.Problems, err)
				}
			}
		}
	}
}
