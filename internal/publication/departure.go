package publication

import (
	"context"
	"fmt"
	"time"

	"telaio/internal/fault"
	"telaio/internal/organisation"
)

// Departure is what the public may know of an organisation that has left the
// atlas.
type Departure struct {
	Name      string    // "" where the organisation asked to leave
	At        time.Time // zero = not known
	Why       organisation.Why
	Successor *organisation.Organisation // that is published, nil = none
	// Elsewhere is what took its place without a page here, zero = nothing that is
	// known.
	Elsewhere organisation.Successor
}

// Departure tells when and why the organisation with the slug left. It is
// fault.NotFound if it never did.
func (r Reader) Departure(ctx context.Context, slug string) (Departure, error) {
	o, err := r.bySlug(ctx, slug)
	if err != nil {
		return Departure{}, err
	}
	if o.State != organisation.Archived {
		return Departure{}, fault.New(fault.NotFound, "error.not_found")
	}
	a, err := r.archiving(ctx, o.ID)
	if err != nil {
		return Departure{}, err
	}
	d := Departure{Name: o.Card.Name, At: a.ArchivedAt, Why: a.Why}
	if d.Why == "" || d.Why == organisation.Requested {
		d.Name, d.Why = "", organisation.Requested
	}
	if d.At.IsZero() {
		d.At = o.UpdatedAt
	}
	d.Successor, d.Elsewhere, err = r.inItsPlace(ctx, o)
	return d, err
}

// mostSuccessors is how many organisations may have taken each other's place, so
// that those which lead round in a circle come to an end.
const mostSuccessors = 8

// inItsPlace is what took the place of an organisation that has left: one that is
// published, also after others that have left in their turn, or else what is known
// of one without a page here.
func (r Reader) inItsPlace(ctx context.Context, o organisation.Organisation) (*organisation.Organisation, organisation.Successor, error) {
	nothing := organisation.Successor{}
	for range mostSuccessors {
		if o.Successor == "" {
			a, err := r.archiving(ctx, o.ID)
			return nil, organisation.Successor{Name: a.SuccessorName, Website: a.SuccessorWebsite}, err
		}
		next, err := r.bySlug(ctx, o.Successor)
		switch {
		case fault.KindOf(err) == fault.NotFound:
			return nil, nothing, nil
		case err != nil:
			return nil, nothing, fmt.Errorf("find what took the place of %s: %w", o.ID, err)
		case next.State == organisation.Published:
			return &next, nothing, nil
		case next.State != organisation.Archived:
			return nil, nothing, nil
		}
		o = next
	}
	return nil, nothing, nil
}

// archiving is why an organisation left, zero if that was not kept.
func (r Reader) archiving(ctx context.Context, id string) (organisation.Archiving, error) {
	a, err := r.Records.Archiving(ctx, id)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return a, fmt.Errorf("find why %s left: %w", id, err)
	}
	return a, nil
}
