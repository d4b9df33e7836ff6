package organisation

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"time"

	"telaio/internal/publication"
	"telaio/internal/web/part/opendata"
	"telaio/internal/web/shell"
)

func serveJSON(w http.ResponseWriter, r *http.Request, v *shell.Visit, page publication.Page) error {
	body, err := opendata.Publisher(v).JSON(page)
	if err != nil {
		return err
	}
	serveBytes(w, r, "application/json", body, page.LastChange())
	return nil
}

func serveJSONLD(w http.ResponseWriter, r *http.Request, v *shell.Visit, page publication.Page) error {
	body, err := opendata.Publisher(v).JSONLD(page)
	if err != nil {
		return err
	}
	serveBytes(w, r, "application/ld+json", append(body, '\n'), page.LastChange())
	return nil
}

// serveBytes answers with open data: any site may read it, and a reader that
// has it already is told so.
func serveBytes(w http.ResponseWriter, r *http.Request, mediaType string, body []byte, changed time.Time) {
	sum := sha256.Sum256(body)
	header := w.Header()
	header.Set("Content-Type", mediaType)
	header.Set("ETag", `"`+hex.EncodeToString(sum[:12])+`"`)
	opendata.License(header)
	http.ServeContent(w, r, "", changed, bytes.NewReader(body))
}
