package assessment

import (
	"bytes"
	"compress/flate"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"telaio/internal/fault"
	"telaio/internal/sealing"
	"telaio/internal/secret"
)

// SealedSheet is everything that one person has answered in a confidential
// cycle, as it is stored until answering ends. It is of one length and written
// anew as a whole with each answer: neither how much nor which item was answered
// can be told from it.
type SealedSheet struct {
	ParticipantID string
	CycleID       string
	Stamp         string // random, another one with each save
	KeyID         string // names the key that opens it
	Sealed        []byte
}

// sheetSize is the length of every sheet in bytes before it is sealed. Thirty-four
// answers of ordinary length fit as they are, and long ones compressed.
const sheetSize = 32 << 10

// How the content of a sheet is written.
const (
	asItIs     byte = 0
	compressed byte = 1
)

// SheetPurpose is what the key is used for, see sealing.NewBox.
const SheetPurpose = "confidential answers"

// about binds a sheet to its participant.
func about(participantID string) string { return "sheet of " + participantID }

// openSheet returns the person's sheet, empty before the first answer, and its
// stamp.
func (u UseCases) openSheet(ctx context.Context, participantID string) (Sheet, string, error) {
	sealed, err := u.Store.SealedSheet(ctx, participantID)
	if fault.KindOf(err) == fault.NotFound {
		return Sheet{}, "", nil
	}
	if err != nil {
		return nil, "", fmt.Errorf("read a sealed sheet: %w", err)
	}
	sheet, err := u.unseal(sealed)
	return sheet, sealed.Stamp, err
}

func (u UseCases) unseal(s SealedSheet) (Sheet, error) {
	record, err := u.Box.Open(s.Sealed, about(s.ParticipantID))
	if err != nil {
		return nil, fmt.Errorf("open a sheet that key %s sealed with key %s: %w", s.KeyID, u.Box.KeyID(), err)
	}
	content, err := sealing.Unpad(record)
	if err != nil {
		return nil, fmt.Errorf("open a sheet: %w", err)
	}
	raw, err := unpack(content)
	if err != nil {
		return nil, fmt.Errorf("unpack a sheet: %w", err)
	}
	var sheet Sheet
	if err := json.Unmarshal(raw, &sheet); err != nil {
		return nil, fmt.Errorf("read a sheet: %w", err)
	}
	return sheet, nil
}

func (u UseCases) seal(cycleID, participantID string, sheet Sheet) (SealedSheet, error) {
	raw, err := json.Marshal(sheet)
	if err != nil {
		return SealedSheet{}, fmt.Errorf("write a sheet: %w", err)
	}
	record, err := sealing.Pad(append([]byte{asItIs}, raw...), sheetSize)
	if errors.Is(err, sealing.ErrTooLong) {
		record, err = sealing.Pad(compress(raw), sheetSize)
	}
	if errors.Is(err, sealing.ErrTooLong) {
		return SealedSheet{}, fault.InvalidFields(map[string]fault.Message{NoteField: {Key: "assessment.sheet_full"}})
	}
	if err != nil {
		return SealedSheet{}, err
	}
	sealed, err := u.Box.Seal(record, about(participantID))
	if err != nil {
		return SealedSheet{}, fmt.Errorf("seal a sheet: %w", err)
	}
	return SealedSheet{ParticipantID: participantID, CycleID: cycleID, Stamp: secret.ID(), KeyID: u.Box.KeyID(), Sealed: sealed}, nil
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
	w.Close()
	return b.Bytes()
}

func unpack(content []byte) ([]byte, error) {
	switch {
	case len(content) > 0 && content[0] == asItIs:
		return content[1:], nil
	case len(content) > 0 && content[0] == compressed:
		return io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(content[1:])), 64*sheetSize))
	default:
		return nil, errors.New("unknown form")
	}
}

// mostTries is how often a save is tried while other requests of the same
// person save other items.
const mostTries = 5

// saveSealed puts the answer into the person's sheet. Only an answer to the same
// item is a conflict; one to another item is taken in.
func (u UseCases) saveSealed(ctx context.Context, h Held, a Answer, there before) (Answer, error) {
	var err error
	for try := range mostTries {
		if try > 0 {
			if there, err = u.before(ctx, h, a.Item); err != nil {
				return Answer{}, err
			}
		}
		newest := there.newest
		if newest.same(a) {
			return newest, nil
		}
		if newest.Number != a.Number {
			return newest, fault.New(fault.Conflict, "assessment.answered_elsewhere")
		}
		next := a
		next.Number, next.ParticipantID = newest.Number+1, ""
		var sealed SealedSheet
		if sealed, err = u.seal(h.Cycle.ID, a.ParticipantID, there.sheet.with(next)); err != nil {
			return newest, err
		}
		err = u.Store.SaveSheet(ctx, sealed, there.stamp)
		if err == nil {
			return next, nil
		}
		if !errors.Is(err, ErrStale) {
			return newest, fmt.Errorf("save a sealed answer: %w", err)
		}
	}
	return Answer{}, fault.Wrap(fault.Unavailable, "error.unavailable", err)
}

// ErrStale is the conflict of a sheet that was saved meanwhile by another
// request.
var ErrStale error = fault.New(fault.Conflict, "assessment.answered_elsewhere")

// CheckKey refuses to go on when answers wait that were sealed with another key:
// they would be lost without a word. KeyIDs are those of all waiting sheets.
func CheckKey(box sealing.Box, keyIDs []string) error {
	for _, id := range keyIDs {
		if id != box.KeyID() {
			return fmt.Errorf("confidential answers wait that were sealed with another key (%s, not %s): "+
				"put back the former %s in the data folder, or set TELAIO_SECRET_KEY to what it was", id, box.KeyID(), sealing.KeyFile)
		}
	}
	return nil
}
