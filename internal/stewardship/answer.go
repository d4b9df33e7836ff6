package stewardship

import (
	"context"
	"fmt"
	"time"

	"telaio/internal/audit"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/secret"
)

// linkLife is for how long a reminder can be answered.
const linkLife = 90 * 24 * time.Hour

// Asked returns the reminder that the token opens, with its organisation. It is
// fault.Expired, with the reason as its key, once it was answered, the page has
// become one with another or has left, or the link is too old.
func (u UseCases) Asked(ctx context.Context, token string) (Reminder, organisation.Organisation, error) {
	r, err := u.Records.Reminder(ctx, secret.Hash(token))
	if err != nil {
		return r, organisation.Organisation{}, err
	}
	o, err := u.Records.Organisation(ctx, r.OrganisationID)
	if err != nil {
		return r, o, fmt.Errorf("find the organisation: %w", err)
	}
	if why := over(r, o, u.now()); why != "" {
		return r, o, fault.New(fault.Expired, why)
	}
	return r, o, nil
}

// over is the key of why a reminder can be answered no more, "" if it can.
func over(r Reminder, o organisation.Organisation, now time.Time) string {
	switch {
	case r.Answer != "":
		return "stewardship.link_answered"
	case o.State == organisation.Merged:
		return "stewardship.link_merged"
	case o.State != organisation.Published:
		return "stewardship.link_left"
	case !now.Before(r.SentAt.Add(linkLife)):
		return "stewardship.link_old"
	default:
		return ""
	}
}

// StillTrue confirms the revision that the person has read.
func (u UseCases) StillTrue(ctx context.Context, token string, revision int) error {
	return u.answer(ctx, token, "true", func(ctx context.Context, r Reminder, o organisation.Organisation) error {
		if err := u.Records.ConfirmOrganisation(ctx, o.ID, revision, organisation.ByOrganisation, u.now()); err != nil {
			return err
		}
		return u.Records.AppendAudit(ctx, audit.Entry{At: u.now(), Actor: r.PersonID, Action: "organisation.confirmed", Object: "organisation:" + o.ID})
	})
}

// NoLongerExists asks the team to archive the page. They decide.
func (u UseCases) NoLongerExists(ctx context.Context, token string) error {
	return u.answer(ctx, token, "gone", func(ctx context.Context, r Reminder, o organisation.Organisation) error {
		before, err := u.Records.ProposalsOfOrganisation(ctx, o.ID)
		if err != nil {
			return err
		}
		for _, p := range before {
			if p.Origin == organisation.Withdrawal && p.State.Open() {
				return nil
			}
		}
		sender := organisation.Sender{Email: o.Card.Contacts.Email}
		language := "it"
		if r.PersonID != "" {
			person, err := u.People.Person(ctx, r.PersonID)
			if err != nil {
				return fmt.Errorf("find who answers: %w", err)
			}
			sender, language = organisation.Sender{Name: person.Name, Email: person.Email, PersonID: person.ID}, person.Language
		}
		return u.Records.AddProposal(ctx, organisation.Proposal{
			ID: secret.ID(), OrganisationID: o.ID, BaseRevision: o.Revision, Origin: organisation.Withdrawal, State: organisation.Unread,
			Name: o.Card.Name, Language: language, Sender: sender, SentAt: u.now(), UpdatedAt: u.now(),
		})
	})
}

// Stop keeps every further reminder from whoever holds the token. It is no
// answer: it can be pressed before one and after it, however old the mail is and
// whatever became of the page.
func (u UseCases) Stop(ctx context.Context, token string) error {
	r, err := u.Records.Reminder(ctx, secret.Hash(token))
	if err != nil {
		return err
	}
	hash := r.AddressHash // the page or the person may have another address by now
	if hash == "" {
		address, err := u.askedAt(ctx, r)
		if err != nil {
			return err
		}
		hash = addressHash(address)
	}
	if err := u.Records.StopReminders(ctx, hash, u.now()); err != nil {
		return fmt.Errorf("stop reminders: %w", err)
	}
	return nil
}

// askedAt is the present address of whoever was reminded.
func (u UseCases) askedAt(ctx context.Context, r Reminder) (string, error) {
	if r.PersonID != "" {
		person, err := u.People.Person(ctx, r.PersonID)
		if err != nil {
			return "", fmt.Errorf("find who answers: %w", err)
		}
		return person.Email, nil
	}
	o, err := u.Records.Organisation(ctx, r.OrganisationID)
	if err != nil {
		return "", fmt.Errorf("find the organisation: %w", err)
	}
	return o.Card.Contacts.Email, nil
}

// answer does what the answer means, once.
func (u UseCases) answer(ctx context.Context, token, answer string, do func(context.Context, Reminder, organisation.Organisation) error) error {
	err := u.Records.InTx(ctx, func(ctx context.Context) error {
		r, o, err := u.Asked(ctx, token)
		if err != nil {
			return err
		}
		first, err := u.Records.AnswerReminder(ctx, secret.Hash(token), answer)
		if err != nil {
			return err
		}
		if !first {
			return fault.New(fault.Expired, "stewardship.link_answered")
		}
		return do(ctx, r, o)
	})
	if err != nil {
		return fmt.Errorf("answer a reminder: %w", err)
	}
	return nil
}
