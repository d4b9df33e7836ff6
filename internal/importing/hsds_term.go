package importing

import (
	"slices"
	"strings"

	"telaio/internal/taxonomy"
)

// termsColumn is the heading of the terms that are not of our taxonomies.
const termsColumn = "taxonomy_terms"

// hsdsTerms are the terms of an organisation and of its services: those of our own
// taxonomies as codes of their columns, the others by name.
func hsdsTerms(o object) map[string][]any {
	terms := map[string][]any{}
	for _, bearer := range append([]object{o}, objects(o["services"])...) {
		for _, attribute := range objects(bearer["attributes"]) {
			term, ok := attribute["taxonomy_term"].(object)
			if !ok {
				continue
			}
			column, value := termsColumn, either(term["name"], term["code"])
			for name, id := range coded() {
				if slices.Contains(termColumns(), name) && cellOf(term["taxonomy"]) == string(id) && cellOf(term["code"]) != "" {
					column, value = name, term["code"]
				}
			}
			if cellOf(value) != "" && !slices.ContainsFunc(terms[column], func(known any) bool { return cellOf(known) == cellOf(value) }) {
				terms[column] = append(terms[column], value)
			}
		}
	}
	return terms
}

// termColumns are the columns that terms may be of, in the order in which a name
// is looked for.
func termColumns() []string { return []string{"types", "target_groups", "solidarity_forms"} }

// withTerms gives the table what the terms of other taxonomies mean here, where
// they are called like ours in any language. The others stay in their column.
func (t Table) withTerms(labels map[taxonomy.ID]map[string]string) Table {
	from := slices.Index(t.Headings, termsColumn)
	if t.Format != HSDS || from < 0 {
		return t
	}
	for n, row := range t.Rows {
		var left []string
		for _, term := range parts(row.cell(from)) {
			column, code := columnOf(term, labels)
			if column == "" {
				left = append(left, term)
				continue
			}
			at := t.column(column)
			row.Cells = padded(row.Cells, len(t.Headings))
			if !slices.Contains(parts(row.Cells[at]), code) {
				row.Cells[at] = strings.Trim(row.Cells[at]+";"+code, ";")
			}
			row.Cells[from] = ""
		}
		row.Cells[from] = strings.Join(left, ";")
		t.Rows[n] = row
	}
	return t
}

// columnOf is the column and the code of a term that is called like one of ours.
func columnOf(term string, labels map[taxonomy.ID]map[string]string) (column, code string) {
	for _, column := range termColumns() {
		if code, ok := labels[coded()[column]][plain(term)]; ok {
			return column, code
		}
	}
	return "", ""
}

// column is where the column stands, at the end if it was not there.
func (t *Table) column(name string) int {
	if at := slices.Index(t.Headings, name); at >= 0 {
		return at
	}
	t.Headings = append(t.Headings, name)
	return len(t.Headings) - 1
}

// padded are the cells with empty ones up to so many.
func padded(cells []string, count int) []string {
	if len(cells) >= count {
		return cells
	}
	return append(slices.Clone(cells), make([]string, count-len(cells))...)
}
