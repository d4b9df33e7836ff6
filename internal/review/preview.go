package review

import (
	"context"
	"fmt"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/organisation"
)

// Preview returns the organisation as it would be if the proposal were published
// as it is decided so far; a field that still needs a decision counts as accepted.
// Nothing is changed.
func (d *Desk) Preview(ctx context.Context, proposalID string, by account.Subject) (organisation.Organisation, error) {
	f, err := d.Open(ctx, proposalID, by)
	if err != nil {
		return organisation.Organisation{}, err
	}
	if !f.Proposal.State.Open() || !f.Proposal.Origin.Describes() {
		return organisation.Organisation{}, fault.New(fault.NotFound, "error.not_found")
	}
	for field, choice := range f.Choices {
		if choice.Verdict == Undecided {
			choice.Verdict = Accept
			f.Choices[field] = choice
		}
	}
	o, now := f.Organisation, d.Clock.Now()
	o.Revision, o.UpdatedAt = o.Revision+1, now
	if f.Proposal.Sender.Email != "" {
		o.ConfirmedAt, o.ConfirmedBy = now, organisation.ByOrganisation
	}
	values, _, err := Resolve(f.Differences, f.Choices)
	if fault.KindOf(err) == fault.Invalid {
		return o, nil // nothing would change
	}
	if o.Card, err = organisation.Apply(o.Card, values); err != nil {
		return o, fmt.Errorf("preview %s: %w", proposalID, err)
	}
	return o, nil
}
