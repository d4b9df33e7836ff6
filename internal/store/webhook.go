package store

import (
	"context"
	"time"

	"telaio/internal/fault"
	"telaio/internal/publication"
	"telaio/internal/webhook"
)

const webhookColumns = `id, address, query, sealed, created_by, created_at, stopped_at, stopped_why, moment_last`

func scanWebhook(row scanner) (h webhook.Hook, err error) {
	err = row.Scan(&h.ID, &h.Address, &h.Query, &h.Sealed, &h.CreatedBy, nullTime{&h.CreatedAt}, nullTime{&h.StoppedAt}, &h.Why, &h.Moment.Last)
	return h, err
}

// AddWebhook stores a program that is to be told.
func (s *Store) AddWebhook(ctx context.Context, h webhook.Hook) error {
	return s.exec(ctx, `insert into webhook (`+webhookColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		h.ID, h.Address, h.Query, h.Sealed, h.CreatedBy, h.CreatedAt.UTC(), orNull(h.StoppedAt), h.Why, h.Moment.Last)
}

// Webhook returns one by its id.
func (s *Store) Webhook(ctx context.Context, id string) (webhook.Hook, error) {
	return one(ctx, s.read(ctx), scanWebhook, `select `+webhookColumns+` from webhook where id = $1`, id)
}

// Webhooks lists all, the newest first.
func (s *Store) Webhooks(ctx context.Context) ([]webhook.Hook, error) {
	return list(ctx, s.read(ctx), scanWebhook, `select `+webhookColumns+` from webhook order by created_at desc, id`)
}

// Backlogs counts what waits for each program.
func (s *Store) Backlogs(ctx context.Context) (map[string]webhook.Backlog, error) {
	type waiting struct {
		id string
		webhook.Backlog
	}
	all, err := list(ctx, s.read(ctx), func(row scanner) (w waiting, err error) {
		err = row.Scan(&w.id, &w.Waiting, &w.Retried)
		return w, err
	}, `
		select webhook_id, count(*), count(*) filter (where attempts > 0) from webhook_delivery
		where not delivered and next_at is not null and kind <> $1 group by webhook_id`, webhook.Test)
	backlogs := make(map[string]webhook.Backlog, len(all))
	for _, w := range all {
		backlogs[w.id] = w.Backlog
	}
	return backlogs, err
}

// SetWebhookSecret replaces the sealed secret.
func (s *Store) SetWebhookSecret(ctx context.Context, id string, sealed []byte) error {
	return s.exec(ctx, `update webhook set sealed = $2 where id = $1`, id, sealed)
}

// StopWebhook notes that the program is not told any more, and why.
func (s *Store) StopWebhook(ctx context.Context, id string, why webhook.Why, at time.Time) error {
	return s.exec(ctx, `update webhook set stopped_at = $2, stopped_why = $3 where id = $1`, id, at.UTC(), why)
}

// ResumeWebhook lets the program be told again: what was given up or waits is due
// at once, with all of its attempts.
func (s *Store) ResumeWebhook(ctx context.Context, id string, at time.Time) error {
	return s.InTx(ctx, func(ctx context.Context) error {
		if err := s.exec(ctx, `update webhook set stopped_at = null, stopped_why = '' where id = $1`, id); err != nil {
			return err
		}
		return s.exec(ctx, `update webhook_delivery set next_at = $2, attempts = 0 where webhook_id = $1 and not delivered and kind <> $3`, id, at.UTC(), webhook.Test)
	})
}

// RemoveWebhook forgets the program and what was sent to it.
func (s *Store) RemoveWebhook(ctx context.Context, id string) error {
	return s.exec(ctx, `delete from webhook where id = $1`, id)
}

// MoveWebhook sets how far a hook has come, unless somebody else has meanwhile.
func (s *Store) MoveWebhook(ctx context.Context, h webhook.Hook, to publication.Moment) (bool, error) {
	return s.changesOne(ctx, `update webhook set moment_last = $2 where id = $1 and moment_last = $3`, h.ID, to.Last, h.Moment.Last)
}

// KnowOrganisation notes that a program knows an organisation.
func (s *Store) KnowOrganisation(ctx context.Context, webhookID, organisationID string) error {
	return s.exec(ctx, `insert into webhook_known (webhook_id, organisation_id) values ($1, $2) on conflict do nothing`, webhookID, organisationID)
}

// ForgetOrganisation takes the note back, and reports whether there was one.
func (s *Store) ForgetOrganisation(ctx context.Context, webhookID, organisationID string) (bool, error) {
	return s.changesOne(ctx, `delete from webhook_known where webhook_id = $1 and organisation_id = $2`, webhookID, organisationID)
}

const deliveryColumns = `id, webhook_id, kind, organisation_id, created_at, next_at, attempts, last_at, delivered, status, answer, millis`

func scanDelivery(row scanner) (d webhook.Delivery, err error) {
	err = row.Scan(&d.ID, &d.HookID, &d.Kind, &d.OrganisationID, nullTime{&d.CreatedAt}, nullTime{&d.NextAt}, &d.Attempts, nullTime{&d.LastAt},
		&d.Delivered, &d.Status, &d.Answer, &d.Millis)
	return d, err
}

// QueueDelivery adds a request, or puts it in the place of one about the same
// organisation that nobody has sent yet.
func (s *Store) QueueDelivery(ctx context.Context, d webhook.Delivery) error {
	return s.InTx(ctx, func(ctx context.Context) error {
		if d.Kind != webhook.Test {
			replaced, err := s.changesOne(ctx, `
				update webhook_delivery set kind = $3, created_at = $4
				where webhook_id = $1 and organisation_id = $2 and kind <> $5 and not delivered and attempts = 0 and next_at is not null`,
				d.HookID, d.OrganisationID, d.Kind, d.CreatedAt.UTC(), webhook.Test)
			if err != nil || replaced {
				return err
			}
		}
		return s.exec(ctx, `insert into webhook_delivery (`+deliveryColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
			d.ID, d.HookID, d.Kind, d.OrganisationID, d.CreatedAt.UTC(), orNull(d.NextAt), d.Attempts, orNull(d.LastAt), d.Delivered, d.Status, d.Answer, d.Millis)
	})
}

// TakeDelivery takes the request that is due first among those of programs that
// are told, counts the attempt, and puts it off until a time; ok is false if none
// is due.
func (s *Store) TakeDelivery(ctx context.Context, now, until time.Time) (d webhook.Delivery, ok bool, err error) {
	d, err = one(ctx, s.read(ctx), scanDelivery, `
		select `+deliveryColumns+` from webhook_delivery
		where next_at <= $1 and (kind = $2 or webhook_id in (select id from webhook where stopped_at is null))
		order by next_at, id limit 1`, now.UTC(), webhook.Test)
	if fault.KindOf(err) == fault.NotFound {
		return d, false, nil
	}
	if err != nil {
		return d, false, err
	}
	// another node may have taken it meanwhile
	ok, err = s.changesOne(ctx, `
		update webhook_delivery set next_at = $2, attempts = attempts + 1 where id = $1 and attempts = $3 and next_at <= $4`,
		d.ID, until.UTC(), d.Attempts, now.UTC())
	d.Attempts++
	return d, ok, err
}

// EndDelivery stores what came of a request.
func (s *Store) EndDelivery(ctx context.Context, d webhook.Delivery) error {
	return s.exec(ctx, `
		update webhook_delivery set next_at = $2, attempts = $3, last_at = $4, delivered = $5, status = $6, answer = $7, millis = $8 where id = $1`,
		d.ID, orNull(d.NextAt), d.Attempts, orNull(d.LastAt), d.Delivered, d.Status, d.Answer, d.Millis)
}

// PutOffDeliveries lets everything that waits for a hook wait until a time.
func (s *Store) PutOffDeliveries(ctx context.Context, webhookID string, until time.Time) error {
	return s.exec(ctx, `
		update webhook_delivery set next_at = $2 where webhook_id = $1 and not delivered and next_at < $2`, webhookID, until.UTC())
}

// DeliveriesOf lists the last requests to a program, the newest first.
func (s *Store) DeliveriesOf(ctx context.Context, webhookID string, most int) ([]webhook.Delivery, error) {
	return list(ctx, s.read(ctx), scanDelivery, `
		select `+deliveryColumns+` from webhook_delivery where webhook_id = $1 order by created_at desc, id limit $2`, webhookID, most)
}

// Delivery returns one request to a program.
func (s *Store) Delivery(ctx context.Context, webhookID, id string) (webhook.Delivery, error) {
	return one(ctx, s.read(ctx), scanDelivery, `select `+deliveryColumns+` from webhook_delivery where webhook_id = $1 and id = $2`, webhookID, id)
}

// ForgetDeliveries removes requests that were made before a time and have ended.
func (s *Store) ForgetDeliveries(ctx context.Context, before time.Time) error {
	return s.exec(ctx, `delete from webhook_delivery where created_at < $1 and (delivered or next_at is null)`, before.UTC())
}
