// Package alert is where people ask for mails about a filter of the atlas,
// confirm their address and stop again.
package alert

import (
	"context"
	"net/http"
	"strings"

	"telaio/internal/account"
	"telaio/internal/alert"
	"telaio/internal/atlas"
	"telaio/internal/fault"
	"telaio/internal/web/part/field"
	"telaio/internal/web/shell"
)

// UseCases are what people can do.
type UseCases interface {
	Ask(ctx context.Context, asked alert.Asked) error
	Found(ctx context.Context, token string) (alert.Alert, atlas.Query, error)
	Confirm(ctx context.Context, token string) error
	Change(ctx context.Context, token string, every alert.Every) error
	Stop(ctx context.Context, token string) error
}

// Index answers queries about the published organisations.
type Index interface {
	Find(ctx context.Context, q atlas.Query) (atlas.Result, error)
}

// Pages are the routes of this group.
type Pages struct {
	UseCases UseCases
	Index    Index
	Words    Words
}

// Routes lists the pages.
func (p Pages) Routes() []shell.Route {
	asking, one := shell.Both("/avvisi", "/en/alerts"), shell.Both("/avvisi/{token}", "/en/alerts/{token}")
	return []shell.Route{
		{Name: "alert-new", Method: http.MethodGet, Paths: asking, Action: account.ReadPublic, Handle: p.form, Limit: shell.LimitSearch},
		{Name: "alert-new", Method: http.MethodPost, Paths: asking, Action: account.Participate, Handle: p.ask, Limit: shell.LimitMessage},
		{Name: "alert", Method: http.MethodGet, Paths: one, Action: account.Participate, Handle: p.show},
		{Name: "alert", Method: http.MethodPost, Paths: one, Action: account.Participate, Handle: p.answer},
	}
}

// wish is the form, with what was typed.
type wish struct {
	Filter   string // in words
	Query    string
	Count    int // organisations that it finds now
	Address  string
	Every    alert.Every
	Problems field.Problems
}

// trapField is one that no person fills in: it is kept from sight.
const trapField = "homepage"

func (p Pages) form(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	made, err := p.wish(r, v)
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, formView(v, made))
}

// wish says what the filter in the address is about.
func (p Pages) wish(r *http.Request, v *shell.Visit) (wish, error) {
	q := alert.Lasting(atlas.Parse(r.URL.Query(), v.Site.Taxonomies))
	result, err := p.Index.Find(r.Context(), q)
	if err != nil {
		return wish{}, err
	}
	return wish{Filter: p.Words.Filter(string(v.Language), q), Query: q.Encode(), Count: result.Total, Every: alert.Rhythms()[0]}, nil
}

func (p Pages) ask(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	made, err := p.wish(r, v)
	if err != nil {
		return err
	}
	made.Address, made.Every = r.PostFormValue(alert.AddressField), alert.Every(r.PostFormValue("every"))
	if r.PostFormValue(trapField) == "" {
		err = p.UseCases.Ask(r.Context(), alert.Asked{
			Address: made.Address, Language: string(v.Language), Every: made.Every, Query: atlas.Parse(r.URL.Query(), v.Site.Taxonomies),
		})
		if problems, ok := field.ProblemsIn(v, err, alert.AddressField); ok {
			made.Problems = problems
			return shell.Render(w, r, http.StatusUnprocessableEntity, formView(v, made))
		}
		if err != nil {
			return err
		}
	}
	http.Redirect(w, r, withQuery(v.Path("atlas"), made.Query, "notice=alert_asked"), http.StatusSeeOther)
	return nil
}

func withQuery(path string, queries ...string) string {
	query := strings.Trim(strings.Join(queries, "&"), "&")
	if query == "" {
		return path
	}
	return path + "?" + query
}

// own is an alert, before the person whose it is.
type own struct {
	alert.Alert
	Token  string
	Filter string
	List   string // address of what it follows
}

// show changes nothing, because programs that read mail open its links.
func (p Pages) show(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	token := r.PathValue("token")
	a, q, err := p.UseCases.Found(r.Context(), token)
	if fault.KindOf(err) == fault.NotFound {
		return shell.Render(w, r, http.StatusGone, goneView(v))
	}
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, ownView(v, own{a, token, p.Words.Filter(string(v.Language), q), withQuery(v.Path("atlas"), q.Encode())}))
}

// answer does what the pressed button says, or what a mail program asks for its
// reader.
func (p Pages) answer(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	ctx, token := r.Context(), r.PathValue("token")
	if shell.OneClick(r) {
		if err := p.UseCases.Stop(ctx, token); err != nil {
			return err
		}
		return v.Line(w, "notice.alert_stopped")
	}
	if _, _, err := p.UseCases.Found(ctx, token); fault.KindOf(err) == fault.NotFound {
		return shell.Render(w, r, http.StatusGone, goneView(v))
	}
	to, err := p.act(r, v, token)
	if err != nil {
		return err
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

func (p Pages) act(r *http.Request, v *shell.Visit, token string) (to string, err error) {
	here := v.Path("alert", "token", token)
	switch r.PostFormValue("do") {
	case "confirm":
		return here + "?notice=alert_confirmed", p.UseCases.Confirm(r.Context(), token)
	case "change":
		return here + "?notice=alert_changed", p.UseCases.Change(r.Context(), token, alert.Every(r.PostFormValue("every")))
	case "stop":
		return v.Path("atlas") + "?notice=alert_stopped", p.UseCases.Stop(r.Context(), token)
	default:
		return "", fault.New(fault.Invalid, "error.invalid")
	}
}
