package store

import (
	"context"

	"telaio/internal/fault"
	"telaio/internal/participation"
)

const stepColumns = `draft_id, page, number, answers, who, at`

func scanStep(s scanner) (step participation.Step, err error) {
	err = s.Scan(&step.DraftID, &step.Page, &step.Number, jsonColumn{&step.Answers}, &step.Who, nullTime{&step.At})
	return step, err
}

// CurrentSteps lists the newest step of each page of the draft. It goes from
// page to page by the key, however often each one was saved.
func (s *Store) CurrentSteps(ctx context.Context, draftID string) ([]participation.Step, error) {
	return list(ctx, s.read(ctx), scanStep, `
		with recursive saved (page) as (
			select min(page) from draft_step where draft_id = $1
			union all
			select (select min(next.page) from draft_step next where next.draft_id = $1 and next.page > saved.page)
			from saved where saved.page is not null
		)
		select s.draft_id, s.page, s.number, s.answers, s.who, s.at
		from saved cross join draft_step s
		where s.draft_id = $1 and s.page = saved.page
			and s.number = (select max(newest.number) from draft_step newest where newest.draft_id = $1 and newest.page = saved.page)
		order by s.page`, draftID)
}

// Steps lists every step of the draft, those of each page in the order in which
// they were saved.
func (s *Store) Steps(ctx context.Context, draftID string) ([]participation.Step, error) {
	return list(ctx, s.read(ctx), scanStep, `
		select `+stepColumns+` from draft_step where draft_id = $1 order by page, number`, draftID)
}

// The two statements of a save. The first closes the door on a draft that was
// sent, and on PostgreSQL makes saves of one draft and its sending take turns.
const (
	touchDraft = `update draft set saved_at = $2 where id = $1 and sent_at is null`
	addStep    = `insert into draft_step (` + stepColumns + `) values ($1, $2, $3, $4, $5, $6)`
)

// SaveStep adds the step; once it returns nil, the step survives a power cut.
// It is a conflict if the page has a step of that number, or if the draft was
// sent. On SQLite, saves that arrive together share one commit.
func (s *Store) SaveStep(ctx context.Context, step participation.Step) error {
	answers, err := toJSON(step.Answers)
	if err != nil {
		return err
	}
	return s.saveShared(ctx, func(ctx context.Context, c conn) error { return writeStep(ctx, c, step, answers) })
}

func writeStep(ctx context.Context, c conn, step participation.Step, answers string) error {
	result, err := c.ExecContext(ctx, touchDraft, step.DraftID, step.At.UTC())
	if err != nil {
		return unavailable(err)
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return fault.Wrap(fault.Conflict, "participate.already_sent", err)
	}
	_, err = c.ExecContext(ctx, addStep, step.DraftID, step.Page, step.Number, answers, step.Who, step.At.UTC())
	return unavailable(conflictIfDuplicate(err))
}
