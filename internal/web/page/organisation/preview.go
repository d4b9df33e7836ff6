package organisation

import (
	"context"
	"net/http"

	"telaio/internal/account"
	"telaio/internal/organisation"
	"telaio/internal/publication"
	"telaio/internal/web/shell"
)

// Previews shows what would be published. review.Desk satisfies it.
type Previews interface {
	Preview(ctx context.Context, proposalID string, by account.Subject) (organisation.Organisation, error)
}

// preview shows the team the page as the proposal would make it.
func (p Pages) preview(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	id := v.Values["proposal"]
	o, err := p.Previews.Preview(r.Context(), id, v.Subject)
	if err != nil {
		return err
	}
	c := newCard(v, publication.Page{Organisation: o, Related: map[string]organisation.Organisation{}})
	c.Logo = ""
	if logo := o.Card.Logo; logo != "" {
		c.Logo = v.Path("proposal-logo", "proposal", id, "file", logo)
	}
	return shell.Render(w, r, http.StatusOK, previewView(v, c, id))
}
