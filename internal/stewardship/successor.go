package stewardship

import (
	"context"
	"fmt"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/organisation"
)

// Succeed says anew what took the place of an organisation that has left; zero =
// nothing did. Why and when it left stay as they were.
func (u UseCases) Succeed(ctx context.Context, organisationID string, next organisation.Successor, by account.Subject) error {
	err := u.Records.InTx(ctx, func(ctx context.Context) error {
		if err := u.note(ctx, by, "organisation.succeeded", organisationID); err != nil {
			return err // first: the audit chain lets one transaction through at a time
		}
		o, err := u.Records.Organisation(ctx, organisationID)
		if err != nil {
			return err
		}
		if o.State != organisation.Archived {
			return fault.New(fault.Conflict, "archive.error.not_archived")
		}
		if err := u.checkSuccessor(ctx, o, next); err != nil {
			return err
		}
		a, err := u.archiving(ctx, o.ID)
		if err != nil {
			return err
		}
		if a.ArchivedAt.IsZero() { // it left before this was kept: the page says the last change
			a.OrganisationID, a.ArchivedAt = o.ID, o.UpdatedAt
		}
		a.SuccessorName, a.SuccessorWebsite = next.Name, next.Website
		o.Successor, o.UpdatedAt = next.Slug, u.now()
		if err := u.Records.UpdateOrganisation(ctx, o); err != nil {
			return err
		}
		return u.Records.PutArchiving(ctx, a)
	})
	if err != nil {
		return fmt.Errorf("say what took the place of a page: %w", err)
	}
	return nil
}

func (u UseCases) checkSuccessor(ctx context.Context, o organisation.Organisation, successor organisation.Successor) error {
	if successor.Slug == "" {
		return successor.Check()
	}
	taken, err := u.Records.SlugTaken(ctx, successor.Slug)
	if err != nil {
		return fmt.Errorf("look for the successor: %w", err)
	}
	if !taken || successor.Slug == o.Slug {
		return fault.InvalidFields(map[string]fault.Message{"successor": {Key: "desk.error.no_such_successor"}})
	}
	return nil
}

func (u UseCases) successorName(ctx context.Context, o organisation.Organisation) (string, error) {
	if o.Successor == "" {
		return "", nil
	}
	next, err := u.Records.OrganisationBySlug(ctx, o.Successor)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return "", fmt.Errorf("find what took its place: %w", err)
	}
	return next.Card.Name, nil
}
