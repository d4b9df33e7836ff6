package merge

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"

	"telaio/internal/account"
	"telaio/internal/consent"
	"telaio/internal/fault"
	"telaio/internal/organisation"
)

// Undoing is what parting two organisations again would do.
type Undoing struct {
	Merge
	Kept, Gone organisation.Organisation
	Before     organisation.Card     // of the one that stays
	Back       []organisation.Change // of fields that nobody has changed since: from today to before
	Touched    []organisation.Change // of fields that somebody has: they are asked for one by one
	Obstacle   string                // message key, "" = it can be undone
}

// Undoing says what undoing the merge would do.
func (u UseCases) Undoing(ctx context.Context, id string) (Undoing, error) {
	m, err := u.Store.Merge(ctx, id)
	if err != nil {
		return Undoing{}, err
	}
	d := Undoing{Merge: m}
	if d.Kept, d.Gone, err = u.both(ctx, ids{m.KeptID, m.GoneID}); err != nil {
		return d, err
	}
	before, err := u.Store.Revision(ctx, m.KeptID, m.Record.Before)
	if err != nil {
		return d, fmt.Errorf("read the card before the merge: %w", err)
	}
	after, err := u.Store.Revision(ctx, m.KeptID, m.Record.After)
	if err != nil {
		return d, fmt.Errorf("read the card that the merge made: %w", err)
	}
	exact, err := u.Store.ExactPlaces(ctx, m.KeptID, "")
	if err != nil {
		return d, fmt.Errorf("read the places: %w", err)
	}
	d.Before = before.Card
	d.Back, d.Touched = Parting(before.Card, after.Card, d.Kept.Card)
	if !samePlaces(exact, m.Record.United) {
		d.touchPlaces()
	}
	d.Obstacle = d.obstacle()
	return d, nil
}

func samePlaces(a, b []organisation.ExactPlace) bool {
	return len(a) == 0 && len(b) == 0 || reflect.DeepEqual(a, b)
}

// touchPlaces makes places one of the fields that somebody has changed.
func (d *Undoing) touchPlaces() {
	isPlaces := func(c organisation.Change) bool { return c.Field == "places" }
	d.Back = slices.DeleteFunc(d.Back, isPlaces)
	if !slices.ContainsFunc(d.Touched, isPlaces) {
		d.Touched = append(d.Touched, organisation.Change{Field: "places", Before: d.Kept.Card.Value("places"), After: d.Before.Value("places")})
	}
}

// Parting tells, of the fields that a merge changed, which nobody has changed
// since, and which somebody has. Each change leads from today to before.
func Parting(before, after, today organisation.Card) (back, touched []organisation.Change) {
	for _, c := range organisation.Diff(before, after) {
		now := today.Value(c.Field)
		change := organisation.Change{Field: c.Field, Before: now, After: c.Before}
		switch string(now) {
		case string(c.After):
			back = append(back, change)
		case string(c.Before):
		default:
			touched = append(touched, change)
		}
	}
	return back, touched
}

func (d Undoing) obstacle() string {
	switch {
	case !d.UndoneAt.IsZero():
		return "merge.error.undone_already"
	case d.Record.Forgotten:
		return "merge.error.too_late"
	case d.Gone.State != organisation.Merged:
		return "merge.error.not_merged"
	case !d.Kept.State.Stands():
		return "merge.error.survivor_gone"
	default:
		return ""
	}
}

// Undo parts two organisations again: both are as they were before. Of the
// fields that somebody has changed since, those in back return to what they
// were, and the others stay as they are today.
func (u UseCases) Undo(ctx context.Context, id string, seenRevision int, back map[organisation.Field]bool, by account.Subject) (Undoing, error) {
	var d Undoing
	err := u.Store.InTx(ctx, func(ctx context.Context) error {
		m, err := u.Store.Merge(ctx, id)
		if err != nil {
			return err
		}
		// First: the audit chain lets one transaction through at a time.
		if err = u.record(ctx, by, "organisation.parted", m.KeptID, map[string]string{"merge": id, "organisation": m.GoneID}); err != nil {
			return err
		}
		if d, err = u.Undoing(ctx, id); err != nil {
			return err
		}
		if d.Obstacle != "" {
			return fault.New(fault.Conflict, d.Obstacle)
		}
		if d.Kept.Revision != seenRevision {
			return fault.New(fault.Conflict, "merge.error.changed_meanwhile")
		}
		return u.undo(ctx, d, back, by)
	})
	if err != nil {
		return d, fmt.Errorf("undo a merge: %w", err)
	}
	return d, nil
}

func (u UseCases) undo(ctx context.Context, d Undoing, back map[organisation.Field]bool, by account.Subject) error {
	now := u.Clock.Now()
	if err := u.Store.MarkMergeUndone(ctx, d.ID, by.Name, now); err != nil {
		return err
	}
	if err := u.setBack(ctx, d, back, by); err != nil {
		return err
	}
	d.Gone.State, d.Gone.Successor, d.Gone.UpdatedAt = d.Record.GoneState, d.Record.GoneSuccessor, now
	if err := u.Store.UpdateOrganisation(ctx, d.Gone); err != nil {
		return fmt.Errorf("open the one that had gone: %w", err)
	}
	if err := u.Store.ReturnBelongings(ctx, d.Record.Moved, d.KeptID, d.GoneID); err != nil {
		return fmt.Errorf("give back what belongs to it: %w", err)
	}
	if err := u.returnEditors(ctx, d.Merge, by); err != nil {
		return err
	}
	if err := u.allowAgain(ctx, d.Merge); err != nil {
		return err
	}
	if err := u.record(ctx, by, "organisation.parted", d.GoneID, map[string]string{"merge": d.ID, "organisation": d.KeptID}); err != nil {
		return err
	}
	kept, gone, err := u.both(ctx, ids{d.KeptID, d.GoneID})
	if err != nil {
		return err
	}
	return u.tellApart(ctx, kept, gone, "", by)
}

// setBack gives the one that stayed its fields and places back.
func (u UseCases) setBack(ctx context.Context, d Undoing, chosen map[organisation.Field]bool, by account.Subject) error {
	values := map[organisation.Field]json.RawMessage{}
	for _, c := range d.Back {
		values[c.Field] = c.After
	}
	touchedPlaces := false
	for _, c := range d.Touched {
		touchedPlaces = touchedPlaces || c.Field == "places"
		if chosen[c.Field] {
			values[c.Field] = c.After
		}
	}
	if !touchedPlaces || chosen["places"] {
		if err := u.Store.SetExactPlaces(ctx, d.KeptID, "", d.Record.Places); err != nil {
			return fmt.Errorf("set the places back: %w", err)
		}
		values["places"] = d.Before.Value("places")
	}
	card, err := organisation.Apply(d.Kept.Card, values)
	if err != nil {
		return fmt.Errorf("set the card back: %w", err)
	}
	_, err = u.revise(ctx, d.Kept, card, revisionNote{d.Gone.Card.Name, by, u.Clock.Now()})
	return err
}

// returnEditors gives the editors of the one that had gone their role back. Who
// became an editor of the other one through the merge no longer is.
func (u UseCases) returnEditors(ctx context.Context, m Merge, by account.Subject) error {
	var told []account.Person
	for _, id := range m.Record.Editors {
		person, err := u.People.Person(ctx, id)
		if fault.KindOf(err) == fault.NotFound {
			continue
		}
		if err != nil {
			return fmt.Errorf("find an editor: %w", err)
		}
		if err := u.People.Grant(ctx, by.PersonID, id, editorOf(m.GoneID)); err != nil {
			return fmt.Errorf("make an editor again: %w", err)
		}
		if slices.Contains(m.Record.NewEditors, id) {
			if err := u.People.Revoke(ctx, by.PersonID, id, editorOf(m.KeptID)); err != nil {
				return fmt.Errorf("end the role at the other one: %w", err)
			}
		}
		told = append(told, person)
	}
	return u.tell(ctx, "pages_parted", m, told)
}

// allowAgain says yes again to what the merge took back, unless somebody has
// answered since. What the organisation was never asked stays refused.
func (u UseCases) allowAgain(ctx context.Context, m Merge) error {
	entries, err := u.Store.ConsentsOfOrganisation(ctx, m.KeptID)
	if err != nil {
		return fmt.Errorf("read the consents: %w", err)
	}
	receipt := "merge:" + m.ID
	own := slices.DeleteFunc(slices.Clone(entries), func(e consent.Entry) bool { return e.Receipt == receipt })
	var again []consent.Purpose
	for _, purpose := range m.Record.Narrowed {
		if consent.Given(own, purpose) && consent.Current(entries)[purpose].Receipt == receipt {
			again = append(again, purpose)
		}
	}
	m.Record.Narrowed = again
	if err := u.say(ctx, m, own, nil, true); err != nil {
		return err
	}
	if m.Record.Sharing == nil {
		return nil
	}
	today, err := u.Store.SharingChoice(ctx, m.KeptID)
	if err != nil {
		return fmt.Errorf("read what is shared: %w", err)
	}
	if !today.At.Equal(m.At) {
		return nil // somebody has chosen since
	}
	before := *m.Record.Sharing
	before.PersonID, before.At = m.PersonID, u.Clock.Now()
	return u.Store.SaveSharingChoice(ctx, before)
}

// Forget deletes what the places of organisations kept back that have been one
// with another for too long to be parted. It returns how many there were.
func (u UseCases) Forget(ctx context.Context) (int, error) {
	old, err := u.Store.MergesBefore(ctx, u.Clock.Now().Add(-undoLife))
	if err != nil {
		return 0, fmt.Errorf("list old merges: %w", err)
	}
	forgotten := 0
	for _, m := range old {
		if m.Record.Forgotten {
			continue
		}
		err := u.Store.InTx(ctx, func(ctx context.Context) error {
			if err := u.Store.SetExactPlaces(ctx, m.GoneID, "", nil); err != nil {
				return err
			}
			m.Record.Places, m.Record.United, m.Record.Forgotten = nil, nil, true
			return u.Store.SaveMergeRecord(ctx, m)
		})
		if err != nil {
			return forgotten, fmt.Errorf("forget an old merge: %w", err)
		}
		forgotten++
	}
	return forgotten, nil
}

// History is the merges that one organisation was part of, newest first, with
// the names of the others.
type History struct {
	Organisation organisation.Organisation
	Merges       []Merge
	Names        map[string]string // by organisation id
}

// History lists the merges that the organisation was part of.
func (u UseCases) History(ctx context.Context, organisationID string) (History, error) {
	h := History{Names: map[string]string{}}
	var err error
	if h.Organisation, err = u.Store.Organisation(ctx, organisationID); err != nil {
		return h, err
	}
	if h.Merges, err = u.Store.MergesOf(ctx, organisationID); err != nil {
		return h, fmt.Errorf("list the merges: %w", err)
	}
	for _, m := range h.Merges {
		kept, gone, err := u.both(ctx, ids{m.KeptID, m.GoneID})
		if err != nil {
			return h, err
		}
		h.Names[kept.ID], h.Names[gone.ID] = kept.Card.Name, gone.Card.Name
	}
	return h, nil
}
