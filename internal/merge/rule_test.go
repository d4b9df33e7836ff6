package merge_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"telaio/internal/consent"
	"telaio/internal/merge"
	"telaio/internal/organisation"
	"telaio/internal/testkit"
)

func of(id string, card organisation.Card) organisation.Organisation {
	return organisation.Organisation{ID: id, Slug: id, State: organisation.Published, Revision: 1, Card: card}
}

func TestUnite_keepsOneValueAndAllOfALists(t *testing.T) {
	left := of("a", organisation.Card{
		Name: "Bottega Diffusa", OtherNames: []string{"BD"}, Types: []string{"aps"}, Year: 2009, Story: "Di qua",
		Solidarity: []organisation.Solidarity{{Form: "network"}}, Contacts: organisation.Contacts{Email: "ciao@bd.example", Links: []string{"https://x.example/bd"}},
		Initiatives: []organisation.Initiative{{ID: "i1", Title: "Telai a ore"}},
		Relations:   []organisation.Relation{{ID: "r1", Kind: "partner", Name: "Bottega diffusa Milano", OrganisationID: "b"}, {ID: "r2", Kind: "partner", Name: "Ruote"}},
	})
	right := of("b", organisation.Card{
		Name: "Bottega Diffusa Milano", OtherNames: []string{"bd"}, Types: []string{"aps", "coworking"}, Target: "Chi cuce", Story: "Di là",
		Solidarity: []organisation.Solidarity{{Form: "network", Practice: "Con i telai"}, {Form: "advocacy"}},
		Contacts:   organisation.Contacts{Email: "info@bd.example", Phone: "02 555", Links: []string{"https://y.example/bd"}},
		Initiatives: []organisation.Initiative{
			{ID: "i2", Title: "telai a ore!", Effects: &organisation.Effects{Sheet: "s"}}, {ID: "i3", Title: "Sportello"},
		},
		Relations: []organisation.Relation{{ID: "r3", Kind: "partner", Name: "RUOTE"}},
	})

	got := merge.Unite(left, right, merge.Choices{"story": merge.Right, "name": merge.Left})

	want := organisation.Card{
		Name: "Bottega Diffusa", OtherNames: []string{"BD", "Bottega Diffusa Milano"}, Types: []string{"aps", "coworking"}, Year: 2009,
		Target: "Chi cuce", Story: "Di là",
		Solidarity: []organisation.Solidarity{{Form: "network", Practice: "Con i telai"}, {Form: "advocacy"}},
		Contacts:   organisation.Contacts{Email: "ciao@bd.example", Phone: "02 555", Links: []string{"https://x.example/bd", "https://y.example/bd"}},
		Initiatives: []organisation.Initiative{
			{ID: "i2", Title: "telai a ore!", Effects: &organisation.Effects{Sheet: "s"}}, {ID: "i3", Title: "Sportello"},
		},
		Relations: []organisation.Relation{{ID: "r2", Kind: "partner", Name: "Ruote"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("card (-want +got):\n%s", diff)
	}
}

func TestParts_coverEveryFieldOfACard(t *testing.T) {
	full := testkit.FullCard()
	everything := merge.Choices{}
	for _, p := range merge.Parts() {
		everything[p] = merge.Right
	}
	got := merge.Unite(of("a", organisation.Card{Name: "Altro"}), of("b", full), everything)
	if diff := cmp.Diff(full, got); diff != "" {
		t.Errorf("everything from the right (-want +got):\n%s", diff)
	}
}

// drawn draws a card of few words, so that two often agree.
func drawn(t *rapid.T, label string) organisation.Card {
	text := rapid.SampledFrom([]string{"", "Filo", "filò", "Trama", "Ordito"})
	texts := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"Filo", "Trama", "Ordito"}), 0, 3, rapid.ID)
	return organisation.Card{
		Name: "N" + text.Draw(t, label+"name"), OtherNames: texts.Draw(t, label+"names"), Types: texts.Draw(t, label+"types"),
		Story: text.Draw(t, label+"story"), Year: rapid.IntRange(0, 2).Draw(t, label+"year"),
		Contacts: organisation.Contacts{Email: text.Draw(t, label+"email"), Links: texts.Draw(t, label+"links")},
	}
}

func TestUnite_losesNothingOfAListAndInventsNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawn(t, "a "), drawn(t, "b ")
		got := merge.Unite(of("a", a), of("b", b), nil)
		for _, one := range append(slices.Clone(a.Types), b.Types...) {
			if !slices.Contains(got.Types, one) {
				t.Fatalf("types = %v; %s of %v and %v is lost", got.Types, one, a.Types, b.Types)
			}
		}
		if got.Story != a.Story && (a.Story != "" || got.Story != b.Story) || got.Name != a.Name {
			t.Fatalf("story = %q of %q and %q, name %q", got.Story, a.Story, b.Story, got.Name)
		}
		again := merge.Unite(of("a", got), of("b", b), nil)
		if diff := cmp.Diff(got, again); diff != "" {
			t.Fatalf("uniting twice differs:\n%s", diff)
		}
	})
}

func place(id string, publicity organisation.Publicity, address string) organisation.ExactPlace {
	return organisation.ExactPlace{ID: id, Kind: "seat", Publicity: publicity, Address: address, Municipality: testkit.Rome()}
}

func TestUnitePlaces_neverTellsMoreThanEitherDoes(t *testing.T) {
	exact, town, withheld := organisation.PublicityExact, organisation.PublicityMunicipality, organisation.PublicityWithheld
	for name, test := range map[string]struct {
		left, right []organisation.ExactPlace
		want        []organisation.ExactPlace
	}{
		"the same street":       {[]organisation.ExactPlace{place("1", exact, "Via Po 1")}, []organisation.ExactPlace{place("2", withheld, "via Po, 1")}, []organisation.ExactPlace{place("1", withheld, "Via Po 1")}},
		"a street and a town":   {[]organisation.ExactPlace{place("1", town, "")}, []organisation.ExactPlace{place("2", exact, "via Po 1")}, []organisation.ExactPlace{place("1", town, "via Po 1")}},
		"two streets":           {[]organisation.ExactPlace{place("1", exact, "Via Po 1")}, []organisation.ExactPlace{place("2", withheld, "via Adige 1")}, []organisation.ExactPlace{place("1", exact, "Via Po 1"), place("2", withheld, "via Adige 1")}},
		"an unknown publicity":  {[]organisation.ExactPlace{place("1", exact, "Via Po 1")}, []organisation.ExactPlace{place("2", "tutti", "Via Po 1")}, []organisation.ExactPlace{place("1", withheld, "Via Po 1")}},
		"only one side has any": {nil, []organisation.ExactPlace{place("2", withheld, "via Po 1")}, []organisation.ExactPlace{place("2", withheld, "via Po 1")}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, merge.UnitePlaces(test.left, test.right, merge.Both)); diff != "" {
				t.Errorf("places (-want +got):\n%s", diff)
			}
		})
	}
}

func said(purpose consent.Purpose, given bool) consent.Entry {
	return consent.Entry{Purpose: purpose, Given: given, At: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
}

func TestNarrowed_allowsNoMoreThanEither(t *testing.T) {
	data, page := consent.OpenData, consent.PublishPage
	for name, test := range map[string]struct {
		stays, goes []consent.Entry
		want        []consent.Purpose
	}{
		"both allow":                   {[]consent.Entry{said(data, true)}, []consent.Entry{said(data, true)}, nil},
		"the other refuses":            {[]consent.Entry{said(data, true)}, []consent.Entry{said(data, false)}, []consent.Purpose{data}},
		"the other was asked else":     {[]consent.Entry{said(data, true)}, []consent.Entry{said(page, true)}, []consent.Purpose{data}},
		"the other was asked nothing":  {[]consent.Entry{said(data, true)}, nil, nil},
		"only the other was asked":     {nil, []consent.Entry{said(data, false), said(page, true)}, []consent.Purpose{data}},
		"refused already":              {[]consent.Entry{said(data, false)}, []consent.Entry{said(data, true)}, nil},
		"the other refuses, not asked": {[]consent.Entry{said(page, true)}, []consent.Entry{said(page, true), said(data, false)}, []consent.Purpose{data}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, merge.Narrowed(test.stays, test.goes)); diff != "" {
				t.Errorf("narrowed (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParting_asksOnlyAboutWhatChangedSince(t *testing.T) {
	before := organisation.Card{Name: "A", Story: "prima", Year: 2001, Target: "chi cuce"}
	after := organisation.Card{Name: "B", Story: "unita", Year: 2002, Target: "chi cuce"}
	today := organisation.Card{Name: "B", Story: "cambiata", Year: 2001, Target: "altro"}

	back, touched := merge.Parting(before, after, today)

	fields := func(changes []organisation.Change) (names []organisation.Field) {
		for _, c := range changes {
			names = append(names, c.Field)
		}
		return names
	}
	if diff := cmp.Diff([]organisation.Field{"name"}, fields(back)); diff != "" {
		t.Errorf("back (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]organisation.Field{"story"}, fields(touched)); diff != "" {
		t.Errorf("touched (-want +got):\n%s", diff)
	}
}
