package review

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
)

// Logos lists the ids of the pictures that a proposal is about.
func (d *Desk) Logos(ctx context.Context, proposalID string) ([]string, error) {
	p, err := d.Store.Proposal(ctx, proposalID)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, c := range p.Changes {
		if c.Field == "logo" {
			ids = append(ids, LogoOf(c.Before), LogoOf(c.After))
		}
	}
	if p.OrganisationID != "" {
		o, err := d.Store.Organisation(ctx, p.OrganisationID)
		if err != nil {
			return nil, fmt.Errorf("read the organisation: %w", err)
		}
		ids = append(ids, o.Card.Logo)
	}
	return slices.DeleteFunc(ids, func(id string) bool { return id == "" }), nil
}

// LogoOf reads the picture's id from the value of the logo's field.
func LogoOf(value json.RawMessage) string {
	var id string
	if json.Unmarshal(value, &id) != nil {
		return ""
	}
	return id
}
