package respond

import (
	"net/http"

	"telaio/internal/web/part/download"
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
	download.Send(w, name, file)
	return nil
}
