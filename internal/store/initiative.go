package store

import (
	"context"
	"time"

	"telaio/internal/initiative"
)

const initiativeColumns = `id, organisation_id, kit, copied_from, created_by, created_at, archived_at`

func scanInitiative(s scanner) (i initiative.Initiative, err error) {
	err = s.Scan(&i.ID, &i.OrganisationID, &i.Kit, &i.CopiedFrom, &i.CreatedBy, nullTime{&i.CreatedAt}, nullTime{&i.ArchivedAt})
	return i, err
}

// AddInitiative saves a new initiative.
func (s *Store) AddInitiative(ctx context.Context, i initiative.Initiative) error {
	return s.exec(ctx, `insert into initiative (`+initiativeColumns+`) values ($1, $2, $3, $4, $5, $6, $7)`,
		i.ID, i.OrganisationID, i.Kit, i.CopiedFrom, i.CreatedBy, i.CreatedAt.UTC(), orNull(i.ArchivedAt))
}

// Initiative returns the initiative with the id.
func (s *Store) Initiative(ctx context.Context, id string) (initiative.Initiative, error) {
	return one(ctx, s.read(ctx), scanInitiative, `select `+initiativeColumns+` from initiative where id = $1`, id)
}

// InitiativesOfOrganisation lists the organisation's initiatives, archived ones
// too, newest first.
func (s *Store) InitiativesOfOrganisation(ctx context.Context, organisationID string) ([]initiative.Initiative, error) {
	return list(ctx, s.read(ctx), scanInitiative, `
		select `+initiativeColumns+` from initiative where organisation_id = $1 order by created_at desc, id`, organisationID)
}

// ArchiveInitiative puts the initiative away, or back with the zero time.
func (s *Store) ArchiveInitiative(ctx context.Context, id string, at time.Time) error {
	return s.exec(ctx, `update initiative set archived_at = $2 where id = $1`, id, orNull(at))
}

const initiativeStepColumns = `initiative_id, section, number, answers, who, at`

func scanInitiativeStep(s scanner) (step initiative.Step, err error) {
	err = s.Scan(&step.InitiativeID, &step.Section, &step.Number, jsonColumn{&step.Answers}, &step.Who, nullTime{&step.At})
	return step, err
}

// AddInitiativeStep saves a part of a sheet. It is a conflict if the part has a
// step of that number.
func (s *Store) AddInitiativeStep(ctx context.Context, step initiative.Step) error {
	answers, err := toJSON(step.Answers)
	if err != nil {
		return err
	}
	return conflictIfDuplicate(s.exec(ctx, `
		insert into initiative_step (`+initiativeStepColumns+`) values ($1, $2, $3, $4, $5, $6)`,
		step.InitiativeID, step.Section, step.Number, answers, step.Who, step.At.UTC()))
}

// InitiativeSteps lists every step, those of each part oldest first.
func (s *Store) InitiativeSteps(ctx context.Context, initiativeID string) ([]initiative.Step, error) {
	return list(ctx, s.read(ctx), scanInitiativeStep, `
		select `+initiativeStepColumns+` from initiative_step where initiative_id = $1 order by section, number`, initiativeID)
}

// CurrentInitiativeSteps lists the newest step of each part.
func (s *Store) CurrentInitiativeSteps(ctx context.Context, initiativeID string) ([]initiative.Step, error) {
	return list(ctx, s.read(ctx), scanInitiativeStep, `
		select `+initiativeStepColumns+` from initiative_step s
		where s.initiative_id = $1 and s.number = (
			select max(newest.number) from initiative_step newest
			where newest.initiative_id = s.initiative_id and newest.section = s.section)
		order by s.section`, initiativeID)
}

const initiativeLinkColumns = `initiative_id, item, number, chosen, who, at`

func scanInitiativeLink(s scanner) (l initiative.Link, err error) {
	err = s.Scan(&l.InitiativeID, &l.Item, &l.Number, &l.Chosen, &l.Who, nullTime{&l.At})
	return l, err
}

// AddInitiativeLink saves that an initiative is, or no longer is, evidence for
// an item. It is a conflict if the item has a row of that number.
func (s *Store) AddInitiativeLink(ctx context.Context, l initiative.Link) error {
	return conflictIfDuplicate(s.exec(ctx, `
		insert into initiative_link (`+initiativeLinkColumns+`) values ($1, $2, $3, $4, $5, $6)`,
		l.InitiativeID, l.Item, l.Number, l.Chosen, l.Who, l.At.UTC()))
}

// InitiativeLinks lists every row, by item and number.
func (s *Store) InitiativeLinks(ctx context.Context, initiativeID string) ([]initiative.Link, error) {
	return list(ctx, s.read(ctx), scanInitiativeLink, `
		select `+initiativeLinkColumns+` from initiative_link where initiative_id = $1 order by item, number`, initiativeID)
}
