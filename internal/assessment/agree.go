package assessment

import (
	"context"
	"fmt"

	"telaio/internal/fault"
	"telaio/internal/kit"
)

// mustSayWhy refuses a level that the whole group chose together without saying
// why: it is their agreement already.
func mustSayWhy(c Cycle, a Answer) error {
	if _, level := a.Code.Level(); c.Mode != Collective || !level || a.Note != "" {
		return nil
	}
	return fault.InvalidFields(map[string]fault.Message{NoteField: {Key: "assessment.decision_reason"}})
}

// agree records what a group chose together on one device as its decisions, each
// with the reason that it gave. They can be changed until the cycle is closed.
func (u UseCases) agree(ctx context.Context, actor string, c Cycle, items []kit.Item) error {
	if c.Mode != Collective {
		return nil
	}
	sheets, err := u.namedSheets(ctx, c.ID)
	if err != nil {
		return err
	}
	for _, sheet := range sheets { // there is one
		for _, item := range items {
			a := sheet[item.ID]
			if _, level := a.Code.Level(); !level {
				continue
			}
			d := Consensus{CycleID: c.ID, Item: item.ID, Number: 1, Code: a.Code, Reason: a.Note, Who: actor, At: u.now()}
			if err := u.Store.AddConsensus(ctx, d); err != nil {
				return fmt.Errorf("record what a group agreed on: %w", err)
			}
		}
	}
	return nil
}
