package dump

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"telaio/internal/i18n"
	"telaio/internal/publication"
	"telaio/internal/taxonomy"
)

// The names of the files that describe the others.
const (
	vocabularyName = "taxonomies.csv"
	licenceName    = "LICENCE.txt"
	readmeName     = "README.md"
	packageName    = "datapackage.json"
	catalogueName  = "catalogue.jsonld"
	sumsName       = "SHA256SUMS"
)

// vocabularies writes the codes that the files use, with their labels.
func (m Maker) vocabularies(w *writer, _ *Set) error {
	d, err := w.begin(vocabularyName, "text/csv")
	if err != nil {
		return err
	}
	table := csv.NewWriter(d)
	table.UseCRLF = true
	rows := [][]string{vocabularyColumns()}
	for _, id := range slices.Sorted(maps.Keys(m.Publisher.Taxonomies)) {
		for _, term := range m.Publisher.Taxonomies[id].Terms {
			rows = append(rows, []string{string(id), term.Code, term.Label["it"], term.Label["en"], term.Gloss["it"], term.Gloss["en"]})
		}
	}
	if err := table.WriteAll(rows); err != nil {
		return fmt.Errorf("write the vocabularies: %w", err)
	}
	return d.finish()
}

func vocabularyColumns() []string {
	return []string{"taxonomy", "code", "label_it", "label_en", "gloss_it", "gloss_en"}
}

func (m Maker) licence(w *writer, set *Set) error {
	var b strings.Builder
	for _, language := range i18n.Languages() {
		p := m.Printer(language)
		fmt.Fprintf(&b, "%s\n\n%s\n%s\n\n", p.T("dump.licence_name"), p.T("dump.licence_body", m.words(p, set)), publication.Licence)
	}
	return w.whole(licenceName, "text/plain", []byte(strings.TrimSpace(b.String())+"\n"))
}

// words are the values that the sentences of a set can use.
func (m Maker) words(p *i18n.Printer, set *Set) i18n.Args {
	return i18n.Args{"Version": set.Version, "Date": p.Date(set.At), "Address": m.Address, "Mail": m.HelpMail, "Count": p.Number(set.Organisations)}
}

// readme describes the set in every language: what it is, its files, and each
// column with the question that it comes from.
func (m Maker) readme(w *writer, set *Set) error {
	var b strings.Builder
	for _, language := range i18n.Languages() {
		p := m.Printer(language)
		words := m.words(p, set)
		fmt.Fprintf(&b, "# %s\n\n%s\n\n%s\n\n", p.T("dump.readme_title", words), p.N("dump.readme_body", set.Organisations, words), p.T("dump.readme_reuse", words))
		fmt.Fprintf(&b, "## %s\n\n", p.T("dump.readme_files"))
		for _, name := range []string{"organisations.csv", "organisations.xlsx", "organisations.geojson", "organisations.jsonld", "organisations.ndjson", PackageFile, vocabularyName, packageName, catalogueName, sumsName} {
			fmt.Fprintf(&b, "- `%s`: %s\n", name, p.T("dump.file."+Key(name)))
		}
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n", p.T("dump.readme_columns"), p.T("dump.readme_columns_body"))
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n|---|---|---|---|\n", p.T("dump.column"), p.T("dump.meaning"), p.T("dump.variable"), p.T("dump.values"))
		for _, v := range m.variables() {
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", v.Column, cell(v.meaning(p)), coded(v.Variable), coded(string(v.Taxonomy)))
		}
		b.WriteString("\n")
	}
	return w.whole(readmeName, "text/markdown", []byte(strings.TrimSpace(b.String())+"\n"))
}

// Key is a file's name as the end of a message key.
func Key(name string) string { return strings.ToLower(strings.ReplaceAll(name, ".", "_")) }

func cell(text string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(text), " "), "|", "\\|")
}

func coded(text string) string {
	if text == "" {
		return ""
	}
	return "`" + text + "`"
}

// catalogues describes the set for programs: as a data package (Frictionless
// Data, datapackage.org) and in the words of DCAT-AP_IT.
func (m Maker) catalogues(w *writer, set *Set) error {
	for _, c := range []struct {
		name, media string
		content     any
	}{
		{packageName, "application/json", m.dataPackage(w.files, set)},
		{catalogueName, "application/ld+json", m.catalogue(w.files, set)},
	} {
		raw, err := json.MarshalIndent(c.content, "", "  ")
		if err != nil {
			return fmt.Errorf("write %s: %w", c.name, err)
		}
		if err := w.whole(c.name, c.media, append(raw, '\n')); err != nil {
			return err
		}
	}
	return nil
}

// dataPackage is a descriptor of the Data Package standard.
type dataPackage struct {
	Profile       string     `json:"profile"`
	Name          string     `json:"name"`
	Title         string     `json:"title"`
	Description   string     `json:"description"`
	Homepage      string     `json:"homepage"`
	Version       string     `json:"version"`
	Created       time.Time  `json:"created"`
	Organisations int        `json:"organisations"`
	Licences      []licence  `json:"licenses"` // the standard's own spelling
	Resources     []resource `json:"resources"`
}

type licence struct {
	Name  string `json:"name"`
	Path  string `json:"path"`
	Title string `json:"title"`
}

type resource struct {
	Name      string  `json:"name"`
	Path      string  `json:"path"`
	Profile   string  `json:"profile,omitempty"`
	Format    string  `json:"format"`
	Mediatype string  `json:"mediatype"`
	Encoding  string  `json:"encoding,omitempty"`
	Bytes     int64   `json:"bytes"`
	Hash      string  `json:"hash"`
	Schema    *schema `json:"schema,omitempty"`
}

type schema struct {
	Fields     []field `json:"fields"`
	PrimaryKey any     `json:"primaryKey,omitempty"`
}

type field struct {
	Name        string `json:"name"`
	Type        string `json:"type"`
	Description string `json:"description,omitempty"`
	RDFType     string `json:"rdfType,omitempty"`
}

func (m Maker) dataPackage(files []File, set *Set) dataPackage {
	p := m.Printer(i18n.Italian)
	words := m.words(p, set)
	made := dataPackage{
		Profile: "data-package", Name: "telaio-atlas", Title: p.T("dump.readme_title", words), Description: p.N("dump.readme_body", set.Organisations, words),
		Homepage: m.Address, Version: set.Version, Created: set.At.Truncate(time.Second), Organisations: set.Organisations,
		Licences: []licence{{"CC-BY-4.0", publication.Licence, "Creative Commons Attribution 4.0 International"}},
	}
	for _, f := range files {
		made.Resources = append(made.Resources, m.resource(p, f))
	}
	return made
}

func (m Maker) resource(p *i18n.Printer, f File) resource {
	stem, format, _ := strings.Cut(strings.ToLower(f.Name), ".")
	r := resource{Name: stem + "-" + format, Path: f.Name, Format: format, Mediatype: f.Media, Bytes: f.Bytes, Hash: "sha256:" + f.Sum}
	if format != "xlsx" && format != "zip" {
		r.Encoding = "utf-8"
	}
	switch f.Name {
	case "organisations.csv":
		r.Profile, r.Schema = "tabular-data-resource", &schema{PrimaryKey: "id"}
		for _, v := range m.variables() {
			r.Schema.Fields = append(r.Schema.Fields, field{Name: v.Column, Type: v.Type, Description: v.meaning(p)})
		}
	case vocabularyName:
		r.Profile, r.Schema = "tabular-data-resource", &schema{PrimaryKey: []string{"taxonomy", "code"}}
		for _, name := range vocabularyColumns() {
			r.Schema.Fields = append(r.Schema.Fields, field{Name: name, Type: "string"})
		}
	}
	return r
}

// variable is a column, with the question whose answers it holds.
type variable struct {
	Column   string
	Type     string // of Table Schema
	Variable string // stable id, "" = no question asks for it
	Taxonomy taxonomy.ID
	label    map[string]string
}

// meaning says what the column holds.
func (v variable) meaning(p *i18n.Printer) string {
	if key := "dump.meaning_of." + v.Column; p.Has(key) {
		return p.T(key)
	}
	return v.label[string(p.Language)]
}

// variables describes the columns of the table in their order.
func (m Maker) variables() []variable {
	types := map[string]string{"year": "integer", "latitude": "number", "longitude": "number"}
	var all []variable
	for _, column := range publication.Columns() {
		v := variable{Column: column, Type: "string", label: map[string]string{}}
		if t, ok := types[column]; ok {
			v.Type = t
		}
		if q, ok := m.Form.Question(questionOf(column)); ok {
			v.Variable, v.Taxonomy, v.label = q.Variable, q.Taxonomy, q.Label
		}
		if column == "region" {
			v.Taxonomy = taxonomy.Region
		}
		all = append(all, v)
	}
	return all
}

// questionOf is the question that a column is named otherwise than.
func questionOf(column string) string {
	switch column {
	case "solidarity_forms":
		return "solidarity"
	case "municipality", "address":
		return "place_" + column
	case "place_publicity":
		return column
	}
	return column
}
