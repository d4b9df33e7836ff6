package stewardship

import (
	"context"
	"fmt"
	"time"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/freshness"
	"telaio/internal/i18n"
	"telaio/internal/letter"
	"telaio/internal/organisation"
	"telaio/internal/secret"
)

// Quiet is a page about which nobody has answered for so long that the team is
// asked whether it stays.
type Quiet struct {
	organisation.Organisation
	Mark   freshness.Mark
	Notice organisation.Archiving // zero = it has not been told yet
	// Voice is what somebody has written about the page and the team has not decided
	// yet: the page stays until then. Zero = nobody has.
	Voice organisation.Proposal
}

// Untold reports whether whoever looks after the page is to be told that it may
// leave: not twice, and not before what they have written is decided.
func (q Quiet) Untold() bool { return q.Notice.NoticedAt.IsZero() && q.Voice.ID == "" }

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
		one := Quiet{Organisation: o, Mark: mark}
		if one.Notice, err = u.archiving(ctx, o.ID); err != nil {
			return nil, err
		}
		if one.Voice, _, err = u.voice(ctx, o.ID, one.Notice.NoticedAt); err != nil {
			return nil, err
		}
		quiet = append(quiet, one)
	}
	return quiet, nil
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
		all = append(all, receiver{address: address, language: o.Card.LetterLanguage()})
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
			"Name": to.name, "Organisation": o.Card.Name, "Page": u.Links.Page(to.language, o.Slug), "On": i18n.Day(i18n.Language(to.language), a.DueOn),
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

// voice returns what somebody has sent the team about the page and the team has
// not decided yet. Spoke says that there is such a thing, or that something has
// come since the page was told: it is not silent, whatever became of that.
func (u UseCases) voice(ctx context.Context, id string, told time.Time) (waiting organisation.Proposal, spoke bool, err error) {
	all, err := u.Records.ProposalsOfOrganisation(ctx, id)
	if err != nil {
		return waiting, false, fmt.Errorf("look for what was written about a page: %w", err)
	}
	for _, p := range all {
		switch {
		case p.State == organisation.Unconfirmed:
		case p.State.Open():
			return p, true, nil
		default:
			spoke = spoke || p.SentAt.After(told)
		}
	}
	return waiting, spoke, nil
}

// Due is the day from which the page leaves unless somebody answers, zero if it
// has not been told so.
func (u UseCases) Due(ctx context.Context, o organisation.Organisation) (time.Time, error) {
	a, err := u.archiving(ctx, o.ID)
	if err != nil || !a.ArchivedAt.IsZero() || a.Answered(o) {
		return time.Time{}, err
	}
	return a.DueOn, nil
}

// ArchiveDue archives the pages whose day has come and about which nobody has
// answered, and forgets the notices that were answered. What somebody has
// written about a page is decided first. It returns how many pages left.
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
		gone, err := u.archiveIfDue(ctx, a)
		if err != nil {
			return left, err
		}
		if gone {
			left++
		}
	}
	return left, nil
}

func (u UseCases) archiveIfDue(ctx context.Context, a organisation.Archiving) (gone bool, err error) {
	o, err := u.Records.Organisation(ctx, a.OrganisationID)
	if err != nil {
		return false, fmt.Errorf("find a page that was told: %w", err)
	}
	waiting, spoke, err := u.voice(ctx, a.OrganisationID, a.NoticedAt)
	if err != nil {
		return false, err
	}
	switch {
	case waiting.ID != "":
		return false, nil
	case a.Answered(o) || spoke || o.State != organisation.Published:
		if err := u.Records.RemoveArchiving(ctx, o.ID); err != nil {
			return false, fmt.Errorf("forget a notice: %w", err)
		}
		return false, nil
	case !a.Due(o, u.now()):
		return false, nil
	}
	by := account.Subject{PersonID: account.System, Name: a.Person}
	err = u.Archive(ctx, o.ID, Departure{Why: organisation.Silent, Notice: a}, by)
	if fault.KindOf(err) == fault.Conflict {
		return false, nil // somebody has answered at this very moment
	}
	return err == nil, err
}
