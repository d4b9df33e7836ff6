package organisation

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/publication"
	"telaio/internal/web/part/opendata"
	"telaio/internal/web/shell"
)

// gone answers for an organisation that has left the atlas: when and why, and
// what took its place. Any other trouble is cause.
func (p Pages) gone(w http.ResponseWriter, r *http.Request, v *shell.Visit, cause error) error {
	if fault.KindOf(cause) != fault.Gone {
		return cause
	}
	slug, form := splitForm(r.PathValue("slug"))
	d, err := p.Reader.Departure(r.Context(), slug)
	if err != nil {
		return cause
	}
	if form != "" {
		return goneJSON(w, v, d)
	}
	return shell.Render(w, r, http.StatusGone, goneView(v, d))
}

// departed is what machines read about an organisation that has left.
type departed struct {
	Status    string     `json:"status"` // archived
	At        time.Time  `json:"archived_at"`
	Why       string     `json:"reason"`
	Successor *successor `json:"successor,omitempty"`
}

type successor struct {
	ID   string `json:"id,omitempty"` // of one with a page here only
	Name string `json:"name,omitempty"`
	URL  string `json:"url,omitempty"`
	JSON string `json:"json,omitempty"`
}

func goneJSON(w http.ResponseWriter, v *shell.Visit, d publication.Departure) error {
	answer := departed{Status: "archived", At: d.At.UTC().Truncate(time.Second), Why: string(d.Why)}
	header := w.Header()
	if d.Successor != nil {
		page := v.Site.BaseURL + v.Path("organisation", "slug", d.Successor.Slug)
		answer.Successor = &successor{d.Successor.ID, d.Successor.Card.Name, page, page + ".json"}
		header.Set("Link", "<"+page+`>; rel="successor-version"`)
	} else if next := d.Elsewhere; next != (organisation.Successor{}) {
		answer.Successor = &successor{Name: next.Name, URL: next.Website}
	}
	raw, err := json.Marshal(answer)
	if err != nil {
		return fmt.Errorf("write why a page is gone: %w", err)
	}
	header.Set("Content-Type", "application/json")
	header.Set("Cache-Control", "no-store")
	opendata.License(header)
	w.WriteHeader(http.StatusGone)
	_, _ = w.Write(append(raw, '\n')) // nobody is left to tell
	return nil
}
