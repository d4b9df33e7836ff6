package initiative

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"telaio/internal/account"
	"telaio/internal/audit"
	"telaio/internal/clock"
	"telaio/internal/consent"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/questionnaire"
)

// Records is what initiatives need stored.
type Records interface {
	InTx(ctx context.Context, fn func(context.Context) error) error
	AppendAudit(ctx context.Context, e audit.Entry) error
	AuditOf(ctx context.Context, object string) ([]audit.Entry, error)
	Organisation(ctx context.Context, id string) (organisation.Organisation, error)
	ProposalsOfOrganisation(ctx context.Context, organisationID string) ([]organisation.Proposal, error)
	AddProposal(ctx context.Context, p organisation.Proposal) error
	AddConsents(ctx context.Context, entries []consent.Entry) error
	AddInitiative(ctx context.Context, i Initiative) error
	Initiative(ctx context.Context, id string) (Initiative, error)
	// InitiativesOfOrganisation lists them all, archived ones too, newest first.
	InitiativesOfOrganisation(ctx context.Context, organisationID string) ([]Initiative, error)
	// ArchiveInitiative puts the initiative away, or back with the zero time.
	ArchiveInitiative(ctx context.Context, id string, at time.Time) error
	// AddInitiativeStep is a conflict if the part has a step of that number.
	AddInitiativeStep(ctx context.Context, s Step) error
	// InitiativeSteps lists every step, those of each part oldest first.
	InitiativeSteps(ctx context.Context, initiativeID string) ([]Step, error)
	// CurrentInitiativeSteps lists the newest step of each part.
	CurrentInitiativeSteps(ctx context.Context, initiativeID string) ([]Step, error)
	// AddMeasurement is a conflict if the day has one of that number.
	AddMeasurement(ctx context.Context, m Measurement) error
	// Measurements lists every row, by indicator, day and number.
	Measurements(ctx context.Context, initiativeID string) ([]Measurement, error)
	// AddInitiativeLink is a conflict if the item has one of that number.
	AddInitiativeLink(ctx context.Context, l Link) error
	// InitiativeLinks lists every row, by item and number.
	InitiativeLinks(ctx context.Context, initiativeID string) ([]Link, error)
}

// People knows who has an account.
type People interface {
	Person(ctx context.Context, id string) (account.Person, error)
}

// UseCases are what an organisation's people can do with its initiatives.
type UseCases struct {
	Records Records
	People  People
	Sheets  Sheets
	Notice  Notice
	Clock   clock.Clock
	Zone    *time.Location // in which today is today
}

// Sheeted is an initiative with everything that it says at present.
type Sheeted struct {
	Initiative
	Sheet   *Sheet
	Steps   map[string]Step // newest of each part that was saved, by its id
	Answers questionnaire.Answers
	Content Content
	State   State
	Items   []string // ids of the kit's items that it is evidence for, sorted
	SavedAt time.Time
}

// Organisation returns the organisation with the id.
func (u UseCases) Organisation(ctx context.Context, id string) (organisation.Organisation, error) {
	return u.Records.Organisation(ctx, id)
}

// Today is the date where the observatory is.
func (u UseCases) Today() Day { return DayOf(u.Clock.Now(), u.Zone) }

// List lists the organisation's initiatives: those that run, then those to
// come, then those that are over, each newest first. Archived ones come apart.
func (u UseCases) List(ctx context.Context, organisationID string) (active, archived []Sheeted, err error) {
	all, err := u.Records.InitiativesOfOrganisation(ctx, organisationID)
	if err != nil {
		return nil, nil, fmt.Errorf("list the initiatives: %w", err)
	}
	for _, i := range all {
		s, err := u.open(ctx, i)
		if err != nil {
			return nil, nil, err
		}
		if i.Archived() {
			archived = append(archived, s)
		} else {
			active = append(active, s)
		}
	}
	order := []State{Running, Planned, Finished}
	slices.SortStableFunc(active, func(a, b Sheeted) int { return slices.Index(order, a.State) - slices.Index(order, b.State) })
	return active, archived, nil
}

// Find returns one of the organisation's initiatives. Another organisation's
// does not exist.
func (u UseCases) Find(ctx context.Context, organisationID, id string) (Sheeted, error) {
	i, err := u.Records.Initiative(ctx, id)
	if err != nil {
		return Sheeted{}, fmt.Errorf("find an initiative: %w", err)
	}
	if i.OrganisationID != organisationID {
		return Sheeted{}, fault.New(fault.NotFound, "error.not_found")
	}
	return u.open(ctx, i)
}

// open reads what an initiative says.
func (u UseCases) open(ctx context.Context, i Initiative) (Sheeted, error) {
	s := Sheeted{Initiative: i, Sheet: u.Sheets.Of(i), Steps: map[string]Step{}, Answers: questionnaire.Answers{}, SavedAt: i.CreatedAt}
	steps, err := u.Records.CurrentInitiativeSteps(ctx, i.ID)
	if err != nil {
		return s, fmt.Errorf("read a sheet: %w", err)
	}
	for _, step := range steps {
		s.Steps[step.Section] = step
		maps.Copy(s.Answers, step.Answers)
		s.SavedAt = later(s.SavedAt, step.At)
	}
	measured, err := u.Records.Measurements(ctx, i.ID)
	if err != nil {
		return s, fmt.Errorf("read the measurements: %w", err)
	}
	for _, m := range measured {
		s.SavedAt = later(s.SavedAt, m.At)
	}
	links, err := u.Records.InitiativeLinks(ctx, i.ID)
	if err != nil {
		return s, fmt.Errorf("read the links to the kit: %w", err)
	}
	s.Content, s.Items = read(s.Answers, current(measured)), chosen(links)
	s.State = s.Content.StateOn(u.Today())
	return s, nil
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// current keeps the newest row of each day, unless it took the value back.
func current(rows []Measurement) []Measurement {
	var kept []Measurement
	for i, m := range rows {
		last := i+1 == len(rows) || rows[i+1].IndicatorID != m.IndicatorID || rows[i+1].On != m.On
		if last && !m.Removed {
			kept = append(kept, m)
		}
	}
	return kept
}

func mayEdit(who account.Subject, organisationID string) error {
	if !account.Can(who, account.EditArea, account.Object{OrganisationID: organisationID}) {
		return fault.New(fault.Denied, "error.denied")
	}
	return nil
}

// mayWrite refuses whoever may not edit, and anybody while it is archived.
func mayWrite(who account.Subject, i Initiative) error {
	if err := mayEdit(who, i.OrganisationID); err != nil {
		return err
	}
	if i.Archived() {
		return fault.New(fault.Conflict, "initiative.is_archived")
	}
	return nil
}

// record leaves a trace of what somebody did to the initiative.
func (u UseCases) record(ctx context.Context, who account.Subject, action, id string, details map[string]string) error {
	return u.Records.AppendAudit(ctx, audit.Entry{
		At: u.Clock.Now(), Actor: who.PersonID, Action: action, Object: object(id), Details: details,
	})
}

func object(id string) string { return "initiative:" + id }
