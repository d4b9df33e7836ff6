// Package download hands out files that people sent in.
package download

import (
	"io"
	"mime"
	"net/http"

	"telaio/internal/attachment"
)

// Send sends an attachment as a download that no browser opens as part of the
// site: it can run nothing and ask for nothing.
func Send(w http.ResponseWriter, name string, content io.Reader) {
	h := w.Header()
	h.Set("Content-Type", attachment.KindOf(name).ContentType())
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "private, no-store")
	_, _ = io.Copy(w, content) // nobody is left to tell
}
