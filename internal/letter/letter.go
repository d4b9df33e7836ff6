// Package letter says what goes to whom by mail. A letter names a template
// under content/mail and the values that fill it; how it looks and how it
// travels is the mail package's affair.
package letter

import "context"

// Letter is one mail to one person. Values hold ready links and words; they are
// personal data until the letter has left.
type Letter struct {
	To       string
	Name     string // of the receiver, "" if unknown
	Language string
	Template string
	Values   map[string]string
	Lists    []List `json:",omitempty"`
	// Stop is the address at which such letters can be stopped with one click
	// (RFC 8058); "" = the letter was asked for, and no others follow.
	Stop string `json:",omitempty"`
}

// List is things that a letter names, under a heading of its template.
type List struct {
	Name  string // of the heading in the template
	Items []Item
}

// Item is one thing: its name, with an address where it can be read, and a few
// words about it.
type Item struct{ Text, Link, Note string }

// Outbox takes letters. Send joins the transaction in ctx, so that a letter
// leaves if and only if what it tells of was committed.
type Outbox interface {
	Send(ctx context.Context, l Letter) error
}

// Waiting is a letter in the outbox that someone has taken out to deliver.
type Waiting struct {
	Letter
	ID      string // stable: a letter that is delivered twice carries it twice
	Claim   string // names the outbox's copy
	Attempt int    // 1, 2, 3…
	// Locked says that the server's key does not open the letter: nothing of it is
	// known until the key that closed it is back.
	Locked bool
}
