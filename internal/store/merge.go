package store

import (
	"cmp"
	"context"
	"time"

	"telaio/internal/fault"
	"telaio/internal/merge"
	"telaio/internal/organisation"
)

const mergeColumns = `id, kept_id, gone_id, record, person_id, person, at, undone_at, undone_by`

func scanMerge(s scanner) (m merge.Merge, err error) {
	err = s.Scan(&m.ID, &m.KeptID, &m.GoneID, jsonColumn{&m.Record}, &m.PersonID, &m.Person, nullTime{&m.At}, nullTime{&m.UndoneAt}, &m.UndoneBy)
	return m, err
}

// SurvivorOf returns the id of the organisation that the one with the id has
// become, which is its own id unless it was merged.
func (s *Store) SurvivorOf(ctx context.Context, organisationID string) (string, error) {
	const longest = 16 // merges one after the other
	for range longest {
		next, err := one(ctx, s.read(ctx), scanText, `
			select kept_id from merge where gone_id = $1 and undone_at is null order by at desc limit 1`, organisationID)
		if fault.KindOf(err) == fault.NotFound {
			return organisationID, nil
		}
		if err != nil {
			return "", err
		}
		organisationID = next
	}
	return organisationID, nil
}

// Survivors returns what every organisation that was merged has become.
func (s *Store) Survivors(ctx context.Context) (organisation.Survivors, error) {
	return s.survivors(ctx, `select gone_id, kept_id from merge where undone_at is null order by at`)
}

// SurvivorsInto is Survivors for those that led to one organisation, be it
// through others.
func (s *Store) SurvivorsInto(ctx context.Context, organisationID string) (organisation.Survivors, error) {
	return s.survivors(ctx, `
		with recursive part (gone_id, kept_id) as (
			select gone_id, kept_id from merge where kept_id = $1 and undone_at is null
			union
			select m.gone_id, m.kept_id from merge m join part p on m.kept_id = p.gone_id where m.undone_at is null
		) select gone_id, kept_id from part`, organisationID)
}

func (s *Store) survivors(ctx context.Context, query string, args ...any) (organisation.Survivors, error) {
	type step struct{ gone, kept string }
	scan := func(row scanner) (n step, err error) {
		err = row.Scan(&n.gone, &n.kept)
		return n, err
	}
	steps, err := list(ctx, s.read(ctx), scan, query, args...)
	if err != nil || len(steps) == 0 {
		return nil, err
	}
	survivors := make(organisation.Survivors, len(steps))
	for _, n := range steps {
		survivors[n.gone] = n.kept
	}
	return survivors, nil
}

// AddMerge keeps what a merge did.
func (s *Store) AddMerge(ctx context.Context, m merge.Merge) error {
	record, err := toJSON(m.Record)
	if err != nil {
		return err
	}
	return s.exec(ctx, `insert into merge (`+mergeColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		m.ID, m.KeptID, m.GoneID, record, m.PersonID, m.Person, m.At.UTC(), orNull(m.UndoneAt), m.UndoneBy)
}

// Merge returns the merge with the id.
func (s *Store) Merge(ctx context.Context, id string) (merge.Merge, error) {
	return one(ctx, s.read(ctx), scanMerge, `select `+mergeColumns+` from merge where id = $1`, id)
}

// MergesOf lists the merges that the organisation was part of, newest first.
func (s *Store) MergesOf(ctx context.Context, organisationID string) ([]merge.Merge, error) {
	return list(ctx, s.read(ctx), scanMerge, `
		select `+mergeColumns+` from merge where kept_id = $1 or gone_id = $1 order by at desc, id`, organisationID)
}

// MergesBefore lists the merges of before a time that hold, the oldest first.
func (s *Store) MergesBefore(ctx context.Context, t time.Time) ([]merge.Merge, error) {
	return list(ctx, s.read(ctx), scanMerge, `
		select `+mergeColumns+` from merge where undone_at is null and at < $1 order by at, id`, t.UTC())
}

// SaveMergeRecord replaces what is kept of a merge.
func (s *Store) SaveMergeRecord(ctx context.Context, m merge.Merge) error {
	record, err := toJSON(m.Record)
	if err != nil {
		return err
	}
	return s.exec(ctx, `update merge set record = $2 where id = $1`, m.ID, record)
}

// MarkMergeUndone notes who undid the merge. It is a conflict if somebody has.
func (s *Store) MarkMergeUndone(ctx context.Context, id, by string, at time.Time) error {
	first, err := s.changesOne(ctx, `update merge set undone_at = $2, undone_by = $3 where id = $1 and undone_at is null`, id, at.UTC(), by)
	if err == nil && !first {
		return fault.New(fault.Conflict, "merge.error.undone_already")
	}
	return err
}

// belonging is a table whose rows belong to an organisation. A row is known by
// its key; only rows under the condition move. Of a table with alone, nothing
// moves where the other organisation has something already.
type belonging struct {
	table, key, condition string
	alone                 bool
	column                string // that names the organisation, "" = organisation_id
	// each names the column of which an organisation has every value once; a row
	// whose value the other organisation has stays where it is.
	each string
}

// movable is which rows of the first organisation can be the second's.
func (b belonging) movable() string {
	if b.each == "" {
		return b.condition
	}
	return b.condition + ` and ` + b.each + ` not in (select t.` + b.each + ` from ` + b.table + ` t where t.` + b.owner() + ` = $2)`
}

// owner is the column that names the organisation.
func (b belonging) owner() string { return cmp.Or(b.column, "organisation_id") }

// kind is what the keys of its rows are kept under.
func (b belonging) kind() string {
	if b.column != "" {
		return b.table + "." + b.column
	}
	return b.table
}

func belongings() []belonging {
	return []belonging{
		{table: "assessment_cycle", key: "id"},
		{table: "assessment_score", key: "cycle_id"},
		{table: "plan_action", key: "id"},
		{table: "plan_reminder", key: "cycle_id"},
		{table: "report_importance", key: "organisation_id", alone: true},
		{table: "report_public", key: "cycle_id", alone: true},
		{table: "initiative", key: "id"},
		{table: "editor_invitation", key: "id", condition: ` and state = 'waiting'`},
		{table: "editor_change", key: "id", condition: ` and state = 'waiting'`},
		{table: "claim", key: "person_id", each: "person_id"},
		{table: "peer_reading", key: "id"},
		{table: "peer_reading", key: "id", column: "reader_id"},
		{table: "proposal", key: "id", condition: ` and state in ('unconfirmed', 'unread', 'in_review', 'waiting')`},
		{table: "import_item", key: `source || '` + keySeparator + `' || key`},
	}
}

// keySeparator stands between the parts of a key; no source holds it.
const keySeparator = " \u2016 "

// BelongingsOf lists the keys of what belongs to the organisation.
func (s *Store) BelongingsOf(ctx context.Context, organisationID string) (merge.Belongings, error) {
	found := merge.Belongings{}
	for _, b := range belongings() {
		keys, err := s.belongingKeys(ctx, b, organisationID, "")
		if err != nil {
			return nil, err
		}
		if len(keys) > 0 {
			found[b.kind()] = keys
		}
	}
	return found, nil
}

// belongingKeys lists the rows of one organisation that could be the other's.
func (s *Store) belongingKeys(ctx context.Context, b belonging, fromID, toID string) ([]string, error) {
	args := []any{fromID}
	if b.each != "" {
		args = append(args, toID)
	}
	return list(ctx, s.read(ctx), scanText, `
		select distinct `+b.key+` from `+b.table+` where `+b.owner()+` = $1`+b.movable()+` order by 1`, args...)
}

// MoveBelongings gives everything that belongs to one organisation to another,
// and says what it was.
func (s *Store) MoveBelongings(ctx context.Context, fromID, toID string) (merge.Belongings, error) {
	moved := merge.Belongings{}
	err := s.InTx(ctx, func(ctx context.Context) error {
		for _, b := range belongings() {
			keys, err := s.belongingKeys(ctx, b, fromID, toID)
			if err != nil {
				return err
			}
			if len(keys) == 0 {
				continue
			}
			if b.alone {
				taken, err := one(ctx, s.read(ctx), scanInt, `select count(*) from `+b.table+` where `+b.owner()+` = $1`, toID)
				if err != nil {
					return err
				}
				if taken > 0 {
					continue
				}
			}
			if err := s.exec(ctx, `update `+b.table+` set `+b.owner()+` = $2 where `+b.owner()+` = $1`+b.movable(), fromID, toID); err != nil {
				return err
			}
			moved[b.kind()] = keys
		}
		return s.movePlan(ctx, moved, fromID, toID)
	})
	return moved, err
}

// movePlan lets the organisation that takes actions over have a plan.
func (s *Store) movePlan(ctx context.Context, moved merge.Belongings, fromID, toID string) error {
	if moved.Count("plan_action") == 0 {
		return nil
	}
	return s.exec(ctx, `
		insert into plan (organisation_id, remind, changed_at) select $2, remind, changed_at from plan where organisation_id = $1
		on conflict (organisation_id) do nothing`, fromID, toID)
}

// ReturnBelongings gives back to one organisation what the other still has of
// it.
func (s *Store) ReturnBelongings(ctx context.Context, moved merge.Belongings, fromID, toID string) error {
	return s.InTx(ctx, func(ctx context.Context) error {
		for _, b := range belongings() {
			for _, key := range moved[b.kind()] {
				query := `update ` + b.table + ` set ` + b.owner() + ` = $2 where ` + b.owner() + ` = $1 and ` + b.key + ` = $3`
				if b.key == "organisation_id" {
					key = fromID // it was the key of the one that it belonged to
				}
				if err := s.exec(ctx, query, fromID, toID, key); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
