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

// CarryOut does what is due. It is a periodic task.
func (u UseCases) CarryOut(ctx context.Context) error {
	due, err := u.Records.DueEditorChanges(ctx, u.now())
	if err != nil {
		return fmt.Errorf("list the changes of editors that are due: %w", err)
	}
	for _, c := range due {
		err := u.Records.InTx(ctx, func(ctx context.Context) error {
			o, err := u.Records.Organisation(ctx, c.OrganisationID)
			if err != nil {
				return err
			}
			_, err = u.carryOutIfDue(ctx, c, o)
			return err
		})
		if err != nil {
			return fmt.Errorf("carry out a change of editors: %w", err)
		}
	}
	return nil
}

// changeOf returns the change that hands a page to the invitation's guest.
func (u UseCases) changeOf(ctx context.Context, i Invitation) (EditorChange, bool, error) {
	waiting, err := u.Records.EditorChangesOf(ctx, i.OrganisationID)
	if err != nil {
		return EditorChange{}, false, err
	}
	for _, c := range waiting {
		if c.InvitationID == i.ID {
			return c, true, nil
		}
	}
	return EditorChange{}, false, nil
}

// carryOutIfDue closes the change if its time has come, and reports whether what
// it asked for was done.
func (u UseCases) carryOutIfDue(ctx context.Context, c EditorChange, o organisation.Organisation) (bool, error) {
	i, err := u.handedTo(ctx, c)
	if err != nil {
		return false, err
	}
	others, err := u.others(ctx, c)
	if err != nil {
		return false, err
	}
	accepted := i.State == InvitationAccepted
	if !c.Due(u.now(), others, accepted) {
		if c.Kind == HandOver && !accepted && !i.Open(u.now()) {
			_, err = u.Records.CloseEditorChange(ctx, c.ID, ChangeStopped, "", u.now())
		}
		return false, err
	}
	// Before anything is counted: the audit chain lets one transaction through at
	// a time.
	if err := u.record(ctx, account.Subject{PersonID: account.System}, "editor.change-carried-out", o.ID, u.now()); err != nil {
		return false, err
	}
	if others, err = u.others(ctx, c); err != nil {
		return false, err
	}
	state := ChangeDone
	if !c.Possible(others) {
		state = ChangeStopped
	}
	first, err := u.Records.CloseEditorChange(ctx, c.ID, state, "", u.now())
	if err != nil || !first || state == ChangeStopped {
		return false, err
	}
	if c.Kind == HandOver {
		if err := u.join(ctx, i, o); err != nil {
			return false, err
		}
	}
	return true, u.leave(ctx, c, o)
}

// handedTo is the invitation of who gets the page, zero if there is none.
func (u UseCases) handedTo(ctx context.Context, c EditorChange) (Invitation, error) {
	if c.InvitationID == "" {
		return Invitation{}, nil
	}
	i, err := u.Records.InvitationByID(ctx, c.InvitationID)
	if fault.KindOf(err) == fault.NotFound { // erased with the guest
		return Invitation{}, nil
	}
	return i, err
}

// others counts the editors beside the one who loses the role.
func (u UseCases) others(ctx context.Context, c EditorChange) (int, error) {
	editors, err := u.People.EditorsOf(ctx, c.OrganisationID)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, editor := range editors {
		if editor.ID != c.PersonID {
			n++
		}
	}
	return n, nil
}

// leave takes the role away and tells everybody.
func (u UseCases) leave(ctx context.Context, c EditorChange, o organisation.Organisation) error {
	person, err := u.People.Person(ctx, c.PersonID)
	if err != nil {
		return err
	}
	if !person.Holds(editorOf(o)) {
		return nil
	}
	if err := u.People.Revoke(ctx, c.AskedBy, person.ID, editorOf(o)); err != nil {
		return err
	}
	by, err := u.People.Person(ctx, c.AskedBy)
	if err != nil {
		return err
	}
	template := "editor_removed"
	if c.Kind == HandOver {
		template = "hand_over_done"
	}
	if err := u.Outbox.Send(ctx, u.letter(template, person, by.Name, o)); err != nil {
		return err
	}
	return u.announce(ctx, "editor_left", o, news{who: person.Greeting(), whom: person.Greeting()})
}
