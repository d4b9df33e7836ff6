package stewardship

import (
	"context"
	"fmt"
	"slices"
	"time"

	"telaio/internal/account"
	"telaio/internal/audit"
	"telaio/internal/fault"
	"telaio/internal/freshness"
	"telaio/internal/letter"
	"telaio/internal/organisation"
	"telaio/internal/secret"
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
}

// Quiet is a page about which nobody has answered for so long that the team is
// asked whether it stays.
type Quiet struct {
	organisation.Organisation
	Mark   freshness.Mark
	Notice organisation.Archiving // zero = it has not been told yet
}

// mostQuiet is how many silent pages the team is shown at once.
const mostQuiet = 200

// Quiet lists the pages that have been unconfirmed for long, the oldest first.
func (u UseCases) Quiet(ctx context.Context) ([]Quiet, error) {
	now := u.now()
	// No mark asks the team sooner than this after it was set.
	pages, err := u.Records.PagesSilentSince(ctx, now.AddDate(0, -freshness.Contacts.Months(), 0), mostQuiet)
	if err != nil {
		return nil, fmt.Errorf("list the silent pages: %w", err)
	}
	var quiet []Quiet
	for _, o := range pages {
		mark := freshness.Whole(o.ConfirmedAt, o.UpdatedAt)
		if now.Before(mark.AskTeamOn()) {
			continue
		}
		a, err := u.archiving(ctx, o.ID)
		if err != nil {
			return nil, err
		}
		quiet = append(quiet, Quiet{o, mark, a})
	}
	return quiet, nil
}

// archiving is zero if nothing is known.
func (u UseCases) archiving(ctx context.Context, id string) (organisation.Archiving, error) {
	a, err := u.Records.Archiving(ctx, id)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return a, fmt.Errorf("read why a page leaves: %w", err)
	}
	return a, nil
}

// noticeLife is how long an organisation has to answer a notice.
const noticeLife = 60 * 24 * time.Hour

// Notice tells those who look after the page, or its public address, that it
// will be archived on a day unless they answer. Who wants no reminders is told
// too: it is the last word before the page goes.
func (u UseCases) Notice(ctx context.Context, organisationID string, by account.Subject) error {
	err := u.Records.InTx(ctx, func(ctx context.Context) error {
		if err := u.note(ctx, by, "organisation.noticed", organisationID); err != nil {
			return err // first: the audit chain lets one transaction through at a time
		}
		o, err := u.Records.Organisation(ctx, organisationID)
		if err != nil {
			return err
		}
		known, err := u.archiving(ctx, o.ID)
		if err != nil {
			return err
		}
		if o.State != organisation.Published || !known.NoticedAt.IsZero() && !known.Answered(o) {
			return fault.New(fault.Conflict, "archive.error.told_already")
		}
		all, err := u.everybody(ctx, o)
		if err != nil {
			return err
		}
		if len(all) == 0 {
			return fault.New(fault.Conflict, "archive.error.nobody")
		}
		a := organisation.Archiving{
			OrganisationID: o.ID, Why: organisation.Silent, NoticedAt: u.now(), DueOn: u.now().Add(noticeLife), PersonID: by.PersonID, Person: by.Name,
		}
		for _, to := range all {
			if err := u.announce(ctx, o, to, a); err != nil {
				return err
			}
		}
		return u.Records.PutArchiving(ctx, a)
	})
	if err != nil {
		return fmt.Errorf("tell that a page will be archived: %w", err)
	}
	return nil
}

func (u UseCases) note(ctx context.Context, by account.Subject, action, organisationID string) error {
	return u.Records.AppendAudit(ctx, audit.Entry{At: u.now(), Actor: by.PersonID, Action: action, Object: "organisation:" + organisationID})
}

// everybody are the editors, or else the public address.
func (u UseCases) everybody(ctx context.Context, o organisation.Organisation) ([]receiver, error) {
	editors, err := u.People.EditorsOf(ctx, o.ID)
	if err != nil {
		return nil, fmt.Errorf("list the editors: %w", err)
	}
	var all []receiver
	for _, e := range editors {
		all = append(all, receiver{e.ID, e.Email, e.Name, e.Language})
	}
	if address, err := account.CleanEmail(o.Card.Contacts.Email); len(all) == 0 && err == nil {
		all = append(all, receiver{address: address, language: "it"})
	}
	return all, nil
}

func (u UseCases) announce(ctx context.Context, o organisation.Organisation, to receiver, a organisation.Archiving) error {
	token := secret.Token()
	if err := u.Records.AddReminder(ctx, secret.Hash(token), Reminder{OrganisationID: o.ID, PersonID: to.personID, SentAt: u.now()}); err != nil {
		return err
	}
	link := u.Links.StillTrue(to.language, token)
	return u.Outbox.Send(ctx, letter.Letter{
		To: to.address, Name: to.name, Language: to.language, Template: "archive_notice",
		Values: map[string]string{
			"Name": to.name, "Organisation": o.Card.Name, "Page": u.Links.Page(to.language, o.Slug), "On": a.DueOn.Format("02/01/2006"),
			"Link": link + "#true", "Change": link + "#change", "Gone": link + "#gone",
		},
	})
}

// Keep says that somebody of the team has checked the page and that it stays.
func (u UseCases) Keep(ctx context.Context, organisationID string, revision int, by account.Subject) error {
	err := u.Records.InTx(ctx, func(ctx context.Context) error {
		if err := u.note(ctx, by, "organisation.confirmed", organisationID); err != nil {
			return err
		}
		if err := u.Records.ConfirmOrganisation(ctx, organisationID, revision, organisation.ByTeam, u.now()); err != nil {
			return err
		}
		return u.Records.RemoveArchiving(ctx, organisationID)
	})
	if err != nil {
		return fmt.Errorf("keep a page: %w", err)
	}
	return nil
}

// ArchiveDue archives the pages whose day has come and about which nobody has
// answered, and forgets the notices that were answered. It returns how many
// pages left.
func (u UseCases) ArchiveDue(ctx context.Context) (int, error) {
	all, err := u.Records.Archivings(ctx)
	if err != nil {
		return 0, fmt.Errorf("list the notices: %w", err)
	}
	left := 0
	for _, a := range all {
		if !a.ArchivedAt.IsZero() {
			continue
		}
		o, err := u.Records.Organisation(ctx, a.OrganisationID)
		if err != nil {
			return left, fmt.Errorf("find a page that was told: %w", err)
		}
		switch {
		case a.Due(o, u.now()):
			by := account.Subject{PersonID: account.System, Name: a.Person}
			if err := u.Archive(ctx, o.ID, Departure{Why: organisation.Silent, Notice: a}, by); err != nil {
				return left, err
			}
			left++
		case a.Answered(o) || o.State != organisation.Published:
			if err := u.Records.RemoveArchiving(ctx, o.ID); err != nil {
				return left, fmt.Errorf("forget a notice: %w", err)
			}
		}
	}
	return left, nil
}

// Departure is how a page leaves.
type Departure struct {
	Why       organisation.Why
	Successor string                 // slug of the organisation that took its place, "" = none
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
		if err := u.checkSuccessor(ctx, o, d.Successor); err != nil {
			return err
		}
		was := o.State
		o.State, o.Successor, o.UpdatedAt = organisation.Archived, d.Successor, u.now()
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
			PersonID: by.PersonID, Person: by.Name,
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

func (u UseCases) checkSuccessor(ctx context.Context, o organisation.Organisation, successor string) error {
	if successor == "" {
		return nil
	}
	taken, err := u.Records.SlugTaken(ctx, successor)
	if err != nil {
		return fmt.Errorf("look for the successor: %w", err)
	}
	if !taken || successor == o.Slug {
		return fault.InvalidFields(map[string]fault.Message{"successor": {Key: "desk.error.no_such_successor"}})
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
		left.Left = append(left.Left, Left{o, a})
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
	return Left{o, a}, err
}
