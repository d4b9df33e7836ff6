package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"telaio/internal/assessment"
	"telaio/internal/benchmark"
	"telaio/internal/fault"
	"telaio/internal/kitstudy"
	"telaio/internal/organisation"
)

const sharingColumns = `organisation_id, compare, research, person_id, at`

func scanSharing(s scanner) (c benchmark.Choice, err error) {
	err = s.Scan(&c.OrganisationID, &c.Compare, &c.Research, &c.PersonID, nullTime{&c.At})
	return c, err
}

// SharingChoice is the organisation's newest choice, zero if it made none.
func (s *Store) SharingChoice(ctx context.Context, organisationID string) (benchmark.Choice, error) {
	c, err := one(ctx, s.read(ctx), scanSharing, `
		select `+sharingColumns+` from sharing_choice where organisation_id = $1 order by number desc limit 1`, organisationID)
	if fault.KindOf(err) == fault.NotFound {
		return benchmark.Choice{OrganisationID: organisationID}, nil
	}
	return c, err
}

// SaveSharingChoice adds the organisation's newest choice.
func (s *Store) SaveSharingChoice(ctx context.Context, c benchmark.Choice) error {
	return conflictIfDuplicate(s.exec(ctx, `
		insert into sharing_choice (organisation_id, number, compare, research, person_id, at)
		select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5 from sharing_choice where organisation_id = $1`,
		c.OrganisationID, c.Compare, c.Research, c.PersonID, c.At.UTC()))
}

// UnscoredCycles lists at most so many closed cycles of the whole kit that have
// no score yet.
func (s *Store) UnscoredCycles(ctx context.Context, most int) ([]assessment.Cycle, error) {
	return list(ctx, s.read(ctx), scanCycle, `
		select `+cycleColumns+` from assessment_cycle
		where closed_at is not null and extent = $1 and id not in (select cycle_id from assessment_score)
		order by closed_at, id limit $2`, assessment.Full, most)
}

// AddScore keeps a closed cycle's score, once.
func (s *Store) AddScore(ctx context.Context, score benchmark.Score) error {
	dimensions, err := toJSON(score.Dimensions)
	if err != nil {
		return err
	}
	items, err := toJSON(score.Items)
	if err != nil {
		return err
	}
	return s.exec(ctx, `
		insert into assessment_score (cycle_id, organisation_id, kit, mode, closed_at, respondents, dimensions, items)
		values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (cycle_id) do nothing`,
		score.CycleID, score.OrganisationID, score.Kit, score.Mode, score.ClosedAt.UTC(), score.Respondents, dimensions, items)
}

// standingScore is a score that no later closed cycle has taken up again.
const standingScore = ` not exists (
	select 1 from assessment_cycle later where later.reopened_from = a.cycle_id and later.reopened_from <> '' and later.closed_at is not null) `

// newestChoice joins the choice that counts.
const newestChoice = ` join sharing_choice h on h.organisation_id = a.organisation_id
	and h.number = (select max(number) from sharing_choice where organisation_id = a.organisation_id) `

// SharedScores calls take for every standing score, closed after since, of each
// published organisation that allows comparing.
func (s *Store) SharedScores(ctx context.Context, since time.Time, take func(benchmark.Score, organisation.Card)) error {
	rows, err := s.read(ctx).QueryContext(ctx, `
		select a.cycle_id, a.organisation_id, a.closed_at, a.dimensions, r.card
		from assessment_score a`+newestChoice+`
		join organisation o on o.id = a.organisation_id
		join revision r on r.organisation_id = o.id and r.number = o.revision
		where h.compare and o.state = $1 and a.closed_at > $2 and`+standingScore+`order by a.cycle_id`, organisation.Published, since.UTC())
	if err != nil {
		return unavailable(err)
	}
	defer rows.Close()
	for rows.Next() {
		var score benchmark.Score
		var card organisation.Card
		if err := rows.Scan(&score.CycleID, &score.OrganisationID, nullTime{&score.ClosedAt}, jsonColumn{&score.Dimensions}, jsonColumn{&card}); err != nil {
			return fmt.Errorf("read a shared score: %w", err)
		}
		take(score, card)
	}
	return unavailable(rows.Err())
}

const snapshotColumns = `group_kind, group_code, dimension, figures, state, built_at`

func scanSnapshot(s scanner) (b benchmark.Snapshot, err error) {
	err = s.Scan(&b.Group.Kind, &b.Group.Code, &b.Dimension, jsonColumn{&b.Figures}, jsonColumn{&b.State}, nullTime{&b.BuiltAt})
	return b, err
}

// Snapshots lists every snapshot.
func (s *Store) Snapshots(ctx context.Context) ([]benchmark.Snapshot, error) {
	return list(ctx, s.read(ctx), scanSnapshot, `
		select `+snapshotColumns+` from benchmark_snapshot order by group_kind, group_code, dimension`)
}

// SnapshotFigures lists the figures of groups, without how they came about.
func (s *Store) SnapshotFigures(ctx context.Context, groups []benchmark.Group) ([]benchmark.Snapshot, error) {
	scan := func(row scanner) (b benchmark.Snapshot, err error) {
		err = row.Scan(&b.Group.Kind, &b.Group.Code, &b.Dimension, jsonColumn{&b.Figures}, nullTime{&b.BuiltAt})
		return b, err
	}
	if len(groups) == 0 {
		return nil, nil
	}
	var wanted []string
	var args []any
	for _, g := range groups {
		wanted = append(wanted, fmt.Sprintf("(group_kind = $%d and group_code = $%d)", len(args)+1, len(args)+2))
		args = append(args, g.Kind, g.Code)
	}
	return list(ctx, s.read(ctx), scan, `
		select group_kind, group_code, dimension, figures, built_at from benchmark_snapshot
		where `+strings.Join(wanted, " or ")+` order by group_kind, group_code, dimension`, args...)
}

// SaveSnapshots replaces the snapshots of the same groups and dimensions.
func (s *Store) SaveSnapshots(ctx context.Context, snapshots []benchmark.Snapshot) error {
	return s.InTx(ctx, func(ctx context.Context) error {
		for _, b := range snapshots {
			figures, err := toJSON(b.Figures)
			if err != nil {
				return err
			}
			state, err := toJSON(b.State)
			if err != nil {
				return err
			}
			err = s.exec(ctx, `
				insert into benchmark_snapshot (`+snapshotColumns+`) values ($1, $2, $3, $4, $5, $6)
				on conflict (group_kind, group_code, dimension) do update
				set figures = excluded.figures, state = excluded.state, built_at = excluded.built_at`,
				b.Group.Kind, b.Group.Code, b.Dimension, figures, state, b.BuiltAt.UTC())
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// ResearchScores lists every standing score with its items, of organisations
// that allow research.
func (s *Store) ResearchScores(ctx context.Context) ([]benchmark.Score, error) {
	scan := func(row scanner) (score benchmark.Score, err error) {
		err = row.Scan(&score.CycleID, &score.OrganisationID, &score.Kit, &score.Mode, nullTime{&score.ClosedAt}, &score.Respondents,
			jsonColumn{&score.Dimensions}, jsonColumn{&score.Items})
		return score, err
	}
	return list(ctx, s.read(ctx), scan, `
		select a.cycle_id, a.organisation_id, a.kit, a.mode, a.closed_at, a.respondents, a.dimensions, a.items
		from assessment_score a`+newestChoice+`where h.research and`+standingScore+`order by a.cycle_id`)
}

// CycleCounts counts all cycles by state, mode and extent.
func (s *Store) CycleCounts(ctx context.Context) ([]kitstudy.CycleCount, error) {
	scan := func(row scanner) (c kitstudy.CycleCount, err error) {
		err = row.Scan(&c.State, &c.Mode, &c.Extent, &c.Cycles)
		return c, err
	}
	return list(ctx, s.read(ctx), scan, `
		select state, mode, extent, count(*) from (
			select case when closed_at is not null then 'closed' when ended_at is not null then 'discussing' else 'answering' end as state,
				mode, extent
			from assessment_cycle) c
		group by state, mode, extent order by state, mode, extent`)
}
