package importing

import (
	"net/http"
	"net/url"
	"time"

	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/importing"
	"telaio/internal/web/shell"
)

// feedRoutes lists the pages about the address of a source.
func (p Pages) feedRoutes(route func(method, name, path string, handle func(http.ResponseWriter, *http.Request, *shell.Visit) error) shell.Route) []shell.Route {
	const one = "/redazione/indirizzi/{feed}"
	return []shell.Route{
		route(http.MethodGet, "desk-feed", one, p.feed),
		route(http.MethodPost, "desk-feed-ask", one+"/scarica", p.ask),
		route(http.MethodPost, "desk-feed-schedule", one+"/quando", p.schedule),
		route(http.MethodPost, "desk-feed-forget", one+"/dimentica", p.forget),
	}
}

// waitParameter is on the address of somebody who waits for what is fetched.
const waitParameter = "attendi"

// waitingFor is the page on which somebody waits for what is fetched.
func waitingFor(v *shell.Visit, f importing.Feed) string {
	return v.Path("desk-feed", "feed", f.ID) + "?" + waitParameter + "=1"
}

// feed shows an address. Who waits is taken to the import once there is one.
func (p Pages) feed(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	f, err := p.UseCases.FindFeed(r.Context(), r.PathValue("feed"))
	if err != nil {
		return err
	}
	if f.Working() {
		w.Header().Set("Refresh", refreshAfter)
	} else if r.URL.Query().Has(waitParameter) && f.Result == importing.Fetched && f.ImportID != "" {
		return back(w, r, v, f.ImportID)
	}
	page := feedPage{Feed: f}
	if f.ImportID != "" {
		i, err := p.UseCases.Find(r.Context(), f.ImportID)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
		page.Waits = err == nil && (i.State == importing.Checked || i.State == importing.Checking)
	}
	return shell.Render(w, r, http.StatusOK, feedView(v, page))
}

// feedPage is the address of a source as it stands.
type feedPage struct {
	importing.Feed
	Waits bool // what came of it last waits for a decision
}

func (p Pages) ask(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	f, err := p.UseCases.Ask(r.Context(), v.Subject, r.PathValue("feed"))
	if err != nil {
		return err
	}
	http.Redirect(w, r, waitingFor(v, f), http.StatusSeeOther)
	return nil
}

func (p Pages) schedule(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	id := r.PathValue("feed")
	if err := p.UseCases.Schedule(r.Context(), v.Subject, id, importing.Interval(r.PostFormValue("every"))); err != nil {
		return err
	}
	http.Redirect(w, r, v.Path("desk-feed", "feed", id)+"?notice=saved", http.StatusSeeOther)
	return nil
}

func (p Pages) forget(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	if err := p.UseCases.ForgetFeed(r.Context(), v.Subject, r.PathValue("feed")); err != nil {
		return err
	}
	http.Redirect(w, r, v.Path("desk-imports")+"?notice=feed_forgotten", http.StatusSeeOther)
	return nil
}

// host is where an address is, as people know it.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return address
	}
	return u.Host
}

// feedState is the end of the message key that says how a feed stands.
func feedState(f importing.Feed) string {
	if f.Working() {
		return "working"
	}
	if f.Result == importing.NeverFetched {
		return "never"
	}
	return string(f.Result)
}

// feedClass is the look of how a feed stands.
func feedClass(f importing.Feed) string {
	switch feedState(f) {
	case "failed":
		return "status status--alert"
	case "fetched":
		return "status status--done"
	case "working":
		return "status status--waiting"
	default:
		return "status"
	}
}

// intervalKey is the message key of an interval.
func intervalKey(i importing.Interval) string {
	if i == importing.OnRequest {
		return "import.every.on_request"
	}
	return "import.every." + string(i)
}

// moment is a day and an hour, as the values of a sentence.
func moment(v *shell.Visit, t time.Time) i18n.Args {
	return i18n.Args{"Date": v.ShortDate(t) + ", " + v.Time(t)}
}
