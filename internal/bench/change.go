package bench

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"telaio/internal/organisation"
	"telaio/internal/store"
)

// measureChange publishes a change behind the server's back, as another node
// would, and waits until a search of the atlas shows it.
func (r *report) measureChange(ctx context.Context, folder string, server *process) error {
	s, err := store.Open(ctx, filepath.Join(folder, "telaio.db"))
	if err != nil {
		return err
	}
	defer s.Close()
	o, err := s.OrganisationBySlug(ctx, slugOf(r.size))
	if err != nil {
		return err
	}
	const word = "Zzyzxcambiata"
	card := o.Card
	card.Name = word
	begin := time.Now()
	changed, revision := organisation.Publish(o, card, begin)
	if err := s.AddRevision(ctx, changed, revision); err != nil {
		return fmt.Errorf("publish a change: %w", err)
	}
	if _, err := server.waitFor(ctx, "/atlante?q="+word, slugOf(r.size)); err != nil {
		return err
	}
	r.notes = append(r.notes, fmt.Sprintf("A change published on another node was found by a search after %.0f ms (limit 1 s).", milliseconds(time.Since(begin))))
	return nil
}
