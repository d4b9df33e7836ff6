package practice_test

import (
	"fmt"
	"net/url"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"telaio/internal/i18n"
	"telaio/internal/kit"
	"telaio/internal/organisation"
	"telaio/internal/practice"
	"telaio/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

func vocabulary(t testing.TB) practice.Vocabulary {
	t.Helper()
	library := testkit.Library(t)
	newest, ok := library.NewestKit()
	if !ok {
		t.Fatal("there is no kit")
	}
	return practice.Vocabulary{Taxonomies: library.Taxonomies, Kit: newest}
}

// page is a published practice that says what its list needs.
func page(id, title string, s practice.Sheet) practice.Page {
	s.Words = map[i18n.Language]practice.Words{i18n.Italian: {Title: title, Need: "Ho bisogno", What: "Fare"}}
	return practice.Page{Practice: practice.Practice{ID: id, Slug: id, State: practice.Published, Revision: 1, Sheet: s}}
}

func three() []practice.Page {
	pages := []practice.Page{
		page("a", "Anticipare le fatture", practice.Sheet{Needs: []string{"get_paid", "hard_times"}, Forms: []string{"network"}, Effort: kit.MediumEffort, Items: []string{"NET3"}}),
		page("b", "Perché parlarsi", practice.Sheet{Needs: []string{"isolation"}, Forms: []string{"network", "empowerment"}, Effort: kit.LowEffort, Items: []string{"CARE3", "EMP1"}}),
		page("c", "Un osservatorio", practice.Sheet{Needs: []string{"get_paid", "voice"}, Forms: []string{"advocacy"}, Effort: kit.MediumEffort, Items: []string{"ADV1"}}),
	}
	pages[0].Doers = []practice.Doing{{
		Organisation: organisation.Organisation{ID: "bora", Card: organisation.Card{Name: "Bora Condivisa"}},
		Initiatives:  []organisation.Initiative{{ID: "i", Title: "Ottanta subito"}},
	}}
	return pages
}

func TestFind(t *testing.T) {
	tests := []struct {
		name, query string
		want        []string
	}{
		{"everything", "", []string{"a", "b", "c"}},
		{"one value", "impegno=medium", []string{"a", "c"}},
		{"two values of a facet are alternatives", "bisogno=isolation&bisogno=voice", []string{"b", "c"}},
		{"two facets must both hold", "bisogno=get_paid&forma=advocacy", []string{"c"}},
		{"a dimension is that of its items", "dimensione=EMP", []string{"b"}},
		{"a word's beginning, without its accent", "q=perche", []string{"b"}},
		{"all words must be there", "q=anticip+osserv", nil},
		{"the name of who does it", "q=BORA", []string{"a"}},
		{"what they call it", "q=ottanta", []string{"a"}},
		{"the need's label in English", "q=fairly", []string{"a", "c"}},
		{"only signs", "q=%21%21", nil},
		{"an unknown value is left out", "forma=money", []string{"a", "b", "c"}},
		{"a page after the last one is the last one", "pagina=7", []string{"a", "b", "c"}},
	}
	v := vocabulary(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			values, err := url.ParseQuery(test.query)
			if err != nil {
				t.Fatal(err)
			}
			r := v.Find(three(), v.Parse(values))
			var got []string
			for _, p := range r.Practices {
				got = append(got, p.ID)
			}
			if diff := cmp.Diff(test.want, got); diff != "" || r.Total != len(got) {
				t.Errorf("found (-want +got):\n%s total %d", diff, r.Total)
			}
		})
	}
}

// TestFind_countsWhatChoosingWouldGive holds for any set of practices and any
// query: the count beside a value is the number found when it is the only one
// chosen in its facet.
func TestFind_countsWhatChoosingWouldGive(t *testing.T) {
	v := vocabulary(t)
	rapid.Check(t, func(t *rapid.T) {
		var pages []practice.Page
		for i := range rapid.IntRange(0, 12).Draw(t, "practices") {
			some := func(f practice.Facet) []string {
				return rapid.SliceOfNDistinct(rapid.SampledFrom(v.Codes(f)), 1, 2, rapid.ID[string]).Draw(t, "codes")
			}
			pages = append(pages, page(fmt.Sprint(i), "Titolo", practice.Sheet{
				Needs: some(practice.ByNeed), Forms: some(practice.ByForm), Effort: kit.Effort(some(practice.ByEffort)[0]),
				Items: []string{rapid.SampledFrom([]string{"EMP1", "NET3", "ADV1", "CARE3"}).Draw(t, "item")},
			}))
		}
		var q practice.Query
		for _, f := range practice.Facets() {
			if rapid.Bool().Draw(t, "chooses") {
				q.Chosen[f] = []string{rapid.SampledFrom(v.Codes(f)).Draw(t, "value")}
			}
		}
		r := v.Find(pages, q)
		for _, f := range practice.Facets() {
			for _, value := range r.Counts[f] {
				only := q
				only.Chosen[f] = []string{value.Code}
				if total := v.Find(pages, only).Total; value.Count != total {
					t.Errorf("%s %s: %d beside the choice; choosing it finds %d", f.Parameter(), value.Code, value.Count, total)
				}
				if value.Chosen != slices.Contains(q.Chosen[f], value.Code) {
					t.Errorf("%s %s: chosen = %v", f.Parameter(), value.Code, value.Chosen)
				}
			}
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add("q=a&forma=network&bisogno=voice&pagina=3")
	f.Add("q=%ff%00&pagina=-1")
	v := vocabulary(f)
	f.Fuzz(func(t *testing.T, query string) {
		values, _ := url.ParseQuery(query)
		q := v.Parse(values)
		again, err := url.ParseQuery(q.Encode())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(q, v.Parse(again)); diff != "" {
			t.Errorf("what was written is not what is read (-written +read):\n%s", diff)
		}
	})
}
