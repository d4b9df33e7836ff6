package importing

import (
	"context"
	"fmt"

	"telaio/internal/review"
	"telaio/internal/twin"
)

// end is what a row is about in the end: a page, or a proposal of one.
type end struct{ organisationID, proposalID string }

func (e end) none() bool { return e == end{} }

// difference is what somebody has told a row from: another row, or what is there already.
type difference struct {
	row int
	end end // of the other where it was there before the import
}

// apartFrom is what the row was told from by saying that it is not this double.
func (p *planner) apartFrom(d Double) difference {
	if d.OtherRow == 0 {
		return difference{end: end{organisationID: d.OrganisationID}}
	}
	return difference{row: d.OtherRow, end: p.ends[d.OtherRow]}
}

// memory is what an import being carried out has to remember of its rows.
type memory struct {
	ends  map[int]end
	apart map[int]difference // by the row that was told from another
}

func newMemory() *memory { return &memory{map[int]end{}, map[int]difference{}} }

// note notes what the move makes of its row.
func (m *memory) note(done move, step Step) {
	row := done.line.Row
	m.ends[row] = end{step.OrganisationID, step.ProposalID}
	if done.apart != (difference{}) {
		m.apart[row] = done.apart
	}
}

// tellApart remembers which rows are about organisations of their own, so that
// nobody is asked again: neither who reviews them, nor by the search of each night.
func (c carrying) tellApart(ctx context.Context) error {
	for row, from := range c.memory.apart {
		one, other := c.memory.ends[row], from.end
		if other.none() {
			other = c.memory.ends[from.row]
		}
		if err := c.tellEndsApart(ctx, one, other); err != nil {
			return fmt.Errorf("remember that row %d is not the same: %w", row, err)
		}
	}
	return nil
}

func (c carrying) tellEndsApart(ctx context.Context, one, other end) error {
	dismissal := review.Dismissal{PersonID: c.by.PersonID, At: c.Clock.Now()}
	switch {
	case one.none() || other.none():
		return nil // the other row was not taken
	case one.organisationID != "" && other.organisationID != "":
		return c.tellPagesApart(ctx, one.organisationID, other.organisationID)
	case one.organisationID == "" && other.organisationID == "":
		return c.Store.TellProposalsApart(ctx, one.proposalID, other.proposalID, dismissal)
	case one.organisationID == "":
		dismissal.ProposalID, dismissal.OrganisationID = one.proposalID, other.organisationID
	default:
		dismissal.ProposalID, dismissal.OrganisationID = other.proposalID, one.organisationID
	}
	return c.Store.DismissTwin(ctx, dismissal)
}

func (c carrying) tellPagesApart(ctx context.Context, one, other string) error {
	first, err := c.Store.Organisation(ctx, one)
	if err != nil {
		return err
	}
	second, err := c.Store.Organisation(ctx, other)
	if err != nil {
		return err
	}
	said := twin.TellApart(twin.Of(first), twin.Of(second))
	said.PersonID, said.Person, said.At = c.by.PersonID, c.by.Name, c.Clock.Now()
	return c.Store.TellApart(ctx, said)
}
