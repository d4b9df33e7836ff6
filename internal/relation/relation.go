// Package relation is how organisations agree on what they say of one another.
// One tells a relation on its card; the other confirms it or says that it is not
// so. What both say of each other makes the network.
package relation

import (
	"context"
	"fmt"
	"slices"

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
	// RelationAnswers lists what any of the organisations tells or was told of.
	RelationAnswers(ctx context.Context, organisationIDs []string) ([]organisation.RelationAnswer, error)
	EveryRelationAnswer(ctx context.Context) ([]organisation.RelationAnswer, error)
	// SetRelationAnswer keeps an answer that changes these public pages.
	SetRelationAnswer(ctx context.Context, a organisation.RelationAnswer, changed ...string) error
	Survivors(ctx context.Context) (organisation.Survivors, error)
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
	Own      bool   // the reader's own card says the same, so that there is nothing to answer
	Note     string // what the teller adds, "" = nothing
}

// Questions lists what others tell of the organisation, by their names, with
// what it has said to each. What they tell of a page that has become this one is
// told of it.
func (u UseCases) Questions(ctx context.Context, o organisation.Organisation) ([]Question, error) {
	snapshot, err := u.Index.Snapshot(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the atlas: %w", err)
	}
	became, err := u.survivors(ctx)
	if err != nil {
		return nil, err
	}
	whole := became.Whole(o.ID)
	links := became.Links(snapshot.LinksTo(whole...))
	if len(links) == 0 {
		return nil, nil
	}
	answers, err := u.Records.RelationAnswers(ctx, whole)
	if err != nil {
		return nil, fmt.Errorf("read what was said of relations: %w", err)
	}
	answers = became.Answers(answers)
	o.Card.Relations = became.Relations(o.ID, o.Card.Relations)
	var questions []Question
	for _, l := range links {
		teller, published := snapshot.Entry(l.From)
		if !published || slices.ContainsFunc(questions, func(q Question) bool { return q.Link.From == l.From && q.Link.Kind == l.Kind }) {
			continue
		}
		note, err := u.note(ctx, l, whole)
		if err != nil {
			return nil, err
		}
		told := organisation.Relation{OrganisationID: o.ID, Kind: l.Kind}
		questions = append(questions, Question{
			Teller: *teller, Link: l, Kind: u.Inverse(l.Kind), Note: note,
			Standing: organisation.StandingOf(l.From, told, o.Card, answers, u.Inverse), Own: o.Card.Tells(l.From, u.Inverse(l.Kind)),
		})
	}
	return questions, nil
}

// note is what the teller adds to a relation with a page that has been known by
// any of the ids.
func (u UseCases) note(ctx context.Context, l organisation.Link, ids []string) (string, error) {
	teller, err := u.Records.Organisation(ctx, l.From)
	if err != nil {
		return "", fmt.Errorf("read who tells a relation: %w", err)
	}
	for _, r := range teller.Card.Relations {
		if r.Kind == l.Kind && slices.Contains(ids, r.OrganisationID) {
			return r.Note, nil
		}
	}
	return "", nil
}

func (u UseCases) survivors(ctx context.Context) (organisation.Survivors, error) {
	became, err := u.Records.Survivors(ctx)
	if err != nil {
		return nil, fmt.Errorf("read what has become one: %w", err)
	}
	return became, nil
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
	a.PersonID, a.At = who.PersonID, u.Clock.Now()
	became, err := u.survivors(ctx)
	if err != nil {
		return err
	}
	err = u.Records.InTx(ctx, func(ctx context.Context) error {
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
		var told bool
		if a.OtherID, told = named(teller.Card, became.Whole(o.ID), a.Kind); !told || teller.State != organisation.Published {
			return fault.New(fault.NotFound, "relation.no_more")
		}
		return u.Records.SetRelationAnswer(ctx, a, a.TellerID, o.ID)
	})
	if err != nil {
		return fmt.Errorf("answer about a relation: %w", err)
	}
	return nil
}

// named returns by which of its ids the card tells a relation of that kind to an
// organisation. The answer is kept under it: should a merge be undone, the
// answer is with the page that it was about.
func named(teller organisation.Card, whole []string, kind string) (id string, told bool) {
	for _, id := range whole {
		if teller.Tells(id, kind) {
			return id, true
		}
	}
	return "", false
}
