package widget

import (
	"time"

	"telaio/internal/freshness"
	"telaio/internal/publication"
	"telaio/internal/web/part/fresh"
	"telaio/internal/web/part/organisationrow"
	"telaio/internal/web/shell"
)

// single is an embedded page of one organisation.
type single struct {
	look
	organisationrow.Entry
	Website string
}

func newSingle(v *shell.Visit, l look, page publication.Page, now time.Time) single {
	s := single{look: l, Entry: organisationrow.Of(v, page.Organisation), Website: page.Card.Contacts.Website}
	mark := freshness.Whole(page.ConfirmedAt, page.UpdatedAt)
	s.Fresh = fresh.Page(v, mark, mark.State(now))
	return s
}
