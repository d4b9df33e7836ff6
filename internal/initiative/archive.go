package initiative

import (
	"context"
	"fmt"
	"time"

	"telaio/internal/account"
)

// Archive puts an initiative away: it leaves the list, nothing of it is lost,
// and Restore brings it back.
func (u UseCases) Archive(ctx context.Context, who account.Subject, i Initiative) error {
	return u.setArchived(ctx, who, i, "initiative.archived", u.Clock.Now())
}

// Restore brings an archived initiative back.
func (u UseCases) Restore(ctx context.Context, who account.Subject, i Initiative) error {
	return u.setArchived(ctx, who, i, "initiative.restored", time.Time{})
}

func (u UseCases) setArchived(ctx context.Context, who account.Subject, i Initiative, action string, at time.Time) error {
	if err := mayEdit(who, i.OrganisationID); err != nil {
		return err
	}
	if i.Archived() == !at.IsZero() {
		return nil // it is so already
	}
	err := u.Records.InTx(ctx, func(ctx context.Context) error {
		if err := u.record(ctx, who, action, i.ID, nil); err != nil {
			return err
		}
		return u.Records.ArchiveInitiative(ctx, i.ID, at)
	})
	if err != nil {
		return fmt.Errorf("archive an initiative: %w", err)
	}
	return nil
}
