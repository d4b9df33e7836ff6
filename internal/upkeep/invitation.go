package upkeep

import (
	"context"
	"fmt"
	"slices"
	"time"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/secret"
)

// Invitation asks somebody to look after an organisation's page. Nothing is
// given before they accept it.
type Invitation struct {
	ID             string
	TokenHash      string // of what was mailed
	OrganisationID string
	Guest          account.Newcomer
	InvitedBy      string // person id
	InvitedAt      time.Time
	ExpiresAt      time.Time
	State          InvitationState
	AnsweredAt     time.Time // zero = not yet
}

// InvitationState is what became of an invitation.
type InvitationState string

// The states. One that nobody answered in time stays waiting and is not open.
const (
	InvitationWaiting   InvitationState = "waiting"
	InvitationAccepted  InvitationState = "accepted"
	InvitationDeclined  InvitationState = "declined"
	InvitationWithdrawn InvitationState = "withdrawn"
)

// InvitationLife is for how long an invitation can be answered.
const InvitationLife = 14 * 24 * time.Hour

// Open reports whether the invitation can still be answered.
func (i Invitation) Open(now time.Time) bool {
	return i.State == InvitationWaiting && now.Before(i.ExpiresAt)
}

// mostEditors is how many people may speak for one organisation, invitations
// counted: more than any needs, few enough that they cannot flood mailboxes.
const mostEditors = 20

// Invite asks somebody else to look after the organisation's page and tells the
// other editors once they do. Whoever can do so already hears nothing. A new
// invitation to the same address takes the place of an older one.
func (u UseCases) Invite(ctx context.Context, who account.Subject, o organisation.Organisation, guest account.Newcomer) error {
	if err := mayEdit(who, o.ID); err != nil {
		return err
	}
	err := u.Records.InTx(ctx, func(ctx context.Context) error {
		if err := u.record(ctx, who, "editor.invited", o.ID, u.now()); err != nil {
			return err
		}
		known, err := u.editorByAddress(ctx, o, guest)
		if err != nil || known {
			return err
		}
		_, err = u.invite(ctx, who, o, guest)
		return err
	})
	if err != nil {
		return fmt.Errorf("invite an editor: %w", err)
	}
	return nil
}

// editorByAddress reports whether the guest looks after the page already.
func (u UseCases) editorByAddress(ctx context.Context, o organisation.Organisation, guest account.Newcomer) (bool, error) {
	person, err := u.People.Consider(ctx, guest, editorOf(o))
	if err != nil {
		return false, err
	}
	return person.Holds(editorOf(o)), nil
}

// invite keeps an invitation and mails it.
func (u UseCases) invite(ctx context.Context, who account.Subject, o organisation.Organisation, guest account.Newcomer) (Invitation, error) {
	person, err := u.People.Consider(ctx, guest, editorOf(o))
	if err != nil {
		return Invitation{}, err
	}
	editors, err := u.People.EditorsOf(ctx, o.ID)
	if err != nil {
		return Invitation{}, err
	}
	waiting, err := u.waiting(ctx, o)
	if err != nil {
		return Invitation{}, err
	}
	if len(editors)+len(waiting) >= mostEditors {
		return Invitation{}, fault.New(fault.Conflict, "area.too_many_editors")
	}
	now, token := u.now(), secret.Token()
	for _, older := range waiting {
		if older.Guest.Email != person.Email {
			continue
		}
		if _, err := u.Records.AnswerInvitation(ctx, older.ID, InvitationWithdrawn, now); err != nil {
			return Invitation{}, err
		}
	}
	free, err := u.Records.TakeMailSlot(ctx, secret.Hash("invitation:"+person.Email), now, now.Add(-24*time.Hour))
	if err != nil {
		return Invitation{}, err
	}
	if !free {
		return Invitation{}, fault.New(fault.TooMany, "area.invited_often")
	}
	i := Invitation{
		ID: secret.ID(), TokenHash: secret.Hash(token), OrganisationID: o.ID, InvitedBy: who.PersonID, InvitedAt: now,
		Guest: account.Newcomer{Email: person.Email, Name: person.Name, Language: person.Language}, ExpiresAt: now.Add(InvitationLife), State: InvitationWaiting,
	}
	if err := u.Records.AddInvitation(ctx, i); err != nil {
		return Invitation{}, err
	}
	l := u.letter("editor_invited", person, who.Name, o)
	l.Values["Link"], l.Values["Days"] = u.Links.Invitation(person.Language, token), inDays(InvitationLife)
	return i, u.Outbox.Send(ctx, l)
}

// waiting lists the invitations that can still be answered.
func (u UseCases) waiting(ctx context.Context, o organisation.Organisation) ([]Invitation, error) {
	all, err := u.Records.InvitationsOf(ctx, o.ID)
	if err != nil {
		return nil, fmt.Errorf("list the invitations: %w", err)
	}
	now := u.now()
	return slices.DeleteFunc(all, func(i Invitation) bool { return !i.Open(now) }), nil
}

// TakeBack withdraws an invitation that nobody has answered.
func (u UseCases) TakeBack(ctx context.Context, who account.Subject, o organisation.Organisation, id string) error {
	if err := mayEdit(who, o.ID); err != nil {
		return err
	}
	err := u.Records.InTx(ctx, func(ctx context.Context) error {
		waiting, err := u.waiting(ctx, o)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(waiting, func(i Invitation) bool { return i.ID == id }) {
			return fault.New(fault.NotFound, "error.not_found")
		}
		if _, err := u.Records.AnswerInvitation(ctx, id, InvitationWithdrawn, u.now()); err != nil {
			return err
		}
		return u.record(ctx, who, "editor.invitation-withdrawn", o.ID, u.now())
	})
	if err != nil {
		return fmt.Errorf("take an invitation back: %w", err)
	}
	return nil
}

// Invited returns the invitation that the token opens, with its organisation. It
// is fault.Expired once answered or too old.
func (u UseCases) Invited(ctx context.Context, token string) (Invitation, organisation.Organisation, error) {
	i, err := u.Records.Invitation(ctx, secret.Hash(token))
	if err != nil {
		return i, organisation.Organisation{}, err
	}
	o, err := u.Records.Organisation(ctx, i.OrganisationID)
	if err != nil {
		return i, o, fmt.Errorf("find the organisation: %w", err)
	}
	if !i.Open(u.now()) || o.State == organisation.Archived {
		return i, o, fault.New(fault.Expired, "area.invitation_old")
	}
	return i, o, nil
}

// Accept takes an invitation up. Ready is false if the page is being handed over
// and the others still have time to object.
func (u UseCases) Accept(ctx context.Context, token string) (ready bool, err error) {
	err = u.answer(ctx, token, InvitationAccepted, func(ctx context.Context, i Invitation, o organisation.Organisation) error {
		change, handedOver, err := u.changeOf(ctx, i)
		if err != nil {
			return err
		}
		if handedOver {
			ready, err = u.carryOutIfDue(ctx, change, o)
			return err
		}
		ready = true
		return u.join(ctx, i, o)
	})
	return ready, err
}

// Decline turns an invitation down.
func (u UseCases) Decline(ctx context.Context, token string) error {
	return u.answer(ctx, token, InvitationDeclined, func(ctx context.Context, i Invitation, o organisation.Organisation) error {
		change, handedOver, err := u.changeOf(ctx, i)
		if err != nil || !handedOver {
			return err
		}
		_, err = u.Records.CloseEditorChange(ctx, change.ID, ChangeStopped, "", u.now())
		return err
	})
}

func (u UseCases) answer(ctx context.Context, token string, answer InvitationState, do func(context.Context, Invitation, organisation.Organisation) error) error {
	err := u.Records.InTx(ctx, func(ctx context.Context) error {
		i, o, err := u.Invited(ctx, token)
		if err != nil {
			return err
		}
		if err := u.record(ctx, account.Subject{PersonID: account.System}, "editor.invitation-"+string(answer), o.ID, u.now()); err != nil {
			return err
		}
		first, err := u.Records.AnswerInvitation(ctx, i.ID, answer, u.now())
		if err != nil {
			return err
		}
		if !first {
			return fault.New(fault.Expired, "area.invitation_old")
		}
		return do(ctx, i, o)
	})
	if err != nil {
		return fmt.Errorf("answer an invitation: %w", err)
	}
	return nil
}

// join gives the guest the role and tells those who have it.
func (u UseCases) join(ctx context.Context, i Invitation, o organisation.Organisation) error {
	before, err := u.People.EditorsOf(ctx, o.ID)
	if err != nil {
		return err
	}
	person, err := u.People.GrantTo(ctx, i.InvitedBy, i.Guest, editorOf(o))
	if err != nil {
		return err
	}
	for _, editor := range before {
		if editor.ID == person.ID {
			continue
		}
		if err := u.Outbox.Send(ctx, u.letter("editor_joined", editor, person.Greeting(), o)); err != nil {
			return err
		}
	}
	return nil
}
