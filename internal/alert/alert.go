// Package alert writes to people when the atlas changes under a filter of
// theirs: what is new, what changed, what is gone, once a week or a month, and
// never when nothing happened. Whoever asks confirms the address first; each
// letter stops with one click.
package alert

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"time"

	"telaio/internal/account"
	"telaio/internal/atlas"
	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/letter"
	"telaio/internal/publication"
	"telaio/internal/sealing"
	"telaio/internal/secret"
	"telaio/internal/taxonomy"
)

// Every is how often somebody is written to at most.
type Every string

// The rhythms.
const (
	Week  Every = "week"
	Month Every = "month"
)

// Rhythms lists them, the usual one first.
func Rhythms() []Every { return []Every{Week, Month} }

// Alert is what one person asked for.
type Alert struct {
	ID          string
	TokenHash   string // of the key in its links
	AddressName string // the same for every alert of an address, and no one else's
	Sealed      []byte // a Receiver
	Language    string
	Query       string // of the atlas, as in its addresses
	Every       Every
	CreatedAt   time.Time
	ConfirmedAt time.Time // zero = not yet
}

// receiver is what only the key of the program opens.
type receiver struct{ Address, Token string }

// Records is what alerts need stored.
type Records interface {
	InTx(ctx context.Context, fn func(context.Context) error) error
	AddAlert(ctx context.Context, a Alert) error
	Alert(ctx context.Context, tokenHash string) (Alert, error)
	AlertsOfAddress(ctx context.Context, addressName string) ([]Alert, error)
	ConfirmAlert(ctx context.Context, id string, at time.Time) error
	SetAlertRhythm(ctx context.Context, id string, every Every) error
	RemoveAlert(ctx context.Context, id string) error
	RemoveUnconfirmedAlerts(ctx context.Context, before time.Time) (int, error)
	// AlertFilters lists each filter that somebody with a confirmed address waits
	// for, once per rhythm.
	AlertFilters(ctx context.Context) ([]Filter, error)
	AlertsOfFilter(ctx context.Context, f Filter) ([]Alert, error)
	AlertState(ctx context.Context, f Filter) (State, error)
	SetAlertState(ctx context.Context, f Filter, s State) error
	RemoveIdleAlertStates(ctx context.Context) error
}

// Atlas finds what a filter finds.
type Atlas interface {
	Entries(ctx context.Context, q atlas.Query) ([]*atlas.Entry, error)
	Snapshot(ctx context.Context) (*atlas.Snapshot, error)
}

// Words puts a letter's parts into a language.
type Words interface {
	Filter(language string, q atlas.Query) string
	Summary(language string, d Digest) string
	Item(language string, e atlas.Entry) letter.Item
	// Changed is an organisation with what its steps have changed.
	Changed(language string, e atlas.Entry, steps []publication.Step) letter.Item
	More(language string, n int) letter.Item
	NotPublic(language string, n int) letter.Item
	Atlas(language, query string) string
	Link(language, token string) string
}

// History tells what the revisions of a page changed.
type History interface {
	StepsSince(ctx context.Context, organisationID string, since time.Time) ([]publication.Step, error)
}

// UseCases are what can be done, with what it needs.
type UseCases struct {
	Records  Records
	Atlas    Atlas
	History  History
	Words    Words
	Outbox   letter.Outbox
	Box      sealing.Box
	Taxonomy taxonomy.Set
	Clock    clock.Clock
}

// Asked is what somebody typed.
type Asked struct {
	Address  string
	Language string
	Query    atlas.Query
	Every    Every
}

// AddressField is the name of the form's field.
const AddressField = "email"

// The limits for one address.
const (
	mostAlerts      = 10 // confirmed or not
	mostUnconfirmed = 3  // each of them was a letter that nobody may have wanted
)

// forgetAfter is how long a letter waits to be confirmed.
const forgetAfter = 7 * 24 * time.Hour

// Ask writes a letter with the link that confirms the address. What there is
// already for an address is told to nobody: where there is too much, or the very
// same alert is on, no letter leaves.
func (u UseCases) Ask(ctx context.Context, asked Asked) error {
	address, err := account.CleanEmail(asked.Address)
	if err != nil {
		return fault.InvalidFields(map[string]fault.Message{AddressField: {Key: "alert.address_wrong"}})
	}
	if asked.Every != Month {
		asked.Every = Week
	}
	a := Alert{
		ID: secret.ID(), AddressName: u.Box.Name(address), Language: asked.Language, Query: Lasting(asked.Query).Encode(),
		Every: asked.Every, CreatedAt: u.Clock.Now(),
	}
	token := secret.Token()
	a.TokenHash = secret.Hash(token)
	if a.Sealed, err = u.seal(receiver{address, token}, a.ID); err != nil {
		return err
	}
	err = u.Records.InTx(ctx, func(ctx context.Context) error {
		before, err := u.Records.AlertsOfAddress(ctx, a.AddressName)
		if err != nil || !room(before, a) {
			return err
		}
		if err := u.Records.AddAlert(ctx, a); err != nil {
			return err
		}
		return u.Outbox.Send(ctx, letter.Letter{
			To: address, Language: a.Language, Template: "alert_confirm",
			Values: map[string]string{"Filter": u.Words.Filter(a.Language, Lasting(asked.Query)), "Link": u.Words.Link(a.Language, token)},
		})
	})
	if err != nil {
		return fmt.Errorf("ask for an alert: %w", err)
	}
	return nil
}

// room reports whether the address may have one alert more.
func room(before []Alert, a Alert) bool {
	unconfirmed := 0
	for _, other := range before {
		if other.ConfirmedAt.IsZero() {
			unconfirmed++
		} else if other.Query == a.Query && other.Every == a.Every {
			return false
		}
	}
	return len(before) < mostAlerts && unconfirmed < mostUnconfirmed
}

// Lasting is what of a query holds from one week to the next: not the page, the
// order, or where the reader was.
func Lasting(q atlas.Query) atlas.Query {
	q.Page, q.Order, q.Near, q.From = 0, "", "", nil
	return q
}

// Found is the alert that the token opens, with its query.
func (u UseCases) Found(ctx context.Context, token string) (Alert, atlas.Query, error) {
	a, err := u.Records.Alert(ctx, secret.Hash(token))
	if err != nil {
		return a, atlas.Query{}, err
	}
	return a, u.parse(a.Query), nil
}

func (u UseCases) parse(query string) atlas.Query {
	values, err := url.ParseQuery(query)
	if err != nil {
		values = nil // it was encoded by this program
	}
	return Lasting(atlas.Parse(values, u.Taxonomy))
}

// Confirm begins the alert: what the filter finds now is not news.
func (u UseCases) Confirm(ctx context.Context, token string) error {
	a, q, err := u.Found(ctx, token)
	if err != nil || !a.ConfirmedAt.IsZero() {
		return err
	}
	now := u.Clock.Now()
	known, err := u.known(ctx, q)
	if err != nil {
		return err
	}
	return u.Records.InTx(ctx, func(ctx context.Context) error {
		if err := u.Records.ConfirmAlert(ctx, a.ID, now); err != nil {
			return err
		}
		return u.begin(ctx, Filter{a.Every, a.Query}, State{Period: Period(a.Every, now), At: now, Found: known})
	})
}

// begin notes what a filter finds, unless somebody waits for it already.
func (u UseCases) begin(ctx context.Context, f Filter, s State) error {
	_, err := u.Records.AlertState(ctx, f)
	if fault.KindOf(err) == fault.NotFound {
		return u.Records.SetAlertState(ctx, f, s)
	}
	return err
}

// Change sets how often somebody is written to.
func (u UseCases) Change(ctx context.Context, token string, every Every) error {
	a, q, err := u.Found(ctx, token)
	if err != nil {
		return err
	}
	if every != Month {
		every = Week
	}
	known, err := u.known(ctx, q)
	if err != nil {
		return err
	}
	now := u.Clock.Now()
	return u.Records.InTx(ctx, func(ctx context.Context) error {
		if err := u.Records.SetAlertRhythm(ctx, a.ID, every); err != nil || a.ConfirmedAt.IsZero() {
			return err
		}
		return u.begin(ctx, Filter{every, a.Query}, State{Period: Period(every, now), At: now, Found: known})
	})
}

// Stop forgets the alert and the address. It may be done twice.
func (u UseCases) Stop(ctx context.Context, token string) error {
	a, err := u.Records.Alert(ctx, secret.Hash(token))
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	return u.Records.RemoveAlert(ctx, a.ID)
}

// Forget removes every alert of an address, for somebody who asks to be forgotten.
func (u UseCases) Forget(ctx context.Context, address string) (int, error) {
	address, err := account.CleanEmail(address)
	if err != nil {
		return 0, err
	}
	alerts, err := u.Records.AlertsOfAddress(ctx, u.Box.Name(address))
	if err != nil {
		return 0, fmt.Errorf("list the alerts of an address: %w", err)
	}
	for _, a := range alerts {
		if err := u.Records.RemoveAlert(ctx, a.ID); err != nil {
			return 0, fmt.Errorf("forget an alert: %w", err)
		}
	}
	return len(alerts), nil
}

// Clean forgets addresses that were never confirmed, and filters that nobody
// waits for any more.
func (u UseCases) Clean(ctx context.Context) (int, error) {
	forgotten, err := u.Records.RemoveUnconfirmedAlerts(ctx, u.Clock.Now().Add(-forgetAfter))
	if err != nil {
		return 0, fmt.Errorf("forget alerts that nobody confirmed: %w", err)
	}
	return forgotten, u.Records.RemoveIdleAlertStates(ctx)
}

// sealPurpose binds what is sealed to its alert.
const sealPurpose = "alert "

func (u UseCases) seal(r receiver, id string) ([]byte, error) {
	plain, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("write an address: %w", err)
	}
	const size = 512 // an address has 254 bytes at most, a token 43
	if plain, err = sealing.Pad(plain, size); err != nil {
		return nil, fmt.Errorf("pad an address: %w", err)
	}
	return u.Box.Seal(plain, sealPurpose+id)
}

func (u UseCases) open(a Alert) (r receiver, err error) {
	record, err := u.Box.Open(a.Sealed, sealPurpose+a.ID)
	if err != nil {
		return r, fmt.Errorf("open the address of an alert: %w", err)
	}
	plain, err := sealing.Unpad(record)
	if err != nil {
		return r, fmt.Errorf("open the address of an alert: %w", err)
	}
	return r, json.Unmarshal(plain, &r)
}
