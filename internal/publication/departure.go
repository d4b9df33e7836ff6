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
	a, err := r.Records.Archiving(ctx, o.ID)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return Departure{}, fmt.Errorf("find why %s left: %w", o.ID, err)
	}
	d := Departure{Name: o.Card.Name, At: a.ArchivedAt, Why: a.Why}
	if d.Why == "" || d.Why == organisation.Requested {
		d.Name, d.Why = "", organisation.Requested
	}
	if d.At.IsZero() {
		d.At = o.UpdatedAt
	}
	if o.Successor == "" {
		d.Elsewhere = organisation.Successor{Name: a.SuccessorName, Website: a.SuccessorWebsite}
		return d, nil
	}
	if next, err := r.bySlug(ctx, o.Successor); err == nil && next.State == organisation.Published {
		d.Successor = &next
	}
	return d, nil
}
