package participate

import (
	"net/http"

	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/secret"
	"telaio/internal/web/shell"
)

// mailedPage stands behind a mailed link: it says what the button does, or why
// the link does nothing any more.
type mailedPage struct {
	Title, Lead, Button string
	Action              string // address of the form, "" = there is no button
	Renew               bool   // the button asks for a new link
	Note                string
	Out, OutWords       string // way out where there is no button
}

// askResume shows a button and changes nothing, because programs that read mail
// open its links.
func (p Pages) askResume(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	d, err := p.UseCases.Mailed(r.Context(), r.PathValue("token"))
	if fault.KindOf(err) == fault.Expired {
		return gone(w, r, v, oldLink{err, d.ID != ""})
	}
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, mailedView(v, mailedPage{
		Title: v.T("participate.resume"), Lead: v.T("participate.resume_lead"), Button: v.T("participate.resume_button"),
		Action: v.Path("draft-resume", "token", r.PathValue("token")), Note: v.T("participate.link_life"),
	}))
}

// resume lets this browser hold the draft and leads to where it was left.
func (p Pages) resume(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	if r.PostFormValue(renewField) != "" {
		return renewed(w, r, v, p.UseCases.Renew(r.Context(), r.PathValue("token")))
	}
	browser := v.Site.Cookies.EnsureBrowser(w, r)
	d, err := p.UseCases.Resume(r.Context(), r.PathValue("token"), secret.Hash(browser))
	if fault.KindOf(err) == fault.Expired {
		return gone(w, r, v, oldLink{err, d.ID != ""})
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, v.Path("draft", "draft", d.ID), http.StatusSeeOther)
	return nil
}

// renewField is what the button sends that asks for a new link.
const renewField = "renew"

// oldLink is why a link does nothing, and whether a new one can be mailed.
type oldLink struct {
	cause     error
	renewable bool
}

// renewed says that a new link is on its way.
func renewed(w http.ResponseWriter, r *http.Request, v *shell.Visit, err error) error {
	if fault.KindOf(err) == fault.Expired {
		return gone(w, r, v, oldLink{cause: err})
	}
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, mailedView(v, mailedPage{
		Title: v.T("participate.paused"), Lead: v.T("participate.renewed"), Out: v.Path("home"), OutWords: v.T("failure.home"),
	}))
}

func gone(w http.ResponseWriter, r *http.Request, v *shell.Visit, old oldLink) error {
	key := fault.KeyOf(old.cause)
	if old.renewable {
		return shell.Render(w, r, http.StatusGone, mailedView(v, mailedPage{
			Title: v.T("participate.link_old"), Lead: v.T(key), Button: v.T("participate.renew"), Renew: true, Action: v.URL.Path,
		}))
	}
	page := mailedPage{Title: v.T("participate.link_old"), Lead: v.T(key), Out: v.Path("participate"), OutWords: v.T("participate.start_again")}
	if v.Site.Paths.Has("status-lost") {
		page.Out, page.OutWords = v.Path("status-lost"), v.T("status.lost_send")
	}
	return shell.Render(w, r, http.StatusGone, mailedView(v, page))
}

// askConfirm shows what is about to be confirmed.
func (p Pages) askConfirm(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	proposal, err := p.UseCases.Unconfirmed(r.Context(), r.PathValue("token"))
	if fault.KindOf(err) == fault.Expired {
		return gone(w, r, v, oldLink{err, proposal.State == organisation.Unconfirmed})
	}
	if err != nil {
		return err
	}
	page := mailedPage{
		Title: v.T("participate.confirm"), Button: v.T("participate.confirm_button"),
		Lead:   v.T("participate.confirm_lead", map[string]any{"Name": proposal.Name}),
		Action: v.Path("draft-confirm", "token", r.PathValue("token")), Note: v.T("participate.confirm_note"),
	}
	if proposal.State != organisation.Unconfirmed {
		page.Title, page.Button = v.T("participate.confirmed_before"), v.T("participate.confirmed_before_button")
		page.Lead, page.Note = v.T("participate.confirmed_before_lead"), ""
	}
	return shell.Render(w, r, http.StatusOK, mailedView(v, page))
}

// confirm brings the proposal to the team and opens its status page.
func (p Pages) confirm(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	if r.PostFormValue(renewField) != "" {
		return renewed(w, r, v, p.UseCases.AskAgain(r.Context(), r.PathValue("token")))
	}
	token, err := p.UseCases.Confirm(r.Context(), r.PathValue("token"))
	if fault.KindOf(err) == fault.Expired {
		return gone(w, r, v, oldLink{cause: err})
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, v.Path("status", "token", token)+"?notice=confirmed", http.StatusSeeOther)
	return nil
}
