package importing

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"telaio/internal/i18n"
	"telaio/internal/importing"
	"telaio/internal/web/part/pager"
	"telaio/internal/web/shell"
)

// onePage is an import as it stands.
type onePage struct {
	importing.Import
	Progress importing.Progress
	Outcome  importing.Outcome // the only one whose rows are shown, "" = all are
	Lines    []importing.Line  // the rows of this page of the list
	Became   map[int]importing.Became
	Pager    pager.Pager
}

// The parameters of the address of an import.
const (
	outcomeParameter = "esito"
	pageParameter    = "pagina"
)

// page is the import with those of its rows that are asked for.
func (p Pages) page(r *http.Request, v *shell.Visit, i importing.Import) (onePage, error) {
	shown := onePage{Import: i, Progress: p.UseCases.Watch.Of(i.ID)}
	asked := r.URL.Query()
	lines := i.Report.Lines
	if o := importing.Outcome(asked.Get(outcomeParameter)); slices.Contains(importing.Outcomes(), o) {
		shown.Outcome = o
		lines = linesOf(lines, o)
	}
	pages := max(1, (len(lines)+mostShown-1)/mostShown)
	n, _ := strconv.Atoi(asked.Get(pageParameter))
	n = min(max(1, n), pages)
	shown.Pager = pager.Pager{Page: n, Pages: pages, Path: func(page int) string { return linesPath(v, i.ID, shown.Outcome, page) }}
	first := (n - 1) * mostShown
	shown.Lines = lines[first:min(first+mostShown, len(lines))]
	var err error
	shown.Became, err = p.UseCases.Became(r.Context(), i, shown.Lines)
	return shown, err
}

// linesOf are those with the outcome.
func linesOf(all []importing.Line, o importing.Outcome) []importing.Line {
	var lines []importing.Line
	for _, l := range all {
		if l.Outcome == o {
			lines = append(lines, l)
		}
	}
	return lines
}

// linesPath is the address of a page of the rows of an import.
func linesPath(v *shell.Visit, importID string, o importing.Outcome, page int) string {
	query := url.Values{}
	if o != "" {
		query.Set(outcomeParameter, string(o))
	}
	if page > 1 {
		query.Set(pageParameter, strconv.Itoa(page))
	}
	path := v.Path("desk-import", "import", importID)
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return path + "#lines"
}

// report is what becomes of every row, as a table for a spreadsheet.
func (p Pages) report(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	i, err := p.UseCases.Find(r.Context(), r.PathValue("import"))
	if err != nil {
		return err
	}
	became, err := p.UseCases.Became(r.Context(), i, i.Report.Lines)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+v.T("import.report_file")+`.csv"`)
	_ = i.Report.WriteTable(w, v.Printer, addresses(v, became)) // fails when the reader has gone: nobody is left to tell
	return nil
}

// addresses are the whole addresses of what rows have become: of the public page
// where there is one.
func addresses(v *shell.Visit, became map[int]importing.Became) map[int]string {
	if became == nil {
		return nil
	}
	all := make(map[int]string, len(became))
	for row, b := range became {
		path := deskPath(v, b)
		if b.Public {
			path = v.Path("organisation", "slug", b.Slug)
		}
		all[row] = v.Absolute(path)
	}
	return all
}

// deskPath is where the team sees what a row has become.
func deskPath(v *shell.Visit, b importing.Became) string {
	if b.OrganisationID == "" {
		return v.Path("proposal", "proposal", b.ProposalID)
	}
	return v.Path("desk-organisation", "organisation", b.OrganisationID)
}

// linePath is where the team sees what a row is about, "" = nowhere.
func linePath(v *shell.Visit, l importing.Line, b importing.Became) string {
	switch {
	case b.Row > 0:
		return deskPath(v, b)
	case l.OrganisationID != "":
		return v.Path("desk-organisation", "organisation", l.OrganisationID)
	default:
		return ""
	}
}

// tab leads to the rows with one outcome.
type tab struct {
	Outcome importing.Outcome
	Rows    int
}

// tabsOf are those of the outcomes that the lines have.
func tabsOf(lines []importing.Line) []tab {
	rows := map[importing.Outcome]int{}
	for _, l := range lines {
		rows[l.Outcome]++
	}
	var tabs []tab
	for _, o := range importing.Outcomes() {
		if rows[o] > 0 {
			tabs = append(tabs, tab{o, rows[o]})
		}
	}
	return tabs
}

// linesTitle is the message key of what the list of rows is called.
func linesTitle(s importing.State) string {
	if s == importing.Applied || s == importing.Undone {
		return "import.lines_done"
	}
	return "import.lines"
}

// outcomeName is the outcome as it is called in an import that stands so: the rows
// to be mended were left out of one that was carried out.
func outcomeName(s importing.State, o importing.Outcome) string {
	if o == importing.Wrong && (s == importing.Applied || s == importing.Undone) {
		return "left_out"
	}
	return string(o)
}

// takenBack says what an undoing has done.
func takenBack(v *shell.Visit, r importing.Report) string {
	if len(r.Stayed) == 0 {
		return v.T("import.taken_back")
	}
	return v.N("import.taken_back_but", len(r.Stayed))
}

// outcomeKey is the message key of the rows with the outcome.
func outcomeKey(s importing.State, o importing.Outcome) string {
	return "import.outcome." + outcomeName(s, o)
}

// rowsNamed names the rows, the first ones of many.
func rowsNamed(v *shell.Visit, rows []int) string {
	const most = 5
	names := make([]string, 0, most)
	for _, row := range rows[:min(len(rows), most)] {
		names = append(names, strconv.Itoa(row))
	}
	said := v.N("import.in_rows", len(rows), i18n.Args{"Rows": strings.Join(names, ", ")})
	if len(rows) > most {
		said += "…"
	}
	return said
}
