package sample_test

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/content"
	"telaio/internal/organisation"
	"telaio/internal/sample"
	"telaio/internal/taxonomy"
	"telaio/internal/testkit"
)

func shipped(t testing.TB) (*content.Library, sample.Samples) {
	t.Helper()
	library := testkit.Library(t)
	samples, problems := sample.Load(library.Files, library.Taxonomies)
	for _, p := range problems {
		t.Error(p)
	}
	return library, samples
}

func TestLoad_theShippedSamplesAreWhole(t *testing.T) {
	_, samples := shipped(t)
	var real []string
	for _, o := range samples.Organisations {
		if o.Real {
			real = append(real, o.Slug)
		}
	}
	if diff := cmp.Diff([]string{"officine-zero"}, real); diff != "" {
		t.Errorf("organisations that are not invented (-want +got):\n%s", diff)
	}
	if got := len(samples.Organisations) - len(real); got != 38 {
		t.Errorf("there are %d invented organisations; want 38", got)
	}
}

func TestLoad_theShippedSamplesShowEveryVariety(t *testing.T) {
	library, samples := shipped(t)
	used := map[taxonomy.ID]map[string]bool{}
	use := func(id taxonomy.ID, codes ...string) {
		for _, code := range codes {
			if used[id] == nil {
				used[id] = map[string]bool{}
			}
			used[id][code] = true
		}
	}
	combinations := map[string]bool{}
	for _, o := range samples.Organisations {
		use(taxonomy.OrganisationType, o.Types...)
		use(taxonomy.TargetGroup, o.TargetGroups...)
		use(taxonomy.LegalStatus, o.LegalStatus)
		use(taxonomy.PeopleBand, o.People)
		use(taxonomy.Reach, o.Reach)
		use(taxonomy.Governance, o.Governance...)
		use(taxonomy.Funding, o.Funding...)
		var forms []string
		for _, s := range o.Solidarity {
			forms = append(forms, s.Form)
		}
		combinations[strings.Join(forms, " ")] = true
		for _, p := range o.Places {
			use(taxonomy.PlaceKind, p.Kind)
			use(taxonomy.Publicity, string(p.Publicity))
			use(taxonomy.Region, p.Municipality.Region)
		}
	}
	for _, id := range []taxonomy.ID{
		taxonomy.OrganisationType, taxonomy.TargetGroup, taxonomy.LegalStatus, taxonomy.PeopleBand, taxonomy.Reach,
		taxonomy.PlaceKind, taxonomy.Publicity, taxonomy.Region,
	} {
		for _, term := range library.Taxonomies[id].Terms {
			if !used[id][term.Code] {
				t.Errorf("no sample organisation shows %s %s", id, term.Code)
			}
		}
	}
	if len(combinations) != 7 {
		t.Errorf("%d combinations of forms: %v; want all 7", len(combinations), slices.Sorted(maps.Keys(combinations)))
	}
}

func TestLoad_theMunicipalitiesAreTheGazetteers(t *testing.T) {
	_, samples := shipped(t)
	towns := testkit.Towns(t) // the province capitals alone, where it was not built
	for _, o := range samples.Organisations {
		for _, p := range o.Places {
			m, ok := towns.ByCode(p.Municipality.Code)
			if !ok {
				continue
			}
			if diff := cmp.Diff(m, organisation.Municipality(p.Municipality)); diff != "" {
				t.Errorf("%s (-gazetteer +sample):\n%s", o.Slug, diff)
			}
		}
	}
}

func TestLoad_theTextsHaveTheirLength(t *testing.T) {
	_, samples := shipped(t)
	for _, o := range samples.Organisations {
		if n := len([]rune(o.ShortDescription)); n > 280 {
			t.Errorf("%s: the short description has %d characters; want at most 280", o.Slug, n)
		}
		if n := len(strings.Fields(o.Story)); n < 60 || n > 200 {
			t.Errorf("%s: the story has %d words; want 60 to 200", o.Slug, n)
		}
		if strings.ContainsAny(o.Story+o.ShortDescription, "!*ə") {
			t.Errorf("%s: exclamation mark, asterisk or schwa", o.Slug)
		}
	}
}

func TestLoad_officineZeroSaysNothingThatWasNotPublished(t *testing.T) {
	_, samples := shipped(t)
	i := slices.IndexFunc(samples.Organisations, func(o sample.Organisation) bool { return o.Real })
	oz := samples.Organisations[i]
	if len(oz.Relations) > 0 || oz.Contacts.Email != "" || oz.Contacts.Phone != "" || oz.People != "" || oz.Confirmed.By != "" {
		t.Errorf("relations, private contacts, figures or a confirmation were added to %s", oz.Name)
	}
	if u, _ := url.Parse(oz.Contacts.Website); u.Hostname() != "ozofficinezero.org" || oz.Source != "OZ – Officine Zero" {
		t.Errorf("website %q, source %q", oz.Contacts.Website, oz.Source)
	}
}

func TestLoad_saysWhatIsWrong(t *testing.T) {
	library, _ := shipped(t)
	const good = "slug: a\npublished_days_ago: 1\nname: A\ntypes: [union]\nsolidarity:\n  - form: network\nshort_description: A\n"
	const proposal = "origin: new\nstate: unread\nsender: {name: B, email: b@b.example}\ncard:\n  name: B\n"
	tests := []struct {
		name, file, text string
		want             string
	}{
		{"another slug", "organisation/a.yaml", strings.Replace(good, "slug: a", "slug: b", 1), `sample/organisation/a.yaml:1: the slug is "b", the file's name says "a"`},
		{"an unknown code", "organisation/a.yaml", strings.Replace(good, "union", "club", 1), `sample/organisation/a.yaml:4: organisation_type has no code "club"`},
		{"an unknown key", "organisation/a.yaml", good + "colour: red\n", `sample/organisation/a.yaml:8: unknown key "colour"`},
		{"a real address", "organisation/a.yaml", good + "contacts: {email: a@gmail.com}\n", "sample/organisation/a.yaml:8: a@gmail.com: the addresses of invented people end in .example"},
		{"a real site", "organisation/a.yaml", good + "contacts: {website: 'https://example.org'}\n", "sample/organisation/a.yaml:8: https://example.org: the addresses of invented organisations end in .example"},
		{"a real number", "organisation/a.yaml", good + "contacts: {phone: '06 123456'}\n", "sample/organisation/a.yaml:8: 06 123456: the numbers of invented organisations begin with 0000"},
		{"a tie to nobody", "organisation/a.yaml", good + "relations:\n  - {kind: partner, organisation: z}\n", `sample/organisation/a.yaml:9: there is no sample organisation "z"`},
		{"a place without a town", "organisation/a.yaml", good + "places:\n  - {kind: seat, publicity: exact}\n", "sample/organisation/a.yaml:9: a place needs its municipality's code, name, country, lat and lon"},
		{"an unknown publicity", "organisation/a.yaml", good + "places:\n  - {kind: online, publicity: secret}\n", `sample/organisation/a.yaml:9: publicity has no code "secret"`},
		{"a field that the card lacks", "organisation/a.yaml", good + "earlier: {days_ago: 9, without: [mood]}\n", `sample/organisation/a.yaml:8: the card has no field "mood"`},
		{"a decided proposal", "proposal/b.yaml", strings.Replace(proposal, "unread", "accepted", 1), `sample/proposal/b.yaml:2: state "accepted": want unread, in_review or waiting`},
		{"a change of nobody", "proposal/b.yaml", strings.Replace(proposal, "origin: new", "origin: change", 1), `sample/proposal/b.yaml:1: there is no sample organisation ""`},
		{"a sender without an address", "proposal/b.yaml", strings.Replace(proposal, ", email: b@b.example", "", 1), "sample/proposal/b.yaml:3: a proposal needs a sender with name and email"},
		{"a purpose that nobody asks about", "proposal/b.yaml", proposal + "consents: {sell: true}\n", `sample/proposal/b.yaml:6: unknown purpose "sell"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			files := fstest.MapFS{
				"sample/organisation/a.yaml": {Data: []byte(good)}, "sample/proposal/b.yaml": {Data: []byte(proposal)},
				"sample/desk.yaml": {Data: []byte("reviewer: Team\n")},
			}
			if _, problems := sample.Load(files, library.Taxonomies); len(problems) > 0 {
				t.Fatalf("before the mistake: %v", problems)
			}
			files["sample/"+test.file] = &fstest.MapFile{Data: []byte(test.text)}
			_, problems := sample.Load(files, library.Taxonomies)
			if len(problems) != 1 || problems[0].String() != test.want {
				t.Errorf("problems = %v; want %s", problems, test.want)
			}
		})
	}
}
