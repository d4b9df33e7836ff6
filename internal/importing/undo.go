package importing

import (
	"context"
	"encoding/json"
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
	err := u.Store.InTx(ctx, func(ctx context.Context) error {
		var err error
		if i, err = u.Store.Import(ctx, id); err != nil {
			return err
		}
		if i.State != Applied {
			return fault.New(fault.Conflict, "import.not_applied")
		}
		steps, err := u.Store.ImportSteps(ctx, id)
		if err != nil {
			return fmt.Errorf("read what was done: %w", err)
		}
		u := carrying{u, i, by}
		for _, step := range slices.Backward(steps) {
			stayed, err := u.takeBack(ctx, step)
			if err != nil {
				return fmt.Errorf("row %d: %w", step.Row, err)
			}
			if len(stayed) > 0 {
				i.Report.Stayed = append(i.Report.Stayed, Line{Row: step.Row, Name: step.Name, Outcome: Kept, OrganisationID: step.OrganisationID, Parts: stayed})
			}
		}
		slices.Reverse(i.Report.Stayed)
		if err := u.Store.ForgetImportSteps(ctx, id); err != nil {
			return fmt.Errorf("forget what was done: %w", err)
		}
		i.State, i.UpdatedAt = Undone, u.Clock.Now()
		if err := u.Store.SaveImport(ctx, i, Applied); err != nil {
			return err
		}
		return u.record(ctx, by, "import.undone", importObject(id), map[string]string{
			"steps": strconv.Itoa(len(steps)), "stayed": strconv.Itoa(len(i.Report.Stayed)),
		})
	})
	if err != nil {
		return i, fmt.Errorf("undo an import: %w", err)
	}
	return i, nil
}

// wholeRow names what stayed where people have decided about all of it.
const wholeRow = "whole"

// takeBack undoes one step and says what people keep.
func (c carrying) takeBack(ctx context.Context, s Step) ([]string, error) {
	stayed, err := c.takeBackPublic(ctx, s)
	if s.ProposalID != "" {
		stayed, err = c.takeBackProposal(ctx, s)
	}
	if err != nil || slices.Contains(stayed, wholeRow) {
		return stayed, err
	}
	item := s.Before.Item
	if item.OrganisationID == "" {
		item.OrganisationID = s.OrganisationID
	}
	return stayed, c.Store.PutImportItem(ctx, item)
}

// takeBackProposal withdraws a proposal that nobody has decided about.
func (c carrying) takeBackProposal(ctx context.Context, s Step) ([]string, error) {
	err := c.Store.MoveProposal(ctx, s.ProposalID, organisation.Withdrawn, organisation.Unread, organisation.InReview, organisation.Waiting)
	if fault.KindOf(err) == fault.Conflict {
		p, err := c.Store.Proposal(ctx, s.ProposalID)
		if err != nil || p.State != organisation.Accepted {
			return nil, err
		}
		return []string{wholeRow}, nil
	}
	if err != nil {
		return nil, err
	}
	p, err := c.Store.Proposal(ctx, s.ProposalID)
	if err != nil {
		return nil, fmt.Errorf("read a proposal: %w", err)
	}
	p.DecidedAt, p.UpdatedAt = c.Clock.Now(), c.Clock.Now()
	if err := c.Store.UpdateProposal(ctx, p); err != nil {
		return nil, fmt.Errorf("close a proposal: %w", err)
	}
	return nil, c.Store.SetExactPlaces(ctx, "", p.ID, nil)
}

// takeBackPublic undoes what was published at once: it archives what was added,
// and sets back what was changed, if nobody has changed it since.
func (c carrying) takeBackPublic(ctx context.Context, s Step) ([]string, error) {
	if s.Revision == 0 {
		return nil, nil
	}
	o, err := c.Store.Organisation(ctx, s.OrganisationID)
	if err != nil {
		return nil, fmt.Errorf("read the organisation: %w", err)
	}
	now := c.Clock.Now()
	switch {
	case o.State != organisation.Published:
		return nil, nil
	case s.Outcome == Added && o.Revision > s.Revision:
		return []string{wholeRow}, nil
	case s.Outcome == Added:
		a := organisation.Archiving{OrganisationID: o.ID, Why: organisation.Mistaken, Was: o.State, ArchivedAt: now, PersonID: c.by.PersonID, Person: c.by.Name}
		if err := c.Store.PutArchiving(ctx, a); err != nil {
			return nil, fmt.Errorf("keep why it leaves: %w", err)
		}
		o.State, o.UpdatedAt = organisation.Archived, now
		if err := c.Store.UpdateOrganisation(ctx, o); err != nil {
			return nil, fmt.Errorf("archive the organisation: %w", err)
		}
		if err := c.Store.SetExactPlaces(ctx, o.ID, "", nil); err != nil {
			return nil, fmt.Errorf("delete the exact places: %w", err)
		}
		return nil, c.audit(ctx, "organisation.archived", o)
	}
	return c.setBack(ctx, o, s)
}

// setBack gives the organisation back what it said before the step, field by
// field.
func (c carrying) setBack(ctx context.Context, o organisation.Organisation, s Step) ([]string, error) {
	after, err := c.Store.Revision(ctx, o.ID, s.Revision)
	if err != nil {
		return nil, fmt.Errorf("read what was published: %w", err)
	}
	exact, err := c.Store.ExactPlaces(ctx, o.ID, "")
	if err != nil {
		return nil, fmt.Errorf("read the exact places: %w", err)
	}
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
		if err := c.Store.SetExactPlaces(ctx, o.ID, "", s.Before.Places); err != nil {
			return nil, fmt.Errorf("set the exact places back: %w", err)
		}
	}
	if len(back) == 0 {
		return stayed, nil
	}
	card, err := organisation.Apply(o.Card, back)
	if err != nil {
		return nil, fmt.Errorf("set a card back: %w", err)
	}
	next, revision := organisation.Publish(o, card, c.Clock.Now())
	revision.Author, revision.Reviewer = c.by.Name, c.by.Name
	if err := c.Store.AddRevision(ctx, next, revision); err != nil {
		return nil, fmt.Errorf("add a revision: %w", err)
	}
	return stayed, c.audit(ctx, "organisation.published", next)
}

// audit notes what became of an organisation.
func (c carrying) audit(ctx context.Context, action string, o organisation.Organisation) error {
	return c.record(ctx, c.by, action, "organisation:"+o.ID, map[string]string{"import": c.ID, "revision": strconv.Itoa(o.Revision)})
}
