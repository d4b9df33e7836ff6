package merge

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"telaio/internal/account"
	"telaio/internal/consent"
	"telaio/internal/fault"
	"telaio/internal/letter"
	"telaio/internal/organisation"
	"telaio/internal/secret"
)

// Order is what somebody decided, with the revisions that they have seen.
type Order struct {
	KeptID, GoneID     string
	SeenKept, SeenGone int
	SeenApart          string // Apart.Seen of what was shown: "" = nobody had told them apart
	Choices            Choices
	Why                string // for the record, may be empty
}

// Apply makes one organisation of two, all or nothing.
func (u UseCases) Apply(ctx context.Context, order Order, by account.Subject) (Merge, error) {
	var done Merge
	err := u.Store.InTx(ctx, func(ctx context.Context) error {
		// First: the audit chain lets one transaction through at a time.
		if err := u.record(ctx, by, "organisation.merged", order.GoneID, map[string]string{"into": order.KeptID}); err != nil {
			return err
		}
		m, err := u.meet(ctx, order.KeptID, order.GoneID)
		if err != nil {
			return err
		}
		if m.left.Revision != order.SeenKept || m.right.Revision != order.SeenGone {
			return fault.New(fault.Conflict, "merge.error.changed_meanwhile")
		}
		if key := m.obstacle(); key != "" {
			return fault.New(fault.Conflict, key)
		}
		apart, err := u.apart(ctx)
		if err != nil {
			return err
		}
		if apart[idsOf(order.KeptID, order.GoneID)].Seen() != order.SeenApart {
			return fault.New(fault.Conflict, "merge.error.told_apart_meanwhile")
		}
		done, err = u.apply(ctx, m, order, by)
		return err
	})
	if err != nil {
		return Merge{}, fmt.Errorf("merge two organisations: %w", err)
	}
	return done, nil
}

func (u UseCases) apply(ctx context.Context, m meeting, order Order, by account.Subject) (Merge, error) {
	now := u.Clock.Now()
	card, places := m.result(order.Choices)
	done := Merge{ID: secret.ID(), KeptID: m.left.ID, GoneID: m.right.ID, PersonID: by.PersonID, Person: by.Name, At: now}
	r := &done.Record
	r.Before, r.GoneState, r.GoneSuccessor = m.left.Revision, m.right.State, m.right.Successor
	r.Places, r.United = m.leftPlaces, places
	kept, err := u.revise(ctx, m.left, card, revisionNote{cmp.Or(shortened(order.Why), m.right.Card.Name), by, now})
	if err != nil {
		return done, err
	}
	r.After = kept.Revision
	if err := u.Store.SetExactPlaces(ctx, kept.ID, "", places); err != nil {
		return done, fmt.Errorf("keep the places: %w", err)
	}
	if r.Moved, err = u.Store.MoveBelongings(ctx, m.right.ID, kept.ID); err != nil {
		return done, fmt.Errorf("move what belongs to it: %w", err)
	}
	if err := u.moveEditors(ctx, &done, by); err != nil {
		return done, err
	}
	if err := u.narrow(ctx, m, &done); err != nil {
		return done, err
	}
	if err := u.moveClaims(ctx, m, kept, r.Moved[claims]); err != nil {
		return done, err
	}
	gone := m.right
	gone.State, gone.Successor, gone.UpdatedAt = organisation.Merged, kept.Slug, now
	if m.right.State == organisation.Unpublished {
		gone.Successor = "" // it never had an address that anybody could know
	}
	if err := u.Store.UpdateOrganisation(ctx, gone); err != nil {
		return done, fmt.Errorf("close the one that goes: %w", err)
	}
	pair := idsOf(kept.ID, gone.ID)
	if err := u.Store.RemoveTwinPair(ctx, pair.first, pair.second); err != nil {
		return done, err
	}
	if err := u.Store.AddMerge(ctx, done); err != nil {
		return done, fmt.Errorf("keep the merge: %w", err)
	}
	details := map[string]string{"merge": done.ID, "organisation": gone.ID, "revision": strconv.Itoa(kept.Revision)}
	return done, u.record(ctx, by, "organisation.took_in", kept.ID, details)
}

// revisionNote signs a revision.
type revisionNote struct {
	reason string
	by     account.Subject
	at     time.Time
}

// revise saves the card as the organisation's next revision, public or not as
// it was. It is no confirmation: nobody of the organisation said anything.
func (u UseCases) revise(ctx context.Context, o organisation.Organisation, card organisation.Card, note revisionNote) (organisation.Organisation, error) {
	state := o.State
	o, r := organisation.Publish(o, card, note.at)
	o.State = state
	r.Author, r.Reviewer, r.Reason = note.by.Name, note.by.Name, note.reason
	if err := u.Store.AddRevision(ctx, o, r); err != nil {
		return o, fmt.Errorf("add the revision: %w", err)
	}
	return o, nil
}

func editorOf(id string) account.Grant {
	return account.Grant{Role: account.OrganisationEditor, OrganisationID: id}
}

// moveEditors lets the editors of the one that goes speak for the one that
// stays, and writes to all of them.
func (u UseCases) moveEditors(ctx context.Context, done *Merge, by account.Subject) error {
	here, err := u.People.EditorsOf(ctx, done.KeptID)
	if err != nil {
		return fmt.Errorf("list the editors: %w", err)
	}
	there, err := u.People.EditorsOf(ctx, done.GoneID)
	if err != nil {
		return fmt.Errorf("list the editors: %w", err)
	}
	told := slices.Clone(here)
	for _, person := range there {
		done.Record.Editors = append(done.Record.Editors, person.ID)
		known := func(p account.Person) bool { return p.ID == person.ID }
		if !slices.ContainsFunc(here, known) {
			done.Record.NewEditors = append(done.Record.NewEditors, person.ID)
			told = append(told, person)
			if err := u.People.Grant(ctx, by.PersonID, person.ID, editorOf(done.KeptID)); err != nil {
				return fmt.Errorf("make an editor of the one that stays: %w", err)
			}
		}
		if err := u.People.Revoke(ctx, by.PersonID, person.ID, editorOf(done.GoneID)); err != nil {
			return fmt.Errorf("end the role at the one that goes: %w", err)
		}
	}
	return u.tell(ctx, "pages_merged", *done, told)
}

// tell writes to the people about what has become of the two.
func (u UseCases) tell(ctx context.Context, template string, done Merge, people []account.Person) error {
	kept, gone, err := u.both(ctx, ids{done.KeptID, done.GoneID})
	if err != nil {
		return err
	}
	area := kept.ID
	if gone.State != organisation.Merged && template == "pages_parted" {
		area = gone.ID
	}
	for _, to := range people {
		err := u.Outbox.Send(ctx, letter.Letter{
			To: to.Email, Name: to.Name, Language: to.Language, Template: template,
			Values: map[string]string{
				"Name": to.Name, "Organisation": kept.Card.Name, "Other": gone.Card.Name,
				"Page": u.Links.Page(to.Language, kept.Slug), "Link": u.Links.SignIn(to.Language, area),
			},
		})
		if err != nil {
			return fmt.Errorf("write to an editor: %w", err)
		}
	}
	return nil
}

// narrow takes back what the one that goes did not allow.
func (u UseCases) narrow(ctx context.Context, m meeting, done *Merge) error {
	done.Record.Narrowed = m.narrowed()
	if err := u.say(ctx, *done, m.leftSaid, m.rightSaid, false); err != nil {
		return err
	}
	mine, err := u.Store.SharingChoice(ctx, m.left.ID)
	if err != nil {
		return fmt.Errorf("read what is shared: %w", err)
	}
	theirs, err := u.Store.SharingChoice(ctx, m.right.ID)
	if err != nil {
		return fmt.Errorf("read what is shared: %w", err)
	}
	assessed := done.Record.Moved.Count("assessment_cycle") > 0
	if !assessed || (!mine.Compare || theirs.Compare) && (!mine.Research || theirs.Research) {
		return nil
	}
	before := mine
	done.Record.Sharing = &before
	mine.Compare, mine.Research = mine.Compare && theirs.Compare, mine.Research && theirs.Research
	mine.PersonID, mine.At = done.PersonID, done.At
	return u.Store.SaveSharingChoice(ctx, mine)
}

// say adds entries about the purposes that the merge narrows to the ledger of
// the one that stays.
func (u UseCases) say(ctx context.Context, done Merge, mine, theirs []consent.Entry, given bool) error {
	var entries []consent.Entry
	for _, purpose := range done.Record.Narrowed {
		notice, ok := consent.Current(mine)[purpose]
		if !ok {
			notice = consent.Current(theirs)[purpose]
		}
		entries = append(entries, consent.Entry{
			Receipt: "merge:" + done.ID, OrganisationID: done.KeptID, Purpose: purpose,
			NoticeVersion: notice.NoticeVersion, NoticeHash: notice.NoticeHash, Given: given, At: u.Clock.Now(),
		})
	}
	if len(entries) == 0 {
		return nil
	}
	if err := u.Store.AddConsents(ctx, entries); err != nil {
		return fmt.Errorf("narrow the consents: %w", err)
	}
	return nil
}
