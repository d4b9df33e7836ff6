package hsds

import (
	"archive/zip"
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"telaio/internal/inert"
	"telaio/internal/publication"
)

// OwnTable is the file of a package that holds the columns of our own table: what
// the standard has no words for is not lost on the way from one atlas to another.
const OwnTable = ownName + ".csv"

const ownName = "telaio_organisations"

// Package writes organisations as a Tabular Data Package of the standard: a
// table for each kind of thing in one archive, and their description. It is a
// publication.Collection.
type Package struct {
	to     *zip.Writer
	writer Writer
	title  string
	tables []*table
}

// NewPackage begins a package with that title.
func NewPackage(to io.Writer, w Writer, title string) (publication.Collection, error) {
	p := &Package{to: zip.NewWriter(to), writer: w, title: title}
	for _, l := range append(layouts(), layout{ownName, OwnTable, publication.Columns()}) {
		t, err := newTable(l)
		if err != nil {
			return nil, errors.Join(err, p.abandon())
		}
		p.tables = append(p.tables, t)
	}
	if err := p.vocabulary(); err != nil {
		return nil, errors.Join(err, p.abandon())
	}
	return p, nil
}

// layout is a table of the standard as we fill it.
type layout struct {
	name    string // of the resource
	path    string
	columns []string
}

// layouts lists the tables with the columns that we have something for.
func layouts() []layout {
	of := func(name, path, columns string) layout { return layout{name, path, strings.Fields(columns)} }
	return []layout{
		of("organization", "organizations.csv", "id name alternate_name description email website year_incorporated legal_status logo uri"),
		of("organization_identifier", "organization_identifiers.csv", "id organization_id identifier_scheme identifier_type identifier"),
		of("service", "services.csv", "id organization_id name description url email status eligibility_description assured_date alert last_modified"),
		of("location", "locations.csv", "id location_type organization_id name description latitude longitude"),
		of("service_at_location", "service_at_location.csv", "id service_id location_id"),
		of("address", "addresses.csv", "id location_id address_1 city state_province postal_code country address_type"),
		of("phone", "phones.csv", "id organization_id number"),
		of("url", "url.csv", "id organization_id url"),
		of("service_area", "service_areas.csv", "id service_id name"),
		of("language", "languages.csv", "id service_id code"),
		of("attribute", "attributes.csv", "id link_id taxonomy_term_id link_type link_entity"),
		of("taxonomy", "taxonomies.csv", "id name description uri"),
		of("taxonomy_term", "taxonomy_terms.csv", "id code name description taxonomy language taxonomy_id"),
	}
}

// table is one table under way. Only one file of an archive can be written at a
// time, so each waits in a file of its own, which has no name: nothing of it is
// left when the package is given up, or the program is killed.
type table struct {
	layout
	file *os.File
	to   *bufio.Writer
	rows *csv.Writer
}

func newTable(l layout) (*table, error) {
	file, err := os.CreateTemp("", "telaio-hsds-*.csv")
	if err != nil {
		return nil, fmt.Errorf("begin a table of a package: %w", err)
	}
	_ = os.Remove(file.Name())
	t := &table{layout: l, file: file, to: bufio.NewWriterSize(file, 16<<10)}
	t.rows = csv.NewWriter(t.to)
	t.rows.UseCRLF = true
	if err := t.rows.Write(l.columns); err != nil {
		return nil, errors.Join(fmt.Errorf("begin a table of a package: %w", err), t.close())
	}
	return t, nil
}

// close gives the table's file up.
func (t *table) close() error { return t.file.Close() }

func (p *Package) abandon() error {
	var err error
	for _, t := range p.tables {
		err = errors.Join(err, t.close())
	}
	return err
}

// add writes a row of a table. No spreadsheet takes a cell of it for a formula.
func (p *Package) add(name string, cells ...string) error {
	t := p.tables[slices.IndexFunc(p.tables, func(t *table) bool { return t.name == name })]
	for i, cell := range cells {
		cells[i] = inert.Cell(cell)
	}
	return t.rows.Write(cells)
}

// vocabulary writes the taxonomies and their terms.
func (p *Package) vocabulary() error {
	var err error
	for _, t := range p.writer.All() {
		err = errors.Join(err, p.add("taxonomy", t.ID, t.Name, t.Description, t.URI))
	}
	for _, t := range p.writer.Terms("") {
		err = errors.Join(err, p.add("taxonomy_term", t.ID, t.Code, t.Name, t.Description, t.Taxonomy, t.Language, t.TaxonomyID))
	}
	return err
}

// Add writes an organisation with everything that belongs to it.
func (p *Package) Add(page publication.Page) error {
	o := p.writer.Organization(page, true)
	err := errors.Join(
		p.add("organization", o.ID, o.Name, o.AlternateName, o.Description, o.Email, o.Website, whole(o.YearIncorporated), o.LegalStatus, o.Logo, o.URI),
		p.add("organization_identifier", named("identifier", o.ID), o.ID, "telaio", "id", page.ID),
		p.add(ownName, publication.Row(page.Organisation)...),
		p.attributes(o.Attributes),
	)
	for _, phone := range o.Phones {
		err = errors.Join(err, p.add("phone", phone.ID, o.ID, phone.Number))
	}
	for _, u := range o.AdditionalWebsites {
		err = errors.Join(err, p.add("url", u.ID, o.ID, u.URL))
	}
	for _, l := range o.Locations {
		err = errors.Join(err, p.location(l))
	}
	for _, s := range p.writer.Services(page, true) {
		err = errors.Join(err, p.service(s))
	}
	if err != nil {
		return fmt.Errorf("add to a package: %w", err)
	}
	return nil
}

func (p *Package) location(l Location) error {
	err := errors.Join(
		p.add("location", l.ID, l.LocationType, l.OrganizationID, l.Name, l.Description, degrees(l.Latitude), degrees(l.Longitude)),
		p.attributes(l.Attributes),
	)
	for _, a := range l.Addresses {
		err = errors.Join(err, p.add("address", a.ID, l.ID, a.Address1, a.City, a.StateProvince, a.PostalCode, a.Country, a.AddressType))
	}
	return err
}

func (p *Package) service(s Service) error {
	modified := ""
	if s.LastModified != nil {
		modified = s.LastModified.UTC().Format(time.RFC3339)
	}
	err := errors.Join(
		p.add("service", s.ID, s.OrganizationID, s.Name, s.Description, s.URL, s.Email, s.Status, s.EligibilityDescription, s.AssuredDate, s.Alert, modified),
		p.attributes(s.Attributes),
	)
	for _, at := range s.ServiceAtLocations {
		err = errors.Join(err, p.add("service_at_location", at.ID, at.ServiceID, at.LocationID))
	}
	for _, area := range s.ServiceAreas {
		err = errors.Join(err, p.add("service_area", area.ID, s.ID, area.Name))
	}
	for _, language := range s.Languages {
		err = errors.Join(err, p.add("language", language.ID, s.ID, language.Code))
	}
	return err
}

func (p *Package) attributes(all []Attribute) error {
	var err error
	for _, a := range all {
		err = errors.Join(err, p.add("attribute", a.ID, a.LinkID, a.TermID, a.LinkType, a.LinkEntity))
	}
	return err
}

// whole is a number as a cell, "" for none.
func whole(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func degrees(d *float64) string {
	if d == nil {
		return ""
	}
	return strconv.FormatFloat(*d, 'f', -1, 64)
}

// Close packs the tables and their description.
func (p *Package) Close() error {
	err := p.describe()
	for _, t := range p.tables {
		if err == nil {
			err = p.pack(t)
		}
	}
	if err = errors.Join(err, p.abandon()); err == nil {
		err = p.to.Close()
	}
	if err != nil {
		return fmt.Errorf("finish a package: %w", err)
	}
	return nil
}

func (p *Package) pack(t *table) error {
	t.rows.Flush()
	if err := errors.Join(t.rows.Error(), t.to.Flush()); err != nil {
		return err
	}
	if _, err := t.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	to, err := p.to.Create(t.path)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, t.file)
	return err
}

// describe writes what the package holds, in the words of Frictionless Data.
func (p *Package) describe() error {
	type field struct {
		Name string `json:"name"`
		Type string `json:"type"`
	}
	type resource struct {
		Name      string `json:"name"`
		Path      string `json:"path"`
		Profile   string `json:"profile"`
		Format    string `json:"format"`
		Mediatype string `json:"mediatype"`
		Encoding  string `json:"encoding"`
		Schema    struct {
			Fields     []field `json:"fields"`
			PrimaryKey string  `json:"primaryKey"`
		} `json:"schema"`
	}
	var resources []resource
	for _, t := range p.tables {
		r := resource{Name: t.name, Path: t.path, Profile: "tabular-data-resource", Format: "csv", Mediatype: "text/csv", Encoding: "utf-8"}
		for _, column := range t.columns {
			r.Schema.Fields = append(r.Schema.Fields, field{column, typeOf(column)})
		}
		r.Schema.PrimaryKey = "id"
		resources = append(resources, r)
	}
	raw, err := json.MarshalIndent(map[string]any{
		"profile": "tabular-data-package", "name": "telaio-hsds", "title": p.title, "version": Version, "resources": resources,
		"licenses": []map[string]string{{"name": "CC-BY-4.0", "path": publication.Licence, "title": "Creative Commons Attribution 4.0 International"}},
	}, "", "  ")
	if err != nil {
		return err
	}
	to, err := p.to.Create("datapackage.json")
	if err == nil {
		_, err = to.Write(append(raw, '\n'))
	}
	return err
}

// typeOf is the type of a column in the words of Table Schema.
func typeOf(column string) string {
	switch column {
	case "latitude", "longitude", "year_incorporated":
		return "number"
	default:
		return "string"
	}
}
