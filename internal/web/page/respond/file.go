package respond

import (
	"io"
	"mime"
	"net/http"

	"telaio/internal/attachment"
	"telaio/internal/web/shell"
)

// file hands out a file of one's own evidence.
func (p Pages) file(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	to, err := p.way(r.Context(), v)
	if err != nil {
		return err
	}
	name, file, err := p.UseCases.OwnFile(r.Context(), to.Held, r.PathValue("file"))
	if err != nil {
		return err
	}
	defer file.Close()
	Download(w, name, file)
	return nil
}

// Download sends a file of evidence as a download that no browser opens as part
// of the site: it can run nothing and ask for nothing.
func Download(w http.ResponseWriter, name string, content io.Reader) {
	h := w.Header()
	h.Set("Content-Type", attachment.KindOf(name).ContentType())
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "private, no-store")
	_, _ = io.Copy(w, content) // nobody is left to tell
}
