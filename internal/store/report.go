package store

import (
	"context"
	"time"

	"telaio/internal/fault"
	"telaio/internal/report"
)

// Importance is how much each dimension matters to the organisation; nothing is
// said of those that are not in it.
func (s *Store) Importance(ctx context.Context, organisationID string) (map[string]int, error) {
	scan := func(row scanner) (importance map[string]int, err error) {
		err = row.Scan(jsonColumn{&importance})
		return importance, err
	}
	importance, err := one(ctx, s.read(ctx), scan, `select importance from report_importance where organisation_id = $1`, organisationID)
	if fault.KindOf(err) == fault.NotFound {
		return nil, nil
	}
	return importance, err
}

// SetImportance notes how much each dimension matters.
func (s *Store) SetImportance(ctx context.Context, organisationID string, importance map[string]int, at time.Time) error {
	raw, err := toJSON(importance)
	if err != nil {
		return err
	}
	return s.exec(ctx, `
		insert into report_importance (organisation_id, importance, at) values ($1, $2, $3)
		on conflict (organisation_id) do update set importance = excluded.importance, at = excluded.at`,
		organisationID, raw, at.UTC())
}

// chosen is the part of a public report that is kept as JSON.
type chosen struct {
	Dimensions      []report.PublicLevel  `json:"dimensions"`
	Items           []report.PublicLevel  `json:"items"`
	Recommendations []string              `json:"recommendations"`
	Actions         []report.PublicAction `json:"actions"`
}

const publicColumns = `organisation_id, cycle_id, kit, answered_at, chosen, at`

func scanPublic(s scanner) (p report.Public, err error) {
	var c chosen
	err = s.Scan(&p.OrganisationID, &p.CycleID, &p.Kit, nullTime{&p.AnsweredAt}, jsonColumn{&c}, nullTime{&p.At})
	p.Dimensions, p.Items, p.Recommendations, p.Actions = c.Dimensions, c.Items, c.Recommendations, c.Actions
	return p, err
}

// PublicReport returns what the organisation shows of an assessment.
func (s *Store) PublicReport(ctx context.Context, organisationID string) (report.Public, error) {
	return one(ctx, s.read(ctx), scanPublic, `select `+publicColumns+` from report_public where organisation_id = $1`, organisationID)
}

// SavePublicReport shows it in the place of what was shown before.
func (s *Store) SavePublicReport(ctx context.Context, p report.Public) error {
	raw, err := toJSON(chosen{p.Dimensions, p.Items, p.Recommendations, p.Actions})
	if err != nil {
		return err
	}
	return s.InTx(ctx, func(ctx context.Context) error {
		err := s.exec(ctx, `
			insert into report_public (`+publicColumns+`) values ($1, $2, $3, $4, $5, $6)
			on conflict (organisation_id) do update set cycle_id = excluded.cycle_id, kit = excluded.kit,
				answered_at = excluded.answered_at, chosen = excluded.chosen, at = excluded.at`,
			p.OrganisationID, p.CycleID, p.Kit, p.AnsweredAt.UTC(), raw, p.At.UTC())
		if err != nil {
			return err
		}
		return s.exec(ctx, `insert into public_change (organisation_id, at) values ($1, $2)`, p.OrganisationID, p.At.UTC())
	})
}

// RemovePublicReport shows nothing any more, and reports whether something was
// shown.
func (s *Store) RemovePublicReport(ctx context.Context, organisationID string, at time.Time) (removed bool, err error) {
	err = s.InTx(ctx, func(ctx context.Context) error {
		if removed, err = s.changesOne(ctx, `delete from report_public where organisation_id = $1`, organisationID); err != nil || !removed {
			return err
		}
		return s.exec(ctx, `insert into public_change (organisation_id, at) values ($1, $2)`, organisationID, at.UTC())
	})
	return removed, err
}

const printColumns = `cycle_id, language, state, reason, file, attempt, person_id, requested_at, claimed_until, done_at`

func scanPrint(s scanner) (p report.Print, err error) {
	err = s.Scan(&p.CycleID, &p.Language, &p.State, &p.Reason, &p.File, &p.Attempt, &p.By,
		nullTime{&p.RequestedAt}, nullTime{&p.ClaimedUntil}, nullTime{&p.DoneAt})
	return p, err
}

// RequestPrint puts a PDF into the queue, unless it is under way already. One
// that is ready is made again.
func (s *Store) RequestPrint(ctx context.Context, p report.Print) error {
	return s.exec(ctx, `
		insert into report_print (cycle_id, language, state, person_id, requested_at) values ($1, $2, $3, $4, $5)
		on conflict (cycle_id, language) do update set state = excluded.state, reason = '', attempt = 0,
			person_id = excluded.person_id, requested_at = excluded.requested_at, claimed_until = null, done_at = null
		where report_print.state in ($6, $7)`,
		p.CycleID, p.Language, report.Waiting, p.By, p.RequestedAt.UTC(), report.Ready, report.Failed)
}

// Print returns the PDF of a cycle in a language.
func (s *Store) Print(ctx context.Context, cycleID, language string) (report.Print, error) {
	return one(ctx, s.read(ctx), scanPrint, `
		select `+printColumns+` from report_print where cycle_id = $1 and language = $2`, cycleID, language)
}

// ClaimPrint takes the next PDF that waits, or whose maker was not heard of by
// now, and keeps it from others until a time.
func (s *Store) ClaimPrint(ctx context.Context, now, until time.Time) (report.Print, error) {
	next, err := one(ctx, s.read(ctx), scanPrint, `
		select `+printColumns+` from report_print where state = $1 or (state = $2 and claimed_until <= $3)
		order by requested_at, cycle_id limit 1`, report.Waiting, report.Making, now.UTC())
	if err != nil {
		return next, err
	}
	return one(ctx, s.write(ctx), scanPrint, `
		update report_print set state = $3, attempt = attempt + 1, claimed_until = $4
		where cycle_id = $1 and language = $2 and (state = $5 or (state = $3 and claimed_until <= $6))
		returning `+printColumns, next.CycleID, next.Language, report.Making, until.UTC(), report.Waiting, now.UTC())
}

// FinishPrint notes what became of a PDF that was claimed.
func (s *Store) FinishPrint(ctx context.Context, p report.Print) error {
	return s.exec(ctx, `
		update report_print set state = $3, reason = $4, file = case when $5 = '' then file else $5 end, done_at = $6, claimed_until = null
		where cycle_id = $1 and language = $2 and state = $7`,
		p.CycleID, p.Language, p.State, p.Reason, p.File, orNull(p.DoneAt), report.Making)
}
