package upkeep

import (
	"context"
	"fmt"
	"slices"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/letter"
	"telaio/internal/organisation"
)

// mostEditors is how many people may speak for one organisation: more than any
// needs, few enough that invitations cannot flood mailboxes.
const mostEditors = 20

// Invite lets somebody else change the organisation's page and writes to them.
// Whoever can do so already hears nothing.
func (u UseCases) Invite(ctx context.Context, who account.Subject, o organisation.Organisation, guest account.Newcomer) error {
	if err := mayEdit(who, o.ID); err != nil {
		return err
	}
	err := u.Records.InTx(ctx, func(ctx context.Context) error {
		before, err := u.People.EditorsOf(ctx, o.ID)
		if err != nil {
			return err
		}
		if len(before) >= mostEditors {
			return fault.New(fault.Conflict, "area.too_many_editors")
		}
		person, err := u.People.GrantTo(ctx, who.PersonID, guest, editorOf(o))
		if err != nil {
			return err
		}
		if slices.ContainsFunc(before, func(p account.Person) bool { return p.ID == person.ID }) {
			return nil
		}
		return u.Outbox.Send(ctx, u.letter("editor_invited", person, who, o))
	})
	if err != nil {
		return fmt.Errorf("invite an editor: %w", err)
	}
	return nil
}

// Editor returns one of the people who may change the organisation's page.
func (u UseCases) Editor(ctx context.Context, o organisation.Organisation, id string) (account.Person, error) {
	editors, err := u.People.EditorsOf(ctx, o.ID)
	if err != nil {
		return account.Person{}, fmt.Errorf("list the editors: %w", err)
	}
	for _, e := range editors {
		if e.ID == id {
			return e, nil
		}
	}
	return account.Person{}, fault.New(fault.NotFound, "error.not_found")
}

// Remove takes an editor's role away and tells them. The last one stays, so that
// somebody can speak for the organisation.
func (u UseCases) Remove(ctx context.Context, who account.Subject, o organisation.Organisation, editor account.Person) error {
	if err := mayEdit(who, o.ID); err != nil {
		return err
	}
	err := u.Records.InTx(ctx, func(ctx context.Context) error {
		if err := u.People.Revoke(ctx, who.PersonID, editor.ID, editorOf(o)); err != nil {
			return err
		}
		left, err := u.People.EditorsOf(ctx, o.ID) // counted last: Revoke makes writers take turns
		if err != nil {
			return err
		}
		if len(left) == 0 {
			return fault.New(fault.Conflict, "area.last_editor")
		}
		return u.Outbox.Send(ctx, u.letter("editor_removed", editor, who, o))
	})
	if err != nil {
		return fmt.Errorf("remove an editor: %w", err)
	}
	return nil
}

func editorOf(o organisation.Organisation) account.Grant {
	return account.Grant{Role: account.OrganisationEditor, OrganisationID: o.ID}
}

func (u UseCases) letter(template string, to account.Person, by account.Subject, o organisation.Organisation) letter.Letter {
	return letter.Letter{
		To: to.Email, Name: to.Name, Language: to.Language, Template: template,
		Values: map[string]string{
			"Name": to.Name, "By": by.Name, "Organisation": o.Card.Name, "Link": u.Links.SignIn(to.Language, o.ID),
			"Page": u.Links.Page(to.Language, o.Slug),
		},
	}
}
