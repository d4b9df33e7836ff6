package initiative

import (
	"net/http"
	"strings"

	"telaio/internal/fault"
	"telaio/internal/initiative"
	"telaio/internal/questionnaire"
	"telaio/internal/web/shell"
)

// The fields of the import: a file, or rows that were pasted.
const (
	fileField = "file"
	rowsField = "rows"
)

// importPage asks for a file of measurements, and shows what it would do.
type importPage struct {
	initiative.Sheeted
	Report initiative.Report
	Asked  bool // nothing has been sent yet
}

func (p importPage) problem(v *shell.Visit) string {
	if p.Report.Problem.Key == "" {
		return ""
	}
	return questionnaire.Sentence(v.Printer, p.Report.Problem)
}

// words says what is to be mended in a row.
func rowProblems(v *shell.Visit, row initiative.ReadRow) []string {
	var said []string
	for _, m := range row.Problems {
		said = append(said, questionnaire.Sentence(v.Printer, m))
	}
	return said
}

func outcomeClass(o initiative.Outcome) string {
	switch o {
	case initiative.Wrong:
		return "status--alert"
	case initiative.Unchanged:
		return "status--waiting"
	default:
		return "status--done"
	}
}

func (p Pages) download(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	s, err := p.find(r, v)
	if err != nil {
		return err
	}
	file, err := p.UseCases.WriteCSV(s, v.Language)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+v.T("initiative.csv_file")+`"`)
	_, _ = w.Write(file) // fails when the reader has gone: nobody is left to tell
	return nil
}

func (p Pages) askImport(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	s, err := p.find(r, v)
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, importView(v, importPage{Sheeted: s, Asked: true}))
}

// readImport shows what a file would do, row by row, and changes nothing.
func (p Pages) readImport(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	s, err := p.find(r, v)
	if err != nil {
		return err
	}
	file, err := shell.Uploaded(r, fileField)
	if err != nil {
		return err
	}
	raw := file.Content
	if len(raw) == 0 {
		raw = []byte(r.PostFormValue(rowsField))
	}
	page := importPage{Sheeted: s, Report: p.UseCases.ReadCSV(s, raw)}
	status := http.StatusOK
	if !page.Report.Clean() {
		status = http.StatusUnprocessableEntity
	}
	return shell.Render(w, r, status, importView(v, page))
}

// doImport takes what was shown.
func (p Pages) doImport(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	s, err := p.find(r, v)
	if err != nil {
		return err
	}
	text := strings.ReplaceAll(r.PostFormValue(rowsField), "\r\n", "\n")
	report, err := p.UseCases.ImportCSV(r.Context(), v.Subject, s, []byte(text))
	if fault.KindOf(err) == fault.Invalid {
		return shell.Render(w, r, http.StatusUnprocessableEntity, importView(v, importPage{Sheeted: s, Report: report}))
	}
	if err != nil {
		return err
	}
	return done(w, r, v, s, "initiative_imported")
}
