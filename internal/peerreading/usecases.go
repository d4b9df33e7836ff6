package peerreading

import (
	"context"
	"fmt"
	"io"

	"telaio/internal/account"
	"telaio/internal/assessment"
	"telaio/internal/audit"
	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/letter"
	"telaio/internal/organisation"
	"telaio/internal/report"
)

// Records is what readings need stored.
type Records interface {
	InTx(ctx context.Context, fn func(context.Context) error) error
	AppendAudit(ctx context.Context, e audit.Entry) error
	Organisation(ctx context.Context, id string) (organisation.Organisation, error)
	OrganisationBySlug(ctx context.Context, slug string) (organisation.Organisation, error)
	AddReading(ctx context.Context, r Reading) error
	Reading(ctx context.Context, id string) (Reading, error)
	// ReadingsOf lists those of a cycle, ReadingsFor those that an organisation
	// was invited to, the newest first.
	ReadingsOf(ctx context.Context, cycleID string) ([]Reading, error)
	ReadingsFor(ctx context.Context, readerID string) ([]Reading, error)
	// MoveReading saves the times of a reading. It is a conflict unless the stored
	// one is in the state that it was in.
	MoveReading(ctx context.Context, r Reading, from State) error
	// AddPeerComment is a conflict unless its number follows the item's newest and
	// the reading goes on.
	AddPeerComment(ctx context.Context, c Comment) error
	// PeerComments lists the newest comment on each item.
	PeerComments(ctx context.Context, readingID string) ([]Comment, error)
}

// Assessments gives the cycles and their files.
type Assessments interface {
	Find(ctx context.Context, id string) (assessment.Cycle, error)
	CycleFile(ctx context.Context, c assessment.Cycle, id string) (string, io.ReadCloser, error)
}

// Reports works out what a closed cycle means.
type Reports interface {
	Report(ctx context.Context, c assessment.Cycle) (report.Report, error)
}

// People lists who is written to.
type People interface {
	EditorsOf(ctx context.Context, organisationID string) ([]account.Person, error)
}

// Links are the addresses that letters lead to.
type Links interface {
	// Reading is where the reader reads, Readings where the others see what was
	// said.
	Reading(language, readerID, readingID string) string
	Readings(language, organisationID, cycleID string) string
}

// UseCases are what the two organisations do.
type UseCases struct {
	Records     Records
	Assessments Assessments
	Reports     Reports
	People      People
	Outbox      letter.Outbox
	Links       Links
	Clock       clock.Clock
}

// Told is a reading with whom it is about and what was said.
type Told struct {
	Reading
	Organisation organisation.Organisation // whose self-assessment it is
	Reader       organisation.Organisation
	Comments     map[string]Comment // by item; those taken back are left out
}

// Of lists the readings of a cycle for its own people.
func (u UseCases) Of(ctx context.Context, c assessment.Cycle) ([]Told, error) {
	readings, err := u.Records.ReadingsOf(ctx, c.ID)
	if err != nil {
		return nil, fmt.Errorf("list the readings of a cycle: %w", err)
	}
	return u.tell(ctx, readings)
}

// For lists what the organisation was invited to read and may still see.
func (u UseCases) For(ctx context.Context, readerID string) ([]Told, error) {
	readings, err := u.Records.ReadingsFor(ctx, readerID)
	if err != nil {
		return nil, fmt.Errorf("list what was given to read: %w", err)
	}
	var open []Reading
	for _, r := range readings {
		if r.Open() {
			open = append(open, r)
		}
	}
	return u.tell(ctx, open)
}

// Find returns a reading that the organisation was invited to. Another's is not
// found, nor one that was declined or taken back.
func (u UseCases) Find(ctx context.Context, readerID, id string) (Told, error) {
	r, err := u.Records.Reading(ctx, id)
	if err != nil {
		return Told{}, err
	}
	if r.ReaderID != readerID || !r.Open() {
		return Told{}, fault.New(fault.NotFound, "error.not_found")
	}
	told, err := u.tell(ctx, []Reading{r})
	if err != nil {
		return Told{}, err
	}
	return told[0], nil
}

func (u UseCases) tell(ctx context.Context, readings []Reading) ([]Told, error) {
	list := make([]Told, len(readings))
	for i, r := range readings {
		list[i] = Told{Reading: r, Comments: map[string]Comment{}}
		var err error
		if list[i].Organisation, err = u.Records.Organisation(ctx, r.OrganisationID); err != nil {
			return nil, fmt.Errorf("find who is read: %w", err)
		}
		if list[i].Reader, err = u.Records.Organisation(ctx, r.ReaderID); err != nil {
			return nil, fmt.Errorf("find who reads: %w", err)
		}
		comments, err := u.Records.PeerComments(ctx, r.ID)
		if err != nil {
			return nil, fmt.Errorf("read the comments: %w", err)
		}
		for _, c := range comments {
			list[i].Comments[c.Item] = c
		}
	}
	return list, nil
}

// Said counts the comments that stand.
func (t Told) Said() int {
	n := 0
	for _, c := range t.Comments {
		if c.Text != "" {
			n++
		}
	}
	return n
}

func mayEdit(who account.Subject, organisationID string) error {
	if !account.Can(who, account.EditArea, account.Object{OrganisationID: organisationID}) {
		return fault.New(fault.Denied, "error.denied")
	}
	return nil
}

// record leaves a trace of what somebody did.
func (u UseCases) record(ctx context.Context, who account.Subject, action string, r Reading) error {
	return u.Records.AppendAudit(ctx, audit.Entry{
		At: u.Clock.Now(), Actor: who.PersonID, Action: "peer_reading." + action, Object: "cycle:" + r.CycleID,
		Details: map[string]string{"reading": r.ID, "reader": r.ReaderID},
	})
}
