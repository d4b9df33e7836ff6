// Package stewardship keeps published pages true with little work: readers
// report what is wrong, and organisations are asked whether their page still
// holds. What changes a page goes through the team's inbox.
package stewardship

import (
	"context"
	"time"

	"telaio/internal/account"
	"telaio/internal/audit"
	"telaio/internal/clock"
	"telaio/internal/letter"
	"telaio/internal/organisation"
)

// Records is what stewardship needs stored.
type Records interface {
	Reminders
	Archive
	InTx(ctx context.Context, fn func(context.Context) error) error
	AppendAudit(ctx context.Context, e audit.Entry) error
	AddProposal(ctx context.Context, p organisation.Proposal) error
	AddMessage(ctx context.Context, m organisation.Message) error
	Organisation(ctx context.Context, id string) (organisation.Organisation, error)
	ConfirmOrganisation(ctx context.Context, id string, revision int, by organisation.ConfirmedBy, at time.Time) error
	ProposalsOfOrganisation(ctx context.Context, organisationID string) ([]organisation.Proposal, error)
	CountProposals(ctx context.Context, states ...organisation.ProposalState) (int, error)
}

// Reminders is where it is kept who was asked what.
type Reminders interface {
	PagesToAskAbout(ctx context.Context, confirmedBefore, askedSince time.Time, most int) ([]string, error)
	RemindersSince(ctx context.Context, t time.Time) (int, error)
	AddReminder(ctx context.Context, tokenHash string, r Reminder) error
	Reminder(ctx context.Context, tokenHash string) (Reminder, error)
	AnswerReminder(ctx context.Context, tokenHash, answer string) (bool, error)
	StopReminders(ctx context.Context, addressHash string, at time.Time) error
	RemindersStopped(ctx context.Context, addressHash string) (bool, error)
}

// People knows who looks after a page.
type People interface {
	Person(ctx context.Context, id string) (account.Person, error)
	EditorsOf(ctx context.Context, organisationID string) ([]account.Person, error)
}

// Links are the addresses in reminders.
type Links interface {
	StillTrue(language, token string) string
	Page(language, slug string) string
}

// UseCases are what readers and organisations can do, with what they need.
type UseCases struct {
	Records Records
	People  People
	Outbox  letter.Outbox
	Links   Links
	Clock   clock.Clock
	// MostWaiting is how many proposals may wait for the team at once.
	MostWaiting int
}

func (u UseCases) now() time.Time { return u.Clock.Now() }
