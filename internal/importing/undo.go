package importing

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/review"
)

// Undo takes back what an import did. What people have changed or decided since
// stays, and the import's report names it.
func (u UseCases) Undo(ctx context.Context, by account.Subject, id string) (Import, error) {
	var i Import
	did, err := u.alone(ctx, func(ctx context.Context, u UseCases) error {
		var err error
		if i, err = u.OrderUndo(ctx, by, id); err == nil {
			i, err = u.takeBack(ctx, i)
		}
		return err
	})
	if err == nil && !did {
		err = busy()
	}
	return i, err
}

// OrderUndo has an import undone.
func (u UseCases) OrderUndo(ctx context.Context, by account.Subject, id string) (Import, error) {
	i, err := u.Store.Import(ctx, id)
	if err != nil {
		return i, err
	}
	if i.State != Applied {
		return i, fault.New(fault.Conflict, "import.not_applied")
	}
	i.State, i.UpdatedAt, i.PersonID, i.Person, i.Report.Problem = Undoing, u.Clock.Now(), by.PersonID, by.Name, fault.Message{}
	return i, u.Store.SaveImport(ctx, i, Applied)
}

// takeBack undoes an import: what it takes is made ready part by part, and one
// short transaction does it.
func (u UseCases) takeBack(ctx context.Context, i Import) (Import, error) {
	defer u.Watch.forget(i.ID)
	if err := u.Store.ForgetStaged(ctx, i.ID); err != nil { // of an attempt that was cut off
		return i, fmt.Errorf("forget what was ready: %w", err)
	}
	c := carrying{u, i, account.Subject{PersonID: i.PersonID, Name: i.Person}, nil, nil}
	steps, err := c.readyBack(ctx, &i.Report)
	leave := false
	if err == nil {
		leave, err = c.audited(ctx)
	}
	if err != nil {
		return i, errors.Join(fmt.Errorf("make an undoing ready: %w", err), u.Store.ForgetStaged(context.WithoutCancel(ctx), i.ID))
	}
	i.State, i.UpdatedAt = Undone, u.Clock.Now()
	if err := u.Store.InLargeTx(ctx, func(ctx context.Context) error { return c.finishBack(ctx, i, leave, steps) }); err != nil {
		return i, errors.Join(fmt.Errorf("undo an import: %w", err), u.Store.ForgetStaged(context.WithoutCancel(ctx), i.ID))
	}
	if err := u.keep(ctx, i.ID); err != nil {
		return i, err
	}
	return i, u.clear(ctx, i.ID)
}

// finishBack takes back what is ready to be, in the transaction of the context.
func (c carrying) finishBack(ctx context.Context, undone Import, leave bool, steps int) error {
	if err := c.Store.SaveImport(ctx, undone, Undoing); err != nil {
		return err
	}
	if undone.Report.Proposed > 0 {
		if err := c.Store.WithdrawImported(ctx, undone.ID, undone.UpdatedAt); err != nil {
			return fmt.Errorf("withdraw proposals: %w", err)
		}
	}
	if err := c.take(ctx, leave); err != nil {
		return err
	}
	return c.record(ctx, c.by, "import.undone", importObject(undone.ID), map[string]string{
		"steps": strconv.Itoa(steps), "stayed": strconv.Itoa(len(undone.Report.Stayed)),
	})
}

// readyBack makes ready what gives back what was there before, and adds to the
// report what stays. It returns how many steps the import had.
func (c carrying) readyBack(ctx context.Context, r *Report) (int, error) {
	r.Stayed = nil
	total, done := r.Counts[Added]+r.Counts[Changed], 0
	for last := 0; ; {
		steps, err := c.Store.ImportStepsAfter(ctx, c.ID, last, atOnce)
		if err != nil || len(steps) == 0 {
			return done, err
		}
		var ready Staged
		for _, step := range steps {
			stayed, err := c.back(ctx, step, &ready)
			if err != nil {
				return done, fmt.Errorf("row %d: %w", step.Row, err)
			}
			if len(stayed) > 0 {
				r.Stayed = append(r.Stayed, Line{Row: step.Row, Name: step.Name, Outcome: Kept, OrganisationID: step.OrganisationID, Parts: stayed})
			}
			last = step.Row
		}
		if err := c.Store.Stage(ctx, c.ID, ready); err != nil {
			return done, fmt.Errorf("make rows ready: %w", err)
		}
		done += len(steps)
		c.Watch.note(c.ID, Progress{Done: done, Total: total})
		if err := c.renew(ctx); err != nil {
			return done, err
		}
	}
}

// wholeRow names what stayed where people have decided about all of it.
const wholeRow = "whole"

// back makes ready what undoes one step, and says what people keep.
func (c carrying) back(ctx context.Context, s Step, ready *Staged) ([]string, error) {
	var stayed []string
	var err error
	if s.ProposalID != "" {
		stayed, err = c.decided(ctx, s)
	} else {
		stayed, err = c.backInPublic(ctx, s, ready)
	}
	if err != nil || slices.Contains(stayed, wholeRow) {
		return stayed, err
	}
	item := s.Before.Item
	item.Source, item.Key = c.Source, s.Key
	if item.OrganisationID == "" {
		item.OrganisationID = s.OrganisationID
	}
	ready.Items = append(ready.Items, item)
	return stayed, nil
}

// decided says whether people have accepted what the step proposed. A proposal
// that nobody has decided about is withdrawn with all the others.
func (c carrying) decided(ctx context.Context, s Step) ([]string, error) {
	p, err := c.Store.Proposal(ctx, s.ProposalID)
	if err != nil || p.State != organisation.Accepted {
		return nil, err
	}
	return []string{wholeRow}, nil
}

// backInPublic archives what was added, and sets back what was changed, as far
// as nobody has changed it since.
func (c carrying) backInPublic(ctx context.Context, s Step, ready *Staged) ([]string, error) {
	o, err := c.Store.Organisation(ctx, s.OrganisationID)
	if err != nil {
		return nil, fmt.Errorf("read the organisation: %w", err)
	}
	if o.State != organisation.Published {
		return nil, nil
	}
	exact, err := c.Store.ExactPlaces(ctx, o.ID, "")
	if err != nil {
		return nil, fmt.Errorf("read the exact places: %w", err)
	}
	after, err := c.Store.Revision(ctx, o.ID, s.Revision)
	if err != nil {
		return nil, fmt.Errorf("read what was published: %w", err)
	}
	page := StagedPage{Organisation: o, WasRevision: o.Revision, WasState: o.State}
	if s.Outcome == Changed {
		return c.setBack(&page, s, after, exact, ready)
	}
	if len(organisation.Diff(after.Card, o.Card)) > 0 || s.Before.Moved != digestPlaces(exact) || o.ConfirmedBy != organisation.ByTeam {
		return []string{wholeRow}, nil
	}
	page.State, page.UpdatedAt, page.Moved = organisation.Archived, c.Clock.Now(), true
	ready.Pages = append(ready.Pages, page)
	return nil, nil
}

// setBack gives the organisation back what it said before the step, field by
// field.
func (c carrying) setBack(page *StagedPage, s Step, after organisation.Revision, exact []organisation.ExactPlace, ready *Staged) ([]string, error) {
	o := page.Organisation
	placesStayed := s.Before.Moved != "" && s.Before.Moved != digestPlaces(exact)
	var stayed []string
	back := map[organisation.Field]json.RawMessage{}
	for _, change := range organisation.Diff(s.Before.Card, after.Card) {
		touched := string(o.Card.Value(change.Field)) != string(change.After)
		if touched || change.Field == review.PlacesField && placesStayed {
			stayed = append(stayed, string(change.Field))
			continue
		}
		back[change.Field] = change.Before
	}
	if s.Before.Moved != "" && !placesStayed {
		page.Moved, page.Places = true, s.Before.Places
	}
	if len(back) == 0 && !page.Moved {
		return stayed, nil
	}
	if len(back) > 0 {
		card, err := organisation.Apply(o.Card, back)
		if err != nil {
			return nil, fmt.Errorf("set a card back: %w", err)
		}
		next, revision := organisation.Publish(o, card, c.Clock.Now())
		revision.Author, revision.Reviewer = c.by.Name, c.by.Name
		page.Organisation, page.Revised = next, &revision
	}
	ready.Pages = append(ready.Pages, *page)
	return stayed, nil
}
