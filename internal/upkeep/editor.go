package upkeep

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/letter"
	"telaio/internal/organisation"
)

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

// Leave gives one's own role back and tells the others. The last editor stays, so
// that somebody can speak for the organisation: they hand the page over, or ask
// to take it off the atlas.
func (u UseCases) Leave(ctx context.Context, who account.Subject, o organisation.Organisation) error {
	if err := mayEdit(who, o.ID); err != nil {
		return err
	}
	err := u.Records.InTx(ctx, func(ctx context.Context) error {
		person, err := u.People.Person(ctx, who.PersonID)
		if err != nil {
			return err
		}
		if err := u.People.Revoke(ctx, who.PersonID, who.PersonID, editorOf(o)); err != nil {
			return err
		}
		left, err := u.People.EditorsOf(ctx, o.ID) // counted last: Revoke makes writers take turns
		if err != nil {
			return err
		}
		if len(left) == 0 {
			return fault.New(fault.Conflict, "area.last_editor")
		}
		return u.announce(ctx, "editor_left", o, news{who: person.Greeting(), whom: person.Greeting()})
	})
	if err != nil {
		return fmt.Errorf("leave a page: %w", err)
	}
	return nil
}

func editorOf(o organisation.Organisation) account.Grant {
	return account.Grant{Role: account.OrganisationEditor, OrganisationID: o.ID}
}

// news is what all editors are told: who did something to whom.
type news struct {
	who, whom string
	personID  string // the editor it is about, who is written to in other words
	except    string // the editor who is told nothing
}

// announce writes to every editor. Where the template has a form that ends in
// _you, the one whom it is about gets that.
func (u UseCases) announce(ctx context.Context, template string, o organisation.Organisation, n news) error {
	editors, err := u.People.EditorsOf(ctx, o.ID)
	if err != nil {
		return err
	}
	for _, editor := range editors {
		if editor.ID == n.except {
			continue
		}
		l := u.letter(template, editor, n.who, o)
		if editor.ID == n.personID {
			l.Template = "removal_asked_you"
		}
		l.Values["Whom"], l.Values["Days"] = n.whom, inDays(TimeToObject)
		if err := u.Outbox.Send(ctx, l); err != nil {
			return err
		}
	}
	return nil
}

// letter is a letter about what somebody did to who looks after a page.
func (u UseCases) letter(template string, to account.Person, by string, o organisation.Organisation) letter.Letter {
	return letter.Letter{
		To: to.Email, Name: to.Name, Language: to.Language, Template: template,
		Values: map[string]string{
			"Name": to.Name, "By": by, "Who": by, "Organisation": o.Card.Name, "Link": u.Links.SignIn(to.Language, o.ID),
			"People": u.Links.People(to.Language, o.ID), "Page": u.Links.Page(to.Language, o.Slug),
		},
	}
}

func inDays(d time.Duration) string { return strconv.Itoa(int(d.Hours() / 24)) }
