// Package stewardship keeps published pages true with little work: readers
// report what is wrong, and organisations are asked whether their page still
// holds. What changes a page goes through the team's inbox.
package stewardship

import (
	"context"
	"time"

	"telaio/internal/audit"
	"telaio/internal/clock"
	"telaio/internal/organisation"
)

// Records is what stewardship needs stored.
type Records interface {
	InTx(ctx context.Context, fn func(context.Context) error) error
	AppendAudit(ctx context.Context, e audit.Entry) error
	AddProposal(ctx context.Context, p organisation.Proposal) error
	AddMessage(ctx context.Context, m organisation.Message) error
	CountProposals(ctx context.Context, states ...organisation.ProposalState) (int, error)
}

// UseCases are what readers and organisations can do, with what they need.
type UseCases struct {
	Records Records
	Clock   clock.Clock
	// MostWaiting is how many proposals may wait for the team at once.
	MostWaiting int
}

func (u UseCases) now() time.Time { return u.Clock.Now() }
