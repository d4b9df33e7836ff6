package paper

import (
	"net/http"

	"telaio/internal/web/part/download"
	"telaio/internal/web/shell"
)

// file hands out a file of evidence to the organisation's people, once answering
// has ended. In a confidential cycle nothing tells whose it was.
func (p Pages) file(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	name, file, err := p.UseCases.CycleFile(r.Context(), loaded(v).Cycle, r.PathValue("file"))
	if err != nil {
		return err
	}
	defer file.Close()
	download.Send(w, name, file)
	return nil
}
