package account

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strconv"
	"strings"

	"telaio/internal/audit"
	"telaio/internal/fault"
	"telaio/internal/letter"
)

// Welcome mails a way in to somebody who may be new here: whoever uses it has an
// account from then on, under the name that they gave. Why says what the letter
// is about: its template and the values of its own. As with Ask, nothing tells
// whether the address is known. Without a name it refuses: organisations and the
// team recognise people by it.
func (e Entrance) Welcome(ctx context.Context, asked Asked, name string, why letter.Letter) error {
	guest, err := newPerson(Newcomer{Email: asked.Email, Name: name, Language: asked.Language}, e.Clock.Now())
	if strings.TrimSpace(name) == "" {
		return nameless(err)
	}
	if err != nil {
		return err
	}
	newcomer := Newcomer{Email: guest.Email, Name: guest.Name, Language: guest.Language}
	return e.mail(ctx, asked, newcomer, func(email string, person Person, token, code string) letter.Letter {
		l := letter.Letter{To: email, Name: guest.Name, Language: guest.Language, Template: why.Template, Values: maps.Clone(why.Values)}
		if person.ID != "" {
			l.Name, l.Language = person.Name, person.Language
		}
		l.Values["Name"], l.Values["Link"], l.Values["Code"] = l.Name, e.EnterURL(l.Language, token), code
		l.Values["Minutes"] = strconv.Itoa(int(MailedLife.Minutes()))
		return l
	})
}

// nameless refuses for want of a name, and for what else is wrong.
func nameless(also error) error {
	fields := map[string]fault.Message{"name": {Key: "account.name_missing"}}
	var refusal *fault.Error
	if errors.As(also, &refusal) {
		maps.Copy(fields, refusal.Fields)
	}
	return fault.InvalidFields(fields)
}

// personOf returns the id of the pass's person, who is added if they are new.
func (e Entrance) personOf(ctx context.Context, pass Pass) (string, error) {
	if pass.PersonID != "" {
		return pass.PersonID, nil
	}
	known, err := e.Store.PersonByEmail(ctx, pass.Newcomer.Email)
	if err == nil {
		return known.ID, nil
	}
	if fault.KindOf(err) != fault.NotFound {
		return "", fmt.Errorf("look for a person: %w", err)
	}
	person, err := newPerson(pass.Newcomer, e.Clock.Now())
	if err != nil {
		return "", err
	}
	if err := e.Store.AddPerson(ctx, person); err != nil {
		return "", fmt.Errorf("add a person: %w", err)
	}
	return person.ID, e.Store.AppendAudit(ctx, audit.Entry{At: person.CreatedAt, Actor: person.ID, Action: "person.added", Object: "person:" + person.ID})
}
