// Package audit keeps an append-only, hash-chained record of who changed what,
// and of who read what is confidential. An entry names people and things by
// their random ids only: never an address, a text or a token.
package audit

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"
)

// Entry is one thing that happened.
type Entry struct {
	Sequence int64 // 1, 2, 3…; set by the store
	At       time.Time
	Actor    string            // person id, "participant" or "system"
	Action   string            // such as "proposal.accepted"
	Object   string            // kind:id, such as "organisation:k3j…"
	Details  map[string]string // codes and ids that explain the action
	Previous string            // hash of the entry before, "" for the first
	Hash     string
}

// Chained returns e with its hash, which covers every other field and the hash
// of the entry before. SHA-256 in hex over the fields as a JSON array.
func (e Entry) Chained(previous string) Entry {
	e.Previous = previous
	fields := []any{e.Sequence, e.At.UTC().Format(time.RFC3339Nano), e.Actor, e.Action, e.Object, e.Details, previous}
	raw, err := json.Marshal(fields)
	if err != nil {
		panic(err) // strings and maps of strings always marshal
	}
	sum := sha256.Sum256(raw)
	e.Hash = hex.EncodeToString(sum[:])
	return e
}

// Chain returns the entries as they follow on from the last one, in their order.
func Chain(last Entry, entries []Entry) []Entry {
	chained := make([]Entry, len(entries))
	for i, e := range entries {
		e.Sequence = last.Sequence + 1
		last = e.Chained(last.Hash)
		chained[i] = last
	}
	return chained
}

// Verify checks that entries follow on from each other and that none was
// changed. It returns an error naming the first one that breaks the chain.
func Verify(entries []Entry) error {
	previous := ""
	for i, e := range entries {
		if e.Sequence != int64(i+1) {
			return fmt.Errorf("audit entry %d is missing", i+1)
		}
		if e.Chained(previous).Hash != e.Hash || e.Previous != previous {
			return fmt.Errorf("audit entry %d was changed", e.Sequence)
		}
		previous = e.Hash
	}
	return nil
}
