package importing

import (
	"context"
	"fmt"
)

// Became is what a row of an import that was carried out has become by now.
type Became struct {
	Row            int
	ProposalID     string // that put it before the team, "" = it was published at once
	OrganisationID string // "" = nobody has accepted the proposal
	Slug           string // of the organisation
	Public         bool   // everybody can read its page
}

// Became tells what the lines have become, by row. Lines that did nothing are left
// out, and so is everything of an import that was undone.
func (u UseCases) Became(ctx context.Context, i Import, lines []Line) (map[int]Became, error) {
	if i.State != Applied || len(lines) == 0 {
		return nil, nil
	}
	all, err := u.Store.ImportBecame(ctx, i.ID, lines[0].Row, lines[len(lines)-1].Row)
	if err != nil {
		return nil, fmt.Errorf("look what rows have become: %w", err)
	}
	became := make(map[int]Became, len(all))
	for _, b := range all {
		became[b.Row] = b
	}
	return became, nil
}
