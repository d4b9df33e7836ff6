package organisation

import (
	"net/http"
	"strconv"
	"time"

	"telaio/internal/fault"
	"telaio/internal/web/part/opendata"
	"telaio/internal/web/shell"
)

// logo answers with a picture that a published card shows. Its address names
// its content, so it can be kept for ever.
func (p Pages) logo(w http.ResponseWriter, r *http.Request, _ *shell.Visit) error {
	id := r.PathValue("id")
	variant, ok := logoVariants()[r.PathValue("size")]
	if !ok {
		return fault.New(fault.NotFound, "error.not_found")
	}
	public, err := p.Reader.LogoIsPublic(r.Context(), id)
	if err != nil {
		return err
	}
	if !public {
		return fault.New(fault.NotFound, "error.not_found")
	}
	file, err := p.Files.Open(r.Context(), id, variant)
	if err != nil {
		return err
	}
	defer file.Close()
	header := w.Header()
	header.Set("Content-Type", "image/png")
	header.Set("Cache-Control", "public, max-age=31536000, immutable")
	header.Set("ETag", `"`+id+variant+`"`)
	header.Del("Vary")
	opendata.OpenToAll(header)
	http.ServeContent(w, r, "", time.Time{}, file)
	return nil
}

// logoVariants maps the file names in addresses to the forms that are kept.
func logoVariants() map[string]string {
	return map[string]string{
		strconv.Itoa(shell.LargeLogo) + ".png": "",
		strconv.Itoa(shell.SmallLogo) + ".png": strconv.Itoa(shell.SmallLogo),
	}
}
