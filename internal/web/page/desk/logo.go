package desk

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"time"

	"telaio/internal/fault"
	"telaio/internal/review"
	"telaio/internal/web/shell"
)

// Files opens uploaded pictures.
type Files interface {
	Open(ctx context.Context, id, variant string) (io.ReadSeekCloser, error)
}

// logo answers with a picture that the proposal is about, public or not yet.
func (p Pages) logo(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	wanted := v.Values["file"]
	known, err := p.Desk.Logos(r.Context(), v.Values["proposal"])
	if err != nil {
		return err
	}
	if !slices.Contains(known, wanted) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	file, err := p.Files.Open(r.Context(), wanted, "")
	if err != nil {
		return err
	}
	defer file.Close()
	w.Header().Set("Content-Type", "image/png")
	w.Header().Set("Cache-Control", "private, no-store")
	http.ServeContent(w, r, "", time.Time{}, file)
	return nil
}

// picture is the address of a logo on either side of a difference, "" if there
// is none.
func picture(v *shell.Visit, p proposalPage, value json.RawMessage) string {
	id := review.LogoOf(value)
	if id == "" {
		return ""
	}
	return v.Path("proposal-logo", "proposal", p.Proposal.ID, "file", id)
}
