package desk

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"telaio/internal/account"
	"telaio/internal/importing"
	"telaio/internal/inert"
	"telaio/internal/organisation"
	"telaio/internal/review"
	"telaio/internal/web/shell"
)

// inboxPage is the inbox as it is shown.
type inboxPage struct {
	review.Inbox
	People   map[string]string  // person id to name
	Prepared []importing.Import // that wait for somebody who may carry them out
	Now      time.Time
}

func (p Pages) inbox(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	box, err := p.Desk.Inbox(r.Context(), filterOf(r.URL.Query()), v.Subject.PersonID)
	if err != nil {
		return err
	}
	people, err := p.Desk.TeamNames(r.Context())
	if err != nil {
		return err
	}
	var prepared []importing.Import
	if p.Prepared != nil && account.Can(v.Subject, account.ImportFiles, account.Object{}) {
		if prepared, err = p.Prepared(r.Context()); err != nil {
			return err
		}
	}
	return shell.Render(w, r, http.StatusOK, inboxView(v, inboxPage{box, people, prepared, p.Clock.Now()}))
}

// filterOf reads the filter from the address. What it does not know counts as
// not said.
func filterOf(q url.Values) review.Filter {
	f := review.Filter{
		Tab: review.Tab(q.Get("stato")), Search: strings.TrimSpace(q.Get("q")), Origin: organisation.Origin(q.Get("cosa")),
		Assignee: q.Get("chi"), Page: 1,
	}
	if !slices.Contains(review.Tabs(), f.Tab) {
		f.Tab = review.TabOpen
	}
	if !slices.Contains(origins(), f.Origin) {
		f.Origin = ""
	}
	if n, err := strconv.Atoi(q.Get("pagina")); err == nil {
		f.Page = n
	}
	return f
}

func origins() []organisation.Origin {
	return []organisation.Origin{organisation.NewOrganisation, organisation.ChangeOfCard, organisation.Suggestion, organisation.Report, organisation.Withdrawal, organisation.FromImport, organisation.Claim}
}

// address is the inbox, or another route that takes the same filter, so
// filtered.
func address(v *shell.Visit, route string, f review.Filter) string {
	q := url.Values{}
	set := func(name, value string) {
		if value != "" {
			q.Set(name, value)
		}
	}
	if f.Tab != review.TabOpen {
		set("stato", string(f.Tab))
	}
	set("q", f.Search)
	set("cosa", string(f.Origin))
	set("chi", f.Assignee)
	if f.Page > 1 {
		set("pagina", strconv.Itoa(f.Page))
	}
	if len(q) == 0 {
		return v.Path(route)
	}
	return v.Path(route) + "?" + q.Encode()
}

func tabAddress(v *shell.Visit, t review.Tab) string {
	return address(v, "desk", review.Filter{Tab: t})
}

func pageAddress(v *shell.Visit, f review.Filter) func(int) string {
	return func(n int) string {
		f.Page = n
		return address(v, "desk", f)
	}
}

func listAddress(v *shell.Visit, f review.Filter) string {
	f.Page = 0
	return address(v, "desk-list", f)
}

// filtered reports whether anything but the tab narrows the list down.
func (p inboxPage) filtered() bool {
	return p.Filter.Search != "" || p.Filter.Origin != "" || p.Filter.Assignee != ""
}

// list sends the filtered inbox as a table for spreadsheets. It holds no mail
// address.
func (p Pages) list(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	proposals, err := p.Desk.List(r.Context(), filterOf(r.URL.Query()), v.Subject.PersonID)
	if err != nil {
		return err
	}
	people, err := p.Desk.TeamNames(r.Context())
	if err != nil {
		return err
	}
	var body bytes.Buffer
	body.WriteString("\ufeff") // spreadsheets then read it as UTF-8
	table := csv.NewWriter(&body)
	rows := [][]string{{
		v.T("desk.column.organisation"), v.T("desk.column.what"), v.T("desk.column.arrived"),
		v.T("desk.column.state"), v.T("desk.column.assignee"), v.T("desk.column.link"),
	}}
	for _, one := range proposals {
		rows = append(rows, []string{
			one.Name, what(v, one), one.SentAt.Format(time.RFC3339), stateWord(v, one),
			people[one.AssignedTo], v.Absolute(v.Path("proposal", "proposal", one.ID)),
		})
	}
	for _, row := range rows {
		for i, cell := range row {
			row[i] = inert.Cell(cell)
		}
		if err := table.Write(row); err != nil {
			return fmt.Errorf("write the list: %w", err)
		}
	}
	table.Flush()
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+v.T("desk.list_file")+`.csv"`)
	_, err = body.WriteTo(w)
	if err != nil {
		return nil //nolint:nilerr // the reader has gone: nobody is left to tell
	}
	return nil
}
