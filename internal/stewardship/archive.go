package stewardship

import (
	"context"
	"fmt"
	"slices"
	"time"

	"telaio/internal/account"
	"telaio/internal/audit"
	"telaio/internal/fault"
	"telaio/internal/letter"
	"telaio/internal/organisation"
)

// Archive is where it is kept what has left the atlas, and what may.
type Archive interface {
	Archiving(ctx context.Context, organisationID string) (organisation.Archiving, error)
	Archivings(ctx context.Context) ([]organisation.Archiving, error)
	PutArchiving(ctx context.Context, a organisation.Archiving) error
	RemoveArchiving(ctx context.Context, organisationID string) error
	PagesSilentSince(ctx context.Context, t time.Time, most int) ([]organisation.Organisation, error)
	OrganisationsArchived(ctx context.Context, skip, limit int) ([]organisation.Organisation, error)
	CountArchived(ctx context.Context) (int, error)
	UpdateOrganisation(ctx context.Context, o organisation.Organisation) error
	SetExactPlaces(ctx context.Context, organisationID, proposalID string, places []organisation.ExactPlace) error
	SlugTaken(ctx context.Context, slug string) (bool, error)
	OrganisationBySlug(ctx context.Context, slug string) (organisation.Organisation, error)
}

// archiving is zero if nothing is known.
func (u UseCases) archiving(ctx context.Context, id string) (organisation.Archiving, error) {
	a, err := u.Records.Archiving(ctx, id)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return a, fmt.Errorf("read why a page leaves: %w", err)
	}
	return a, nil
}

func (u UseCases) note(ctx context.Context, by account.Subject, action, organisationID string) error {
	return u.Records.AppendAudit(ctx, audit.Entry{At: u.now(), Actor: by.PersonID, Action: action, Object: "organisation:" + organisationID})
}

// Departure is how a page leaves.
type Departure struct {
	Why       organisation.Why
	Successor organisation.Successor // zero = nothing took its place
	Notice    organisation.Archiving // that was given before, zero = none
}

// Archive takes the page off the atlas: its address says when and why, and leads
// to the successor where there is one. What the places of an organisation that
// asked to leave kept back is deleted.
func (u UseCases) Archive(ctx context.Context, organisationID string, d Departure, by account.Subject) error {
	err := u.Records.InTx(ctx, func(ctx context.Context) error {
		if err := u.note(ctx, by, "organisation.archived", organisationID); err != nil {
			return err // first: the audit chain lets one transaction through at a time
		}
		o, err := u.Records.Organisation(ctx, organisationID)
		if err != nil {
			return err
		}
		switch {
		case !o.State.Stands():
			return fault.New(fault.Conflict, "archive.error.gone_already")
		case !slices.Contains(organisation.Whys(), d.Why):
			return fault.InvalidFields(map[string]fault.Message{"why": {Key: "archive.error.why_needed"}})
		case !d.Notice.NoticedAt.IsZero() && !d.Notice.Due(o, u.now()):
			return fault.New(fault.Conflict, "archive.error.answered")
		}
		if !d.Notice.NoticedAt.IsZero() {
			if _, spoke, err := u.voice(ctx, o.ID, d.Notice.NoticedAt); err != nil {
				return err
			} else if spoke {
				return fault.New(fault.Conflict, "archive.error.answered")
			}
		}
		if err := u.checkSuccessor(ctx, o, d.Successor); err != nil {
			return err
		}
		was := o.State
		o.State, o.Successor, o.UpdatedAt = organisation.Archived, d.Successor.Slug, u.now()
		if err := u.Records.UpdateOrganisation(ctx, o); err != nil {
			return err
		}
		if d.Why == organisation.Requested {
			if err := u.Records.SetExactPlaces(ctx, o.ID, "", nil); err != nil {
				return err
			}
		}
		if err := u.farewell(ctx, o, was); err != nil {
			return err
		}
		return u.Records.PutArchiving(ctx, organisation.Archiving{
			OrganisationID: o.ID, Why: d.Why, Was: was, NoticedAt: d.Notice.NoticedAt, DueOn: d.Notice.DueOn, ArchivedAt: u.now(),
			PersonID: by.PersonID, Person: by.Name, SuccessorName: d.Successor.Name, SuccessorWebsite: d.Successor.Website,
		})
	})
	if err != nil {
		return fmt.Errorf("archive a page: %w", err)
	}
	return nil
}

// farewell tells the editors that a public page has left.
func (u UseCases) farewell(ctx context.Context, o organisation.Organisation, was organisation.State) error {
	if was != organisation.Published {
		return nil
	}
	editors, err := u.People.EditorsOf(ctx, o.ID)
	if err != nil {
		return fmt.Errorf("list the editors: %w", err)
	}
	for _, e := range editors {
		err := u.Outbox.Send(ctx, letter.Letter{
			To: e.Email, Name: e.Name, Language: e.Language, Template: "page_archived",
			Values: map[string]string{"Name": e.Name, "Organisation": o.Card.Name, "Page": u.Links.Page(e.Language, o.Slug)},
		})
		if err != nil {
			return fmt.Errorf("write to an editor: %w", err)
		}
	}
	return nil
}

// Unarchive brings a page back as it was. An organisation that asked to leave
// must have agreed.
func (u UseCases) Unarchive(ctx context.Context, organisationID string, agreed bool, by account.Subject) error {
	err := u.Records.InTx(ctx, func(ctx context.Context) error {
		if err := u.note(ctx, by, "organisation.unarchived", organisationID); err != nil {
			return err // first: the audit chain lets one transaction through at a time
		}
		o, err := u.Records.Organisation(ctx, organisationID)
		if err != nil {
			return err
		}
		if o.State != organisation.Archived {
			return fault.New(fault.Conflict, "archive.error.not_archived")
		}
		a, err := u.archiving(ctx, o.ID)
		if err != nil {
			return err
		}
		if AsksAgreement(a) && !agreed {
			return fault.InvalidFields(map[string]fault.Message{"agreed": {Key: "archive.error.agreement_needed"}})
		}
		o.State, o.Successor, o.UpdatedAt = organisation.Published, "", u.now()
		if a.Was == organisation.Unpublished {
			o.State = organisation.Unpublished
		}
		if err := u.Records.UpdateOrganisation(ctx, o); err != nil {
			return err
		}
		return u.Records.RemoveArchiving(ctx, o.ID)
	})
	if err != nil {
		return fmt.Errorf("bring a page back: %w", err)
	}
	return nil
}

// AsksAgreement reports whether the organisation itself wanted to leave, or
// nobody knows why it left, so that it has to agree before its page returns.
func AsksAgreement(a organisation.Archiving) bool {
	return a.Why == organisation.Requested || a.Why == ""
}

// Left is an organisation that is no longer on the atlas.
type Left struct {
	organisation.Organisation
	organisation.Archiving
	// SuccessorName is what the organisation in its place is called, "" = there is
	// none, or its address has changed since.
	SuccessorName string
}

// LeftPage is a page of what has left the atlas.
type LeftPage struct {
	Left  []Left
	Page  int // from 1
	Pages int // at least 1
	Total int
}

// LeftPageSize is how many a page shows.
const LeftPageSize = 50

// Left lists what has left the atlas, the newest first. A page that does not
// exist is the nearest that does.
func (u UseCases) Left(ctx context.Context, page int) (LeftPage, error) {
	total, err := u.Records.CountArchived(ctx)
	if err != nil {
		return LeftPage{}, fmt.Errorf("count what has left: %w", err)
	}
	left := LeftPage{Pages: max(1, (total+LeftPageSize-1)/LeftPageSize), Total: total}
	left.Page = min(max(1, page), left.Pages)
	all, err := u.Records.OrganisationsArchived(ctx, (left.Page-1)*LeftPageSize, LeftPageSize)
	if err != nil {
		return left, fmt.Errorf("list what has left: %w", err)
	}
	for _, o := range all {
		a, err := u.archiving(ctx, o.ID)
		if err != nil {
			return left, err
		}
		name, err := u.successorName(ctx, o)
		if err != nil {
			return left, err
		}
		left.Left = append(left.Left, Left{o, a, name})
	}
	return left, nil
}

// Page returns an organisation with what is known of its leaving.
func (u UseCases) Page(ctx context.Context, id string) (Left, error) {
	o, err := u.Records.Organisation(ctx, id)
	if err != nil {
		return Left{}, err
	}
	a, err := u.archiving(ctx, id)
	return Left{Organisation: o, Archiving: a}, err
}
