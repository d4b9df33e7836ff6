package upkeep

import (
	"context"
	"fmt"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/organisation"
)

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
