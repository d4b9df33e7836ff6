// Package peerreading is where an organisation has another one read what shows
// its high levels, and where that one reads and comments.
package peerreading

import (
	"context"
	"net/http"
	"strconv"

	"telaio/internal/account"
	"telaio/internal/assessment"
	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/organisation"
	"telaio/internal/peerreading"
	"telaio/internal/report"
	"telaio/internal/web/part/download"
	"telaio/internal/web/part/field"
	"telaio/internal/web/shell"
)

// Assessments finds a cycle of an organisation: another's is not found.
type Assessments interface {
	Organisation(ctx context.Context, id string) (organisation.Organisation, error)
	Cycle(ctx context.Context, organisationID, id string) (assessment.Cycle, error)
}

// Pages are the routes of this group.
type Pages struct {
	UseCases    peerreading.UseCases
	Assessments Assessments
}

// Links are the addresses in the letters.
type Links struct{ Site *shell.Site }

// Reading is where the reader reads.
func (l Links) Reading(language, readerID, readingID string) string {
	return l.Site.BaseURL + l.Site.Paths.In(i18n.Language(language), "peer-reading", "organisation", readerID, "reading", readingID)
}

// Readings is where those who were read see what was said.
func (l Links) Readings(language, organisationID, cycleID string) string {
	return l.Site.BaseURL + l.Site.Paths.In(i18n.Language(language), "peer-invite", "organisation", organisationID, "cycle", cycleID)
}

// Routes lists the pages.
func (p Pages) Routes() []shell.Route {
	get, post := http.MethodGet, http.MethodPost
	own := func(method, name, path string, handle shell.Handler) shell.Route {
		return shell.Route{
			Name: name, Method: method, Paths: shell.Only("/area/{organisation}/kit/{cycle}/lettura" + path),
			Action: account.EditArea, Object: p.loadCycle, Handle: handle,
		}
	}
	reader := func(method, name, path string, handle shell.Handler) shell.Route {
		return shell.Route{
			Name: name, Method: method, Paths: shell.Only("/area/{organisation}/tra-pari" + path),
			Action: account.EditArea, Object: p.load, Handle: handle,
		}
	}
	invite, comment := own(post, "peer-invite-do", "", p.invite), reader(post, "peer-comment", "/{reading}/{item}", p.comment)
	invite.Limit, comment.Limit = shell.LimitMessage, shell.LimitSave
	return []shell.Route{
		own(get, "peer-invite", "", p.askInvite),
		invite,
		own(post, "peer-withdraw", "/{reading}/ritiro", p.withdraw),
		reader(get, "peer-readings", "", p.list),
		reader(get, "peer-reading", "/{reading}", p.read),
		reader(post, "peer-move", "/{reading}", p.move),
		comment,
		reader(get, "peer-file", "/{reading}/prove/{file}", p.file),
	}
}

// place is the organisation and the cycle that an address names.
type place struct {
	organisation.Organisation
	Cycle assessment.Cycle
}

func loaded(v *shell.Visit) place { return v.Loaded.(place) }

func (p Pages) load(r *http.Request, v *shell.Visit) (account.Object, error) {
	o, err := p.Assessments.Organisation(r.Context(), r.PathValue("organisation"))
	v.Loaded = place{Organisation: o}
	return account.Object{OrganisationID: o.ID}, err
}

func (p Pages) loadCycle(r *http.Request, v *shell.Visit) (account.Object, error) {
	object, err := p.load(r, v)
	if err != nil {
		return object, err
	}
	at := loaded(v)
	at.Cycle, err = p.Assessments.Cycle(r.Context(), at.ID, r.PathValue("cycle"))
	v.Loaded = at
	return object, err
}

// invitePage is what those who are read see: who reads, and what was said.
type invitePage struct {
	place
	Readings []peerreading.Told
	Items    map[string]*report.Item
	Form     peerreading.Invitation
	Problems field.Problems
}

func (p Pages) askInvite(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	return p.showInvite(w, r, v, invitePage{})
}

func (p Pages) showInvite(w http.ResponseWriter, r *http.Request, v *shell.Visit, page invitePage) error {
	page.place = loaded(v)
	pieces, err := p.UseCases.Pieces(r.Context(), peerreading.Reading{CycleID: page.Cycle.ID})
	if err != nil {
		return err
	}
	page.Items = map[string]*report.Item{}
	for _, i := range pieces.Items {
		page.Items[i.ID] = i
	}
	if page.Readings, err = p.UseCases.Of(r.Context(), page.Cycle); err != nil {
		return err
	}
	status := http.StatusOK
	if len(page.Problems) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return shell.Render(w, r, status, inviteView(v, page))
}

func (p Pages) invite(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	at := loaded(v)
	form := peerreading.Invitation{Reader: r.PostFormValue(peerreading.ReaderField), Message: r.PostFormValue(peerreading.MessageField)}
	err := p.UseCases.Invite(r.Context(), v.Subject, at.Cycle, form)
	if problems, ok := field.ProblemsIn(v, err, peerreading.ReaderField, peerreading.MessageField); ok {
		return p.showInvite(w, r, v, invitePage{Form: form, Problems: problems})
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, v.Path("peer-invite", "organisation", at.ID, "cycle", at.Cycle.ID)+"?notice=peer_invited", http.StatusSeeOther)
	return nil
}

func (p Pages) withdraw(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	at := loaded(v)
	if err := p.UseCases.Withdraw(r.Context(), v.Subject, at.Cycle, r.PathValue("reading")); err != nil {
		return err
	}
	http.Redirect(w, r, v.Path("peer-invite", "organisation", at.ID, "cycle", at.Cycle.ID)+"?notice=peer_withdrawn", http.StatusSeeOther)
	return nil
}

func (p Pages) list(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	readings, err := p.UseCases.For(r.Context(), loaded(v).ID)
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, listView(v, loaded(v), readings))
}

// readPage is what the reader sees.
type readPage struct {
	place
	peerreading.Told
	Pieces   peerreading.Pieces
	Typed    peerreading.Comment // what was typed and not saved
	Problems field.Problems
	Overtook bool // somebody has commented on the same item meanwhile
}

func (p Pages) page(r *http.Request, v *shell.Visit) (readPage, error) {
	told, err := p.UseCases.Find(r.Context(), loaded(v).ID, r.PathValue("reading"))
	page := readPage{place: loaded(v), Told: told}
	if err != nil || told.State() == peerreading.Invited {
		return page, err
	}
	page.Pieces, err = p.UseCases.Pieces(r.Context(), told.Reading)
	return page, err
}

func (p Pages) read(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	page, err := p.page(r, v)
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, readView(v, page))
}

// What the buttons of a reading ask.
const (
	acceptAction  = "accept"
	declineAction = "decline"
	finishAction  = "finish"
)

func (p Pages) move(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	at := loaded(v)
	told, err := p.UseCases.Find(r.Context(), at.ID, r.PathValue("reading"))
	if err != nil {
		return err
	}
	there := v.Path("peer-reading", "organisation", at.ID, "reading", told.ID)
	switch r.PostFormValue("action") {
	case acceptAction:
		err = p.UseCases.Accept(r.Context(), v.Subject, told.Reading)
	case finishAction:
		err, there = p.UseCases.Finish(r.Context(), v.Subject, told.Reading), there+"?notice=peer_finished"
	case declineAction:
		err, there = p.UseCases.Decline(r.Context(), v.Subject, told.Reading), v.Path("peer-readings", "organisation", at.ID)+"?notice=peer_declined"
	default:
		err = fault.New(fault.Malformed, "error.malformed")
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, there, http.StatusSeeOther)
	return nil
}

func (p Pages) comment(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	page, err := p.page(r, v)
	if err != nil {
		return err
	}
	c := peerreading.Comment{Item: r.PathValue("item"), Text: r.PostFormValue(peerreading.CommentField)}
	c.Number, _ = strconv.Atoi(r.PostFormValue("number")) // a broken one is a conflict
	err = p.UseCases.Comment(r.Context(), v.Subject, page.Reading, c)
	if err == nil {
		http.Redirect(w, r, v.Path("peer-reading", "organisation", page.place.ID, "reading", page.Reading.ID)+"?notice=peer_commented#item-"+c.Item, http.StatusSeeOther)
		return nil
	}
	problems, mendable := field.ProblemsIn(v, err, peerreading.CommentField)
	page.Typed, page.Problems = c, problems
	switch {
	case mendable:
		return shell.Render(w, r, http.StatusUnprocessableEntity, readView(v, page))
	case fault.KindOf(err) == fault.Conflict && page.Comments[c.Item].Number != c.Number:
		page.Overtook = true
		return shell.Render(w, r, http.StatusConflict, readView(v, page))
	default:
		return err
	}
}

func (p Pages) file(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	told, err := p.UseCases.Find(r.Context(), loaded(v).ID, r.PathValue("reading"))
	if err != nil {
		return err
	}
	name, file, err := p.UseCases.File(r.Context(), told.Reading, r.PathValue("file"))
	if err != nil {
		return err
	}
	defer file.Close()
	download.Send(w, name, file)
	return nil
}

// text is what stands in the item's field: what was typed, or what is saved.
func (p readPage) text(item string) string {
	if p.Typed.Item == item {
		return p.Typed.Text
	}
	return p.Comments[item].Text
}

// problem is what is wrong with what was typed about the item.
func (p readPage) problem(item string) string {
	if p.Typed.Item != item {
		return ""
	}
	return p.Problems.Of(peerreading.CommentField)
}
