package importing

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"strings"
)

// mostFiles is how many files a package or a workbook may have. The program holds
// what each is called.
const mostFiles = 1000

// fileMark stands before each file in a package's list of them (APPNOTE.TXT 4.3.12).
const fileMark = "PK\x01\x02"

// readZip reads a workbook, or a package of the Human Services Data
// Specification: one table a file, tied together by ids.
func readZip(raw []byte, how Reading) (Table, error) {
	if bytes.Count(raw, []byte(fileMark)) > mostFiles {
		return Table{}, refused("too_many_files", "Max", mostFiles)
	}
	files, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return readWorkbook(raw, how) // whose library repairs some
	}
	tables := map[string]*zip.File{}
	for _, f := range files.File {
		if f.Name == "content.xml" { // as OpenDocument has it
			return Table{}, refused("open_document")
		}
		if path.Base(f.Name) == ownTable {
			return readOwn(f)
		}
		name := strings.TrimSuffix(strings.ToLower(path.Base(f.Name)), ".csv")
		tables[strings.TrimSuffix(name, "s")] = f // "organizations" as the standard has it, "organization" as some do
	}
	if tables["organization"] == nil || !strings.HasSuffix(strings.ToLower(tables["organization"].Name), ".csv") {
		return readWorkbook(raw, how)
	}
	return readPackage(tables)
}

// ownTable is the file of a package of another atlas that holds the columns of
// our own table, so that nothing is lost on the way.
const ownTable = "telaio_organisations.csv"

func readOwn(f *zip.File) (Table, error) {
	raw, err := unpacked(f, MostBytes)
	if err != nil {
		return Table{}, err
	}
	t, err := readText(raw, Reading{})
	t.Format = HSDS
	return t, err
}

// unpacked is a file of a package, if it has no more than so many bytes.
func unpacked(f *zip.File, most int64) ([]byte, error) {
	in, err := f.Open()
	if err != nil {
		return nil, refused("not_a_package")
	}
	defer in.Close()
	raw, err := io.ReadAll(io.LimitReader(in, most+1))
	switch {
	case err != nil:
		return nil, refused("not_a_package")
	case int64(len(raw)) > most:
		return nil, refused("too_long", "Max", MostBytes>>20)
	}
	return raw, nil
}

// tied are the tables of a package: what a row belongs to, by which column, and
// the name of the list that it joins there. Later ones belong to earlier ones.
func tied() []struct{ table, to, by, list string } {
	return []struct{ table, to, by, list string }{
		{"location", "organization", "organization_id", "locations"},
		{"service", "organization", "organization_id", "services"},
		{"phone", "organization", "organization_id", "phones"},
		{"phone", "service", "service_id", "phones"},
		{"phone", "location", "location_id", "phones"},
		{"contact", "organization", "organization_id", "contacts"},
		{"phone", "contact", "contact_id", "phones"},
		{"url", "organization", "organization_id", "additional_websites"},
		{"addresse", "location", "location_id", "addresses"}, // "addresses" without its last letter
		{"address", "location", "location_id", "addresses"},
		{"physical_addresse", "location", "location_id", "addresses"},
		{"service_at_location", "service", "service_id", "service_at_locations"},
		{"attribute", "organization", "link_id", "attributes"},
		{"attribute", "service", "link_id", "attributes"},
	}
}

func readPackage(tables map[string]*zip.File) (Table, error) {
	left := int64(MostBytes)
	records := map[string][]object{} // by table
	byID := map[string]map[string]object{}
	read := func(name string) error {
		if _, done := records[name]; done || tables[name] == nil {
			return nil
		}
		rows, err := rowsOf(tables[name], &left)
		if err != nil {
			return err
		}
		records[name], byID[name] = rows, map[string]object{}
		for _, row := range rows {
			byID[name][cellOf(row["id"])] = row
		}
		return nil
	}
	for _, name := range []string{"organization", "taxonomy_term"} {
		if err := read(name); err != nil {
			return Table{}, err
		}
	}
	for _, t := range tied() {
		if err := read(t.table); err != nil {
			return Table{}, err
		}
		for _, row := range records[t.table] {
			switch t.table {
			case "service_at_location":
				row["location"] = byID["location"][cellOf(row["location_id"])]
			case "attribute":
				row["taxonomy_term"] = byID["taxonomy_term"][cellOf(row["taxonomy_term_id"])]
			}
			if owner := byID[t.to][cellOf(row[t.by])]; owner != nil {
				owner[t.list] = append(listOf(owner[t.list]), row)
			}
		}
	}
	flat := make([]object, 0, len(records["organization"]))
	for _, o := range records["organization"] {
		flat = append(flat, hsdsRecord(o))
	}
	t := Table{Format: HSDS}
	return t.filled(flat)
}

// rowsOf reads a table of a package. Left is how many bytes may still be
// unpacked.
func rowsOf(f *zip.File, left *int64) ([]object, error) {
	raw, err := unpacked(f, *left)
	if err != nil {
		return nil, err
	}
	*left -= int64(len(raw))
	if len(bytes.TrimSpace(raw)) == 0 {
		return nil, nil
	}
	t, err := readText(raw, Reading{})
	if err != nil {
		return nil, err
	}
	rows := make([]object, len(t.Rows))
	for i, row := range t.Rows {
		rows[i] = object{}
		for j, heading := range t.Headings {
			if cell := strings.TrimSpace(row.cell(j)); cell != "" {
				rows[i][strings.TrimSpace(heading)] = cell
			}
		}
	}
	return rows, nil
}
