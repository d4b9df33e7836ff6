package account

import (
	"context"
	"fmt"
	"strconv"

	"telaio/internal/audit"
	"telaio/internal/clock"
	"telaio/internal/fault"
)

// Erased counts what was removed of a person.
type Erased struct {
	Account      bool // there was one
	Sent         int  // proposals that no longer tell who sent them
	Drafts       int  // with every answer that was typed, also of what was sent
	Sessions     int
	Participants int // in self-assessments, whose answers stay without name and address
}

// ErasureStore is what erasing a person needs stored.
type ErasureStore interface {
	InTx(ctx context.Context, fn func(context.Context) error) error
	AppendAudit(ctx context.Context, e audit.Entry) error
	PersonByEmail(ctx context.Context, email string) (Person, error)
	// CountOpenOf counts what waits for a decision of those that the address or
	// the person, "" = nobody, has sent.
	CountOpenOf(ctx context.Context, email, personID string) (int, error)
	// EraseContacts removes the address, which is in lower case, and what belongs
	// to the account of the person, "" = nobody.
	EraseContacts(ctx context.Context, email, personID string) (Erased, error)
}

// Erasure removes people who ask for it.
type Erasure struct {
	Store  ErasureStore
	People People
	Clock  clock.Clock
}

// Erase removes a person's name and address, the links that were mailed to
// them, what they typed on the way, their roles and their sessions. What must
// stay stays without them: published pages, receipts of consents, answers by
// variable and the audit, which never named them. Whatever they sent must have
// been decided or withdrawn before: a reviewer could no longer answer. It fails
// with fault.NotFound if nothing is known of the address.
func (e Erasure) Erase(ctx context.Context, email string) (Erased, error) {
	email, err := CleanEmail(email)
	if err != nil {
		return Erased{}, err
	}
	var erased Erased
	err = e.Store.InTx(ctx, func(ctx context.Context) error {
		person, err := e.Store.PersonByEmail(ctx, email)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
		open, err := e.Store.CountOpenOf(ctx, email, person.ID)
		if err != nil {
			return err
		}
		if open > 0 {
			return &fault.Error{Kind: fault.Conflict, Message: fault.Message{Key: "account.erase_open", Args: map[string]any{"Count": open}}}
		}
		for _, g := range person.Grants {
			if err := e.People.Revoke(ctx, System, person.ID, g); err != nil {
				return err
			}
		}
		if erased, err = e.Store.EraseContacts(ctx, email, person.ID); err != nil {
			return err
		}
		if erased == (Erased{}) {
			return fault.New(fault.NotFound, "account.erase_nobody")
		}
		return e.Store.AppendAudit(ctx, e.entry(person.ID, erased))
	})
	if err != nil {
		return Erased{}, fmt.Errorf("erase a person: %w", err)
	}
	return erased, nil
}

func (e Erasure) entry(personID string, erased Erased) audit.Entry {
	object := "person:" + personID
	if personID == "" {
		object = "sender"
	}
	return audit.Entry{At: e.Clock.Now(), Actor: System, Action: "person.erased", Object: object, Details: map[string]string{
		"sent": strconv.Itoa(erased.Sent), "drafts": strconv.Itoa(erased.Drafts), "participants": strconv.Itoa(erased.Participants),
	}}
}
