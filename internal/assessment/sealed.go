package assessment

import (
	"bytes"
	"compress/flate"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"telaio/internal/fault"
	"telaio/internal/kit"
	"telaio/internal/sealing"
	"telaio/internal/secret"
)

// SealedAnswer is one person's answer to one item of a confidential cycle, as it
// is stored until answering ends. With the first answer there is one for every
// item, answered or not; all are of one length.
type SealedAnswer struct {
	ParticipantID string
	CycleID       string
	ItemName      string // names the item to who has the key, and to nobody else
	Stamp         string // random, another one with each save
	Sealed        []byte
}

// answerSize is the length of every answer in bytes before it is sealed: a note
// of a thousand letters with some pieces of evidence fits as it is, and a longer
// answer compressed. Two rows of it fill a page of SQLite, and PostgreSQL keeps
// it within its table.
const answerSize = 1850

// How the content of an answer is written.
const (
	asItIs     byte = 0
	compressed byte = 1
)

// content is what is sealed of an answer.
type content struct {
	Item     string     `json:"i"`
	Number   int        `json:"n,omitempty"`
	Code     kit.Code   `json:"c,omitempty"`
	Reason   string     `json:"r,omitempty"`
	Note     string     `json:"t,omitempty"`
	Evidence []Evidence `json:"e,omitempty"`
}

// itemName is the keyed name of a participant's item.
func itemName(box sealing.Box, participantID, item string) string {
	return box.Name("item " + item + " of " + participantID)
}

// about binds a sealed answer to its participant and its place.
func about(participantID, itemName string) string {
	return "answer " + itemName + " of " + participantID
}

// openAnswer returns the person's answer to the item, zero before the first, and
// its stamp, "" if the person has no answers at all.
func (u UseCases) openAnswer(ctx context.Context, c Cycle, participantID, item string) (Answer, string, error) {
	box, there, err := u.boxThere(c)
	if err != nil || !there {
		return Answer{}, "", err
	}
	sealed, err := u.Store.SealedAnswer(ctx, participantID, itemName(box, participantID, item))
	if fault.KindOf(err) == fault.NotFound {
		return Answer{}, "", nil
	}
	if err != nil {
		return Answer{}, "", fmt.Errorf("read a sealed answer: %w", err)
	}
	a, err := unseal(box, sealed)
	return a, sealed.Stamp, err
}

// openSheet returns everything that the person has answered.
func (u UseCases) openSheet(ctx context.Context, c Cycle, participantID string) (Sheet, error) {
	box, there, err := u.boxThere(c)
	if err != nil || !there {
		return Sheet{}, err
	}
	sealed, err := u.Store.SealedAnswersOf(ctx, participantID)
	if err != nil {
		return nil, fmt.Errorf("read sealed answers: %w", err)
	}
	sheets, err := unsealAll(box, sealed)
	return sheets[participantID], err
}

// unsealAll returns the sheets of those whose answers they are, by participant.
func unsealAll(box sealing.Box, sealed []SealedAnswer) (map[string]Sheet, error) {
	sheets := map[string]Sheet{}
	for _, s := range sealed {
		a, err := unseal(box, s)
		if err != nil {
			return nil, err
		}
		if sheets[s.ParticipantID] == nil {
			sheets[s.ParticipantID] = Sheet{}
		}
		if a.Number > 0 {
			sheets[s.ParticipantID][a.Item] = a
		}
	}
	return sheets, nil
}

func unseal(box sealing.Box, s SealedAnswer) (Answer, error) {
	record, err := box.Open(s.Sealed, about(s.ParticipantID, s.ItemName))
	if err != nil {
		return Answer{}, fmt.Errorf("open a sealed answer of cycle %s with key %s: %w", s.CycleID, box.KeyID(), err)
	}
	padded, err := sealing.Unpad(record)
	if err != nil {
		return Answer{}, fmt.Errorf("open a sealed answer: %w", err)
	}
	raw, err := unpack(padded)
	if err != nil {
		return Answer{}, fmt.Errorf("unpack a sealed answer: %w", err)
	}
	var a content
	if err := json.Unmarshal(raw, &a); err != nil {
		return Answer{}, fmt.Errorf("read a sealed answer: %w", err)
	}
	return Answer{Item: a.Item, Number: a.Number, Code: a.Code, Reason: a.Reason, Note: a.Note, Evidence: a.Evidence}, nil
}

func seal(box sealing.Box, cycleID, participantID string, a Answer) (SealedAnswer, error) {
	raw, err := json.Marshal(content{a.Item, a.Number, a.Code, a.Reason, a.Note, a.Evidence})
	if err != nil {
		return SealedAnswer{}, fmt.Errorf("write an answer: %w", err)
	}
	record, err := sealing.Pad(append([]byte{asItIs}, raw...), answerSize)
	if errors.Is(err, sealing.ErrTooLong) {
		record, err = sealing.Pad(compress(raw), answerSize)
	}
	if errors.Is(err, sealing.ErrTooLong) {
		return SealedAnswer{}, fault.InvalidFields(map[string]fault.Message{NoteField: {Key: "assessment.answer_full"}})
	}
	if err != nil {
		return SealedAnswer{}, err
	}
	name := itemName(box, participantID, a.Item)
	sealed, err := box.Seal(record, about(participantID, name))
	if err != nil {
		return SealedAnswer{}, fmt.Errorf("seal an answer: %w", err)
	}
	return SealedAnswer{ParticipantID: participantID, CycleID: cycleID, ItemName: name, Stamp: secret.ID(), Sealed: sealed}, nil
}

// sealSheet seals a first answer together with those to all other items, which
// are empty, in an order that tells nothing.
func sealSheet(box sealing.Box, h Held, first Answer) ([]SealedAnswer, error) {
	var sheet []SealedAnswer
	for _, item := range h.Items {
		a := Answer{Item: item.ID}
		if item.ID == first.Item {
			a = first
		}
		sealed, err := seal(box, h.Cycle.ID, h.Participant.ID, a)
		if err != nil {
			return nil, err
		}
		sheet = append(sheet, sealed)
	}
	slices.SortFunc(sheet, func(a, b SealedAnswer) int { return strings.Compare(a.ItemName, b.ItemName) })
	return sheet, nil
}

func compress(raw []byte) []byte {
	var b bytes.Buffer
	b.WriteByte(compressed)
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		panic(err) // the level is a valid one
	}
	if _, err := w.Write(raw); err != nil {
		panic(err) // a buffer takes everything
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func unpack(content []byte) ([]byte, error) {
	switch {
	case len(content) > 0 && content[0] == asItIs:
		return content[1:], nil
	case len(content) > 0 && content[0] == compressed:
		return io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(content[1:])), 1<<20))
	default:
		return nil, errors.New("unknown form")
	}
}

// mostTries is how often a save is tried while other requests of the same
// person make their answers' rows.
const mostTries = 5

// saveSealed puts the answer into its sealed row. An answer that changes nothing
// is sealed anew all the same: who looks on cannot tell it from another.
func (u UseCases) saveSealed(ctx context.Context, h Held, a Answer, there before) (Answer, error) {
	box, err := u.box(ctx, &h.Cycle)
	if err != nil {
		return there.newest, err
	}
	for try := range mostTries {
		if try > 0 {
			if there, err = u.before(ctx, h, a.Item); err != nil {
				return Answer{}, err
			}
		}
		next := there.newest
		if !next.same(a) {
			if next.Number != a.Number {
				return next, fault.New(fault.Conflict, "assessment.answered_elsewhere")
			}
			next = a
			next.Number, next.ParticipantID = there.newest.Number+1, ""
		}
		next.Item = a.Item
		err = u.writeSealed(ctx, box, h, next, there.stamp)
		if err == nil {
			return next, nil
		}
		if !errors.Is(err, ErrStale) {
			return there.newest, fmt.Errorf("save a sealed answer: %w", err)
		}
	}
	return Answer{}, fault.Wrap(fault.Unavailable, "error.unavailable", err)
}

// writeSealed puts the answer in the place of the one with the stamp, or makes
// the rows of all items if there are none.
func (u UseCases) writeSealed(ctx context.Context, box sealing.Box, h Held, a Answer, stamp string) error {
	if stamp == "" {
		sheet, err := sealSheet(box, h, a)
		if err != nil {
			return err
		}
		return u.Store.AddSealedAnswers(ctx, sheet)
	}
	sealed, err := seal(box, h.Cycle.ID, h.Participant.ID, a)
	if err != nil {
		return err
	}
	return u.Store.SaveSealedAnswer(ctx, sealed, stamp)
}

// ErrStale is the conflict of a sealed answer that was saved meanwhile by
// another request.
var ErrStale error = fault.New(fault.Conflict, "assessment.answered_elsewhere")

// takeSealed opens and forgets the sealed answers of a cycle whose answering
// ends at this moment. It returns the sheets of those who have answered, by
// participant, and the ids of their files, which it keeps as they are.
func (u UseCases) takeSealed(ctx context.Context, cycleID string) (map[string]Sheet, []string, error) {
	c, err := u.Store.Cycle(ctx, cycleID) // the first answer may have come just now
	if err != nil {
		return nil, nil, err
	}
	c.EndedAt = time.Time{}
	box, there, err := u.boxThere(c)
	if err != nil || !there {
		return nil, nil, err
	}
	sealed, err := u.Store.TakeSealedAnswers(ctx, cycleID)
	if err != nil {
		return nil, nil, fmt.Errorf("take the sealed answers: %w", err)
	}
	sheets, err := unsealAll(box, sealed)
	if err != nil {
		return nil, nil, err
	}
	forgetSilent(sheets)
	files, err := u.bareFiles(ctx, vault{u.SealedFiles, box, c.ID}, sheets)
	return sheets, files, err
}
