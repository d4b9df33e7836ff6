package practice

import (
	"encoding/json"
	"fmt"
	"time"

	"telaio/internal/i18n"
	"telaio/internal/kit"
	"telaio/internal/taxonomy"
)

// RecordFormat names the shape of Record. It changes when a field is renamed or
// changes its meaning; new fields may come without notice.
const RecordFormat = "telaio-practice/1"

// Licence is that of everything published here.
const Licence = "https://creativecommons.org/licenses/by/4.0/"

// Record is the public JSON of a practice. Fields that are empty are absent.
type Record struct {
	Format        string                  `json:"format"`
	ID            string                  `json:"id"`
	Slug          string                  `json:"slug"`
	Example       bool                    `json:"example,omitempty"`
	Words         map[i18n.Language]Words `json:"words"`
	Needs         []Coded                 `json:"needs"`
	Forms         []Coded                 `json:"solidarity_forms"`
	Effort        kit.Effort              `json:"effort"`
	Items         []RecordItem            `json:"kit_items,omitempty"`
	Organisations []RecordDoer            `json:"organisations,omitempty"`
	Source        string                  `json:"source"`
	Revision      int                     `json:"revision"`
	UpdatedAt     time.Time               `json:"updated_at"`
	Licence       string                  `json:"licence"`
	Links         map[string]string       `json:"links"` // language to the page's address
}

// Coded is a value of a taxonomy: the code is stable, the labels are for people.
type Coded struct {
	Code  string            `json:"code"`
	Label map[string]string `json:"label"`
}

// RecordItem is an item of the self-assessment kit.
type RecordItem struct {
	ID        string `json:"id"`
	Dimension string `json:"dimension"`
}

// RecordDoer is an organisation with a public page.
type RecordDoer struct {
	ID          string   `json:"id"`
	Name        string   `json:"name"`
	Link        string   `json:"link"`
	Initiatives []string `json:"initiatives,omitempty"`
}

// Addresses are whole addresses of public pages.
type Addresses interface {
	Practice(language i18n.Language, slug string) string
	Organisation(language i18n.Language, slug string) string
}

// Record describes a published practice for programs.
func (v Vocabulary) Record(p Page, addresses Addresses) Record {
	r := Record{
		Format: RecordFormat, ID: p.ID, Slug: p.Slug, Example: p.Example, Words: p.Sheet.Words,
		Needs: v.coded(taxonomy.Need, p.Sheet.Needs), Forms: v.coded(taxonomy.SolidarityForm, p.Sheet.Forms), Effort: p.Sheet.Effort,
		Source: p.Sheet.Source, Revision: p.Revision, UpdatedAt: p.UpdatedAt, Licence: Licence, Links: map[string]string{},
	}
	for _, id := range p.Sheet.Items {
		if d, ok := v.Kit.DimensionOf(id); ok {
			r.Items = append(r.Items, RecordItem{id, d.ID})
		}
	}
	for _, d := range p.Doers {
		doer := RecordDoer{ID: d.ID, Name: d.Card.Name, Link: addresses.Organisation(i18n.Italian, d.Slug)}
		for _, i := range d.Initiatives {
			doer.Initiatives = append(doer.Initiatives, i.Title)
		}
		r.Organisations = append(r.Organisations, doer)
	}
	for _, language := range i18n.Languages() {
		r.Links[string(language)] = addresses.Practice(language, p.Slug)
	}
	return r
}

func (v Vocabulary) coded(id taxonomy.ID, codes []string) []Coded {
	var coded []Coded
	for _, code := range codes {
		term, _ := v.Taxonomies[id].Term(code)
		coded = append(coded, Coded{code, term.Label})
	}
	return coded
}

// JSONLD describes a published practice in the words of schema.org, as a HowTo
// in the language that the page is in. In the bytes no "<", ">" or "&" occurs.
func (v Vocabulary) JSONLD(p Page, language i18n.Language, addresses Addresses) ([]byte, error) {
	words, in := p.Sheet.In(language)
	address := addresses.Practice(language, p.Slug)
	doc := map[string]any{
		"@context": "https://schema.org", "@type": "HowTo", "@id": address, "url": address, "mainEntityOfPage": address,
		"name": words.Title, "description": words.Need, "inLanguage": in, "license": Licence,
		"dateModified": p.UpdatedAt.UTC().Format(time.DateOnly), "version": p.Revision, "step": []any{map[string]any{"@type": "HowToStep", "text": words.What}},
	}
	var labels []string
	for _, code := range p.Sheet.Needs {
		labels = append(labels, v.Taxonomies.Label(taxonomy.Need, code, string(language)))
	}
	doc["keywords"] = labels
	var doers []any
	for _, d := range p.Doers {
		doers = append(doers, map[string]any{"@type": "Organization", "@id": addresses.Organisation(i18n.Italian, d.Slug), "name": d.Card.Name})
	}
	if len(doers) > 0 {
		doc["mentions"] = doers
	}
	raw, err := json.Marshal(doc)
	if err != nil {
		return nil, fmt.Errorf("write the JSON-LD of the practice %s: %w", p.ID, err)
	}
	return raw, nil
}
