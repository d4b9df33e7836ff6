package importing

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/adrg/strutil/metrics"

	"telaio/internal/folding"
	"telaio/internal/i18n"
	"telaio/internal/publication"
)

// Mapping says what the headings of a source mean. It is kept for the next
// file of the same source.
type Mapping struct {
	Columns map[string]string `json:"columns,omitempty"` // heading to column of ours; "" = left out
	Towns   map[string]string `json:"towns,omitempty"`   // municipality as the file writes it to its code
	Same    map[string]string `json:"same,omitempty"`    // key of a row to the id of the organisation that it is about, or Apart
	Sheet   string            `json:"sheet,omitempty"`   // of a workbook, that is to be read; "" = the first one that is a table
}

// with returns the mapping with everything that other says instead.
func (m Mapping) with(other Mapping) Mapping {
	return Mapping{
		Columns: copied(m.Columns, other.Columns),
		Towns:   copied(m.Towns, other.Towns),
		Same:    copied(m.Same, other.Same),
		Sheet:   cmp.Or(other.Sheet, m.Sheet),
	}
}

// copied is a copy of the first with everything that the second says instead.
func copied(first, second map[string]string) map[string]string {
	merged := maps.Clone(first)
	if merged == nil {
		merged = map[string]string{}
	}
	maps.Copy(merged, second)
	return merged
}

// Sureness says how a heading's column was found.
type Sureness string

// The ways to find a column.
const (
	Told    Sureness = "told"  // somebody said so
	Same    Sureness = "same"  // it has the column's name
	Guessed Sureness = "guess" // its name is much like it
	Unused  Sureness = "unused"
)

// Heading is one heading of a file and what it was taken for.
type Heading struct {
	Text     string   `json:"text"`
	Column   string   `json:"column,omitempty"` // "" = not taken
	Sureness Sureness `json:"sureness"`
	Sample   string   `json:"sample,omitempty"` // what the first row has there
}

// provinceColumn is in which province the municipality is. Our own tables have no
// such column: it tells municipalities of one name apart.
const provinceColumn = "province"

// Columns lists what a heading may mean: the columns of our own tables, and the
// province.
func Columns() []string {
	own := publication.Columns()
	return slices.Insert(own, slices.Index(own, "municipality")+1, provinceColumn)
}

// Words are the names of columns in every language.
type Words struct {
	names map[string][]string // column to what a heading may say, folded
}

// NewWords reads the columns' names from the messages: "import.heading.…" lists
// them between bars.
func NewWords(messages *i18n.Catalogue) Words {
	w := Words{names: map[string][]string{}}
	for _, column := range Columns() {
		w.names[column] = []string{plain(column)}
		for _, language := range i18n.Languages() {
			for name := range strings.SplitSeq(messages.Printer(language).T("import.heading."+column), "|") {
				w.names[column] = append(w.names[column], plain(name))
			}
		}
	}
	return w
}

// plain leaves the letters and digits of a heading, without case and accents.
func plain(s string) string { return strings.ReplaceAll(folding.Fold(s), " ", "") }

// Known reports whether a column may be called so.
func (w Words) Known(heading string) bool {
	text := plain(heading)
	for _, names := range w.names {
		if text != "" && slices.Contains(names, text) {
			return true
		}
	}
	return false
}

// reading is what is known of a file of a source with this mapping.
func (w Words) reading(m Mapping) Reading {
	return Reading{Sheet: m.Sheet, Headings: func(heading string) bool {
		return w.Known(heading) || m.Columns[strings.Join(strings.Fields(heading), " ")] != ""
	}}
}

// similarHeading is the likeness (Jaro-Winkler) from which a heading is taken
// for a column.
const similarHeading = 0.93

// Headings finds out what each heading of a table means: what the mapping says,
// else the column of that name, else the one whose name is most like it. A
// column is taken once.
func (w Words) Headings(t Table, m Mapping) []Heading {
	headings := make([]Heading, len(t.Headings))
	taken := map[string]bool{}
	take := func(i int, column string, how Sureness) {
		if column != "" && taken[column] {
			return
		}
		taken[column] = column != ""
		headings[i].Column, headings[i].Sureness = column, how
	}
	for i, text := range t.Headings {
		headings[i] = Heading{Text: text, Sureness: Unused}
		if len(t.Rows) > 0 {
			headings[i].Sample = excerpt(t.Rows[0].cell(i))
		}
		if column, told := m.Columns[text]; told {
			take(i, column, Told)
		}
	}
	for _, likeness := range []float64{1, similarHeading} {
		for i := range headings {
			if headings[i].Sureness != Unused {
				continue
			}
			if column := w.column(headings[i].Text, likeness, taken); column != "" {
				take(i, column, map[bool]Sureness{true: Same, false: Guessed}[likeness == 1])
			}
		}
	}
	return headings
}

// column is the one not taken yet whose name is the likest, at least as much as
// asked.
func (w Words) column(heading string, least float64, taken map[string]bool) string {
	text := plain(heading)
	if text == "" {
		return ""
	}
	measure, best, found := metrics.NewJaroWinkler(), 0.0, ""
	for _, column := range Columns() {
		if taken[column] {
			continue
		}
		for _, name := range w.names[column] {
			likeness := 1.0
			if name != text {
				likeness = min(0.99, measure.Compare(name, text))
			}
			if likeness >= least && likeness > best {
				best, found = likeness, column
			}
		}
	}
	return found
}

// positions gives where each column stands in a row.
func positions(headings []Heading) map[string]int {
	at := map[string]int{}
	for i, h := range headings {
		if h.Column != "" {
			at[h.Column] = i
		}
	}
	return at
}

// unknownHeadings lists what the mapping names and the file has not.
func unknownHeadings(t Table, m Mapping) []string {
	var unknown []string
	for heading := range m.Columns {
		if !slices.Contains(t.Headings, heading) {
			unknown = append(unknown, heading)
		}
	}
	slices.Sort(unknown)
	return unknown
}

// ReadMapping reads a mapping as a file: the columns by heading, the codes of
// the municipalities by what the file says, organisations by the key of a row.
func ReadMapping(raw []byte) (Mapping, error) {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	var m Mapping
	if err := decoder.Decode(&m); err != nil {
		return m, refused("not_a_mapping")
	}
	for heading, column := range m.Columns {
		if column != "" && !slices.Contains(Columns(), column) {
			return m, refused("unknown_column", "Heading", heading, "Column", column)
		}
	}
	return m, nil
}
