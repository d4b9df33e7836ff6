package publication_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/publication"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// addresses are as plain as they can be.
type addresses struct{}

func (addresses) Page(language, slug string) string { return "https://x/" + language + "/" + slug }
func (addresses) History(language, slug string) string {
	return "https://x/" + language + "/" + slug + "/h"
}

func (addresses) Logo(id string, size int) string {
	return fmt.Sprintf("https://x/logo/%s/%d", id, size)
}

func publisher(t *testing.T) publication.Publisher {
	t.Helper()
	library := testkit.Library(t)
	return publication.Publisher{Taxonomies: library.Taxonomies, Languages: []string{"it", "en"}, Addresses: addresses{}}
}

func jsonld(t *testing.T, card organisation.Card) map[string]any {
	t.Helper()
	raw, err := publisher(t).JSONLD(publication.Page{Organisation: organisation.Organisation{Slug: "s", Card: card}})
	if err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestJSONLD_servesTheAreaThatTheReachNames(t *testing.T) {
	seat := organisation.Place{ID: "1", Kind: "seat", Publicity: organisation.PublicityMunicipality, Municipality: testkit.Rome(), Country: "IT"}
	far := organisation.Place{ID: "2", Kind: "seat", Publicity: organisation.PublicityCountry, Country: "IT"}
	for _, tc := range []struct {
		reach string
		place organisation.Place
		want  any
	}{
		{"neighbourhood", seat, map[string]any{"@type": "City", "name": "Roma"}},
		{"municipality", seat, map[string]any{"@type": "City", "name": "Roma"}},
		{"province", seat, map[string]any{"@type": "AdministrativeArea", "name": "RM"}},
		{"region", seat, map[string]any{"@type": "AdministrativeArea", "name": "Lazio"}},
		{"national", seat, map[string]any{"@type": "Country", "name": "IT"}},
		{"several_regions", seat, nil},
		{"online", seat, nil},
		{"", seat, nil},
		{"municipality", far, nil},
		{"national", far, map[string]any{"@type": "Country", "name": "IT"}},
	} {
		got := jsonld(t, organisation.Card{Name: "A", Reach: tc.reach, Places: []organisation.Place{tc.place}})["areaServed"]
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("reach %q, %s place (-want +got):\n%s", tc.reach, tc.place.Publicity, diff)
		}
	}
}

func TestJSONLD_givesThePointOfAnExactPlaceOnly(t *testing.T) {
	exact := organisation.ExactPlace{ID: "1", Kind: "seat", Publicity: organisation.PublicityExact, Address: "via X 1", Municipality: testkit.Rome(), Lat: 41.9, Lon: 12.5}
	unpinned := exact
	unpinned.Lat, unpinned.Lon = 0, 0
	coarse := exact
	coarse.Publicity = organisation.PublicityMunicipality
	for name, tc := range map[string]struct {
		place organisation.ExactPlace
		want  bool
	}{"exact with a point": {exact, true}, "exact without a point": {unpinned, false}, "municipality": {coarse, false}} {
		doc := jsonld(t, organisation.Card{Name: "A", Places: organisation.PublicPlaces([]organisation.ExactPlace{tc.place})})
		if _, got := doc["location"].(map[string]any)["geo"]; got != tc.want {
			t.Errorf("%s: geo is there = %v; want %v", name, got, tc.want)
		}
	}
}

func TestJSONLD_cannotLeaveAScriptElement(t *testing.T) {
	raw, err := publisher(t).JSONLD(publication.Page{Organisation: organisation.Organisation{
		Slug: "s", Card: organisation.Card{Name: "</script><!--\u2028\u2029&", OtherNames: []string{"<script>"}},
	}})
	if err != nil || strings.ContainsAny(string(raw), "<>&\u2028\u2029") {
		t.Errorf("JSONLD = %s, %v", raw, err)
	}
}

func TestFind_namesTheSuccessorThatIsStillThere(t *testing.T) {
	s := testkit.SQLite(t)
	reader := publication.Reader{Records: s}
	archive(t, s, "old", "next")
	archive(t, s, "older", "nobody")
	archive(t, s, "oldest", "old") // what took its place has left in its turn
	archive(t, s, "round", "about")
	archive(t, s, "about", "round")
	next := testkit.Publish(t, s, organisation.Organisation{ID: "next", Slug: "next"}, organisation.Card{Name: "La prossima"})
	next.Slug = "renamed"
	if err := s.UpdateOrganisation(t.Context(), next); err != nil {
		t.Fatal(err)
	}
	for slug, want := range map[string]string{"old": "renamed", "older": "", "oldest": "renamed", "round": ""} {
		_, err := reader.Find(t.Context(), slug)
		refusal, ok := errors.AsType[*fault.Error](err)
		if !ok || refusal.Kind != fault.Gone || refusal.Successor != want {
			t.Errorf("Find(%q) = %v; want gone with the successor %q", slug, err, want)
		}
		d, err := reader.Departure(t.Context(), slug)
		if err != nil || (d.Successor != nil) != (want != "") {
			t.Errorf("Departure(%q) = %+v, %v; want the successor %q", slug, d, err, want)
		}
	}
}

func archive(t *testing.T, s *store.Store, id, successor string) {
	t.Helper()
	o := testkit.Publish(t, s, organisation.Organisation{ID: id, Slug: id}, organisation.Card{Name: id})
	o.State, o.Successor = organisation.Archived, successor
	if err := s.UpdateOrganisation(t.Context(), o); err != nil {
		t.Fatal(err)
	}
}

func TestHistory_saysNothingOfWhatAPlaceOrAContactWas(t *testing.T) {
	s := testkit.SQLite(t)
	card := testkit.FullCard()
	o := testkit.Publish(t, s, organisation.Organisation{ID: "full", Slug: "full"}, card)
	card.Places, card.Contacts, card.Target = nil, organisation.Contacts{}, "Chi tesse"
	o = testkit.Revise(t, s, o, card, organisation.Revision{Author: "Ada", Reviewer: "Bruno", Reason: "Lo chiede <ada@x.example>."})
	steps, err := publication.Reader{Records: s}.History(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	want := publication.Step{
		Number: 2, At: testkit.Day().AddDate(0, 0, 1), By: publication.ByTeam, Reason: "Lo chiede <…>.",
		Changed: []organisation.Field{"target", "places", "contacts"},
		Texts:   []publication.TextChange{{Field: "target", Before: "Chi tesse e chi cuce per conto di altri", After: "Chi tesse"}},
	}
	if diff := cmp.Diff(want, steps[0]); diff != "" {
		t.Errorf("newest step (-want +got):\n%s", diff)
	}
	if first := steps[1]; first.Number != 1 || len(first.Texts) != 0 {
		t.Errorf("first step = %+v; want no texts: there was nothing before", first)
	}
}

func TestJSONLD_namesTheNetworksThatConfirm(t *testing.T) {
	page := publication.Page{
		Organisation: organisation.Organisation{ID: "one", Slug: "one", Card: organisation.Card{
			Name: "One", Solidarity: []organisation.Solidarity{{Form: "network"}},
			Relations: []organisation.Relation{{ID: "r1", Kind: "member_of", OrganisationID: "net"}, {ID: "r2", Kind: "member_of", OrganisationID: "silent"}, {ID: "r3", Kind: "member_of", OrganisationID: "past", Until: 2020}},
		}},
		Related: map[string]organisation.Organisation{
			"net":    {ID: "net", Slug: "net", State: organisation.Published, Card: organisation.Card{Name: "Net"}},
			"past":   {ID: "past", Slug: "past", State: organisation.Published, Card: organisation.Card{Name: "Past"}},
			"silent": {ID: "silent", Slug: "silent", State: organisation.Published, Card: organisation.Card{Name: "Silent"}},
		},
		Answers: []organisation.RelationAnswer{
			{TellerID: "one", OtherID: "net", Kind: "member_of", Standing: organisation.Confirmed},
			{TellerID: "one", OtherID: "past", Kind: "member_of", Standing: organisation.Confirmed},
		},
	}
	raw, err := publisher(t).JSONLD(page)
	if err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"@type": "Organization", "@id": "https://x/it/net", "name": "Net"}
	if diff := cmp.Diff(want, doc["memberOf"]); diff != "" || doc["identifier"] != "one" || doc["knowsAbout"] != "Network" {
		t.Errorf("JSONLD = %s (-want +got of memberOf)\n%s", raw, diff)
	}
}
