// Package basemap sends the operator's own map of streets to the map that can
// be moved.
package basemap

import (
	"net/http"

	"telaio/internal/account"
	"telaio/internal/basemap"
	"telaio/internal/fault"
	"telaio/internal/web/shell"
)

// Pages are the routes of this group.
type Pages struct {
	Archive *basemap.Archive // nil = there is none
}

// Routes lists the archive's address.
func (p Pages) Routes() []shell.Route {
	return []shell.Route{{
		Name: "atlas-streets", Method: http.MethodGet, Paths: shell.Only("/atlante/strade/{file}"), Action: account.ReadPublic,
		Handle: p.send,
	}}
}

// File is the last part of the archive's address.
func File(a *basemap.Archive) string { return a.Version() + ".pmtiles" }

// send answers with the pieces that are asked for. They never change under
// their address; of an archive that was there before it knows nothing, and the
// map stays with outlines until it is opened anew.
func (p Pages) send(w http.ResponseWriter, r *http.Request, _ *shell.Visit) error {
	if p.Archive == nil || r.PathValue("file") != File(p.Archive) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	h := w.Header()
	h.Set("Content-Type", "application/vnd.pmtiles")
	h.Set("ETag", `"`+p.Archive.Version()+`"`)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	http.ServeContent(w, r, "", p.Archive.Modified(), p.Archive.Content())
	return nil
}
