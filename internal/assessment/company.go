package assessment

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// Company is who answers the same cycle, in numbers.
type Company struct {
	People  int // oneself too
	Invited int // of them, by a letter to an address of their own
	// Fewest is how many must give a level before the levels and notes of an item
	// are shown.
	Fewest int
}

// Came is how many came in without a letter: by the room's link, or on paper.
func (c Company) Came() int { return c.People - c.Invited }

// Company counts those who answer together with a participant. Addresses are
// counted, and not who is behind them: nobody but the group itself can know that
// four of five are one person.
func (u UseCases) Company(ctx context.Context, h Held) (Company, error) {
	people, err := u.Store.ParticipantsOf(ctx, h.Cycle.ID)
	if err != nil {
		return Company{}, fmt.Errorf("count the participants: %w", err)
	}
	company := Company{People: len(people), Fewest: h.Kit.Rules.MinRespondentsAnonymous}
	for _, p := range people {
		if p.Email != "" {
			company.Invited++
		}
	}
	return company, nil
}

// mailbox is the address without what its owner can add to it at will: letters to
// ada+1@example.org and ada+2@example.org come to the same person.
func mailbox(email string) string {
	name, domain, _ := strings.Cut(email, "@")
	name, _, _ = strings.Cut(name, "+")
	return strings.ToLower(name + "@" + domain)
}

// asked reports whether the guest is among the participants already.
func asked(there []Participant, g Guest) bool {
	return slices.ContainsFunc(there, func(p Participant) bool { return p.Email != "" && mailbox(p.Email) == mailbox(g.Email) })
}

// Withdraw takes back everything that the participant has answered, with the
// files, for as long as answers are taken; they may begin anew. In a confidential
// cycle empty answers stay in their place, so that nobody can tell.
func (u UseCases) Withdraw(ctx context.Context, h Held) error {
	if err := must(h.Cycle, Answering); err != nil {
		return err
	}
	files, err := u.filesOf(ctx, h.Cycle, h.Participant)
	if err != nil {
		return err
	}
	err = u.Store.InTx(ctx, func(ctx context.Context) error {
		if h.Participant.Finished() {
			if err := u.TakeBackFinish(ctx, h); err != nil {
				return err
			}
		}
		if err := u.Store.ForgetAnswers(ctx, h.Participant.ID); err != nil {
			return err
		}
		return u.sealNothing(ctx, h)
	})
	if err != nil {
		return fmt.Errorf("withdraw the answers: %w", err)
	}
	return u.dropFiles(ctx, h.Cycle, files)
}

// sealNothing puts empty answers in the place of a confidential cycle's.
func (u UseCases) sealNothing(ctx context.Context, h Held) error {
	if h.Cycle.Mode != Confidential {
		return nil
	}
	box, there, err := u.boxThere(h.Cycle)
	if err != nil || !there {
		return err
	}
	sheet, err := sealSheet(box, h, Answer{})
	if err != nil {
		return err
	}
	return u.Store.AddSealedAnswers(ctx, sheet)
}
