package review

import (
	"context"
	"fmt"
	"strings"

	"telaio/internal/account"
	"telaio/internal/i18n"
	"telaio/internal/letter"
	"telaio/internal/organisation"
	"telaio/internal/secret"
)

// The mails that the desk sends, as they are named under content/mail.
const (
	questionLetter   = "question_to_organisation"
	publishedLetter  = "published"
	refusedLetter    = "refused"
	withdrawnLetter  = "withdrawal_done"
	invitationLetter = "invitation"
	settledLetter    = "report_settled"
)

// write sends a letter to the sender of a proposal, if there is one. The link to
// the status page is made anew, so that it is in the mail and nowhere else.
func (d *Desk) write(ctx context.Context, p organisation.Proposal, template string, values map[string]string) error {
	if p.Sender.Email == "" {
		return nil
	}
	token := secret.Token()
	if err := d.Store.AddStatusKey(ctx, p.ID, secret.Hash(token), d.Clock.Now()); err != nil {
		return fmt.Errorf("make a status link: %w", err)
	}
	all := map[string]string{
		"Name": p.Sender.Name, "Organisation": p.Name, "Link": d.Links.Status(p.Language, token),
	}
	for k, v := range values {
		all[k] = v
	}
	err := d.Outbox.Send(ctx, letter.Letter{To: p.Sender.Email, Name: p.Sender.Name, Language: p.Language, Template: template, Values: all})
	if err != nil {
		return fmt.Errorf("write to the sender: %w", err)
	}
	return nil
}

// thank tells a reader who left an address that their report was looked into,
// and what the reviewer has to say.
func (d *Desk) thank(ctx context.Context, p organisation.Proposal, answer string, by account.Subject) error {
	if p.Sender.Email == "" {
		return nil
	}
	if err := d.say(ctx, p, answer, by); err != nil {
		return err
	}
	o, err := d.Store.Organisation(ctx, p.OrganisationID)
	if err != nil {
		return fmt.Errorf("read the organisation: %w", err)
	}
	return d.Outbox.Send(ctx, letter.Letter{
		To: p.Sender.Email, Language: p.Language, Template: settledLetter,
		Values: map[string]string{
			"Organisation": p.Name, "Page": d.Links.Organisation(p.Language, o.Slug), "Answer": strings.TrimSpace(answer), "Reviewer": by.Name,
		},
	})
}

// say keeps the message as a turn of the conversation; an empty one is none.
func (d *Desk) say(ctx context.Context, p organisation.Proposal, message string, by account.Subject) error {
	if strings.TrimSpace(message) == "" {
		return nil
	}
	err := d.Store.AddMessage(ctx, organisation.Message{
		ID: secret.ID(), ProposalID: p.ID, FromTeam: true, Author: by.Name, Body: strings.TrimSpace(message), At: d.Clock.Now(),
	})
	if err != nil {
		return fmt.Errorf("keep the message: %w", err)
	}
	return nil
}

// decided is what the sender of a proposal that was published is told.
type decided struct {
	outcomes []Outcome
	message  string
	by       account.Subject
}

// tellPublished mails the choices field by field, with the way to the page.
func (d *Desk) tellPublished(ctx context.Context, p organisation.Proposal, slug string, news decided) error {
	if err := d.say(ctx, p, news.message, news.by); err != nil {
		return err
	}
	printer := d.Messages.Printer(i18n.Language(p.Language))
	lines, whole := []string{}, true
	for _, outcome := range news.outcomes {
		lines = append(lines, printer.T("desk.outcome."+string(outcome.Verdict), i18n.Args{"Field": printer.T("desk.field." + string(outcome.Field))}))
		whole = whole && outcome.Verdict == Accept
	}
	if whole {
		lines = []string{printer.T("desk.outcome.whole")}
	}
	return d.write(ctx, p, publishedLetter, map[string]string{
		"Page":     d.Links.Organisation(p.Language, slug),
		"Choices":  strings.Join(lines, "\n"),
		"Message":  strings.TrimSpace(news.message),
		"Reviewer": news.by.Name,
	})
}
