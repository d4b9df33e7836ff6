package store

import (
	"context"
	"database/sql"

	"telaio/internal/initiative"
)

const measurementColumns = `initiative_id, indicator_id, measured_on, number, value, asked, answered, method, evidence, source,
	note, removed, who, at`

func scanMeasurement(s scanner) (m initiative.Measurement, err error) {
	var asked, answered sql.NullInt64
	err = s.Scan(&m.InitiativeID, &m.IndicatorID, &m.On, &m.Number, &m.Value, &asked, &answered, &m.Method, &m.Evidence,
		&m.Source, &m.Note, &m.Removed, &m.Who, nullTime{&m.At})
	m.Asked, m.Answered = countOrNil(asked), countOrNil(answered)
	return m, err
}

func countOrNil(n sql.NullInt64) *int {
	if !n.Valid {
		return nil
	}
	count := int(n.Int64)
	return &count
}

// AddMeasurement saves a row of an indicator's day. It is a conflict if the day
// has one of that number.
func (s *Store) AddMeasurement(ctx context.Context, m initiative.Measurement) error {
	return conflictIfDuplicate(s.exec(ctx, `
		insert into measurement (`+measurementColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		m.InitiativeID, m.IndicatorID, m.On, m.Number, m.Value, m.Asked, m.Answered, m.Method, m.Evidence,
		m.Source, m.Note, m.Removed, m.Who, m.At.UTC()))
}

// Measurements lists every row of the initiative, by indicator, day and number.
func (s *Store) Measurements(ctx context.Context, initiativeID string) ([]initiative.Measurement, error) {
	return list(ctx, s.read(ctx), scanMeasurement, `
		select `+measurementColumns+` from measurement where initiative_id = $1
		order by indicator_id, measured_on, number`, initiativeID)
}
