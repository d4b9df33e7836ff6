package assessment

import (
	"context"
	"fmt"
	"time"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/kit"
	"telaio/internal/secret"
)

// Held is what a personal link opens: one participant of one cycle.
type Held struct {
	Cycle       Cycle
	Participant Participant
	Kit         *kit.Kit
	Items       []kit.Item // that the cycle asks, in order
	// Organisation is the name of the one that assesses itself.
	Organisation string
}

// Answerable reports whether answers can be saved.
func (h Held) Answerable() bool {
	return h.Cycle.State() == Answering && h.Participant.Open && !h.Participant.Finished()
}

// Hold returns what the personal token opens. An unknown token is not found;
// what came of the cycle is the Cycle's State.
func (u UseCases) Hold(ctx context.Context, token string) (Held, error) {
	p, err := u.Store.ParticipantByKey(ctx, secret.Hash(token))
	if err != nil {
		return Held{}, err
	}
	c, err := u.Store.Cycle(ctx, p.CycleID)
	if err != nil {
		return Held{}, fmt.Errorf("find a participant's cycle: %w", err)
	}
	if c.State() == Answering && u.overdue(c) { // the periodic task has not come by yet
		if err := u.end(ctx, account.System, c); err != nil && fault.KindOf(err) != fault.Conflict {
			return Held{}, err
		}
		if c, err = u.Store.Cycle(ctx, c.ID); err != nil {
			return Held{}, fmt.Errorf("find an ended cycle: %w", err)
		}
	}
	k, err := u.Kit(c)
	if err != nil {
		return Held{}, err
	}
	o, err := u.Store.Organisation(ctx, c.OrganisationID)
	if err != nil {
		return Held{}, fmt.Errorf("find a cycle's organisation: %w", err)
	}
	return Held{Cycle: c, Participant: p, Kit: k, Items: c.Items(k), Organisation: o.Card.Name}, nil
}

// Sheet returns the participant's own answers. In a confidential cycle there
// are none any more once answering has ended.
func (u UseCases) Sheet(ctx context.Context, h Held) (Sheet, error) {
	if h.Cycle.Mode == Confidential {
		return u.openSheet(ctx, h.Cycle, h.Participant.ID)
	}
	answers, err := u.Store.AnswersOf(ctx, h.Participant.ID)
	if err != nil {
		return nil, fmt.Errorf("read a person's answers: %w", err)
	}
	sheet := Sheet{}
	for _, a := range answers {
		sheet[a.Item] = a
	}
	return sheet, nil
}

// before is what a save finds: the newest answer to its item.
type before struct {
	newest Answer
	stamp  string // of the sealed answer, "" = there is none yet
}

func (u UseCases) before(ctx context.Context, h Held, item string) (before, error) {
	if h.Cycle.Mode == Confidential {
		newest, stamp, err := u.openAnswer(ctx, h.Cycle, h.Participant.ID, item)
		return before{newest, stamp}, err
	}
	newest, err := u.Store.NewestAnswer(ctx, h.Participant.ID, item)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return before{}, fmt.Errorf("read a person's answer: %w", err)
	}
	return before{newest: newest}, nil
}

// Save keeps an answer; once it returns nil, the answer survives a power cut.
// a.Number is that of the answer that the page was filled in from, 0 for none.
// What cannot be taken is fault.Invalid. If the item was answered otherwise
// meanwhile, nothing changes, it is a conflict, and the answer that comes back
// is the one that is there.
func (u UseCases) Save(ctx context.Context, h Held, a Answer) (Answer, error) {
	there, err := u.before(ctx, h, a.Item)
	if err != nil {
		return Answer{}, err
	}
	return u.saveOver(ctx, h, a, there)
}

// saveOver is Save for who has just read what is there.
func (u UseCases) saveOver(ctx context.Context, h Held, a Answer, there before) (Answer, error) {
	if err := must(h.Cycle, Answering); err != nil {
		return Answer{}, err
	}
	if h.Participant.Finished() {
		return Answer{}, fault.New(fault.Conflict, "assessment.you_finished")
	}
	item, ok := h.Cycle.Item(h.Kit, a.Item)
	if !ok {
		return Answer{}, fault.New(fault.NotFound, "error.not_found")
	}
	a.ParticipantID = h.Participant.ID
	a = a.Clean()
	if err := a.check(item); err != nil {
		return Answer{}, err
	}
	if err := mustSayWhy(h.Cycle, a); err != nil {
		return Answer{}, err
	}
	save := u.saveNamed
	if h.Cycle.Mode == Confidential {
		save = u.saveSealed
	}
	saved, err := save(ctx, h, a, there)
	if err != nil {
		return saved, err
	}
	return saved, u.noteFirst(ctx, h.Cycle)
}

// noteFirst fixes the cycle's mode at the first answer.
func (u UseCases) noteFirst(ctx context.Context, c Cycle) error {
	if c.ModeFixed() {
		return nil
	}
	if err := u.Store.MarkAnswered(ctx, c.ID, u.now()); err != nil {
		return fmt.Errorf("note the first answer: %w", err)
	}
	return nil
}

func (u UseCases) saveNamed(ctx context.Context, h Held, a Answer, there before) (Answer, error) {
	newest := there.newest
	if newest.same(a) {
		return newest, nil
	}
	if newest.Number != a.Number {
		return newest, fault.New(fault.Conflict, "assessment.answered_elsewhere")
	}
	if newest.Number >= mostSaves {
		return newest, fault.New(fault.TooMany, "assessment.too_many_saves")
	}
	a.Number, a.At = newest.Number+1, u.now()
	err := u.Store.SaveAnswer(ctx, a)
	if fault.KindOf(err) == fault.Conflict {
		if again, readErr := u.before(ctx, h, a.Item); readErr == nil {
			newest = again.newest
		}
		return newest, err
	}
	if err != nil {
		return newest, fmt.Errorf("save an answer: %w", err)
	}
	return a, nil
}

// mostSaves is how often one item can be answered anew.
const mostSaves = 1000

// Finish says that the participant is done. Items without an answer stay
// without one.
func (u UseCases) Finish(ctx context.Context, h Held) error {
	return u.setFinished(ctx, h, u.now())
}

// TakeBackFinish lets the participant change answers again, until answering
// ends.
func (u UseCases) TakeBackFinish(ctx context.Context, h Held) error {
	return u.setFinished(ctx, h, time.Time{})
}

func (u UseCases) setFinished(ctx context.Context, h Held, at time.Time) error {
	if err := must(h.Cycle, Answering); err != nil {
		return err
	}
	if err := u.Store.SetFinished(ctx, h.Participant.ID, at); err != nil {
		return fmt.Errorf("finish, or take it back: %w", err)
	}
	return nil
}

// mostOwnLinks is how many links one participant can have mailed in an hour.
const mostOwnLinks = 5

// AddressField names the field of the address for one's own link.
const AddressField = "address"

// MailOwnLink sends the participant a link to their own answers, so that they
// can go on with another device. The address is kept only in the letter.
func (u UseCases) MailOwnLink(ctx context.Context, h Held, address, language string) error {
	if err := must(h.Cycle, Answering); err != nil {
		return err
	}
	email, err := account.CleanEmail(address)
	if err != nil {
		return fault.InvalidFields(map[string]fault.Message{AddressField: {Key: "question.email"}})
	}
	err = u.Store.InTx(ctx, func(ctx context.Context) error {
		sent, err := u.Store.CountKeys(ctx, h.Participant.ID, u.now().Add(-time.Hour))
		if err != nil {
			return err
		}
		if sent > mostOwnLinks {
			return fault.New(fault.TooMany, "participate.too_many_links")
		}
		to := h.Participant
		to.Email, to.Language = email, language
		return u.mailLink(ctx, "assessment_link", h.Cycle, to, "")
	})
	if err != nil {
		return fmt.Errorf("mail a participant's own link: %w", err)
	}
	return nil
}
