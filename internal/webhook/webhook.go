// Package webhook tells other programs when what is published changes: a signed
// request for each organisation that changed or went, tried for a day, as the
// Standard Webhooks specification (standardwebhooks.com) has it.
package webhook

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"telaio/internal/account"
	"telaio/internal/atlas"
	"telaio/internal/audit"
	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/letter"
	"telaio/internal/publication"
	"telaio/internal/sealing"
	"telaio/internal/secret"
)

// Hook is a program that is told.
type Hook struct {
	ID        string
	Address   string
	Query     string // of the atlas, as in its addresses; "" = everything
	Sealed    []byte // the secret
	CreatedBy string // person id
	CreatedAt time.Time
	StoppedAt time.Time // zero = it is told
	Why       Why
	Moment    publication.Moment
	Backlog   Backlog // only List and Read fill it in
}

// Backlog is what waits to be sent to a program.
type Backlog struct {
	Waiting int // requests, those tried again too
	Retried int // of them, how many were tried without success
}

// Troubled reports whether a program that is told does not take what it is sent.
func (h Hook) Troubled() bool { return h.Why == "" && h.Backlog.Retried > 0 }

// Why says why a program is not told at present.
type Why string

// The reasons.
const (
	Paused  Why = "paused"  // somebody of the team said so
	Failing Why = "failing" // it could not be reached for a day
	Gone    Why = "gone"    // it answered that it is there no more
)

// Kind is what a request tells of.
type Kind string

// The kinds.
const (
	Changed Kind = "organisation.changed" // new, or otherwise than before
	Removed Kind = "organisation.removed" // no longer public, or no longer under the filter
	Test    Kind = "test"
)

// Delivery is one request, with its last answer.
type Delivery struct {
	ID             string
	HookID         string
	Kind           Kind
	OrganisationID string
	CreatedAt      time.Time
	NextAt         time.Time // zero = no further attempt
	Attempts       int
	LastAt         time.Time
	Delivered      bool
	Status         int    // 0 = there was no answer
	Answer         string // its beginning or, without one, why there was none: refused, late, unknown_name, certificate or unreachable
	Millis         int
}

// Waiting reports whether it will be tried (again).
func (d Delivery) Waiting() bool { return !d.Delivered && !d.NextAt.IsZero() }

// Records is what webhooks need stored.
type Records interface {
	Queue
	InTx(ctx context.Context, fn func(context.Context) error) error
	AppendAudit(ctx context.Context, e audit.Entry) error
	AddWebhook(ctx context.Context, h Hook) error
	Webhook(ctx context.Context, id string) (Hook, error)
	Webhooks(ctx context.Context) ([]Hook, error)
	// Backlogs are by the id of the hook; those without any are left out.
	Backlogs(ctx context.Context) (map[string]Backlog, error)
	SetWebhookSecret(ctx context.Context, id string, sealed []byte) error
	StopWebhook(ctx context.Context, id string, why Why, at time.Time) error
	ResumeWebhook(ctx context.Context, id string, at time.Time) error
	RemoveWebhook(ctx context.Context, id string) error
	DeliveriesOf(ctx context.Context, webhookID string, most int) ([]Delivery, error)
	Delivery(ctx context.Context, webhookID, id string) (Delivery, error)
	ForgetDeliveries(ctx context.Context, before time.Time) error
}

// Queue is where requests wait.
type Queue interface {
	// MoveWebhook sets how far a hook has come, unless somebody else has meanwhile.
	MoveWebhook(ctx context.Context, h Hook, to publication.Moment) (bool, error)
	// QueueDelivery adds a request, or puts it in the place of one about the same
	// organisation that nobody has sent yet.
	QueueDelivery(ctx context.Context, d Delivery) error
	KnowOrganisation(ctx context.Context, webhookID, organisationID string) error
	// ForgetOrganisation reports whether it was known.
	ForgetOrganisation(ctx context.Context, webhookID, organisationID string) (bool, error)
	// TakeDelivery takes the request that is due first, counts the attempt, and puts
	// it off until a time in case this program does not come back; ok is false if
	// none is due.
	TakeDelivery(ctx context.Context, now, until time.Time) (d Delivery, ok bool, err error)
	EndDelivery(ctx context.Context, d Delivery) error
	// PutOffDeliveries lets everything that waits for a hook wait until a time.
	PutOffDeliveries(ctx context.Context, webhookID string, until time.Time) error
	LastPublicChange(ctx context.Context) (int64, error)
}

// Atlas finds what a filter finds.
type Atlas interface {
	Entries(ctx context.Context, q atlas.Query) ([]*atlas.Entry, error)
	Refresh(ctx context.Context) error
}

// Journal tells what has changed.
type Journal interface {
	Since(ctx context.Context, t time.Time) (publication.Moment, error)
	After(ctx context.Context, m publication.Moment, limit int) (publication.Batch, error)
}

// Pages describes organisations as the public may know them.
type Pages interface {
	// Record is fault.NotFound or fault.Gone for one that is not public.
	Record(ctx context.Context, organisationID string) (publication.Record, error)
}

// People knows who is to be written to.
type People interface {
	Person(ctx context.Context, id string) (account.Person, error)
}

// UseCases are what can be done, with what it needs.
type UseCases struct {
	Records Records
	Atlas   Atlas
	Journal Journal
	Pages   Pages
	Poster  Poster
	People  People
	Outbox  letter.Outbox
	Box     sealing.Box
	Clock   clock.Clock
	// Parse reads a query of the atlas; Link is the address of a hook's page.
	Parse func(query string) atlas.Query
	Link  func(id string) string
}

// AddressField is the name of the form's field.
const AddressField = "address"

// secretPrefix begins a secret, as the specification wants it.
const secretPrefix = "whsec_"

// Add begins to tell a program, of what changes from now on. The secret is
// returned this once.
func (u UseCases) Add(ctx context.Context, who account.Subject, address string, q atlas.Query) (Hook, string, error) {
	address = strings.TrimSpace(address)
	if err := u.Poster.Check(address); err != nil {
		return Hook{}, "", fault.InvalidFields(map[string]fault.Message{AddressField: {Key: "webhook.address_wrong"}})
	}
	now := u.Clock.Now()
	h := Hook{ID: secret.ID(), Address: address, Query: q.Encode(), CreatedBy: who.PersonID, CreatedAt: now}
	shown, err := u.newSecret(&h)
	if err != nil {
		return Hook{}, "", err
	}
	if h.Moment, err = u.Journal.Since(ctx, now); err != nil {
		return Hook{}, "", err
	}
	var known []*atlas.Entry
	if h.Query != "" {
		if known, err = u.Atlas.Entries(ctx, q); err != nil {
			return Hook{}, "", fmt.Errorf("look for what a filter finds: %w", err)
		}
	}
	err = u.Records.InTx(ctx, func(ctx context.Context) error {
		if err := u.Records.AddWebhook(ctx, h); err != nil {
			return err
		}
		for _, e := range known {
			if err := u.Records.KnowOrganisation(ctx, h.ID, e.ID); err != nil {
				return err
			}
		}
		return u.note(ctx, who, "webhook.added", h.ID)
	})
	if err != nil {
		return Hook{}, "", fmt.Errorf("add a webhook: %w", err)
	}
	return h, shown, nil
}

// newSecret gives the hook a secret and returns it as people copy it.
func (u UseCases) newSecret(h *Hook) (string, error) {
	raw := secret.Token() // 43 characters: 32 random bytes
	sealed, err := u.Box.Seal([]byte(raw), "webhook "+h.ID)
	if err != nil {
		return "", fmt.Errorf("seal the secret of a webhook: %w", err)
	}
	h.Sealed = sealed
	return secretPrefix + base64.StdEncoding.EncodeToString([]byte(raw)), nil
}

func (u UseCases) note(ctx context.Context, who account.Subject, action, id string) error {
	return u.Records.AppendAudit(ctx, audit.Entry{At: u.Clock.Now(), Actor: who.PersonID, Action: action, Object: "webhook:" + id})
}

// Renew gives the hook a new secret, which is returned this once. The one before
// is void.
func (u UseCases) Renew(ctx context.Context, who account.Subject, id string) (string, error) {
	h, err := u.Records.Webhook(ctx, id)
	if err != nil {
		return "", err
	}
	shown, err := u.newSecret(&h)
	if err != nil {
		return "", err
	}
	return shown, u.act(ctx, who, "webhook.secret_renewed", id, func(ctx context.Context) error { return u.Records.SetWebhookSecret(ctx, id, h.Sealed) })
}

// Pause stops telling the program until Resume. What changes meanwhile waits.
func (u UseCases) Pause(ctx context.Context, who account.Subject, id string) error {
	return u.act(ctx, who, "webhook.paused", id, func(ctx context.Context) error {
		return u.Records.StopWebhook(ctx, id, Paused, u.Clock.Now())
	})
}

// Resume tells the program again, first what has waited.
func (u UseCases) Resume(ctx context.Context, who account.Subject, id string) error {
	return u.act(ctx, who, "webhook.resumed", id, func(ctx context.Context) error { return u.Records.ResumeWebhook(ctx, id, u.Clock.Now()) })
}

// Remove forgets the program with everything that was sent to it.
func (u UseCases) Remove(ctx context.Context, who account.Subject, id string) error {
	return u.act(ctx, who, "webhook.removed", id, func(ctx context.Context) error { return u.Records.RemoveWebhook(ctx, id) })
}

// Try has a request sent that tells of nothing, to see whether it arrives.
func (u UseCases) Try(ctx context.Context, who account.Subject, id string) error {
	now := u.Clock.Now()
	return u.act(ctx, who, "webhook.tried", id, func(ctx context.Context) error {
		return u.Records.QueueDelivery(ctx, Delivery{ID: secret.ID(), HookID: id, Kind: Test, CreatedAt: now, NextAt: now})
	})
}

// Again has a request sent once more, with what is public now.
func (u UseCases) Again(ctx context.Context, who account.Subject, id, deliveryID string) error {
	d, err := u.Records.Delivery(ctx, id, deliveryID)
	if err != nil {
		return err
	}
	d.NextAt, d.Delivered, d.Attempts = u.Clock.Now(), false, 0
	return u.act(ctx, who, "webhook.sent_again", id, func(ctx context.Context) error { return u.Records.EndDelivery(ctx, d) })
}

func (u UseCases) act(ctx context.Context, who account.Subject, action, id string, do func(context.Context) error) error {
	if _, err := u.Records.Webhook(ctx, id); err != nil {
		return err
	}
	return u.Records.InTx(ctx, func(ctx context.Context) error {
		if err := do(ctx); err != nil {
			return err
		}
		return u.note(ctx, who, action, id)
	})
}

// mostDeliveries is how many are shown.
const mostDeliveries = 50

// List lists all hooks, the newest first.
func (u UseCases) List(ctx context.Context) ([]Hook, error) {
	hooks, err := u.Records.Webhooks(ctx)
	if err != nil {
		return nil, err
	}
	backlogs, err := u.Records.Backlogs(ctx)
	for i := range hooks {
		hooks[i].Backlog = backlogs[hooks[i].ID]
	}
	return hooks, err
}

// Read returns a hook with its last requests, the newest first.
func (u UseCases) Read(ctx context.Context, id string) (Hook, []Delivery, error) {
	h, err := u.Records.Webhook(ctx, id)
	if err != nil {
		return h, nil, err
	}
	backlogs, err := u.Records.Backlogs(ctx)
	if err != nil {
		return h, nil, err
	}
	h.Backlog = backlogs[id]
	deliveries, err := u.Records.DeliveriesOf(ctx, id, mostDeliveries)
	return h, deliveries, err
}

// keptFor is how long it can be seen what was sent.
const keptFor = 30 * 24 * time.Hour

// Forget removes requests that ended a month ago.
func (u UseCases) Forget(ctx context.Context) error {
	return u.Records.ForgetDeliveries(ctx, u.Clock.Now().Add(-keptFor))
}
