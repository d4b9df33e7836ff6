package bench

import (
	"context"
	"fmt"
	"time"

	"telaio/internal/organisation"
	"telaio/internal/taxonomy"
)

// Records is where generated organisations are put.
type Records interface {
	InTx(ctx context.Context, fn func(context.Context) error) error
	CreateOrganisation(ctx context.Context, o organisation.Organisation) error
	AddRevision(ctx context.Context, o organisation.Organisation, r organisation.Revision) error
	SetExactPlaces(ctx context.Context, organisationID, proposalID string, places []organisation.ExactPlace) error
}

// Fill adds n generated organisations, a thousand per transaction.
func Fill(ctx context.Context, records Records, taxonomies taxonomy.Set, n int, at time.Time) error {
	g := newGenerator(taxonomies)
	for first := 1; first <= n; first += 1000 {
		err := records.InTx(ctx, func(ctx context.Context) error {
			for i := first; i < min(first+1000, n+1); i++ {
				if err := add(ctx, records, g, i, at); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("add generated organisations from %d: %w", first, err)
		}
	}
	return nil
}

func add(ctx context.Context, records Records, g *generator, n int, at time.Time) error {
	o, revision, places := g.organisation(n, at)
	if err := records.CreateOrganisation(ctx, o); err != nil {
		return err
	}
	if err := records.AddRevision(ctx, o, revision); err != nil {
		return err
	}
	return records.SetExactPlaces(ctx, o.ID, "", places)
}
