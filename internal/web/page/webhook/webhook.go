// Package webhook is where the team adds programs that are told of public
// changes, and sees what they answered.
package webhook

import (
	"context"
	"net/http"
	"net/url"

	"telaio/internal/account"
	"telaio/internal/atlas"
	"telaio/internal/web/part/field"
	"telaio/internal/web/part/filterwords"
	"telaio/internal/web/shell"
	"telaio/internal/webhook"
)

// UseCases are what the team can do.
type UseCases interface {
	List(ctx context.Context) ([]webhook.Hook, error)
	Read(ctx context.Context, id string) (webhook.Hook, []webhook.Delivery, error)
	Add(ctx context.Context, who account.Subject, address string, q atlas.Query) (webhook.Hook, string, error)
	Renew(ctx context.Context, who account.Subject, id string) (string, error)
	Pause(ctx context.Context, who account.Subject, id string) error
	Resume(ctx context.Context, who account.Subject, id string) error
	Remove(ctx context.Context, who account.Subject, id string) error
	Try(ctx context.Context, who account.Subject, id string) error
	Again(ctx context.Context, who account.Subject, id, deliveryID string) error
}

// Pages are the routes of this group.
type Pages struct {
	UseCases UseCases
	// Name is the name of an organisation, "" if it is not public.
	Name func(ctx context.Context, organisationID string) string
}

// Routes lists the pages.
func (p Pages) Routes() []shell.Route {
	const all = "/redazione/avvisi-a-programmi"
	const one = all + "/{hook}"
	route := func(method, name, path string, handle func(http.ResponseWriter, *http.Request, *shell.Visit) error) shell.Route {
		return shell.Route{Name: name, Method: method, Paths: shell.Only(path), Action: account.TellPrograms, Handle: handle}
	}
	return []shell.Route{
		route(http.MethodGet, "desk-webhooks", all, p.list),
		route(http.MethodPost, "desk-webhook-add", all, p.add),
		route(http.MethodGet, "desk-webhook", one, p.show),
		route(http.MethodPost, "desk-webhook-do", one, p.act),
		route(http.MethodGet, "desk-webhook-remove", one+"/togli", p.askRemoval),
		route(http.MethodPost, "desk-webhook-remove-do", one+"/togli", p.remove),
	}
}

// listing is all programs, and the form for another.
type listing struct {
	Hooks    []webhook.Hook
	Address  string
	Chosen   atlas.Query
	Problems field.Problems
}

func (p Pages) list(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	return p.listWith(w, r, v, listing{}, http.StatusOK)
}

func (p Pages) listWith(w http.ResponseWriter, r *http.Request, v *shell.Visit, l listing, status int) (err error) {
	if l.Hooks, err = p.UseCases.List(r.Context()); err != nil {
		return err
	}
	return shell.Render(w, r, status, listView(v, l))
}

// add shows the secret at once: it is never shown again.
func (p Pages) add(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	l := listing{Address: r.PostFormValue(webhook.AddressField), Chosen: atlas.Parse(r.PostForm, v.Site.Taxonomies)}
	h, secret, err := p.UseCases.Add(r.Context(), v.Subject, l.Address, l.Chosen)
	if problems, ok := field.ProblemsIn(v, err, webhook.AddressField); ok {
		l.Problems = problems
		return p.listWith(w, r, v, l, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	return p.showWith(w, r, v, h.ID, secret)
}

// hook is one program with what was sent to it.
type hook struct {
	webhook.Hook
	Filter     []string
	Deliveries []delivery
	Secret     string // "" = it is not shown
}

type delivery struct {
	webhook.Delivery
	Name string // of the organisation, "" = it is not public, or there is none
}

func (p Pages) show(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	return p.showWith(w, r, v, r.PathValue("hook"), "")
}

func (p Pages) showWith(w http.ResponseWriter, r *http.Request, v *shell.Visit, id, secret string) error {
	read, sent, err := p.UseCases.Read(r.Context(), id)
	if err != nil {
		return err
	}
	h := hook{Hook: read, Filter: filter(v, read.Query), Secret: secret}
	for _, d := range sent {
		name := ""
		if d.OrganisationID != "" {
			name = p.Name(r.Context(), d.OrganisationID)
		}
		h.Deliveries = append(h.Deliveries, delivery{d, name})
	}
	return shell.Render(w, r, http.StatusOK, hookView(v, h))
}

// filter is what the hook's query is about, in words.
func filter(v *shell.Visit, query string) []string {
	values, err := url.ParseQuery(query)
	if err != nil {
		return nil // it was encoded by this program
	}
	return filterwords.Speaker{Printer: v.Printer, Site: v.Site}.Of(atlas.Parse(values, v.Site.Taxonomies), nil)
}

// act does what the pressed button says.
func (p Pages) act(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	ctx, id := r.Context(), r.PathValue("hook")
	var err error
	notice := ""
	switch r.PostFormValue("do") {
	case "test":
		notice, err = "webhook_tried", p.UseCases.Try(ctx, v.Subject, id)
	case "again":
		notice, err = p.again(ctx, v, id, r.PostFormValue("delivery"))
	case "pause":
		notice, err = "webhook_paused", p.UseCases.Pause(ctx, v.Subject, id)
	case "resume":
		notice, err = "webhook_resumed", p.UseCases.Resume(ctx, v.Subject, id)
	case "secret":
		secret, err := p.UseCases.Renew(ctx, v.Subject, id)
		if err != nil {
			return err
		}
		return p.showWith(w, r, v, id, secret)
	}
	if err != nil {
		return err
	}
	to := v.Path("desk-webhook", "hook", id)
	if notice != "" {
		to += "?notice=" + notice
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// again sends a request once more. One to a program that is stopped waits.
func (p Pages) again(ctx context.Context, v *shell.Visit, id, delivery string) (notice string, err error) {
	h, _, err := p.UseCases.Read(ctx, id)
	if err != nil {
		return "", err
	}
	notice = "webhook_again"
	if h.Why != "" {
		notice = "webhook_again_waits"
	}
	return notice, p.UseCases.Again(ctx, v.Subject, id, delivery)
}

func (p Pages) askRemoval(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	h, _, err := p.UseCases.Read(r.Context(), r.PathValue("hook"))
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, removalView(v, h))
}

func (p Pages) remove(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	if err := p.UseCases.Remove(r.Context(), v.Subject, r.PathValue("hook")); err != nil {
		return err
	}
	http.Redirect(w, r, v.Path("desk-webhooks")+"?notice=webhook_removed", http.StatusSeeOther)
	return nil
}

// advice says what follows from how a program is doing, as the end of a message
// key; "" if nothing does.
func advice(h webhook.Hook) string {
	if is := state(h); is != "on" {
		return is
	}
	return ""
}

// why explains an answer that is not what it seems, as the end of a message key;
// "" if it speaks for itself.
func why(d webhook.Delivery) string {
	switch {
	case d.Status >= 300 && d.Status < 400:
		return "redirect"
	case d.Status == http.StatusUnauthorized || d.Status == http.StatusForbidden:
		return "door"
	default:
		return ""
	}
}

// outcome is what became of a request, as the end of a message key.
func outcome(d webhook.Delivery) string {
	switch {
	case d.Delivered:
		return "delivered"
	case d.Waiting() && d.Attempts == 0:
		return "waiting"
	case d.Waiting():
		return "retrying"
	default:
		return "given_up"
	}
}

// status is the class of a request's mark.
func status(d webhook.Delivery) string {
	switch outcome(d) {
	case "delivered":
		return "status status--done"
	case "given_up":
		return "status status--alert"
	default:
		return "status status--waiting"
	}
}

// state is how a program is doing, as the end of a message key.
func state(h webhook.Hook) string {
	switch {
	case h.Troubled():
		return "troubled"
	case h.Why == "":
		return "on"
	}
	return string(h.Why)
}

// stateClass is the class of its mark.
func stateClass(h webhook.Hook) string {
	switch state(h) {
	case "on":
		return "status status--done"
	case "troubled", string(webhook.Paused):
		return "status status--waiting"
	default:
		return "status status--alert"
	}
}
