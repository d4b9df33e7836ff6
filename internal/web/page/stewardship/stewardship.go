// Package stewardship is where readers report what is wrong on an organisation's
// page, and where the team sees how fresh the atlas is.
package stewardship

import (
	"context"
	"crypto/subtle"
	"net/http"
	"strconv"
	"strings"
	"time"

	"telaio/internal/account"
	"telaio/internal/clock"
	"telaio/internal/publication"
	"telaio/internal/stewardship"
	"telaio/internal/web/part/field"
	"telaio/internal/web/shell"
)

// Reader finds published organisations.
type Reader interface {
	Find(ctx context.Context, slug string) (publication.Page, error)
}

// Pages are the routes of this group.
type Pages struct {
	UseCases stewardship.UseCases
	Reader   Reader
	Atlas    Atlas
	Clock    clock.Clock
	// Stamps names things in a way that only this site can.
	Stamps Stamps
}

// Stamps names a thing, always the same way, under a key that nobody else has.
type Stamps interface {
	Name(thing string) string
}

// Routes lists the pages.
func (p Pages) Routes() []shell.Route {
	report := shell.Both("/organizzazioni/{slug}/segnala", "/en/organisations/{slug}/report")
	stillTrue := shell.Both("/ancora-vero/{token}", "/en/still-true/{token}")
	return []shell.Route{
		{Name: "still-true", Method: http.MethodGet, Paths: stillTrue, Action: account.Participate, Handle: p.stillTrue},
		{Name: "still-true", Method: http.MethodPost, Paths: stillTrue, Action: account.Participate, Handle: p.answer, Limit: shell.LimitMessage},
		{Name: "report-wrong", Method: http.MethodGet, Paths: report, Action: account.ReadPublic, Handle: p.ask},
		{Name: "report-wrong", Method: http.MethodPost, Paths: report, Action: account.Participate, Handle: p.send, Limit: shell.LimitSuggest},
		{Name: "desk-freshness", Method: http.MethodGet, Paths: shell.Only("/redazione/freschezza"), Action: account.ReadDesk, Handle: p.dashboard},
	}
}

// form is what somebody typed, and what is to be mended in it.
type form struct {
	publication.Page
	Wrong, Address string
	Begun          string // stamp
	Problems       field.Problems
}

// The form's fields that no person fills in: one is kept from sight, the other
// says when the form was shown.
const (
	trapField  = "homepage"
	begunField = "begun"
)

func (p Pages) ask(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	page, err := p.Reader.Find(r.Context(), r.PathValue("slug"))
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, view(v, form{Page: page, Begun: p.stamp(page.Slug, p.Clock.Now())}))
}

func (p Pages) send(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	page, err := p.Reader.Find(r.Context(), r.PathValue("slug"))
	if err != nil {
		return err
	}
	begun, ok := p.stamped(page.Slug, r.PostFormValue(begunField))
	if !ok {
		begun = p.Clock.Now() // no form of ours: it has to begin again
	}
	typed := form{Page: page, Wrong: r.PostFormValue(stewardship.WrongField), Address: r.PostFormValue(stewardship.AddressField), Begun: p.stamp(page.Slug, begun)}
	if r.PostFormValue(trapField) == "" {
		err = p.UseCases.ReportWrong(r.Context(), page.Organisation, stewardship.Report{
			Wrong: typed.Wrong, Address: typed.Address, Language: string(v.Language), Begun: begun,
		})
		if problems, ok := field.ProblemsIn(v, err, stewardship.WrongField, stewardship.AddressField); ok {
			typed.Problems = problems
			return shell.Render(w, r, http.StatusUnprocessableEntity, view(v, typed))
		}
		if err != nil {
			return err
		}
	}
	http.Redirect(w, r, v.Path("organisation", "slug", page.Slug)+"?notice=reported", http.StatusSeeOther)
	return nil
}

// stamp says when the form of a page was shown, signed so that a program cannot
// say so itself.
func (p Pages) stamp(slug string, at time.Time) string {
	seconds := strconv.FormatInt(at.Unix(), 10)
	return seconds + "." + p.Stamps.Name("report "+slug+" "+seconds)
}

// stamped reads a stamp of this site about the page, and reports whether it is
// one.
func (p Pages) stamped(slug, stamp string) (time.Time, bool) {
	text, _, _ := strings.Cut(stamp, ".")
	seconds, err := strconv.ParseInt(text, 10, 64)
	at := time.Unix(seconds, 0)
	return at, err == nil && subtle.ConstantTimeCompare([]byte(stamp), []byte(p.stamp(slug, at))) == 1
}
