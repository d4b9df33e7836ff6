package stewardship

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/organisation"
	"telaio/internal/stewardship"
	"telaio/internal/web/shell"
)

// Links are the addresses in reminders.
type Links struct{ Site *shell.Site }

// StillTrue is the page on which a reminder is answered.
func (l Links) StillTrue(language, token string) string {
	return l.Site.BaseURL + l.Site.Paths.In(i18n.Language(language), "still-true", "token", token)
}

// Page is the organisation's public page.
func (l Links) Page(language, slug string) string {
	return l.Site.BaseURL + l.Site.Paths.In(i18n.Language(language), "organisation", "slug", slug)
}

// asked is what a reminder asks.
type asked struct {
	organisation.Organisation
	Token  string
	Editor bool      // can change the page after signing in
	Due    time.Time // from when the page leaves unless somebody answers, zero = it stays
}

// over is a reminder that can be answered no more.
type over struct {
	organisation.Organisation
	Token string
	Why   string // message key
}

// fact is one line of what the page says.
type fact struct{ Term, Value string }

// facts are what changes most often, as the public page has it.
func (a asked) facts(v *shell.Visit) []fact {
	var towns []string
	for _, place := range a.Card.Places {
		if name := v.Town(&place.Municipality); name != "" && !slices.Contains(towns, name) {
			towns = append(towns, name)
		}
	}
	contacts := a.Card.Contacts
	reached := slices.DeleteFunc([]string{contacts.Email, contacts.Phone, contacts.Website}, func(s string) bool { return s == "" })
	all := []fact{
		{v.T("field.name"), a.Card.Name},
		{v.T("field.places"), v.List(towns)},
		{v.T("field.contacts"), strings.Join(reached, " · ")},
		{v.T("field.short_description"), a.Card.ShortDescription},
	}
	return slices.DeleteFunc(all, func(f fact) bool { return f.Value == "" })
}

// stillTrue shows the three answers and changes nothing, because programs that
// read mail open its links.
func (p Pages) stillTrue(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	reminder, o, err := p.UseCases.Asked(r.Context(), r.PathValue("token"))
	if fault.KindOf(err) == fault.Expired {
		return shell.Render(w, r, http.StatusGone, overView(v, over{o, r.PathValue("token"), fault.KeyOf(err)}))
	}
	if err != nil {
		return err
	}
	due, err := p.UseCases.Due(r.Context(), o)
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, stillTrueView(v, asked{o, r.PathValue("token"), reminder.PersonID != "", due}))
}

// answer does what the pressed button says, or what a mail program asks for its
// reader.
func (p Pages) answer(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	ctx, token := r.Context(), r.PathValue("token")
	if shell.OneClick(r) {
		if err := p.UseCases.Stop(ctx, token); err != nil {
			return err
		}
		return v.Line(w, "notice.no_reminders")
	}
	if r.PostFormValue("do") == "stop" {
		return p.stop(w, r, v, token)
	}
	_, o, err := p.UseCases.Asked(ctx, token)
	notice := ""
	if err == nil {
		notice, err = p.act(r, token)
	}
	if fault.KindOf(err) == fault.Expired {
		return shell.Render(w, r, http.StatusGone, overView(v, over{o, token, fault.KeyOf(err)}))
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, v.Path("organisation", "slug", o.Slug)+"?notice="+notice, http.StatusSeeOther)
	return nil
}

// stop keeps further mails from who was asked, and leads back to where the rest
// can still be answered.
func (p Pages) stop(w http.ResponseWriter, r *http.Request, v *shell.Visit, token string) error {
	if err := p.UseCases.Stop(r.Context(), token); err != nil {
		return err
	}
	http.Redirect(w, r, v.Path("still-true", "token", token)+"?notice=no_reminders", http.StatusSeeOther)
	return nil
}

func (p Pages) act(r *http.Request, token string) (notice string, err error) {
	switch r.PostFormValue("do") {
	case "true":
		revision, err := strconv.Atoi(r.PostFormValue("revision"))
		if err != nil {
			revision = 0 // no page has that revision, so nothing is confirmed
		}
		return "still_true", p.UseCases.StillTrue(r.Context(), token, revision)
	case "gone":
		return "no_longer", p.UseCases.NoLongerExists(r.Context(), token)
	default:
		return "", fault.New(fault.Invalid, "error.invalid")
	}
}

var _ stewardship.Links = Links{}
