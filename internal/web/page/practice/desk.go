package practice

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"telaio/internal/account"
	"telaio/internal/atlas"
	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/practice"
	"telaio/internal/web/part/field"
	"telaio/internal/web/shell"
)

// Atlas finds published organisations by a few words.
type Atlas interface {
	Find(ctx context.Context, q atlas.Query) (atlas.Result, error)
}

// DeskPages are where the team writes and approves practices.
type DeskPages struct {
	Desk  *practice.Desk
	Atlas Atlas
	Clock clock.Clock
}

// Routes lists the pages.
func (p DeskPages) Routes() []shell.Route {
	const all = "/redazione/pratiche"
	const one = all + "/{practice}"
	route := func(method, name, path string, handle shell.Handler) shell.Route {
		return shell.Route{Name: name, Method: method, Paths: shell.Only(path), Action: account.CuratePractices, Handle: handle}
	}
	list := route(http.MethodGet, "desk-practices", all, p.list)
	list.Action = account.ReadDesk
	return []shell.Route{
		list,
		route(http.MethodGet, "desk-practice-new", all+"/nuova", p.askStart),
		route(http.MethodPost, "desk-practice-new", all+"/nuova", p.begin),
		route(http.MethodGet, "desk-practice", one, p.edit),
		route(http.MethodPost, "desk-practice", one, p.save),
		route(http.MethodGet, "desk-practice-preview", one+"/anteprima", p.preview),
		route(http.MethodGet, "desk-practice-approve", one+"/approvazione", p.askApproval),
		route(http.MethodPost, "desk-practice-approve", one+"/approvazione", p.approve),
		route(http.MethodPost, "desk-practice-return", one+"/rimando", p.sendBack),
		route(http.MethodGet, "desk-practice-versions", one+"/versioni", p.versions),
		route(http.MethodGet, "desk-practice-withdraw", one+"/ritiro", p.askWithdrawal),
		route(http.MethodPost, "desk-practice-withdraw", one+"/ritiro", p.withdraw),
		route(http.MethodGet, "desk-practice-discard", one+"/scarta", p.askDiscard),
		route(http.MethodPost, "desk-practice-discard", one+"/scarta", p.discard),
	}
}

// status is where a practice stands for the team.
type status string

// The states in which the list shows a practice, those that ask for work first.
const (
	waiting   status = "waiting"
	writing   status = "writing"
	published status = "published"
	withdrawn status = "withdrawn"
)

func statuses() []status { return []status{waiting, writing, published, withdrawn} }

func statusOf(p practice.Practice, d practice.Draft) status {
	switch {
	case d.Version > 0 && d.Stage == practice.Waiting:
		return waiting
	case d.Version > 0:
		return writing
	case p.State == practice.Withdrawn:
		return withdrawn
	default:
		return published
	}
}

// class is the look of the state.
func (s status) class() string {
	switch s {
	case waiting:
		return "status status--waiting"
	case writing:
		return "status status--active"
	case published:
		return "status status--done"
	default:
		return "status"
	}
}

// deskList is the team's list under one tab.
type deskList struct {
	Tab    status // "" = all
	Counts map[status]int
	Total  int
	Rows   []practice.Row
}

func (p DeskPages) list(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	rows, err := p.Desk.Rows(r.Context())
	if err != nil {
		return err
	}
	l := deskList{Counts: map[status]int{}, Total: len(rows)}
	for _, s := range statuses() {
		if string(s) == r.URL.Query().Get("stato") {
			l.Tab = s
		}
	}
	for _, row := range rows {
		s := statusOf(row.Practice, row.Draft)
		l.Counts[s]++
		if l.Tab == "" || l.Tab == s {
			l.Rows = append(l.Rows, row)
		}
	}
	return shell.Render(w, r, http.StatusOK, deskListView(v, l))
}

// startPage offers what a practice can begin from.
type startPage struct {
	Search     string
	Candidates []practice.Doing
	Vocabulary practice.Vocabulary
}

func (p DeskPages) askStart(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	page := startPage{Search: r.URL.Query().Get("q"), Vocabulary: p.Desk.Vocabulary}
	if page.Search != "" {
		var err error
		if page.Candidates, err = p.candidates(r.Context(), page.Search); err != nil {
			return err
		}
	}
	return shell.Render(w, r, http.StatusOK, startView(v, page))
}

// mostCandidates is how many organisations a search offers.
const mostCandidates = 8

// candidates finds published organisations by a few words.
func (p DeskPages) candidates(ctx context.Context, words string) ([]practice.Doing, error) {
	result, err := p.Atlas.Find(ctx, atlas.Query{Text: words})
	if err != nil {
		return nil, fmt.Errorf("look for who does it: %w", err)
	}
	var sheet practice.Sheet
	for _, e := range result.Entries[:min(mostCandidates, len(result.Entries))] {
		sheet.Doers = append(sheet.Doers, practice.Doer{OrganisationID: e.ID})
	}
	return p.Desk.Doings(ctx, sheet)
}

func (p DeskPages) begin(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	start := practice.Start{
		Item: r.PostFormValue("item"), OrganisationID: r.PostFormValue("organisation"), InitiativeID: r.PostFormValue("initiative"),
	}
	made, err := p.Desk.Begin(r.Context(), start, v.Subject)
	if err != nil {
		return err
	}
	http.Redirect(w, r, v.Path("desk-practice", "practice", made.ID), http.StatusSeeOther)
	return nil
}

// back goes to the practice at the desk with a notice on top.
func back(w http.ResponseWriter, r *http.Request, v *shell.Visit, notice string) error {
	http.Redirect(w, r, v.Path("desk-practice", "practice", r.PathValue("practice"))+"?notice="+notice, http.StatusSeeOther)
	return nil
}

// versionIn is the version of the draft that a form was made from, -1 if it
// names none: no draft has that one.
func versionIn(r *http.Request) int {
	n, err := strconv.Atoi(r.PostFormValue("version"))
	if err != nil {
		return -1
	}
	return n
}

func (p DeskPages) preview(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	file, err := p.Desk.Open(r.Context(), r.PathValue("practice"))
	if err != nil {
		return err
	}
	page := practice.Page{Practice: file.Practice, Doers: file.Doers}
	page.Sheet = file.Working()
	return shell.Render(w, r, http.StatusOK, previewView(v, newSheet(v, p.Desk.Vocabulary, page), file))
}

// confirmation is a page that says what will happen before it does.
type confirmation struct {
	practice.File
	Reason, Successor string
	Problems          field.Problems
	Failed            *fault.Message // what cannot be done at all
}

func (c confirmation) status() int {
	if len(c.Problems) > 0 {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

func (p DeskPages) askWithdrawal(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	return p.showWithdrawal(w, r, v, confirmation{})
}

func (p DeskPages) showWithdrawal(w http.ResponseWriter, r *http.Request, v *shell.Visit, c confirmation) error {
	var err error
	if c.File, err = p.Desk.Open(r.Context(), r.PathValue("practice")); err != nil {
		return err
	}
	if c.State != practice.Published {
		return fault.New(fault.Conflict, "practice.not_public")
	}
	return shell.Render(w, r, c.status(), withdrawView(v, c))
}

func (p DeskPages) withdraw(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	c := confirmation{Reason: r.PostFormValue(practice.ReasonField), Successor: r.PostFormValue(practice.SuccessorField)}
	err := p.Desk.Withdraw(r.Context(), r.PathValue("practice"), c.Reason, slugIn(c.Successor), v.Subject)
	if problems, ok := field.ProblemsIn(v, err, practice.ReasonField, practice.SuccessorField); ok {
		c.Problems = problems
		return p.showWithdrawal(w, r, v, c)
	}
	if err != nil {
		return err
	}
	return back(w, r, v, "practice_withdrawn")
}

func (p DeskPages) askDiscard(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	file, err := p.Desk.Open(r.Context(), r.PathValue("practice"))
	if err != nil {
		return err
	}
	if !file.HasDraft() {
		return fault.New(fault.Conflict, "practice.conflict")
	}
	return shell.Render(w, r, http.StatusOK, discardView(v, confirmation{File: file}))
}

func (p DeskPages) discard(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	if err := p.Desk.Discard(r.Context(), r.PathValue("practice"), versionIn(r), v.Subject); err != nil {
		return err
	}
	http.Redirect(w, r, v.Path("desk-practices")+"?notice=practice_discarded", http.StatusSeeOther)
	return nil
}

// refusalIn returns the refusal in err that is about fields or about a draft
// that somebody else has changed, nil if it is none.
func refusalIn(err error) *fault.Error {
	refusal, ok := errors.AsType[*fault.Error](err)
	if !ok || refusal.Kind != fault.Invalid && refusal.Kind != fault.Conflict {
		return nil
	}
	return refusal
}
