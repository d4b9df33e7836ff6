package organisationrow

import (
	"bytes"
	"strings"
	"testing"

	"telaio/internal/i18n"
	"telaio/internal/organisation"
	"telaio/internal/search"
	"telaio/internal/testkit"
	"telaio/internal/web/shell"
)

func TestRow_showsAnOrganisationInOneGlance(t *testing.T) {
	officine := organisation.Organisation{Slug: "officine-zero", Card: testkit.OfficineZero()}
	invented := organisation.Organisation{Slug: "telaio-comune", Card: testkit.FullCard(), Example: true}
	bare := organisation.Organisation{Slug: "nuda", Card: organisation.Card{Name: "<b>Nuda", ShortDescription: "We share.", Language: "en"}}
	for _, c := range []struct {
		name      string
		o         organisation.Organisation
		want, not []string
	}{
		{"the real one", officine, []string{`<a href="/organizzazioni/officine-zero">Officine Zero</a>`, ">OZ<", "Associazione e Cooperativa, Roma.", "Empowerment", "Advocacy", "Network"}, []string{"esempio"}},
		{"an invented one", invented, []string{"organizzazione di esempio", "Banca del tempo, Roma."}, []string{"Altro"}},
		{"one that says little", bare, []string{"&lt;b&gt;Nuda", `<span lang="en">We share.</span>`}, []string{"<b>", `class="threads"`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := italianVisit(t)
			var b bytes.Buffer
			if err := List(v, []organisation.Organisation{c.o}).Render(t.Context(), &b); err != nil {
				t.Fatal(err)
			}
			for _, problem := range testkit.HTMLProblems(b.String()) {
				t.Error(problem)
			}
			for _, want := range c.want {
				if !strings.Contains(b.String(), want) {
					t.Errorf("no %s in %s", want, b.String())
				}
			}
			for _, not := range c.not {
				if strings.Contains(b.String(), not) {
					t.Errorf("%s in %s", not, b.String())
				}
			}
		})
	}
}

func TestKept_marksInEachListWhatWasLookedForThere(t *testing.T) {
	lamps := Entry{Name: "Tè & Lampade", Path: "/l", Types: []string{"Officina"}, Municipality: "Lecce", Text: "Lampade <nuove>.", Language: "it"}
	plain := `<a href="/l">Tè &amp; Lampade</a> </h3><p><strong>Officina, Lecce.</strong> Lampade &lt;nuove&gt;.</p></li>`
	v := italianVisit(t)
	kept := Keep(v, lamps)
	for _, c := range []struct {
		name    string
		asked   string
		finding Finding
		want    string
	}{
		{"nothing", "", Finding{}, plain},
		{"something that only a longer text has", "ferro", Finding{Excerpts: [2]Excerpt{1: {search.Excerpt{Text: "A & ferro.", After: true}, "it"}}}, strings.Replace(plain, "</li>", `<p class="excerpt" lang="it">A &amp; <mark>ferro</mark>. …</p></li>`, 1)},
		{"what the row shows, far away", "lecce lampade", Finding{Shown: true, Away: "a 3 km"}, `<a href="/l">Tè &amp; <mark>Lampade</mark></a> </h3><p><span class="org-away">a 3 km</span> <strong>Officina, <mark>Lecce</mark>.</strong> <mark>Lampade</mark> &lt;nuove&gt;.</p></li>`},
	} {
		t.Run(c.name, func(t *testing.T) {
			marker := search.NewLanguage(nil, nil).Parse(c.asked).Marker(nil)
			c.finding.Marker = &marker
			var h shell.HTML
			kept.Draw(&h, c.finding)
			if !strings.HasSuffix(string(h), c.want) {
				t.Errorf("drawn %s\nwant … %s", h, c.want)
			}
		})
	}
}

func italianVisit(t *testing.T) *shell.Visit {
	t.Helper()
	library := testkit.Library(t)
	site := &shell.Site{Taxonomies: library.Taxonomies, Paths: shell.Paths{
		"organisation": shell.Both("/organizzazioni/{slug}", "/en/organisations/{slug}"),
	}}
	return &shell.Visit{Printer: library.Messages.Printer(i18n.Italian), Site: site}
}
