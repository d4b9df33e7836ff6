package store

import (
	"context"

	"telaio/internal/peerreading"
)

const readingColumns = `p.id, p.cycle_id, p.organisation_id, p.reader_id, p.message, p.invited_by, p.invited_at, p.accepted_at, p.done_at,
	p.declined_at, p.withdrawn_at`

func scanReading(s scanner) (r peerreading.Reading, err error) {
	err = s.Scan(&r.ID, &r.CycleID, &r.OrganisationID, &r.ReaderID, &r.Message, &r.InvitedBy, nullTime{&r.InvitedAt}, nullTime{&r.AcceptedAt},
		nullTime{&r.DoneAt}, nullTime{&r.DeclinedAt}, nullTime{&r.WithdrawnAt})
	return r, err
}

// AddReading keeps an invitation to read.
func (s *Store) AddReading(ctx context.Context, r peerreading.Reading) error {
	return s.exec(ctx, `
		insert into peer_reading (id, cycle_id, organisation_id, reader_id, message, invited_by, invited_at) values ($1, $2, $3, $4, $5, $6, $7)`,
		r.ID, r.CycleID, r.OrganisationID, r.ReaderID, r.Message, r.InvitedBy, r.InvitedAt.UTC())
}

// Reading returns the one with the id.
func (s *Store) Reading(ctx context.Context, id string) (peerreading.Reading, error) {
	return one(ctx, s.read(ctx), scanReading, `select `+readingColumns+` from peer_reading p where p.id = $1`, id)
}

// ReadingsOf lists those of a cycle, the newest first.
func (s *Store) ReadingsOf(ctx context.Context, cycleID string) ([]peerreading.Reading, error) {
	return list(ctx, s.read(ctx), scanReading, `
		select `+readingColumns+` from peer_reading p where p.cycle_id = $1 order by p.invited_at desc, p.id`, cycleID)
}

// ReadingsFor lists those that an organisation was invited to, the newest first.
func (s *Store) ReadingsFor(ctx context.Context, readerID string) ([]peerreading.Reading, error) {
	return list(ctx, s.read(ctx), scanReading, `
		select `+readingColumns+` from peer_reading p where p.reader_id = $1 order by p.invited_at desc, p.id`, readerID)
}

// MoveReading saves the times of a reading, unless it is not in the state from
// any more.
func (s *Store) MoveReading(ctx context.Context, r peerreading.Reading, from peerreading.State) error {
	return s.InTx(ctx, func(ctx context.Context) error {
		return s.changeOr(ctx, "peer.moved", `
			update peer_reading set accepted_at = $2, done_at = $3, declined_at = $4, withdrawn_at = $5
			where id = $1 and withdrawn_at is null and declined_at is null
			and (accepted_at is not null) = $6 and (done_at is not null) = $7`,
			r.ID, orNull(r.AcceptedAt), orNull(r.DoneAt), orNull(r.DeclinedAt), orNull(r.WithdrawnAt),
			from != peerreading.Invited, from == peerreading.Done)
	})
}

// AddPeerComment is a conflict if the item has a comment of that number, or if
// nobody reads any more.
func (s *Store) AddPeerComment(ctx context.Context, c peerreading.Comment) error {
	return conflictIfDuplicate(s.changeOr(ctx, "peer.moved", `
		insert into peer_comment (reading_id, item, number, text, person_id, at)
		select p.id, $2, $3, $4, $5, $6 from peer_reading p where p.id = $1
		and p.accepted_at is not null and p.done_at is null and p.declined_at is null and p.withdrawn_at is null`,
		c.ReadingID, c.Item, c.Number, c.Text, c.PersonID, c.At.UTC()))
}

// PeerComments lists the newest comment on each item.
func (s *Store) PeerComments(ctx context.Context, readingID string) ([]peerreading.Comment, error) {
	scan := func(row scanner) (c peerreading.Comment, err error) {
		err = row.Scan(&c.ReadingID, &c.Item, &c.Number, &c.Text, &c.PersonID, nullTime{&c.At})
		return c, err
	}
	return list(ctx, s.read(ctx), scan, `
		select c.reading_id, c.item, c.number, c.text, c.person_id, c.at from peer_comment c
		where c.reading_id = $1 and c.number = (select max(n.number) from peer_comment n where n.reading_id = c.reading_id and n.item = c.item)
		order by c.item`, readingID)
}
