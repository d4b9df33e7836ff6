package desk

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/organisation"
	"telaio/internal/review"
	"telaio/internal/web/shell"
)

// closePage confirms a decision that ends a proposal.
type closePage struct {
	review.File
	Reason    string
	Successor string // address or slug, as typed
	// SuccessorName is that of one without a page here.
	SuccessorName string
	Ceased        bool // the organisation no longer exists
	Refusal       *fault.Error
}

// refusesPage reports whether a proposal of the origin is about what a page says,
// so that there are ready reasons for a refusal.
func refusesPage(o organisation.Origin) bool {
	switch o {
	case organisation.Claim, organisation.Report, organisation.Withdrawal:
		return false
	default:
		return true
	}
}

// refusalWords begins the keys of what a refusal is called.
func refusalWords(o organisation.Origin) string {
	if refusesPage(o) {
		return "desk.refusal."
	}
	return "desk.refusal." + string(o) + "_"
}

// closeView draws a confirmation.
type closeView func(*shell.Visit, closePage) templ.Component

// refusalReasons are the templates from which a reviewer starts: each has a
// name and a text in the locale files.
func refusalReasons() []string {
	return []string{"outside", "duplicate", "unclear", "personal", "else"}
}

func (p Pages) askRefusal(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	return p.showClose(w, r, v, func(page *closePage) {
		reason := r.URL.Query().Get("motivo")
		if slices.Contains(refusalReasons(), reason) {
			page.Reason = p.refusalText(page.Proposal, reason)
		}
	}, refuseView)
}

// refusalText is the template in the language of who will read it.
func (p Pages) refusalText(about organisation.Proposal, reason string) string {
	reader := p.Desk.Messages.Printer(i18n.Language(about.Language))
	return reader.T("desk.refusal."+reason+"_text", i18n.Args{"Name": about.Name})
}

func (p Pages) refuse(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	id := v.Values["proposal"]
	err := p.close(r.Context(), id, r.PostFormValue("reason"), v.Subject)
	if err == nil {
		http.Redirect(w, r, v.Path("desk")+"?notice=desk_refused", http.StatusSeeOther)
		return nil
	}
	return p.closeAgain(w, r, v, err, refuseView)
}

// close refuses what a proposal asks for.
func (p Pages) close(ctx context.Context, id, reason string, by account.Subject) error {
	origin, err := p.Desk.OriginOf(ctx, id)
	if err != nil {
		return err
	}
	if origin == organisation.Claim {
		return p.Claims.Refuse(ctx, by, id, reason)
	}
	return p.Desk.Refuse(ctx, id, reason, by)
}

func (p Pages) askArchive(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	return p.showClose(w, r, v, func(*closePage) {}, archiveView)
}

func (p Pages) archive(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	id := v.Values["proposal"]
	why := organisation.Requested
	if r.PostFormValue("why") == string(organisation.Ceased) {
		why = organisation.Ceased
	}
	next := organisation.ReadSuccessor(r.PostFormValue("successor"), r.PostFormValue("successor_name"), v.Site.BaseURL)
	err := p.Desk.ArchiveAs(r.Context(), id, why, next, v.Subject)
	if err == nil {
		http.Redirect(w, r, v.Path("desk")+"?notice=desk_archived", http.StatusSeeOther)
		return nil
	}
	return p.closeAgain(w, r, v, err, archiveView)
}

// closeAgain shows the confirmation again with what was typed and what to mend.
func (p Pages) closeAgain(w http.ResponseWriter, r *http.Request, v *shell.Visit, err error, view closeView) error {
	refusal, told := errors.AsType[*fault.Error](err)
	if !told || (refusal.Kind != fault.Invalid && refusal.Kind != fault.Unavailable) {
		return err
	}
	v.Cause = err
	return p.showClose(w, r, v, func(page *closePage) {
		page.Ceased = r.PostFormValue("why") == string(organisation.Ceased)
		page.Refusal, page.Reason, page.Successor = refusal, r.PostFormValue("reason"), r.PostFormValue("successor")
		page.SuccessorName = r.PostFormValue("successor_name")
	}, view)
}

func (p Pages) showClose(w http.ResponseWriter, r *http.Request, v *shell.Visit, more func(*closePage), view closeView) error {
	file, err := p.Desk.Open(r.Context(), v.Values["proposal"], v.Subject)
	if err != nil {
		return err
	}
	if !file.Proposal.State.Open() {
		return fault.New(fault.Conflict, "desk.error.decided_already")
	}
	page := closePage{File: file}
	more(&page)
	status := http.StatusOK
	if page.Refusal != nil {
		status = shell.StatusOf(page.Refusal.Kind)
	}
	return shell.Render(w, r, status, view(v, page))
}

// problem is what is wrong with a field of the page, nil if nothing.
func (p closePage) problem(name string) *fault.Message {
	return proposalPage{Refusal: p.Refusal}.problem(name)
}
