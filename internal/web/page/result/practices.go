package result

import (
	"context"
	"fmt"

	"telaio/internal/assessment"
	"telaio/internal/organisation"
	"telaio/internal/practice"
)

// Practices finds published good practices.
type Practices interface {
	// PracticesForItem lists those that help with an item of the kit.
	PracticesForItem(ctx context.Context, item string) ([]practice.Page, error)
	// Similar lists some that organisations like this one do.
	Similar(ctx context.Context, o organisation.Organisation, most int) ([]practice.Page, error)
}

// The most practices that the page shows for an item, and in the place of a
// comparison.
const (
	mostPractices = 2
	mostSimilar   = 3
)

// addPractices finds the practices that the page links to.
func (p Pages) addPractices(ctx context.Context, shown *page) error {
	if p.Practices == nil {
		return nil
	}
	shown.Practices = map[string][]practice.Page{}
	for _, a := range shown.Report.Advice {
		found, err := p.Practices.PracticesForItem(ctx, a.Item.ID)
		if err != nil {
			return fmt.Errorf("find practices for an item: %w", err)
		}
		shown.Practices[a.Item.ID] = found[:min(mostPractices, len(found))]
	}
	if shown.Report.Peers.N > 0 || shown.Cycle.Extent != assessment.Full {
		return nil
	}
	var err error
	if shown.Similar, err = p.Practices.Similar(ctx, shown.Organisation, mostSimilar); err != nil {
		return fmt.Errorf("find practices of similar organisations: %w", err)
	}
	return nil
}
