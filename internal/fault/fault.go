// Package fault names the ways in which a use case can refuse its work. The
// edge (web, api, command line) turns a kind into a status or an exit code and
// a message key into a sentence; nothing below the edge does either.
package fault

import (
	"errors"
	"maps"
	"slices"
	"strings"
)

// Kind says what sort of refusal an error is.
type Kind int

// The kinds. Internal is that of every error that is not a fault.
const (
	Internal    Kind = iota
	NotFound         // there is no such thing, or not for this reader
	Gone             // it was here and is not any more; Error.Successor may name a page
	Invalid          // the input cannot be taken; Error.Fields says where and why
	Conflict         // someone else changed it first
	Denied           // this person may not do this
	SignInFirst      // only known people may do this, and nobody is signed in
	Expired          // a token is used up, too old or from another browser
	TooLarge         // more bytes, fields or pixels than the limit
	TooMany          // too often in too short a time
	Unavailable      // the database, disk or mail is out of reach; try again later
	Malformed        // the bytes are not text or not what the form sends
	BadMethod        // the page is there, but not for this HTTP method
)

// Message is a key of the locale files with the values its sentence needs.
type Message struct {
	Key  string
	Args map[string]any
}

// Error is a refusal that a reader can be told about.
type Error struct {
	Kind      Kind
	Message   Message
	Fields    map[string]Message // Invalid only: question id to message
	Successor string             // Gone only: the slug that replaces it, or ""
	Cause     error
}

// New returns a fault of kind k whose sentence is found under key.
func New(k Kind, key string) *Error { return &Error{Kind: k, Message: Message{Key: key}} }

// Wrap is New with a cause, which is logged and never shown.
func Wrap(k Kind, key string, cause error) *Error {
	return &Error{Kind: k, Message: Message{Key: key}, Cause: cause}
}

// InvalidFields returns the fault for input whose fields cannot be taken.
func InvalidFields(fields map[string]Message) *Error {
	return &Error{Kind: Invalid, Message: Message{Key: "error.invalid"}, Fields: fields}
}

// Error names the key, the fields and the cause, for logs.
func (e *Error) Error() string {
	parts := []string{e.Message.Key}
	if len(e.Fields) > 0 {
		parts = append(parts, "in "+strings.Join(slices.Sorted(maps.Keys(e.Fields)), ", "))
	}
	if e.Cause != nil {
		parts = append(parts, e.Cause.Error())
	}
	return strings.Join(parts, ": ")
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// KindOf returns the kind of the first fault in err's chain, Internal if none.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}

// KeyOf returns the message key of the first fault in err's chain, that of an
// unforeseen error if none.
func KeyOf(err error) string {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Message.Key
	}
	return "error.internal"
}
