package review

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/twin"
)

// Loose is a relation that a published page tells by name only, with the one
// page of that name.
type Loose struct {
	TellerID string
	Teller   string // its name
	Revision int    // of the teller, as it was read
	Relation organisation.Relation
	Page     twin.Profile
}

// NotMeant says that a relation does not mean the page that has its name. It
// holds as long as the relation tells that name.
type NotMeant struct {
	TellerID, Name, OtherID string
	PersonID                string
	Person                  string // name of who said so
	At                      time.Time
}

// LooseList is one page of what may be linked.
type LooseList struct {
	Loose    []Loose
	NotMeant []Loose // those that somebody has judged, while they are told still
	Page     int     // from 1
	Pages    int     // at least 1
	Total    int
}

// LoosePageSize is how many relations a page shows.
const LoosePageSize = 50

// tellersAtOnce is how many cards are in memory while relations are looked for.
const tellersAtOnce = 500

// LooseRelations lists what published pages tell by name only and may be linked,
// by the names of those that tell it. A page that does not exist is the nearest
// that does.
func (d *Desk) LooseRelations(ctx context.Context, page int) (LooseList, error) {
	judged, err := d.Store.RelationsApart(ctx)
	if err != nil {
		return LooseList{}, fmt.Errorf("read what relations do not mean: %w", err)
	}
	var l LooseList
	for last := ""; ; {
		tellers, err := d.Store.TellersAfter(ctx, last, tellersAtOnce)
		if err != nil {
			return l, fmt.Errorf("list who tells relations: %w", err)
		}
		ties, err := d.Directory.TiesOfEach(ctx, tellers)
		if err != nil {
			return l, fmt.Errorf("look for related organisations: %w", err)
		}
		for i, o := range tellers {
			last = o.ID
			l.sort(o, ties[i], judged)
		}
		if len(tellers) < tellersAtOnce {
			break
		}
	}
	byTeller := func(a, b Loose) int {
		return cmp.Or(cmp.Compare(a.Teller, b.Teller), cmp.Compare(a.TellerID, b.TellerID), cmp.Compare(a.Relation.Name, b.Relation.Name))
	}
	slices.SortStableFunc(l.Loose, byTeller)
	slices.SortStableFunc(l.NotMeant, byTeller)
	l.Total = len(l.Loose)
	l.Pages = max(1, (l.Total+LoosePageSize-1)/LoosePageSize)
	l.Page = min(max(1, page), l.Pages)
	l.Loose = l.Loose[(l.Page-1)*LoosePageSize : min(l.Page*LoosePageSize, l.Total)]
	return l, nil
}

// sort puts each relation that the page tells by name only where it belongs.
func (l *LooseList) sort(o organisation.Organisation, ties map[string]twin.Tie, judged []NotMeant) {
	for _, r := range o.Card.Relations {
		tie, found := ties[r.ID]
		if !found || tie.Linked {
			continue
		}
		one := Loose{TellerID: o.ID, Teller: o.Card.Name, Revision: o.Revision, Relation: r, Page: tie.Profile}
		apart := func(n NotMeant) bool {
			return n.TellerID == o.ID && n.Name == r.Name && n.OtherID == tie.OrganisationID
		}
		if slices.ContainsFunc(judged, apart) {
			l.NotMeant = append(l.NotMeant, one)
		} else {
			l.Loose = append(l.Loose, one)
		}
	}
}

// LooseEnd names a relation of a published page, as somebody has seen it.
type LooseEnd struct {
	TellerID   string
	Revision   int
	RelationID string
	OtherID    string // the page that has its name
}

// LinkPublished lets a relation of a published page lead to the page that it
// means. What the page says stays as it is, so this is published at once; those
// who look after the other page are asked as about any relation.
func (d *Desk) LinkPublished(ctx context.Context, end LooseEnd, by account.Subject) error {
	err := d.Store.InTx(ctx, func(ctx context.Context) error {
		if err := d.record(ctx, by, "relation.linked", organisationObject(end.TellerID), map[string]string{"organisation": end.OtherID}); err != nil {
			return err // first: the audit chain lets one transaction through at a time
		}
		teller, at, err := d.looseEnd(ctx, end)
		if err != nil {
			return err
		}
		other, err := d.Store.Organisation(ctx, end.OtherID)
		if err != nil {
			return err
		}
		if other.State != organisation.Published || other.ID == teller.ID {
			return fault.New(fault.Conflict, "desk.error.changed_meanwhile")
		}
		card := teller.Card
		card.Relations = slices.Clone(card.Relations)
		card.Relations[at].OrganisationID = other.ID
		teller, revision := organisation.Publish(teller, card, d.Clock.Now()) // no confirmation: nobody of the organisation said anything
		revision.Author, revision.Reviewer, revision.Reason = by.Name, by.Name, other.Card.Name
		return d.Store.AddRevision(ctx, teller, revision)
	})
	if err != nil {
		return fmt.Errorf("link a relation: %w", err)
	}
	return nil
}

// looseEnd returns the page with the place of its relation. It is a conflict if
// the page is another by now.
func (d *Desk) looseEnd(ctx context.Context, end LooseEnd) (organisation.Organisation, int, error) {
	teller, err := d.Store.Organisation(ctx, end.TellerID)
	if err != nil {
		return teller, 0, err
	}
	at := slices.IndexFunc(teller.Card.Relations, func(r organisation.Relation) bool {
		return r.ID != "" && r.ID == end.RelationID && r.OrganisationID == ""
	})
	if at < 0 || teller.State != organisation.Published || teller.Revision != end.Revision {
		return teller, 0, fault.New(fault.Conflict, "desk.error.changed_meanwhile")
	}
	return teller, at, nil
}

// NotMeant keeps that a relation does not mean the page that has its name, or
// with again that it may mean it after all.
func (d *Desk) NotMeant(ctx context.Context, end LooseEnd, again bool, by account.Subject) error {
	err := d.Store.InTx(ctx, func(ctx context.Context) error {
		action := "relation.not-meant"
		if again {
			action = "relation.may-mean"
		}
		if err := d.record(ctx, by, action, organisationObject(end.TellerID), map[string]string{"organisation": end.OtherID}); err != nil {
			return err // first: the audit chain lets one transaction through at a time
		}
		teller, at, err := d.looseEnd(ctx, end)
		if err != nil {
			return err
		}
		name := teller.Card.Relations[at].Name
		if again {
			return d.Store.RemoveRelationApart(ctx, teller.ID, name, end.OtherID)
		}
		return d.Store.SetRelationApart(ctx, NotMeant{teller.ID, name, end.OtherID, by.PersonID, by.Name, d.Clock.Now()})
	})
	if err != nil {
		return fmt.Errorf("tell a relation from a page: %w", err)
	}
	return nil
}
