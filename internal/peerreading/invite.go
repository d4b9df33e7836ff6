package peerreading

import (
	"context"
	"fmt"
	"net/url"
	"path"
	"strings"
	"unicode/utf8"

	"telaio/internal/account"
	"telaio/internal/assessment"
	"telaio/internal/fault"
	"telaio/internal/letter"
	"telaio/internal/organisation"
	"telaio/internal/questionnaire"
	"telaio/internal/secret"
)

// Invitation is what somebody types to have a cycle read.
type Invitation struct {
	Reader  string // address of the page of the organisation that is to read, or its last part
	Message string
}

// Invite asks another organisation to read what shows the high levels of a
// closed cycle. Its editors are written to.
func (u UseCases) Invite(ctx context.Context, who account.Subject, c assessment.Cycle, in Invitation) error {
	if err := mayEdit(who, c.OrganisationID); err != nil {
		return err
	}
	if c.State() != assessment.Closed {
		return fault.New(fault.Conflict, "report.not_closed")
	}
	reader, editors, err := u.reader(ctx, c, in)
	if err != nil {
		return err
	}
	r := Reading{
		ID: secret.ID(), CycleID: c.ID, OrganisationID: c.OrganisationID, ReaderID: reader.ID,
		Message: questionnaire.Clean(in.Message, true), InvitedBy: who.PersonID, InvitedAt: u.Clock.Now(),
	}
	err = u.Records.InTx(ctx, func(ctx context.Context) error {
		if err := u.record(ctx, who, "invited", r); err != nil {
			return err
		}
		if err := u.Records.AddReading(ctx, r); err != nil {
			return err
		}
		return u.write(ctx, "peer_invited", r, editors, func(language string) string { return u.Links.Reading(language, r.ReaderID, r.ID) })
	})
	if err != nil {
		return fmt.Errorf("invite another organisation to read: %w", err)
	}
	return nil
}

// reader finds who is to read, and its editors.
func (u UseCases) reader(ctx context.Context, c assessment.Cycle, in Invitation) (organisation.Organisation, []account.Person, error) {
	refuse := func(field, key string, args map[string]any) (organisation.Organisation, []account.Person, error) {
		return organisation.Organisation{}, nil, fault.InvalidFields(map[string]fault.Message{field: {Key: key, Args: args}})
	}
	if over := utf8.RuneCountInString(in.Message) - MostMessage; over > 0 {
		return refuse(MessageField, "question.too_long", map[string]any{"Count": over, "Max": MostMessage})
	}
	o, err := u.Records.OrganisationBySlug(ctx, slugIn(in.Reader))
	switch {
	case fault.KindOf(err) == fault.NotFound || err == nil && o.State != organisation.Published:
		return refuse(ReaderField, "peer.reader_unknown", nil)
	case err != nil:
		return o, nil, fmt.Errorf("find who is to read: %w", err)
	case o.ID == c.OrganisationID:
		return refuse(ReaderField, "peer.reader_same", nil)
	}
	editors, err := u.People.EditorsOf(ctx, o.ID)
	if err != nil {
		return o, nil, fmt.Errorf("list who would read: %w", err)
	}
	if len(editors) == 0 {
		return refuse(ReaderField, "peer.reader_nobody", nil)
	}
	there, err := u.Records.ReadingsOf(ctx, c.ID)
	if err != nil {
		return o, nil, fmt.Errorf("list who reads already: %w", err)
	}
	open := 0
	for _, r := range there {
		if !r.Open() {
			continue
		}
		if open++; r.ReaderID == o.ID {
			return refuse(ReaderField, "peer.reader_there", nil)
		}
	}
	if open >= MostReaders {
		return refuse(ReaderField, "peer.reader_many", map[string]any{"Max": MostReaders})
	}
	return o, editors, nil
}

// slugIn takes the slug out of the address of an organisation's page, or what
// was typed as one.
func slugIn(typed string) string {
	typed = strings.TrimSpace(typed)
	if u, err := url.Parse(typed); err == nil && u.Path != "" {
		typed = path.Base(u.Path)
	}
	return strings.ReplaceAll(strings.ToLower(typed), " ", "-")
}

// Withdraw takes an invitation back: from now on the reader sees nothing. What
// it has said stays with those who were read.
func (u UseCases) Withdraw(ctx context.Context, who account.Subject, c assessment.Cycle, id string) error {
	if err := mayEdit(who, c.OrganisationID); err != nil {
		return err
	}
	r, err := u.Records.Reading(ctx, id)
	if err != nil {
		return err
	}
	if r.CycleID != c.ID {
		return fault.New(fault.NotFound, "error.not_found")
	}
	from := r.State()
	r.WithdrawnAt = u.Clock.Now()
	return u.move(ctx, who, "withdrawn", r, from)
}

// move saves a step of a reading.
func (u UseCases) move(ctx context.Context, who account.Subject, action string, r Reading, from State) error {
	err := u.Records.InTx(ctx, func(ctx context.Context) error {
		if err := u.record(ctx, who, action, r); err != nil {
			return err
		}
		return u.Records.MoveReading(ctx, r, from)
	})
	if err != nil {
		return fmt.Errorf("%s a reading: %w", action, err)
	}
	return nil
}

// write tells each of them, with the names of both organisations.
func (u UseCases) write(ctx context.Context, template string, r Reading, to []account.Person, link func(language string) string) error {
	owner, err := u.Records.Organisation(ctx, r.OrganisationID)
	if err != nil {
		return fmt.Errorf("find who is read: %w", err)
	}
	reader, err := u.Records.Organisation(ctx, r.ReaderID)
	if err != nil {
		return fmt.Errorf("find who reads: %w", err)
	}
	for _, person := range to {
		l := letter.Letter{
			To: person.Email, Name: person.Name, Language: person.Language, Template: template,
			Values: map[string]string{
				"Name": person.Name, "Organisation": owner.Card.Name, "Reader": reader.Card.Name, "Message": r.Message, "Link": link(person.Language),
			},
		}
		if err := u.Outbox.Send(ctx, l); err != nil {
			return err
		}
	}
	return nil
}
