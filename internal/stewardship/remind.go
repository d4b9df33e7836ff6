package stewardship

import (
	"context"
	"fmt"
	"strings"
	"time"

	"telaio/internal/freshness"
	"telaio/internal/i18n"
	"telaio/internal/letter"
	"telaio/internal/organisation"
	"telaio/internal/secret"
)

// Reminder is one question to one person, whether a page is still true.
type Reminder struct {
	OrganisationID string
	PersonID       string // "" = at the organisation's public address
	SentAt         time.Time
	Answer         string // "" = none yet
	AddressHash    string // of where it was sent; "" in reminders from before this was kept
}

const (
	// mostADay is how many reminders leave in a day.
	mostADay = 100
	// askAgain is how long nobody is asked about a page a second time.
	askAgain = 180 * 24 * time.Hour
)

// receiver is somebody who can say whether a page is true.
type receiver struct{ personID, address, name, language string }

// Remind asks the editors of each page that fades, or its public address where
// nobody looks after it, whether it is still true. It returns how many letters
// were put into the outbox: never more than a day's share, and none twice.
func (u UseCases) Remind(ctx context.Context) (int, error) {
	now := u.now()
	sent, err := u.Records.RemindersSince(ctx, now.Add(-24*time.Hour))
	if err != nil {
		return 0, fmt.Errorf("count today's reminders: %w", err)
	}
	before := now.AddDate(0, -freshness.Contacts.Months(), 0)
	ids, err := u.Records.PagesToAskAbout(ctx, before, now.Add(-askAgain), max(0, mostADay-sent))
	if err != nil {
		return 0, fmt.Errorf("list the pages to ask about: %w", err)
	}
	letters := 0
	for _, id := range ids {
		n, err := u.remindOne(ctx, id)
		if err != nil {
			return letters, fmt.Errorf("ask about a page: %w", err)
		}
		if letters += n; letters+sent >= mostADay {
			break
		}
	}
	return letters, nil
}

func (u UseCases) remindOne(ctx context.Context, id string) (letters int, err error) {
	err = u.Records.InTx(ctx, func(ctx context.Context) error {
		o, err := u.Records.Organisation(ctx, id)
		if err != nil {
			return err
		}
		receivers, err := u.receivers(ctx, o)
		if err != nil {
			return err
		}
		if len(receivers) == 0 { // noted all the same, so that others have their turn
			return u.Records.AddReminder(ctx, secret.Hash(secret.Token()), Reminder{OrganisationID: id, SentAt: u.now(), Answer: "nobody"})
		}
		letters = len(receivers)
		for _, to := range receivers {
			if err := u.ask(ctx, o, to); err != nil {
				return err
			}
		}
		return nil
	})
	return letters, err
}

// receivers are those to ask who have not said that they want no reminders.
func (u UseCases) receivers(ctx context.Context, o organisation.Organisation) ([]receiver, error) {
	all, err := u.everybody(ctx, o)
	if err != nil {
		return nil, err
	}
	var willing []receiver
	for _, to := range all {
		stopped, err := u.Records.RemindersStopped(ctx, addressHash(to.address))
		if err != nil {
			return nil, fmt.Errorf("look for a stop: %w", err)
		}
		if !stopped {
			willing = append(willing, to)
		}
	}
	return willing, nil
}

func addressHash(address string) string { return secret.Hash(strings.ToLower(address)) }

func (u UseCases) ask(ctx context.Context, o organisation.Organisation, to receiver) error {
	token := secret.Token()
	if err := u.Records.AddReminder(ctx, secret.Hash(token), Reminder{OrganisationID: o.ID, PersonID: to.personID, SentAt: u.now(), AddressHash: addressHash(to.address)}); err != nil {
		return err
	}
	link, language := u.Links.StillTrue(to.language, token), i18n.Language(to.language)
	mark := freshness.Whole(o.ConfirmedAt, o.UpdatedAt)
	until := mark.UnconfirmedOn()
	if !u.now().Before(until) {
		until = time.Time{}
	}
	return u.Outbox.Send(ctx, letter.Letter{
		To: to.address, Name: to.name, Language: to.language, Template: "still_true", Stop: link,
		Values: map[string]string{
			"Name": to.name, "Organisation": o.Card.Name, "Page": u.Links.Page(to.language, o.Slug),
			"Since": i18n.Day(language, mark.At), "Until": i18n.Day(language, until),
			"Link": link + "#true", "Change": link + "#change", "Gone": link + "#gone", "Stop": link + "#stop",
		},
	})
}
