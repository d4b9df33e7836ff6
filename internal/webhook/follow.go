package webhook

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"

	"telaio/internal/fault"
	"telaio/internal/letter"
	"telaio/internal/outbound"
	"telaio/internal/publication"
	"telaio/internal/secret"
)

// Worker queues and sends, on one node.
type Worker struct {
	UseCases

	last     int64 // public change up to which this node has queued
	lookedAt time.Time
}

const (
	// lookAgain is how often the changes are read although no new one was seen: one
	// that took its number first may become visible after others.
	lookAgain = time.Minute
	batch     = 200
	// claim is how long a request that was taken is left to its node.
	claim = 5 * time.Minute
)

// Next queues what has changed, or sends one request. It reports whether there
// was anything to do. It is not safe for concurrent use.
func (w *Worker) Next(ctx context.Context) (bool, error) {
	if err := w.queueNews(ctx); err != nil {
		return false, err
	}
	now := w.Clock.Now()
	d, ok, err := w.Records.TakeDelivery(ctx, now, now.Add(claim))
	if err != nil || !ok {
		return false, err
	}
	// What has been taken is sent and noted even when the program is told to stop.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	return true, w.send(ctx, d)
}

func (w *Worker) queueNews(ctx context.Context) error {
	last, err := w.Records.LastPublicChange(ctx)
	if err != nil {
		return fmt.Errorf("read the last public change: %w", err)
	}
	now := w.Clock.Now()
	if last == w.last && now.Before(w.lookedAt.Add(lookAgain)) {
		return nil
	}
	hooks, err := w.Records.Webhooks(ctx)
	if err != nil {
		return fmt.Errorf("list the webhooks: %w", err)
	}
	if len(hooks) > 0 {
		if err := w.Atlas.Refresh(ctx); err != nil {
			return err
		}
	}
	more := false
	for _, h := range hooks {
		if h.Why == Gone || h.Why == Failing {
			continue // from where it stopped, once somebody resumes it
		}
		left, err := w.queue(ctx, h)
		if err != nil {
			return fmt.Errorf("queue what has changed: %w", err)
		}
		more = more || left
	}
	if !more {
		w.last, w.lookedAt = last, now
	}
	return nil
}

// queue queues the next changes for a hook and reports whether there are more.
func (w *Worker) queue(ctx context.Context, h Hook) (more bool, err error) {
	changes, err := w.Journal.After(ctx, h.Moment, batch)
	if err != nil || changes.Next == h.Moment {
		return false, err
	}
	finds, err := w.finds(ctx, h)
	if err != nil {
		return false, err
	}
	err = w.Records.InTx(ctx, func(ctx context.Context) error {
		mine, err := w.Records.MoveWebhook(ctx, h, changes.Next)
		if err != nil || !mine {
			return err
		}
		for _, c := range changes.Changes {
			if err := w.queueOne(ctx, h, c, finds); err != nil {
				return err
			}
		}
		return nil
	})
	return changes.More, err
}

// finds returns what the hook's filter finds, as the changes have left it; nil
// for a hook without a filter.
func (w *Worker) finds(ctx context.Context, h Hook) (map[string]bool, error) {
	if h.Query == "" {
		return nil, nil
	}
	if err := w.Atlas.Refresh(ctx); err != nil {
		return nil, err
	}
	entries, err := w.Atlas.Entries(ctx, w.Parse(h.Query))
	if err != nil {
		return nil, err
	}
	found := make(map[string]bool, len(entries))
	for _, e := range entries {
		found[e.ID] = true
	}
	return found, nil
}

func (w *Worker) queueOne(ctx context.Context, h Hook, c publication.Change, finds map[string]bool) error {
	id := c.Organisation.ID
	kind := Changed
	if c.Outcome != publication.Readable {
		kind = Removed
	}
	if h.Query != "" {
		if kind == Changed && finds[id] {
			if err := w.Records.KnowOrganisation(ctx, h.ID, id); err != nil {
				return err
			}
		} else {
			known, err := w.Records.ForgetOrganisation(ctx, h.ID, id)
			if err != nil || !known {
				return err
			}
			kind = Removed
		}
	}
	now := w.Clock.Now()
	return w.Records.QueueDelivery(ctx, Delivery{ID: secret.ID(), HookID: h.ID, Kind: kind, OrganisationID: id, CreatedAt: now, NextAt: now})
}

// message is the body of a request.
type message struct {
	Type      Kind      `json:"type"`
	Timestamp time.Time `json:"timestamp"` // of what happened
	Data      any       `json:"data"`
}

// removed is what a program is told of an organisation that has gone.
type removed struct {
	ID string `json:"id"`
}

func (w *Worker) send(ctx context.Context, d Delivery) error {
	h, err := w.Records.Webhook(ctx, d.HookID)
	if err != nil {
		return err
	}
	body, err := w.body(ctx, d)
	if err != nil {
		return err
	}
	key, err := w.Box.Open(h.Sealed, "webhook "+h.ID)
	if err != nil {
		return fmt.Errorf("open the secret of a webhook: %w", err)
	}
	at := w.Clock.Now()
	header := http.Header{}
	header.Set("Content-Type", "application/json")
	header.Set(idHeader, d.ID)
	header.Set(timestampHeader, strconv.FormatInt(at.Unix(), 10))
	header.Set(signatureHeader, Sign(key, d.ID, at, body))
	answer, failure := w.Poster.Post(ctx, h.Address, header, body)
	d.LastAt, d.Status, d.Answer = at, answer.Status, answer.Text
	d.Millis = int(w.Clock.Now().Sub(at).Milliseconds())
	if failure != nil {
		d.Answer = reason(failure)
	}
	return w.end(ctx, h, d, answer)
}

// body is what the request says, with what is public now.
func (w *Worker) body(ctx context.Context, d Delivery) ([]byte, error) {
	m := message{Type: d.Kind, Timestamp: d.CreatedAt.UTC(), Data: struct{}{}}
	switch d.Kind {
	case Removed:
		m.Data = removed{d.OrganisationID}
	case Changed:
		record, err := w.Pages.Record(ctx, d.OrganisationID)
		if kind := fault.KindOf(err); kind == fault.NotFound || kind == fault.Gone {
			m.Type, m.Data = Removed, removed{d.OrganisationID}
		} else if err != nil {
			return nil, fmt.Errorf("describe a changed organisation: %w", err)
		} else {
			m.Data = record
		}
	case Test:
	}
	return json.Marshal(m)
}

// reason names why there was no answer. The error's own words hold
// addresses, which may be inside the other's network.
func reason(err error) string {
	name, isName := errors.AsType[*net.DNSError](err)
	_, isCertificate := errors.AsType[*tls.CertificateVerificationError](err)
	switch {
	case errors.Is(err, outbound.ErrRefused):
		return "refused"
	case isName && name.IsNotFound:
		return "unknown_name"
	case isCertificate:
		return "certificate"
	case errors.Is(err, context.DeadlineExceeded):
		return "late"
	default:
		return "unreachable"
	}
}

// end notes the answer and what follows from it.
func (w *Worker) end(ctx context.Context, h Hook, d Delivery, answer Answer) error {
	now := w.Clock.Now()
	d.NextAt = time.Time{}
	if answer.OK() {
		d.Delivered = true
		return w.Records.EndDelivery(ctx, d)
	}
	stop := Why("")
	if wait, again := Patience(d.Attempts); again && d.Kind != Test {
		d.NextAt = now.Add(wait)
	} else if d.Kind != Test {
		stop = Failing
	}
	if answer.Status == http.StatusGone {
		d.NextAt, stop = time.Time{}, Gone
	}
	return w.Records.InTx(ctx, func(ctx context.Context) error {
		if err := w.Records.EndDelivery(ctx, d); err != nil {
			return err
		}
		if stop != "" {
			return w.stop(ctx, h, stop)
		}
		if d.Kind == Test {
			return nil
		}
		return w.Records.PutOffDeliveries(ctx, h.ID, now.Add(30*time.Second)) // so that the others' turn comes
	})
}

// stop no longer tells the program, and writes to who added it.
func (w *Worker) stop(ctx context.Context, h Hook, why Why) error {
	if err := w.Records.StopWebhook(ctx, h.ID, why, w.Clock.Now()); err != nil {
		return err
	}
	person, err := w.People.Person(ctx, h.CreatedBy)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err != nil {
		return fmt.Errorf("find who added a webhook: %w", err)
	}
	return w.Outbox.Send(ctx, letter.Letter{
		To: person.Email, Name: person.Name, Language: person.Language, Template: "webhook_stopped",
		Values: map[string]string{"Host": host(h.Address), "Link": w.Link(h.ID)},
	})
}
