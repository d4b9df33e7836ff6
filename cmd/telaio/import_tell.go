package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/importing"
	"telaio/internal/questionnaire"
)

// teller tells on a terminal, or in a file, how an import goes.
type teller struct {
	terminal
	printer *i18n.Printer
	live    bool // somebody looks on: a line may be written again
}

// isTerminal reports whether somebody looks at what is written.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	about, err := f.Stat()
	if err != nil || about.Mode()&os.ModeCharDevice == 0 {
		return false
	}
	nobody, err := os.Stat(os.DevNull)
	return err != nil || !os.SameFile(about, nobody)
}

// progress writes how many rows are done over what it wrote before.
func (t teller) progress(p importing.Progress) {
	if t.live && p.Total > 0 {
		what := ""
		if p.Comparing {
			what = "looking for doubles: "
		}
		fmt.Fprintf(t.errs, "\r\x1b[K%s%s of %s (%d %%)", what, counted(p.Done, "row", "rows"), t.printer.Number(p.Total), p.Done*100/p.Total)
	}
}

// clear takes the progress away.
func (t teller) clear() {
	if t.live {
		fmt.Fprint(t.errs, "\r\x1b[K")
	}
}

func (t teller) sentence(m fault.Message) string { return questionnaire.Sentence(t.printer, m) }

// toldProblems is how many problems are told; a report has all.
const toldProblems = 50

// tell says how the file was read, what is wrong with it and what would become of
// its rows.
func (t teller) tell(r importing.Report) {
	how := t.printer.T("import.format." + string(r.Format))
	if r.Encoding != "" {
		how += ", " + r.Encoding
	}
	if r.Separator != "" {
		how += fmt.Sprintf(", separator %q", r.Separator)
	}
	if len(r.Sheets) > 1 {
		how += fmt.Sprintf(", sheet %q of %s", r.Sheet, strings.Join(r.Sheets, ", "))
	}
	fmt.Fprintf(t.out, "%s: %s\n", how, t.printer.N("import.rows_read", r.Rows()))
	for _, h := range r.Headings {
		switch {
		case h.Column == "":
			fmt.Fprintf(t.out, "column %q is left out\n", h.Text)
		case h.Sureness == importing.Guessed:
			fmt.Fprintf(t.out, "column %q is taken for %s (a guess)\n", h.Text, h.Column)
		case h.Sureness == importing.Told:
			fmt.Fprintf(t.out, "column %q is taken for %s, as the mapping says\n", h.Text, h.Column)
		}
	}
	for n, p := range r.Problems {
		if n == toldProblems {
			fmt.Fprintf(t.out, "… and %d more: --report FILE has all\n", len(r.Problems)-n+r.More)
			break
		}
		t.problem(p)
	}
	t.choices(r)
	for _, o := range importing.Outcomes() {
		if n := r.Counts[o]; n > 0 {
			fmt.Fprintf(t.out, "%s: %s\n", t.printer.T("import.outcome."+string(o)), t.printer.Number(n))
		}
	}
}

// choices says what a mapping can decide, as it has to be written there.
func (t teller) choices(r importing.Report) {
	for _, c := range r.Choices {
		fmt.Fprintf(t.out, "--map can say of %q, in \"towns\":", c.Typed)
		for _, o := range c.Among {
			fmt.Fprintf(t.out, "\n  %s  (%s)", entry(c.Key, o.Code), o.Label)
		}
		fmt.Fprintln(t.out)
	}
	for n, d := range r.Doubles {
		if n == toldProblems {
			break
		}
		fmt.Fprintf(t.out, "--map can say of row %d, in \"same\":\n  %s  (another one)\n", d.Row, entry(d.Key, importing.Apart))
		if d.OrganisationID != "" {
			fmt.Fprintf(t.out, "  %s  (the page of %s)\n", entry(d.Key, d.OrganisationID), d.OtherName)
		}
	}
}

// entry is one entry of an object of JSON.
func entry(key, value string) string {
	name, err := json.Marshal(key)
	if err != nil {
		panic(err) // a string always marshals
	}
	return string(name) + ": " + strconv.Quote(value)
}

// problem writes one problem as a line.
func (t teller) problem(p importing.Problem) {
	if p.Row > 0 {
		fmt.Fprintf(t.out, "row %d: ", p.Row)
	}
	if p.Warning {
		fmt.Fprint(t.out, "note: ")
	}
	if p.Column != "" {
		fmt.Fprintf(t.out, "%s: ", p.Column)
	}
	fmt.Fprint(t.out, t.sentence(p.Message))
	if p.Cell != "" {
		fmt.Fprintf(t.out, " [%s]", p.Cell)
	}
	fmt.Fprintln(t.out)
}

// taken says what an import has done.
func (t teller) taken(done importing.Import) {
	r := done.Report
	fmt.Fprintf(t.out, "Done: %d added, %d changed", r.Counts[importing.Added], r.Counts[importing.Changed])
	if r.Proposed > 0 {
		fmt.Fprintf(t.out, "; %s to be reviewed first at /redazione", counted(r.Proposed, "waits", "wait"))
	}
	fmt.Fprintf(t.out, ".\nTo undo it: /redazione/importa/%s\n", done.ID)
}
