// Package relation is how organisations agree on what they say of one another.
// One tells a relation on its card; the other confirms it or says that it is not
// so. What both say of each other makes the network.
package relation

import (
	"context"
	"fmt"

	"telaio/internal/account"
	"telaio/internal/atlas"
	"telaio/internal/audit"
	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/letter"
	"telaio/internal/organisation"
)

// Records is what the use cases need stored.
type Records interface {
	InTx(ctx context.Context, fn func(context.Context) error) error
	AppendAudit(ctx context.Context, e audit.Entry) error
	Organisation(ctx context.Context, id string) (organisation.Organisation, error)
	RelationAnswersOf(ctx context.Context, organisationID string) ([]organisation.RelationAnswer, error)
	EveryRelationAnswer(ctx context.Context) ([]organisation.RelationAnswer, error)
	SetRelationAnswer(ctx context.Context, a organisation.RelationAnswer, public bool) error
}

// Index knows what published cards tell.
type Index interface {
	Snapshot(ctx context.Context) (*atlas.Snapshot, error)
}

// People knows who looks after a page.
type People interface {
	EditorsOf(ctx context.Context, organisationID string) ([]account.Person, error)
}

// Links are the addresses in letters.
type Links interface {
	Relations(language, organisationID string) string
	Page(language, slug string) string
}

// UseCases are what an organisation's people can do about relations, with what
// they need.
type UseCases struct {
	Records Records
	Index   Index
	People  People
	Outbox  letter.Outbox
	Links   Links
	Inverse organisation.Inverse
	Label   func(language, kind string) string // of a kind of relation
	Clock   clock.Clock
}

// Question is a relation that another organisation tells of the reader's.
type Question struct {
	Teller   atlas.Entry
	Link     organisation.Link
	Kind     string // as the reader's organisation would say it
	Standing organisation.Standing
	Own      bool // the reader's own card says the same, so that there is nothing to answer
}

// Questions lists what others tell of the organisation, by their names, with
// what it has said to each.
func (u UseCases) Questions(ctx context.Context, o organisation.Organisation) ([]Question, error) {
	snapshot, err := u.Index.Snapshot(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the atlas: %w", err)
	}
	links := snapshot.LinksTo(o.ID)
	if len(links) == 0 {
		return nil, nil
	}
	answers, err := u.Records.RelationAnswersOf(ctx, o.ID)
	if err != nil {
		return nil, fmt.Errorf("read what was said of relations: %w", err)
	}
	var questions []Question
	for _, l := range links {
		teller, published := snapshot.Entry(l.From)
		if !published {
			continue
		}
		told := organisation.Relation{OrganisationID: o.ID, Kind: l.Kind}
		questions = append(questions, Question{
			Teller: *teller, Link: l, Kind: u.Inverse(l.Kind),
			Standing: organisation.StandingOf(l.From, told, o.Card, answers, u.Inverse), Own: o.Card.Tells(l.From, u.Inverse(l.Kind)),
		})
	}
	return questions, nil
}

// Answer keeps what the organisation's people say of a relation that another
// one tells; organisation.Told takes an earlier answer back.
func (u UseCases) Answer(ctx context.Context, who account.Subject, o organisation.Organisation, a organisation.RelationAnswer) error {
	if !account.Can(who, account.EditArea, account.Object{OrganisationID: o.ID}) {
		return fault.New(fault.Denied, "error.denied")
	}
	switch a.Standing {
	case organisation.Told, organisation.Confirmed, organisation.Denied:
	default:
		return fault.New(fault.Malformed, "error.malformed")
	}
	a.OtherID, a.PersonID, a.At = o.ID, who.PersonID, u.Clock.Now()
	err := u.Records.InTx(ctx, func(ctx context.Context) error {
		entry := audit.Entry{
			At: a.At, Actor: who.PersonID, Action: "relation." + string(a.Standing), Object: "organisation:" + o.ID,
			Details: map[string]string{"teller": a.TellerID, "kind": a.Kind},
		}
		if err := u.Records.AppendAudit(ctx, entry); err != nil {
			return err // first: the audit chain lets one transaction through at a time
		}
		teller, err := u.Records.Organisation(ctx, a.TellerID)
		if err != nil {
			return err
		}
		if teller.State != organisation.Published || !teller.Card.Tells(o.ID, a.Kind) {
			return fault.New(fault.NotFound, "relation.no_more")
		}
		return u.Records.SetRelationAnswer(ctx, a, true)
	})
	if err != nil {
		return fmt.Errorf("answer about a relation: %w", err)
	}
	return nil
}
