package assessment

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"telaio/internal/account"
	"telaio/internal/letter"
)

// End takes no more answers. In a confidential cycle this is the moment when all
// sheets are opened, taken apart from those who wrote them, and forgotten. It
// cannot be undone.
func (u UseCases) End(ctx context.Context, who account.Subject, c Cycle) error {
	if err := mayCoordinate(who, c.OrganisationID); err != nil {
		return err
	}
	if err := must(c, Answering); err != nil {
		return err
	}
	return u.end(ctx, who.PersonID, c)
}

// EndDue ends the answering of every cycle whose date has passed, and says of
// how many. It is run now and then.
func (u UseCases) EndDue(ctx context.Context) (int, error) {
	due, err := u.Store.CyclesDue(ctx, u.now())
	if err != nil {
		return 0, fmt.Errorf("look for cycles that are due: %w", err)
	}
	for i, c := range due {
		if err := u.end(ctx, account.System, c); err != nil {
			return i, fmt.Errorf("end cycle %s: %w", c.ID, err)
		}
	}
	return len(due), nil
}

func (u UseCases) end(ctx context.Context, actor string, c Cycle) error {
	k, err := u.Kit(c)
	if err != nil {
		return err
	}
	err = u.Store.InTx(ctx, func(ctx context.Context) error {
		if err := u.record(ctx, actor, "ended", c, nil); err != nil {
			return err // first: the audit chain lets one transaction through at a time
		}
		if err := u.Store.EndAnswering(ctx, c.ID, u.now()); err != nil {
			return err
		}
		c.EndedAt = u.now()
		n, err := u.gather(ctx, c, func(sheets []Sheet) Pool { return pool(k, c.Items(k), sheets) })
		if err != nil {
			return err
		}
		if err := u.Store.SetRespondents(ctx, c.ID, n); err != nil {
			return err
		}
		if err := u.agree(ctx, actor, c, c.Items(k)); err != nil {
			return err
		}
		return u.tellCoordinators(ctx, c, n)
	})
	if err != nil {
		return fmt.Errorf("end the answering: %w", err)
	}
	if c.Mode != Confidential {
		return nil
	}
	if err := errors.Join(u.Keys.Destroy(c.ID), u.Store.Scrub(ctx)); err != nil {
		return fmt.Errorf("scrub what sealed answers left: %w", err)
	}
	return nil
}

// gather counts who has answered and keeps what all together said. In a
// confidential cycle nothing else is left.
func (u UseCases) gather(ctx context.Context, c Cycle, pooled func([]Sheet) Pool) (int, error) {
	if c.Mode != Confidential {
		sheets, err := u.namedSheets(ctx, c.ID)
		if err != nil {
			return 0, err
		}
		return len(sheets), u.Store.AddPool(ctx, c.ID, pooled(slices.Collect(maps.Values(sheets))))
	}
	taken, err := u.takeSealed(ctx, c.ID)
	if err != nil {
		return 0, err
	}
	var sheets []Sheet
	for _, sheet := range taken {
		if len(sheet.Codes()) > 0 {
			sheets = append(sheets, sheet)
		}
	}
	return len(sheets), u.Store.AddPool(ctx, c.ID, pooled(sheets))
}

// namedSheets returns the sheets of everybody who has answered, by participant.
func (u UseCases) namedSheets(ctx context.Context, cycleID string) (map[string]Sheet, error) {
	answers, err := u.Store.AnswersIn(ctx, cycleID)
	if err != nil {
		return nil, fmt.Errorf("read the answers: %w", err)
	}
	sheets := map[string]Sheet{}
	for _, a := range answers {
		if sheets[a.ParticipantID] == nil {
			sheets[a.ParticipantID] = Sheet{}
		}
		sheets[a.ParticipantID][a.Item] = a
	}
	for id, sheet := range sheets {
		if len(sheet.Codes()) == 0 {
			delete(sheets, id)
		}
	}
	return sheets, nil
}

// tellCoordinators writes that the group can meet.
func (u UseCases) tellCoordinators(ctx context.Context, c Cycle, respondents int) error {
	editors, err := u.People.EditorsOf(ctx, c.OrganisationID)
	if err != nil {
		return err
	}
	o, err := u.Store.Organisation(ctx, c.OrganisationID)
	if err != nil {
		return err
	}
	for _, e := range editors {
		err := u.Outbox.Send(ctx, letter.Letter{
			To: e.Email, Name: e.Name, Language: e.Language, Template: "assessment_ended",
			Values: map[string]string{
				"Organisation": o.Card.Name, "Cycle": c.Label, "People": strconv.Itoa(respondents),
				"Link": u.Links.Cycle(e.Language, c.OrganisationID, c.ID),
			},
		})
		if err != nil {
			return err
		}
	}
	return nil
}
