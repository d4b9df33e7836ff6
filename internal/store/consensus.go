package store

import (
	"context"

	"telaio/internal/assessment"
)

const consensusColumns = `d.cycle_id, d.item, d.number, d.code, d.both_kept, d.reason, d.evidence, d.who, d.at`

func scanConsensus(s scanner) (c assessment.Consensus, err error) {
	err = s.Scan(&c.CycleID, &c.Item, &c.Number, &c.Code, &c.Both, &c.Reason, jsonColumn{&c.Evidence}, &c.Who, nullTime{&c.At})
	return c, err
}

// AddConsensus adds a decision. It is a conflict if the item has one of that
// number, or if the cycle is not being discussed.
func (s *Store) AddConsensus(ctx context.Context, c assessment.Consensus) error {
	evidence, err := toJSON(c.Evidence)
	if err != nil {
		return err
	}
	err = s.changeOr(ctx, "assessment.closed", `
		insert into assessment_consensus (cycle_id, item, number, code, both_kept, reason, evidence, who, at)
		select c.id, $2, $3, $4, $5, $6, $7, $8, $9 from assessment_cycle c
		where c.id = $1 and c.ended_at is not null and c.closed_at is null`,
		c.CycleID, c.Item, c.Number, c.Code, c.Both, c.Reason, evidence, c.Who, c.At.UTC())
	return conflictIfDuplicate(err)
}

// ConsensusOf lists the newest decision on each item of a cycle.
func (s *Store) ConsensusOf(ctx context.Context, cycleID string) ([]assessment.Consensus, error) {
	return list(ctx, s.read(ctx), scanConsensus, `
		select `+consensusColumns+` from assessment_consensus d where d.cycle_id = $1 and d.number = (
			select max(n.number) from assessment_consensus n where n.cycle_id = d.cycle_id and n.item = d.item)
		order by d.item`, cycleID)
}
