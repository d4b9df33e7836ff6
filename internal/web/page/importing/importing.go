// Package importing is where the team takes organisations from files: it shows
// what a file would do before it does it, and takes it back.
package importing

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/importing"
	"telaio/internal/questionnaire"
	"telaio/internal/web/part/field"
	"telaio/internal/web/shell"
)

// Pages are the team's pages about imports.
type Pages struct {
	UseCases importing.UseCases
}

// mostUpload is how large a file a browser may send, in bytes. The command takes
// larger ones.
const mostUpload = 16 << 20

// Routes lists the pages.
func (p Pages) Routes() []shell.Route {
	const all = "/redazione/importa"
	const one = all + "/{import}"
	route := func(method, name, path string, handle func(http.ResponseWriter, *http.Request, *shell.Visit) error) shell.Route {
		return shell.Route{Name: name, Method: method, Paths: shell.Only(path), Action: account.ImportFiles, Handle: handle}
	}
	begin := route(http.MethodPost, "desk-import-begin", all, p.begin)
	begin.MaxFile, begin.Limit = mostUpload, shell.LimitUpload
	return append([]shell.Route{
		route(http.MethodGet, "desk-imports", all, p.list),
		begin,
		route(http.MethodGet, "desk-import", one, p.show),
		route(http.MethodPost, "desk-import-map", one+"/colonne", p.mapColumns),
		route(http.MethodPost, "desk-import-apply", one+"/esegui", p.apply),
		route(http.MethodPost, "desk-import-leave", one+"/lascia", p.leave),
		route(http.MethodPost, "desk-import-undo", one+"/annulla", p.undo),
		route(http.MethodGet, "desk-import-report", one+"/righe.csv", p.report),
	}, p.feedRoutes(route)...)
}

// The fields of the forms.
const (
	fileField    = "file"
	addressField = "address"
	sourceField  = "source"
	sheetField   = "sheet"
	columnField  = "column." // and the heading's place
	townField    = "town."   // and the choice's place
	doubleField  = "double." // and the row's key
)

// listPage is the list of imports and the form that begins one.
type listPage struct {
	Imports  []importing.Import
	Feeds    []importing.Feed
	Prepared []importing.Import
	Source   string
	Address  string
	Problems field.Problems
}

func (p Pages) list(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	return p.showList(w, r, v, listPage{})
}

func (p Pages) showList(w http.ResponseWriter, r *http.Request, v *shell.Visit, l listPage) error {
	var err error
	if l.Imports, err = p.UseCases.Latest(r.Context()); err != nil {
		return err
	}
	if l.Feeds, err = p.UseCases.Feeds(r.Context()); err != nil {
		return err
	}
	if l.Prepared, err = p.UseCases.Prepared(r.Context()); err != nil {
		return err
	}
	status := http.StatusOK
	if len(l.Problems) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return shell.Render(w, r, status, listView(v, l))
}

func (p Pages) begin(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	file, err := shell.Uploaded(r, fileField)
	if err != nil {
		return err
	}
	l := listPage{Source: r.PostFormValue(sourceField), Address: strings.TrimSpace(r.PostFormValue(addressField))}
	path, err := p.beginWith(r, v, l, file)
	if problems, ok := field.ProblemsIn(v, err, sourceField, fileField, addressField); ok {
		l.Problems = problems
		return p.showList(w, r, v, l)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, path, http.StatusSeeOther)
	return nil
}

// beginWith begins an import of the file or of what is at the address, and
// returns the page on which it goes on.
func (p Pages) beginWith(r *http.Request, v *shell.Visit, l listPage, file shell.Upload) (string, error) {
	refusal := func(name, key string, args map[string]any) (string, error) {
		return "", fault.InvalidFields(map[string]fault.Message{name: {Key: key, Args: args}})
	}
	switch {
	case len(file.Content) > mostUpload:
		return refusal(fileField, "import.problem.too_long", map[string]any{"Max": mostUpload >> 20})
	case l.Address != "" && len(file.Content) > 0:
		return refusal(addressField, "import.one_of_two", nil)
	case l.Address != "":
		f, err := p.UseCases.FromAddress(r.Context(), v.Subject, l.Source, l.Address)
		return waitingFor(v, f), err
	}
	d := importing.Draft{Source: l.Source, File: file.Name, Raw: file.Content}
	i, err := p.UseCases.Begin(r.Context(), v.Subject, d)
	return v.Path("desk-import", "import", i.ID), err
}

// refreshAfter is after how many seconds a page looks again whether the work is
// done.
const refreshAfter = "2"

func (p Pages) show(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	i, err := p.UseCases.Find(r.Context(), r.PathValue("import"))
	if err != nil {
		return err
	}
	if i.State.Working() {
		w.Header().Set("Refresh", refreshAfter)
	}
	page, err := p.page(r, v, i)
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, importView(v, page))
}

// mapColumns takes which sheet is read, what the headings and the municipalities mean, and which rows
// are about an organisation that is there already.
func (p Pages) mapColumns(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	i, err := p.UseCases.Find(r.Context(), r.PathValue("import"))
	if err != nil {
		return err
	}
	m := importing.Mapping{Columns: map[string]string{}, Towns: map[string]string{}, Same: map[string]string{}}
	if sheet := r.PostFormValue(sheetField); slices.Contains(i.Report.Sheets, sheet) {
		m.Sheet = sheet
	}
	for n, heading := range i.Report.Headings {
		if chosen, ok := r.PostForm[columnField+strconv.Itoa(n)]; ok {
			m.Columns[heading.Text] = chosen[0]
		}
	}
	for n, choice := range i.Report.Choices {
		if code := r.PostFormValue(townField + strconv.Itoa(n)); code != "" {
			m.Towns[choice.Key] = code
		}
	}
	for _, d := range i.Report.Doubles {
		if chosen, ok := r.PostForm[doubleField+d.Key]; ok && d.Decidable(chosen[0]) {
			m.Same[d.Key] = chosen[0]
		}
	}
	if err := p.UseCases.Map(r.Context(), v.Subject, i, m); err != nil {
		return err
	}
	return back(w, r, v, i.ID)
}

func (p Pages) apply(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	i, err := p.UseCases.Find(r.Context(), r.PathValue("import"))
	if err != nil {
		return err
	}
	o := importing.Options{Publish: r.PostFormValue("publish") == "yes", Skip: r.PostFormValue("skip") == "yes"}
	if _, err := p.UseCases.Order(r.Context(), v.Subject, i, o); err != nil {
		return err
	}
	return back(w, r, v, i.ID)
}

// leave decides against an import.
func (p Pages) leave(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	if err := p.UseCases.Leave(r.Context(), v.Subject, r.PathValue("import")); err != nil {
		return err
	}
	http.Redirect(w, r, v.Path("desk-imports")+"?notice=import_left", http.StatusSeeOther)
	return nil
}

func (p Pages) undo(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	i, err := p.UseCases.OrderUndo(r.Context(), v.Subject, r.PathValue("import"))
	if err != nil {
		return err
	}
	return back(w, r, v, i.ID)
}

// back goes to the import.
func back(w http.ResponseWriter, r *http.Request, v *shell.Visit, id string) error {
	http.Redirect(w, r, v.Path("desk-import", "import", id), http.StatusSeeOther)
	return nil
}

// sentence writes a message out, "" for none.
func sentence(v *shell.Visit, m fault.Message) string {
	if m.Key == "" {
		return ""
	}
	return questionnaire.Sentence(v.Printer, m)
}

// stateClass is the look of a state.
func stateClass(s importing.State) string {
	switch s {
	case importing.Applied:
		return "status status--done"
	case importing.Failed:
		return "status status--alert"
	case importing.Undone, importing.Left:
		return "status"
	default:
		return "status status--waiting"
	}
}

// outcomeClass is the look of an outcome.
func outcomeClass(o importing.Outcome) string {
	switch o {
	case importing.Wrong:
		return "status status--alert"
	case importing.Added, importing.Changed:
		return "status status--done"
	default:
		return "status status--waiting"
	}
}

// readAs says how the file was read, so that one can see when it was read wrongly.
func readAs(v *shell.Visit, r importing.Report) string {
	facts := []string{v.T("import.format." + string(r.Format))}
	if len(r.Sheets) > 1 {
		facts = append(facts, v.T("import.sheet_read", i18n.Args{"Name": r.Sheet}))
	}
	if r.Encoding != "" {
		facts = append(facts, r.Encoding)
	}
	switch r.Separator {
	case "":
	case "\t":
		facts = append(facts, v.T("import.separated_by_tabs"))
	default:
		facts = append(facts, v.T("import.separated_by", i18n.Args{"Sign": r.Separator}))
	}
	return strings.Join(append(facts, v.N("import.rows_read", r.Rows())), "\u00a0· ")
}

// inPublic says what publishing at once would do.
func inPublic(v *shell.Visit, doubtful int) string {
	if doubtful == 0 {
		return v.T("import.in_public")
	}
	return v.N("import.in_public_but", doubtful)
}

// columnsTaken says how many columns of the file are taken, and which are not.
func columnsTaken(v *shell.Visit, headings []importing.Heading) string {
	var left []string
	for _, h := range headings {
		if h.Column == "" && h.Text != "" {
			left = append(left, h.Text)
		}
	}
	const most = 5
	if n := len(left); n > most {
		left = append(left[:most:most], v.N("import.columns_more", n-most))
	}
	if len(left) == 0 {
		return v.T("import.columns")
	}
	return v.T("import.columns_without", i18n.Args{"Names": strings.Join(left, ", ")})
}

// rowNumber names a row, or the whole file.
func rowNumber(v *shell.Visit, row int) string {
	if row == 0 {
		return v.T("import.whole_file")
	}
	return strconv.Itoa(row)
}

// columnName is what people call a column.
func columnName(v *shell.Visit, column string) string {
	name, _, _ := strings.Cut(v.T("import.heading."+column), "|")
	return name
}

// partNames lists what a line changes.
func partNames(v *shell.Visit, parts []string) string {
	names := make([]string, len(parts))
	for i, part := range parts {
		names[i] = v.T("import.part." + part)
	}
	return strings.Join(names, ", ")
}

// progress says how far the work has come.
func progress(v *shell.Visit, p importing.Progress) string {
	key := "import.progress"
	if p.Comparing {
		key = "import.comparing"
	}
	return v.T(key, i18n.Args{"Done": v.Number(p.Done), "Total": v.Number(p.Total)})
}
