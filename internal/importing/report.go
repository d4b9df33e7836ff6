package importing

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"

	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/inert"
	"telaio/internal/questionnaire"
)

// Outcome is what becomes of a row.
type Outcome string

// The outcomes of a row.
const (
	Added     Outcome = "added"
	Changed   Outcome = "changed"
	Unchanged Outcome = "unchanged" // the source says what it said before
	Kept      Outcome = "kept"      // people have changed what the source would change
	Waiting   Outcome = "waiting"   // an earlier proposal of the row has to be decided first
	Gone      Outcome = "gone"      // the organisation has left the atlas
	Wrong     Outcome = "wrong"     // the row cannot be taken
)

// Outcomes lists the outcomes, those that ask for work first.
func Outcomes() []Outcome { return []Outcome{Wrong, Added, Changed, Unchanged, Kept, Waiting, Gone} }

// Line is what becomes of one row.
type Line struct {
	Row            int      `json:"row"`
	Name           string   `json:"name,omitempty"`
	Outcome        Outcome  `json:"outcome"`
	Proposed       bool     `json:"proposed,omitempty"` // to be reviewed, not public at once
	OrganisationID string   `json:"organisation_id,omitempty"`
	Parts          []string `json:"parts,omitempty"` // what changes, or was kept
}

// Report says what a file would do, or has done.
type Report struct {
	Format    Format          `json:"format,omitempty"`
	Encoding  string          `json:"encoding,omitempty"`
	Separator string          `json:"separator,omitempty"`
	Problem   fault.Message   `json:"problem,omitzero"` // why nothing of the file can be read
	Headings  []Heading       `json:"headings,omitempty"`
	Choices   []Choice        `json:"choices,omitempty"`
	Counts    map[Outcome]int `json:"counts,omitempty"`
	Proposed  int             `json:"proposed,omitempty"` // of those added and changed
	New       int             `json:"new,omitempty"`      // rows that change only what is known of the source
	Lines     []Line          `json:"lines,omitempty"`    // the first ones of interest
	Problems  []Problem       `json:"problems,omitempty"`
	More      int             `json:"more,omitempty"`    // problems beyond those kept
	Doubles   []Double        `json:"doubles,omitempty"` // the first ones
	Stayed    []Line          `json:"stayed,omitempty"`  // after an undo: what people have changed since
}

// What a report keeps. The counts are of everything.
const (
	mostLines    = 200
	mostProblems = 20_000
)

// Rows is how many rows the file has.
func (r Report) Rows() int {
	n := 0
	for _, count := range r.Counts {
		n += count
	}
	return n
}

// Does reports whether there is anything to do.
func (r Report) Does() bool { return r.Counts[Added]+r.Counts[Changed] > 0 }

// Learns reports whether taking the file changes anything, be it only what is
// known of its source.
func (r Report) Learns() bool { return r.Does() || r.New > 0 }

// Applicable reports whether the file can be taken: as a whole, or without the
// rows that are wrong.
func (r Report) Applicable(o Options) bool {
	return r.Problem.Key == "" && (o.Skip || r.Counts[Wrong] == 0)
}

// add counts a line and keeps it while there is room.
func (r *Report) add(l Line, problems []Problem) {
	if r.Counts == nil {
		r.Counts = map[Outcome]int{}
	}
	r.Counts[l.Outcome]++
	if l.Proposed && (l.Outcome == Added || l.Outcome == Changed) {
		r.Proposed++
	}
	if l.Outcome != Unchanged && len(r.Lines) < mostLines {
		r.Lines = append(r.Lines, l)
	}
	for _, p := range problems {
		if len(r.Problems) == mostProblems {
			r.More++
			continue
		}
		r.Problems = append(r.Problems, p)
	}
}

// WriteProblems writes the problems as a table for a spreadsheet, in the
// language of the printer: UTF-8 with a mark. No cell of it is taken for a
// formula.
func (r Report) WriteProblems(w io.Writer, printer *i18n.Printer) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return fmt.Errorf("write a report: %w", err)
	}
	table := csv.NewWriter(w)
	table.UseCRLF = true
	rows := [][]string{{
		printer.T("import.report.row"), printer.T("import.report.column"), printer.T("import.report.severity"),
		printer.T("import.report.reason"), printer.T("import.report.cell"),
	}}
	for _, p := range r.Problems {
		severity := "wrong"
		if p.Warning {
			severity = "warning"
		}
		rows = append(rows, []string{
			strconv.Itoa(p.Row), inert.Cell(p.Column), printer.T("import.severity." + severity),
			inert.Cell(questionnaire.Sentence(printer, p.Message)), inert.Cell(p.Cell),
		})
	}
	if err := table.WriteAll(rows); err != nil {
		return fmt.Errorf("write a report: %w", err)
	}
	return nil
}
