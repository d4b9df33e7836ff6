package twin_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"telaio/internal/organisation"
	"telaio/internal/twin"
)

// bottega is an invented organisation with everything that it can be told by.
func bottega() organisation.Card {
	return organisation.Card{
		Name: "Bottega Diffusa",
		Places: []organisation.Place{{
			ID: "p", Kind: "seat", Publicity: organisation.PublicityExact, Address: "Via della Spola 3",
			Municipality: organisation.Municipality{Code: "IT-015146", Name: "Milano", Country: "IT"},
		}},
		Contacts: organisation.Contacts{Email: "ciao@bottegadiffusa.example", Phone: "+39 02 555 0199", Website: "https://www.bottegadiffusa.example/"},
	}
}

// named is the bottega under another name, without contacts and street.
func named(name string) func(*organisation.Card) {
	return func(c *organisation.Card) {
		c.Name, c.Contacts = name, organisation.Contacts{}
		c.Places[0].Address = ""
	}
}

func TestLikely(t *testing.T) {
	sameName := []twin.Reason{twin.SameName, twin.SameTown}
	similar := []twin.Reason{twin.SimilarName, twin.SameTown}
	elsewhere := func(c *organisation.Card) { c.Places[0].Municipality.Code = "IT-058091" }
	tests := []struct {
		name    string
		changes []func(*organisation.Card)
		want    []twin.Reason
	}{
		{"the same again", nil, []twin.Reason{twin.SameName, twin.SameWebsite, twin.SameMailbox, twin.SamePhone, twin.SameStreet}},
		{"with its legal form", []func(*organisation.Card){named("Associazione Bottega Diffusa APS")}, sameName},
		{"with its legal form abbreviated", []func(*organisation.Card){named("Bottega Diffusa soc. coop. a r.l.")}, sameName},
		{"with dots in the legal form", []func(*organisation.Card){named("La Bottega Diffusa - A.P.S.")}, sameName},
		{"in capitals with an accent", []func(*organisation.Card){named("BOTTÉGA DIFFUSA")}, sameName},
		{"misspelt in the same town", []func(*organisation.Card){named("Botega Difusa")}, similar},
		{"in the plural", []func(*organisation.Card){named("Botteghe Diffuse")}, similar},
		{"with the words the other way round", []func(*organisation.Card){named("Diffusa Bottega")}, similar},
		{"with look-alike letters", []func(*organisation.Card){named("Bоttega Diffusа")}, sameName},
		{"the same name in another town", []func(*organisation.Card){named("Bottega Diffusa"), elsewhere}, []twin.Reason{twin.SameName}},
		{"by one of its other names", []func(*organisation.Card){named("Il filo"), func(c *organisation.Card) { c.OtherNames = []string{"Bottega diffusa"} }}, sameName},
		{"another name on the same website", []func(*organisation.Card){named("Officina del Legno"), func(c *organisation.Card) {
			c.Contacts.Website = "http://bottegadiffusa.example/chi-siamo"
		}}, []twin.Reason{twin.SameWebsite, twin.SameTown}},
		{"another mailbox of the same domain", []func(*organisation.Card){named("Officina del Legno"), elsewhere, func(c *organisation.Card) {
			c.Contacts.Email = "Legno@BottegaDiffusa.example"
		}}, []twin.Reason{twin.SameMail}},
		{"the same telephone, written otherwise", []func(*organisation.Card){named("Officina del Legno"), elsewhere, func(c *organisation.Card) {
			c.Contacts.Phone = "0039 02-5550199"
		}}, []twin.Reason{twin.SamePhone}},
		{"another organisation in the same house", []func(*organisation.Card){named("Ruote Unite"), func(c *organisation.Card) {
			c.Places[0].Address = "via della Spola, 3"
		}}, nil},
		{"another organisation in the same town", []func(*organisation.Card){named("Ruote Unite")}, nil},
		{"two with a page on the same network", []func(*organisation.Card){named("Ruote Unite"), func(c *organisation.Card) {
			c.Contacts = organisation.Contacts{Website: "https://facebook.com/ruoteunite", Email: "ruoteunite@gmail.com"}
		}}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			card := bottega()
			for _, change := range tt.changes {
				change(&card)
			}

			got, ok := twin.Likely(twin.ProfileOf(card), twin.ProfileOf(bottega()))

			if ok != (tt.want != nil) {
				t.Fatalf("Likely = %v, %v; want %v", got.Reasons, ok, tt.want)
			}
			if diff := cmp.Diff(tt.want, got.Reasons); ok && diff != "" {
				t.Errorf("reasons (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLikely_takesAPageOnASharedSiteForAWebsite(t *testing.T) {
	a := organisation.Card{Name: "Ruote", Contacts: organisation.Contacts{Website: "https://www.facebook.com/RuoteUnite/"}}
	b := organisation.Card{Name: "Ciclisti", Contacts: organisation.Contacts{Website: "facebook.com/ruoteunite"}}
	if got, ok := twin.Likely(twin.ProfileOf(a), twin.ProfileOf(b)); !ok || !slices.Equal(got.Reasons, []twin.Reason{twin.SameWebsite}) {
		t.Errorf("Likely = %v, %v; want the same website", got.Reasons, ok)
	}
}

func TestLooks_changesWithTheNameAndTheWebsiteOnly(t *testing.T) {
	before := twin.ProfileOf(bottega()).Looks()
	for name, test := range map[string]struct {
		change func(*organisation.Card)
		same   bool
	}{
		"the story":   {func(c *organisation.Card) { c.Story = "Altro" }, true},
		"the address": {func(c *organisation.Card) { c.Places = nil }, true},
		"an accent":   {func(c *organisation.Card) { c.Name = "Bottéga Diffusa APS" }, true},
		"the name":    {func(c *organisation.Card) { c.Name = "Il filo" }, false},
		"the website": {func(c *organisation.Card) { c.Contacts.Website = "https://ilfilo.example" }, false},
	} {
		card := bottega()
		test.change(&card)
		if got := twin.ProfileOf(card).Looks(); (got == before) != test.same {
			t.Errorf("after a change of %s the looks are the same: %v; want %v", name, got == before, test.same)
		}
	}
}

func TestWords(t *testing.T) {
	for score, want := range map[float64]twin.Sureness{1: twin.AlmostCertain, 0.8: twin.Probable, 0.5: twin.Possible} {
		if got := twin.Words(score); got != want {
			t.Errorf("Words(%v) = %s; want %s", score, got, want)
		}
	}
}

// card draws an organisation from few words, so that many resemble each other.
func card(t *rapid.T, label string) organisation.Card {
	word := rapid.SampledFrom([]string{"Bottega", "Botega", "Officina", "Officine", "Diffusa", "Zero", "APS", "Èra", "soc. coop."})
	return organisation.Card{
		Name: strings.Join(rapid.SliceOfN(word, 0, 3).Draw(t, label+"name"), " "),
		Places: []organisation.Place{{
			Address:      rapid.SampledFrom([]string{"", "Via Po 1", "via Po, 1"}).Draw(t, label+"street"),
			Municipality: organisation.Municipality{Code: rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, label+"town")},
		}},
		Contacts: organisation.Contacts{
			Website: rapid.SampledFrom([]string{"", "a.example", "https://www.a.example/x", "::"}).Draw(t, label+"site"),
			Email:   rapid.SampledFrom([]string{"", "x@a.example", "x@gmail.com", "@"}).Draw(t, label+"mail"),
			Phone:   rapid.SampledFrom([]string{"", "02 555 0199", "+39025550199", "1"}).Draw(t, label+"phone"),
		},
	}
}

func TestLikely_isTheSameFromBothSides(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := twin.ProfileOf(card(t, "a ")), twin.ProfileOf(card(t, "b "))
		there, yes := twin.Likely(a, b)
		back, again := twin.Likely(b, a)
		if yes != again || !slices.Equal(there.Reasons, back.Reasons) || there.Score < 0 || there.Score > 1 || back.Score-there.Score > 1e-9 {
			t.Fatalf("Likely = %v %v %v; the other way round %v %v %v", yes, there.Score, there.Reasons, again, back.Score, back.Reasons)
		}
	})
}

// Filing organisations saves comparisons and loses no pair of the same name.
func TestPairsAmong_findsWhatHasTheSameNameSiteOrMail(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []twin.Profile
		for i := range rapid.IntRange(2, 12).Draw(t, "number") {
			o := organisation.Organisation{ID: fmt.Sprint(i), State: organisation.Published, Card: card(t, fmt.Sprint(i))}
			all = append(all, twin.Of(o))
		}
		found := map[string]bool{}
		for _, p := range twin.PairsAmong(slices.Clone(all)) {
			found[p.First.OrganisationID+" "+p.Second.OrganisationID] = true
			if p.First.OrganisationID >= p.Second.OrganisationID || len(p.Reasons) == 0 {
				t.Fatalf("a pair is %+v", p)
			}
		}
		for _, a := range all {
			for _, b := range all {
				likely, ok := twin.Likely(a, b)
				sure := slices.ContainsFunc(likely.Reasons, func(r twin.Reason) bool {
					return r == twin.SameName || r == twin.SameWebsite || r == twin.SameMailbox || r == twin.SamePhone
				})
				if ok && sure && a.OrganisationID < b.OrganisationID && !found[a.OrganisationID+" "+b.OrganisationID] {
					t.Fatalf("%s and %s share %v and are no pair", a.Name, b.Name, likely.Reasons)
				}
			}
		}
	})
}

func TestPairsAmong_leavesOutWhatHasLeftAndKeepsInventedApart(t *testing.T) {
	one := organisation.Organisation{ID: "1", State: organisation.Published, Card: bottega()}
	for name, other := range map[string]organisation.Organisation{
		"archived": {ID: "2", State: organisation.Archived, Card: bottega()},
		"invented": {ID: "2", State: organisation.Published, Card: bottega(), Example: true},
	} {
		if got := twin.PairsAmong([]twin.Profile{twin.Of(one), twin.Of(other)}); len(got) != 0 {
			t.Errorf("%s: pairs = %+v; want none", name, got)
		}
	}
}

// register is many organisations in memory.
type register []organisation.Organisation

func (r register) OrganisationsAfter(_ context.Context, id string, limit int) ([]organisation.Organisation, error) {
	from, found := slices.BinarySearchFunc(r, id, func(o organisation.Organisation, id string) int { return strings.Compare(o.ID, id) })
	if found {
		from++
	}
	return r[from:min(from+limit, len(r))], nil
}

func (r register) Organisation(context.Context, string) (organisation.Organisation, error) {
	return r[0], nil
}

func (r register) PublicChangesSince(context.Context, int64) ([]organisation.PublicChange, error) {
	return nil, nil
}
func (r register) LastPublicChange(context.Context) (int64, error) { return 0, nil }

// many are so many organisations of which some resemble each other.
func many(n int) register {
	var all register
	for i := range n {
		card := bottega()
		card.Name = fmt.Sprintf("%s %s %d", []string{"Bottega", "Officina", "Rete", "Casa", "Filo"}[i%5], []string{"Aperta", "Comune", "Nuova"}[i%3], i)
		card.Contacts = organisation.Contacts{Website: fmt.Sprintf("https://o%d.example", i), Phone: fmt.Sprintf("02 %07d", i)}
		card.Places[0].Municipality.Code, card.Places[0].Address = fmt.Sprintf("%06d", i%800), ""
		all = append(all, organisation.Organisation{ID: fmt.Sprintf("%06d", i), State: organisation.Published, Card: card})
	}
	return all
}

func BenchmarkTwins_among10000(b *testing.B) {
	directory, wanted := twin.NewDirectory(many(10_000)), twin.ProfileOf(bottega())
	for b.Loop() {
		if _, err := directory.Twins(context.Background(), wanted, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPairs_among10000(b *testing.B)  { benchmarkPairs(b, 10_000) }
func BenchmarkPairs_among100000(b *testing.B) { benchmarkPairs(b, 100_000) }

func benchmarkPairs(b *testing.B, n int) {
	directory := twin.NewDirectory(many(n))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := directory.Pairs(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
}
