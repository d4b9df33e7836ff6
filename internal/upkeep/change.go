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

// EditorChange is something that is going to change about who looks after a
// page. All editors are told, and each may object until it is due.
type EditorChange struct {
	ID             string
	OrganisationID string
	Kind           ChangeKind
	PersonID       string // who loses the role
	AskedBy        string // person id
	InvitationID   string // of who gets it, when the page is handed over
	AskedAt        time.Time
	DueAt          time.Time
	State          ChangeState
	ClosedBy       string // person id, "" = nobody in particular
	ClosedAt       time.Time
}

// ChangeKind says what is going to change.
type ChangeKind string

// The kinds.
const (
	Removal  ChangeKind = "removal"   // somebody takes another's role away
	HandOver ChangeKind = "hand-over" // somebody gives their own role to another person
)

// ChangeState is what became of a change.
type ChangeState string

// The states.
const (
	ChangeWaiting ChangeState = "waiting"
	ChangeDone    ChangeState = "done"
	ChangeStopped ChangeState = "stopped"
)

// TimeToObject is how long the editors have to object to a change.
const TimeToObject = 7 * 24 * time.Hour

// Due reports whether the change is to be carried out now. Others are the
// editors beside the one who loses the role; accepted says whether whoever the
// page is handed to has agreed. Where nobody else could object, a page is handed
// over as soon as it is accepted.
func (c EditorChange) Due(now time.Time, others int, accepted bool) bool {
	over := !now.Before(c.DueAt)
	switch c.Kind {
	case Removal:
		return over
	case HandOver:
		return accepted && (over || others == 0)
	default:
		return false
	}
}

// Possible reports whether the change would leave somebody to speak for the
// organisation.
func (c EditorChange) Possible(others int) bool { return c.Kind == HandOver || others > 0 }

// AskRemoval announces to all editors that one of them is going to lose the
// role. Each, the one concerned too, may object within TimeToObject.
func (u UseCases) AskRemoval(ctx context.Context, who account.Subject, o organisation.Organisation, editor account.Person) error {
	if err := mayEdit(who, o.ID); err != nil {
		return err
	}
	err := u.Records.InTx(ctx, func(ctx context.Context) error {
		if err := u.record(ctx, who, "editor.removal-asked", o.ID, u.now()); err != nil {
			return err
		}
		if err := u.refuseSecond(ctx, o, editor.ID); err != nil {
			return err
		}
		now := u.now()
		c := EditorChange{
			ID: secret.ID(), OrganisationID: o.ID, Kind: Removal, PersonID: editor.ID, AskedBy: who.PersonID,
			AskedAt: now, DueAt: now.Add(TimeToObject), State: ChangeWaiting,
		}
		if err := u.Records.AddEditorChange(ctx, c); err != nil {
			return err
		}
		return u.announce(ctx, "removal_asked", o, news{who: who.Name, whom: editor.Greeting(), personID: editor.ID})
	})
	if err != nil {
		return fmt.Errorf("ask to remove an editor: %w", err)
	}
	return nil
}

// AskHandOver invites somebody to take the person's own place. The others are
// told and may object; alone, the person is replaced as soon as the guest accepts.
func (u UseCases) AskHandOver(ctx context.Context, who account.Subject, o organisation.Organisation, guest account.Newcomer) error {
	if err := mayEdit(who, o.ID); err != nil {
		return err
	}
	err := u.Records.InTx(ctx, func(ctx context.Context) error {
		if err := u.record(ctx, who, "editor.hand-over-asked", o.ID, u.now()); err != nil {
			return err
		}
		if err := u.refuseSecond(ctx, o, who.PersonID); err != nil {
			return err
		}
		known, err := u.editorByAddress(ctx, o, guest)
		if err != nil {
			return err
		}
		if known {
			return fault.InvalidFields(map[string]fault.Message{"email": {Key: "area.hand_over_known"}})
		}
		i, err := u.invite(ctx, who, o, guest)
		if err != nil {
			return err
		}
		now := u.now()
		c := EditorChange{
			ID: secret.ID(), OrganisationID: o.ID, Kind: HandOver, PersonID: who.PersonID, AskedBy: who.PersonID, InvitationID: i.ID,
			AskedAt: now, DueAt: now.Add(TimeToObject), State: ChangeWaiting,
		}
		if err := u.Records.AddEditorChange(ctx, c); err != nil {
			return err
		}
		whom := account.Person{Name: i.Guest.Name, Email: i.Guest.Email}.Greeting()
		return u.announce(ctx, "hand_over_asked", o, news{who: who.Name, whom: whom, except: who.PersonID})
	})
	if err != nil {
		return fmt.Errorf("hand a page over: %w", err)
	}
	return nil
}

// refuseSecond keeps two changes from concerning one person.
func (u UseCases) refuseSecond(ctx context.Context, o organisation.Organisation, personID string) error {
	waiting, err := u.Records.EditorChangesOf(ctx, o.ID)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(waiting, func(c EditorChange) bool { return c.PersonID == personID }) {
		return fault.New(fault.Conflict, "area.change_waits")
	}
	return nil
}

// Object stops a change. Any editor may; the team sees it in the audit.
func (u UseCases) Object(ctx context.Context, who account.Subject, o organisation.Organisation, id string) error {
	if err := mayEdit(who, o.ID); err != nil {
		return err
	}
	err := u.Records.InTx(ctx, func(ctx context.Context) error {
		if err := u.record(ctx, who, "editor.change-stopped", o.ID, u.now()); err != nil {
			return err
		}
		waiting, err := u.Records.EditorChangesOf(ctx, o.ID)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(waiting, func(c EditorChange) bool { return c.ID == id })
		if i < 0 {
			return fault.New(fault.NotFound, "error.not_found")
		}
		return u.stop(ctx, who, o, waiting[i])
	})
	if err != nil {
		return fmt.Errorf("object to a change of editors: %w", err)
	}
	return nil
}

func (u UseCases) stop(ctx context.Context, who account.Subject, o organisation.Organisation, c EditorChange) error {
	first, err := u.Records.CloseEditorChange(ctx, c.ID, ChangeStopped, who.PersonID, u.now())
	if err != nil {
		return err
	}
	if !first {
		return fault.New(fault.Conflict, "error.conflict")
	}
	if c.InvitationID != "" {
		if _, err := u.Records.AnswerInvitation(ctx, c.InvitationID, InvitationWithdrawn, u.now()); err != nil {
			return err
		}
	}
	whom, err := u.People.Person(ctx, c.PersonID)
	if err != nil {
		return err
	}
	template := "removal_stopped"
	if c.Kind == HandOver {
		template = "hand_over_stopped"
	}
	return u.announce(ctx, template, o, news{who: who.Name, whom: whom.Greeting()})
}
