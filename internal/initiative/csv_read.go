package initiative

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/questionnaire"
)

// mostRows is how many measurements one file may bring.
const mostRows = 2_000

// Outcome says what a row of a file does.
type Outcome string

// The outcomes of a row.
const (
	Added     Outcome = "added"
	Changed   Outcome = "changed"
	Unchanged Outcome = "unchanged"
	Wrong     Outcome = "wrong" // and then nothing of the file is taken
)

// ReadRow is one row of a file as it was understood.
type ReadRow struct {
	Line      int // in the file, from 1
	Indicator Indicator
	Name      string // of the indicator, as the file writes it
	Measured  Measurement
	Before    *Measurement // that it changes
	Outcome   Outcome
	Problems  []fault.Message // what to mend
}

// Report is what a file would do.
type Report struct {
	Rows    []ReadRow
	Problem fault.Message // of the whole file; no key = none
	Text    string        // the file as text, to be sent again
}

// Count says how many rows have the outcome.
func (r Report) Count(o Outcome) int {
	n := 0
	for _, row := range r.Rows {
		if row.Outcome == o {
			n++
		}
	}
	return n
}

// Clean reports whether every row can be taken.
func (r Report) Clean() bool { return r.Problem.Key == "" && r.Count(Wrong) == 0 }

// ReadCSV says what a file of measurements would do, and changes nothing. The
// separator, the decimal sign, the encoding, the order of the columns and the
// language of the headings do not matter.
func (u UseCases) ReadCSV(s Sheeted, raw []byte) Report {
	if len(raw) > MostCSV {
		return Report{Problem: fault.Message{Key: "initiative.csv_problem.too_long", Args: map[string]any{"Max": MostCSV >> 10}}}
	}
	text := decoded(raw)
	r := Report{Text: text}
	if strings.TrimSpace(text) == "" {
		r.Problem = fault.Message{Key: "initiative.csv_problem.empty"}
		return r
	}
	t, problem := u.table(text)
	if problem.Key != "" {
		r.Problem = problem
		return r
	}
	seen := map[string]int{}
	for _, cells := range t.rows {
		row := u.understand(s, t, cells)
		key := row.Indicator.ID + " " + string(row.Measured.On)
		if first, twice := seen[key]; twice && row.Outcome != Wrong {
			row.Outcome = Wrong
			row.Problems = append(row.Problems, fault.Message{Key: "initiative.csv_problem.twice", Args: map[string]any{"Line": first}})
		}
		seen[key] = row.Line
		r.Rows = append(r.Rows, row)
	}
	return r
}

// ImportCSV takes every row of the file, or none: the report says which ones
// have to be mended. Taking a file twice changes nothing more.
func (u UseCases) ImportCSV(ctx context.Context, who account.Subject, s Sheeted, raw []byte) (Report, error) {
	r := u.ReadCSV(s, raw)
	if err := mayWrite(who, s.Initiative); err != nil {
		return r, err
	}
	if !r.Clean() {
		return r, fault.New(fault.Invalid, "initiative.csv_problem.mend")
	}
	err := u.Records.InTx(ctx, func(ctx context.Context) error {
		for _, row := range r.Rows {
			if row.Outcome == Unchanged {
				continue
			}
			if err := u.append(ctx, who, row.Measured); err != nil {
				return err
			}
		}
		return u.record(ctx, who, "initiative.imported", s.ID, map[string]string{
			"added": strconv.Itoa(r.Count(Added)), "changed": strconv.Itoa(r.Count(Changed)),
		})
	})
	if err != nil {
		return r, fmt.Errorf("import measurements: %w", err)
	}
	return r, nil
}

// understand reads one row as somebody would have typed it in the form.
func (u UseCases) understand(s Sheeted, t table, c cells) ReadRow {
	row := ReadRow{Line: c.line}
	row.Name = t.cell(c, indicatorColumn)
	var same []Indicator
	for _, i := range s.Content.Indicators {
		if folded(i.Name) == folded(questionnaire.Clean(row.Name, false)) && row.Name != "" {
			same = append(same, i)
		}
	}
	switch {
	case row.Name == "":
		return row.wrong(fault.Message{Key: "initiative.csv_problem.nameless"})
	case len(same) == 0:
		return row.wrong(fault.Message{Key: "initiative.csv_problem.unknown", Args: map[string]any{"Name": row.Name}})
	case len(same) > 1:
		return row.wrong(fault.Message{Key: "initiative.csv_problem.same_name", Args: map[string]any{"Name": row.Name}})
	}
	row.Indicator = same[0]
	f := MeasureForm{Sheet: s.Sheet, Indicator: row.Indicator}
	page, _ := s.Sheet.Measure.Page(MeasurePage)
	f.Answers = s.Sheet.Measure.Read(page.Questions, u.typed(s, row.Indicator, t, c))
	if before, there := row.Indicator.On(dayIn(f.Answers, measuredOnField)); there {
		row.Before, f.Before = &before, &before
		f.keepUnsaid(t)
	}
	if method := row.usualMethod(); f.Answers[methodField].Text == "" && method != "" {
		f.Answers[methodField] = questionnaire.Value{Text: method}
	}
	row.Measured = measurementOf(f.Answers)
	row.Measured.InitiativeID, row.Measured.IndicatorID = s.ID, row.Indicator.ID
	problems := u.checkMeasurement(f, row.Measured)
	for _, q := range page.Questions {
		if m, ok := problems[q.ID]; ok {
			row.Problems = append(row.Problems, m)
		}
	}
	return row.judged()
}

// usualMethod is how the figure was collected where the file does not say.
func (r ReadRow) usualMethod() string {
	if r.Before != nil {
		return r.Before.Method
	}
	return r.Indicator.Method
}

func (r ReadRow) wrong(m fault.Message) ReadRow {
	r.Outcome, r.Problems = Wrong, append(r.Problems, m)
	return r
}

func (r ReadRow) judged() ReadRow {
	switch {
	case len(r.Problems) > 0:
		r.Outcome = Wrong
	case r.Before == nil:
		r.Outcome = Added
	case r.Before.Says(r.Measured):
		r.Outcome = Unchanged
	default:
		r.Outcome = Changed
	}
	return r
}

// keepUnsaid takes from the measurement that is there what the file has no
// column for.
func (f *MeasureForm) keepUnsaid(t table) {
	known := answersOf(*f.Before)
	for _, c := range columns() {
		if _, told := t.at[c]; told || c.field() == "" {
			continue
		}
		if v, ok := known[c.field()]; ok {
			f.Answers[c.field()] = v
		}
	}
}

// typed writes the cells as the form would send them: choices by their codes,
// values without their unit.
func (u UseCases) typed(s Sheeted, i Indicator, t table, c cells) url.Values {
	typed := url.Values{}
	for _, name := range columns() {
		text := t.cell(c, name)
		if name.field() == "" || text == "" {
			continue
		}
		switch name {
		case valueColumn:
			text = strings.TrimSpace(strings.TrimSuffix(text, i.Unit))
		case dayColumn:
			text, _, _ = strings.Cut(text, " ") // a spreadsheet may add the hour
		case methodColumn, evidenceColumn:
			text = codeOf(s.Sheet.Measure, name.field(), text)
		default: // the form takes it as it is
		}
		typed.Set(name.field(), text)
	}
	return typed
}

// codeOf finds the option that a cell names by its code or its label in any
// language; what is none stays as it is.
func codeOf(d *questionnaire.Definition, field, cell string) string {
	q, _ := d.Question(field)
	for _, o := range d.Options(q) {
		if plain(cell) == plain(o.Code) {
			return o.Code
		}
		for _, label := range o.Label {
			if plain(cell) == plain(label) {
				return o.Code
			}
		}
	}
	return cell
}
