package assessment

import (
	"context"
	"fmt"
	"time"

	"telaio/internal/account"
	"telaio/internal/attachment"
	"telaio/internal/audit"
	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/kit"
	"telaio/internal/letter"
	"telaio/internal/organisation"
)

// Cycles is where cycles and those who answer are stored. Whatever changes a
// cycle is a conflict once the cycle is closed.
type Cycles interface {
	AddCycle(ctx context.Context, c Cycle) error
	Cycle(ctx context.Context, id string) (Cycle, error)
	CycleByRoom(ctx context.Context, roomKey string) (Cycle, error)
	// CyclesOf lists the organisation's cycles, the newest first.
	CyclesOf(ctx context.Context, organisationID string) ([]Cycle, error)
	// CyclesDue lists the cycles whose time to answer was over by then.
	CyclesDue(ctx context.Context, at time.Time) ([]Cycle, error)
	// ChangeCycle saves label, mode, date and room key while answers are taken.
	// It is a conflict to change the mode after the first answer.
	ChangeCycle(ctx context.Context, c Cycle) error
	// MarkAnswered notes the first answer, once.
	MarkAnswered(ctx context.Context, id string, at time.Time) error
	// EndAnswering takes no more answers of anybody. It is a conflict if that was
	// so before.
	EndAnswering(ctx context.Context, id string, at time.Time) error
	SetRespondents(ctx context.Context, id string, n int) error
	// SetMeeting notes when the meeting began; the zero time takes it back.
	SetMeeting(ctx context.Context, id string, at time.Time) error
	CloseCycle(ctx context.Context, id string, at time.Time) error
	// RemoveCycle forgets a cycle that nobody has answered; else a conflict.
	RemoveCycle(ctx context.Context, id string) error
}

// Participants is where those who answer are stored.
type Participants interface {
	AddParticipant(ctx context.Context, p Participant) error
	Participant(ctx context.Context, id string) (Participant, error)
	// ParticipantsOf lists those of a cycle, in the order in which they came.
	ParticipantsOf(ctx context.Context, cycleID string) ([]Participant, error)
	ParticipantByKey(ctx context.Context, keyHash string) (Participant, error)
	AddKey(ctx context.Context, k Key) error
	CountKeys(ctx context.Context, participantID string, since time.Time) (int, error)
	MarkReminded(ctx context.Context, participantID string, at time.Time) error
	// SetFinished notes that a participant is done, or, with the zero time, not
	// yet. It is a conflict once answering has ended.
	SetFinished(ctx context.Context, participantID string, at time.Time) error
	// RemoveParticipant forgets one and what they answered. It is a conflict once
	// they have finished or answering has ended.
	RemoveParticipant(ctx context.Context, participantID string) error
	// ForgetAddresses drops addresses and links of a cycle, and the names too
	// where they are not needed any more.
	ForgetAddresses(ctx context.Context, cycleID string, names bool) error
}

// Answers is where answers are stored.
type Answers interface {
	// SaveAnswer adds the answer durably. It is a conflict unless its number
	// follows the item's newest and answers are still taken.
	SaveAnswer(ctx context.Context, a Answer) error
	AnswersOf(ctx context.Context, participantID string) ([]Answer, error)
	// NewestAnswer returns the one to the item that counts.
	NewestAnswer(ctx context.Context, participantID, item string) (Answer, error)
	// AnswersIn lists the newest answers of everybody in a cycle.
	AnswersIn(ctx context.Context, cycleID string) ([]Answer, error)
	// ForgetAnswers forgets everything that a participant has answered, sealed or
	// not. It is a conflict if no answers are taken any more.
	ForgetAnswers(ctx context.Context, participantID string) error
	SealedAnswers
	AddPool(ctx context.Context, cycleID string, p Pool) error
	Pool(ctx context.Context, cycleID string) (Pool, error)
	// Scrub removes from the database's files what they no longer hold, as far as
	// the engine can.
	Scrub(ctx context.Context) error
}

// SealedAnswers is where the answers of confidential cycles wait.
type SealedAnswers interface {
	SealedAnswer(ctx context.Context, participantID, itemName string) (SealedAnswer, error)
	SealedAnswersOf(ctx context.Context, participantID string) ([]SealedAnswer, error)
	// AddSealedAnswers adds a participant's answers to all items. It is ErrStale if
	// they are there, and a conflict if no answers are taken any more.
	AddSealedAnswers(ctx context.Context, answers []SealedAnswer) error
	// SaveSealedAnswer puts the answer durably in the place of the one with the
	// stamp before. It is ErrStale if that is not the one that is there, and a
	// conflict if no answers are taken any more.
	SaveSealedAnswer(ctx context.Context, a SealedAnswer, before string) error
	// TakeSealedAnswers returns those of a cycle and forgets them.
	TakeSealedAnswers(ctx context.Context, cycleID string) ([]SealedAnswer, error)
	// SetKey notes which key a cycle's answers are sealed with. It is a conflict if
	// that is another one, or if no answers are taken any more.
	SetKey(ctx context.Context, cycleID, keyID string) error
	// ForgetSealed forgets those of a cycle, its key, and who has finished.
	ForgetSealed(ctx context.Context, cycleID string) error
	// CyclesWithKey lists the cycles that take answers and have a key: sealed answers
	// or files may wait in them.
	CyclesWithKey(ctx context.Context) ([]Cycle, error)
}

// Decisions is where the group's decisions are stored.
type Decisions interface {
	// AddConsensus is a conflict unless its number follows the item's newest and
	// the cycle is being discussed.
	AddConsensus(ctx context.Context, c Consensus) error
	// ConsensusOf lists the newest decision on each item.
	ConsensusOf(ctx context.Context, cycleID string) ([]Consensus, error)
}

// Store is everything that an assessment needs stored.
type Store interface {
	Cycles
	Participants
	Answers
	Decisions
	InTx(ctx context.Context, fn func(context.Context) error) error
	AppendAudit(ctx context.Context, e audit.Entry) error
	Organisation(ctx context.Context, id string) (organisation.Organisation, error)
}

// Kits gives the versions of the kit.
type Kits interface {
	Kit(reference string) (*kit.Kit, bool)
	NewestKit() (*kit.Kit, bool)
}

// People knows the coordinators.
type People interface {
	EditorsOf(ctx context.Context, organisationID string) ([]account.Person, error)
}

// Links are the addresses that letters lead to.
type Links interface {
	// Answers is where the participant with the personal token answers.
	Answers(language, token string) string
	// Cycle is the coordinators' page of a cycle.
	Cycle(language, organisationID, cycleID string) string
}

// UseCases are what coordinators and participants can do, with what they need.
type UseCases struct {
	Store  Store
	Kits   Kits
	People People
	Outbox letter.Outbox
	Links  Links
	Clock  clock.Clock
	Keys   Keys // seal confidential answers until answering ends

	Files       Files
	SealedFiles Pieces // files of evidence of confidential cycles, until answering ends
	Attachments attachment.Taker
}

func (u UseCases) now() time.Time { return u.Clock.Now() }

// Kit returns the version of the kit that the cycle is made with.
func (u UseCases) Kit(c Cycle) (*kit.Kit, error) {
	k, ok := u.Kits.Kit(c.Kit + "@" + c.KitVersion)
	if !ok {
		return nil, fmt.Errorf("the content has no kit %s@%s, which cycle %s is made with", c.Kit, c.KitVersion, c.ID)
	}
	return k, nil
}

// Cycle returns a cycle of the organisation. Another organisation's is not
// found.
func (u UseCases) Cycle(ctx context.Context, organisationID, id string) (Cycle, error) {
	c, err := u.Store.Cycle(ctx, id)
	if err != nil {
		return Cycle{}, err
	}
	if c.OrganisationID != organisationID {
		return Cycle{}, fault.New(fault.NotFound, "error.not_found")
	}
	return c, nil
}

// Organisation returns the organisation with the id.
func (u UseCases) Organisation(ctx context.Context, id string) (organisation.Organisation, error) {
	return u.Store.Organisation(ctx, id)
}

// Find returns the cycle with the id, whosever it is; who asks must check.
func (u UseCases) Find(ctx context.Context, id string) (Cycle, error) { return u.Store.Cycle(ctx, id) }

// mayCoordinate refuses those who do not speak for the organisation.
func mayCoordinate(who account.Subject, organisationID string) error {
	if !account.Can(who, account.EditArea, account.Object{OrganisationID: organisationID}) {
		return fault.New(fault.Denied, "error.denied")
	}
	return nil
}

// must refuses what a cycle in another state takes.
func must(c Cycle, states ...State) error {
	for _, s := range states {
		if c.State() == s {
			return nil
		}
	}
	switch c.State() {
	case Answering:
		return fault.New(fault.Conflict, "assessment.still_answering")
	case Discussing:
		return fault.New(fault.Conflict, "assessment.answering_ended")
	default:
		return fault.New(fault.Conflict, "assessment.closed")
	}
}

// record leaves a trace of what a coordinator did. It never names who answered.
func (u UseCases) record(ctx context.Context, actor, action string, c Cycle, details map[string]string) error {
	return u.Store.AppendAudit(ctx, audit.Entry{
		At: u.now(), Actor: actor, Action: "assessment." + action, Object: "assessment:" + c.ID, Details: details,
	})
}
