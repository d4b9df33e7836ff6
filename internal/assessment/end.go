package assessment

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"telaio/internal/account"
	"telaio/internal/kit"
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
		sheets, files, err := u.gather(ctx, c)
		if err == nil {
			err = u.conclude(ctx, actor, c, k, sheets)
		}
		if err != nil { // the answers stay sealed, and so do the files
			return errors.Join(err, u.removeFiles(ctx, files))
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("end the answering: %w", err)
	}
	if c.Mode != Confidential {
		return nil
	}
	if err := errors.Join(u.Keys.Destroy(c.ID), u.SealedFiles.RemoveGroup(ctx, c.ID), u.Store.Scrub(ctx)); err != nil {
		return fmt.Errorf("scrub what sealed answers left: %w", err)
	}
	return nil
}

// conclude keeps what all together said and tells those who coordinate.
func (u UseCases) conclude(ctx context.Context, actor string, c Cycle, k *kit.Kit, sheets []Sheet) error {
	if err := u.Store.AddPool(ctx, c.ID, pool(k, c.Items(k), sheets)); err != nil {
		return err
	}
	if err := u.Store.SetRespondents(ctx, c.ID, len(sheets)); err != nil {
		return err
	}
	if err := u.agree(ctx, actor, c, c.Items(k)); err != nil {
		return err
	}
	return u.tellCoordinators(ctx, c, len(sheets))
}

// gather returns the sheets of those who have answered. Those of a confidential
// cycle are not stored any more then; the ids are of the files that were sealed
// with them and are kept as they are from now on.
func (u UseCases) gather(ctx context.Context, c Cycle) (sheets []Sheet, files []string, err error) {
	var byPerson map[string]Sheet
	if c.Mode == Confidential {
		byPerson, files, err = u.takeSealed(ctx, c.ID)
	} else {
		byPerson, err = u.namedSheets(ctx, c.ID)
	}
	return slices.Collect(maps.Values(byPerson)), files, err
}

func (u UseCases) removeFiles(ctx context.Context, ids []string) error {
	for _, id := range ids {
		if err := u.Files.Remove(ctx, id); err != nil {
			return fmt.Errorf("remove a file of evidence: %w", err)
		}
	}
	return nil
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
	forgetSilent(sheets)
	return sheets, nil
}

// forgetSilent leaves out those who have answered nothing.
func forgetSilent(sheets map[string]Sheet) {
	maps.DeleteFunc(sheets, func(_ string, s Sheet) bool { return len(s.Codes()) == 0 })
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
