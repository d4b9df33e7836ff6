// Package archive is where the team decides which pages leave the atlas, sees
// what has left, and brings it back.
package archive

import (
	"net/http"
	"strconv"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/stewardship"
	"telaio/internal/web/part/field"
	"telaio/internal/web/shell"
)

// Pages are the routes of this group.
type Pages struct{ UseCases stewardship.UseCases }

// Routes lists the pages.
func (p Pages) Routes() []shell.Route {
	const all = "/redazione/archivio"
	const one = all + "/{organisation}"
	const record = "/redazione/organizzazioni/{organisation}"
	get, post := http.MethodGet, http.MethodPost
	return []shell.Route{
		{Name: "desk-archive", Method: get, Paths: shell.Only(all), Action: account.ReadDesk, Handle: p.list},
		{Name: "desk-archive-notice-all", Method: post, Paths: shell.Only(all), Action: account.Review, Handle: p.noticeAll},
		{Name: "desk-archive-notice", Method: post, Paths: shell.Only(one + "/avviso"), Action: account.Review, Handle: p.notice},
		{Name: "desk-archive-keep", Method: post, Paths: shell.Only(one + "/vera"), Action: account.Review, Handle: p.keep},
		{Name: "desk-archive-ask", Method: get, Paths: shell.Only(record + "/archivia"), Action: account.Review, Handle: p.ask},
		{Name: "desk-archive-do", Method: post, Paths: shell.Only(record + "/archivia"), Action: account.Review, Handle: p.archive},
		{Name: "desk-unarchive-ask", Method: get, Paths: shell.Only(record + "/ripristina"), Action: account.Review, Handle: p.askBack},
		{Name: "desk-unarchive", Method: post, Paths: shell.Only(record + "/ripristina"), Action: account.Review, Handle: p.bring},
		{Name: "desk-successor-ask", Method: get, Paths: shell.Only(record + "/successore"), Action: account.Review, Handle: p.askSuccessor},
		{Name: "desk-successor", Method: post, Paths: shell.Only(record + "/successore"), Action: account.Review, Handle: p.succeed},
	}
}

// lists are what may leave and what has left.
type lists struct {
	Quiet []stewardship.Quiet
	Left  stewardship.LeftPage
}

// untold counts the silent pages that are to be told.
func (l lists) untold() int {
	n := 0
	for _, q := range l.Quiet {
		if q.Untold() {
			n++
		}
	}
	return n
}

func (p Pages) list(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	page, _ := strconv.Atoi(r.URL.Query().Get(pageParameter)) // anything else is the first
	var l lists
	var err error
	if l.Quiet, err = p.UseCases.Quiet(r.Context()); err != nil {
		return err
	}
	if l.Left, err = p.UseCases.Left(r.Context(), page); err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, listView(v, l))
}

// pageParameter is which page of what has left is shown.
const pageParameter = "pagina"

// leftAddress is that of a page of what has left.
func leftAddress(v *shell.Visit) func(int) string {
	return func(n int) string {
		address := v.Path("desk-archive")
		if n > 1 {
			address += "?" + pageParameter + "=" + strconv.Itoa(n)
		}
		return address + "#left"
	}
}

func (p Pages) back(w http.ResponseWriter, r *http.Request, v *shell.Visit, notice string) error {
	http.Redirect(w, r, v.Path("desk-archive")+"?notice="+notice, http.StatusSeeOther)
	return nil
}

func (p Pages) notice(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	err := p.UseCases.Notice(r.Context(), v.Values["organisation"], v.Subject)
	if fault.KeyOf(err) == "archive.error.nobody" {
		return p.back(w, r, v, "archive_nobody")
	}
	if err != nil {
		return err
	}
	return p.back(w, r, v, "archive_noticed")
}

func (p Pages) noticeAll(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	quiet, err := p.UseCases.Quiet(r.Context())
	if err != nil {
		return err
	}
	told, nobody := 0, 0
	for _, q := range quiet {
		if !q.Untold() {
			continue
		}
		err := p.UseCases.Notice(r.Context(), q.ID, v.Subject)
		switch {
		case fault.KeyOf(err) == "archive.error.nobody":
			nobody++
		case err == nil || fault.KindOf(err) == fault.Conflict: // somebody else has told it meanwhile
			told++
		default:
			return err
		}
	}
	return p.back(w, r, v, allNotice(told, nobody))
}

// allNotice says what came of telling every silent page.
func allNotice(told, nobody int) string {
	switch {
	case nobody == 0:
		return "archive_noticed"
	case told == 0:
		return "archive_nobody"
	default:
		return "archive_noticed_some"
	}
}

func (p Pages) keep(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	revision, err := strconv.Atoi(r.PostFormValue("revision"))
	if err != nil {
		return fault.New(fault.Malformed, "error.malformed")
	}
	if err := p.UseCases.Keep(r.Context(), v.Values["organisation"], revision, v.Subject); err != nil {
		return err
	}
	return p.back(w, r, v, "archive_kept")
}

// form is what somebody chose, and what is to be mended in it.
type form struct {
	stewardship.Left
	Reason        organisation.Why
	Successor     string // address or slug, as typed
	SuccessorName string
	Problems      field.Problems
}

func (p Pages) ask(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	page, err := p.UseCases.Page(r.Context(), v.Values["organisation"])
	if err != nil {
		return err
	}
	if !page.State.Stands() {
		return fault.New(fault.Conflict, "archive.error.gone_already")
	}
	reason := organisation.Why(r.URL.Query().Get("motivo"))
	return shell.Render(w, r, http.StatusOK, askView(v, form{Left: page, Reason: reason}))
}

func (p Pages) archive(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	id := v.Values["organisation"]
	typed, next := typedSuccessor(r, v)
	typed.Reason = organisation.Why(r.PostFormValue("why"))
	err := p.UseCases.Archive(r.Context(), id, stewardship.Departure{Why: typed.Reason, Successor: next}, v.Subject)
	if problems, ok := field.ProblemsIn(v, err, "why", "successor", "successor_name"); ok {
		page, failed := p.UseCases.Page(r.Context(), id)
		if failed != nil {
			return failed
		}
		typed.Left, typed.Problems = page, problems
		return shell.Render(w, r, http.StatusUnprocessableEntity, askView(v, typed))
	}
	if err != nil {
		return err
	}
	return p.back(w, r, v, "desk_archived")
}

func (p Pages) askBack(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	return p.showBack(w, r, v, nil)
}

func (p Pages) showBack(w http.ResponseWriter, r *http.Request, v *shell.Visit, problems field.Problems) error {
	page, err := p.UseCases.Page(r.Context(), v.Values["organisation"])
	if err != nil {
		return err
	}
	if page.State != organisation.Archived {
		return fault.New(fault.Conflict, "archive.error.not_archived")
	}
	status := http.StatusOK
	if len(problems) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return shell.Render(w, r, status, backView(v, form{Left: page, Problems: problems}))
}

func (p Pages) bring(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	err := p.UseCases.Unarchive(r.Context(), v.Values["organisation"], r.PostFormValue("agreed") != "", v.Subject)
	if problems, ok := field.ProblemsIn(v, err, "agreed"); ok {
		return p.showBack(w, r, v, problems)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, v.Path("desk-organisation", "organisation", v.Values["organisation"])+"?notice=unarchived", http.StatusSeeOther)
	return nil
}

// why is a reason in words.
func why(v *shell.Visit, w organisation.Why) string {
	if w == "" {
		w = organisation.Requested
	}
	return v.T("archive.why." + string(w))
}
