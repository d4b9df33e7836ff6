package report

import (
	"context"
	"fmt"
	"time"

	"telaio/internal/account"
	"telaio/internal/assessment"
	"telaio/internal/audit"
	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/initiative"
	"telaio/internal/plan"
)

// Records is what reports need stored.
type Records interface {
	InTx(ctx context.Context, fn func(context.Context) error) error
	AppendAudit(ctx context.Context, e audit.Entry) error
	// Importance is how much each dimension matters to the organisation, 1 to 3.
	Importance(ctx context.Context, organisationID string) (map[string]int, error)
	SetImportance(ctx context.Context, organisationID string, importance map[string]int, at time.Time) error
	// PublicReport is not found if the organisation shows nothing.
	PublicReport(ctx context.Context, organisationID string) (Public, error)
	// SavePublicReport and RemovePublicReport tell every node that a public page
	// has changed.
	SavePublicReport(ctx context.Context, p Public) error
	RemovePublicReport(ctx context.Context, organisationID string, at time.Time) (bool, error)
	RequestPrint(ctx context.Context, p Print) error
	Print(ctx context.Context, cycleID, language string) (Print, error)
	// ClaimPrint takes the next one that waits; not found if there is none.
	ClaimPrint(ctx context.Context, now, until time.Time) (Print, error)
	FinishPrint(ctx context.Context, p Print) error
}

// Assessments gives what was answered.
type Assessments interface {
	Find(ctx context.Context, id string) (assessment.Cycle, error)
	Cycles(ctx context.Context, organisationID string) ([]assessment.Cycle, error)
	Result(ctx context.Context, c assessment.Cycle) (assessment.Material, error)
}

// Plans gives what the organisation wants to do.
type Plans interface {
	Plan(ctx context.Context, organisationID string) (plan.Plan, error)
}

// Initiatives gives those of an organisation that are evidence, by the item of
// the kit.
type Initiatives interface {
	Evidence(ctx context.Context, organisationID string) (map[string][]initiative.Cited, error)
}

// Benchmarks gives what may be shown of similar organisations.
type Benchmarks interface {
	Peers(ctx context.Context, c assessment.Cycle) (Peers, error)
}

// UseCases are what an organisation's people do with the report of a closed
// cycle.
type UseCases struct {
	Records     Records
	Assessments Assessments
	Plans       Plans
	Initiatives Initiatives // nil = none are evidence
	Benchmarks  Benchmarks  // nil = there are none yet
	Clock       clock.Clock
}

// Report works out what a closed cycle means. It is a conflict while the cycle
// is open.
func (u UseCases) Report(ctx context.Context, c assessment.Cycle) (Report, error) {
	if c.State() != assessment.Closed {
		return Report{}, fault.New(fault.Conflict, "report.not_closed")
	}
	material, err := u.Assessments.Result(ctx, c)
	if err != nil {
		return Report{}, fmt.Errorf("read a closed cycle: %w", err)
	}
	s := Source{Material: material}
	if s.Earlier, err = u.earlier(ctx, c); err != nil {
		return Report{}, err
	}
	if s.Importance, err = u.Records.Importance(ctx, c.OrganisationID); err != nil {
		return Report{}, fmt.Errorf("read what matters: %w", err)
	}
	p, err := u.Plans.Plan(ctx, c.OrganisationID)
	if err != nil {
		return Report{}, err
	}
	s.Actions = p.Actions
	if u.Initiatives != nil {
		if s.Cited, err = u.Initiatives.Evidence(ctx, c.OrganisationID); err != nil {
			return Report{}, fmt.Errorf("read the initiatives: %w", err)
		}
	}
	if u.Benchmarks != nil {
		if s.Peers, err = u.Benchmarks.Peers(ctx, c); err != nil {
			return Report{}, fmt.Errorf("read the benchmark: %w", err)
		}
	}
	return Make(s), nil
}

// earlier gathers the closed cycles before this one that a trend shows.
func (u UseCases) earlier(ctx context.Context, c assessment.Cycle) ([]assessment.Material, error) {
	cycles, err := u.Assessments.Cycles(ctx, c.OrganisationID)
	if err != nil {
		return nil, fmt.Errorf("list the cycles: %w", err)
	}
	var before []assessment.Cycle
	for _, other := range assessment.Standing(cycles) {
		if other.AnswersOf != c.AnswersOf && other.EndedAt.Before(c.EndedAt) && other.Kit == c.Kit && other.Extent == assessment.Full && c.Extent == assessment.Full {
			before = append(before, other)
		}
	}
	before = before[max(0, len(before)-mostCycles+1):]
	list := make([]assessment.Material, len(before))
	for i, other := range before {
		if list[i], err = u.Assessments.Result(ctx, other); err != nil {
			return nil, fmt.Errorf("read an earlier cycle: %w", err)
		}
	}
	return list, nil
}

// File returns the answers of a closed cycle for `telaio kit score`.
func (u UseCases) File(ctx context.Context, c assessment.Cycle) (File, error) {
	if c.State() != assessment.Closed {
		return File{}, fault.New(fault.Conflict, "report.not_closed")
	}
	material, err := u.Assessments.Result(ctx, c)
	if err != nil {
		return File{}, fmt.Errorf("read a closed cycle: %w", err)
	}
	return FileOf(material), nil
}

// SetImportance notes how much each dimension matters, 1 to 3. It plans work and
// changes no value.
func (u UseCases) SetImportance(ctx context.Context, who account.Subject, organisationID string, importance map[string]int) error {
	if err := mayEdit(who, organisationID); err != nil {
		return err
	}
	for _, i := range importance {
		if i < 1 || i > 3 {
			return fault.New(fault.Invalid, "error.invalid")
		}
	}
	if err := u.Records.SetImportance(ctx, organisationID, importance, u.Clock.Now()); err != nil {
		return fmt.Errorf("note what matters: %w", err)
	}
	return nil
}

// Published returns what the organisation shows to the public; ok is false if it
// shows nothing.
func (u UseCases) Published(ctx context.Context, organisationID string) (p Public, ok bool, err error) {
	p, err = u.Records.PublicReport(ctx, organisationID)
	if fault.KindOf(err) == fault.NotFound {
		return Public{}, false, nil
	}
	if err != nil {
		return Public{}, false, fmt.Errorf("read a public report: %w", err)
	}
	return p, true, nil
}

// Shown reports whether the organisation shows a part of an assessment to the
// public.
func (u UseCases) Shown(ctx context.Context, organisationID string) (bool, error) {
	_, ok, err := u.Published(ctx, organisationID)
	return ok, err
}

// Preview makes what the public would see of the choice.
func (u UseCases) Preview(ctx context.Context, c assessment.Cycle, choice Choice) (Public, error) {
	r, err := u.Report(ctx, c)
	if err != nil {
		return Public{}, err
	}
	p, err := u.Plans.Plan(ctx, c.OrganisationID)
	if err != nil {
		return Public{}, err
	}
	return r.Publish(choice, p, u.Clock.Now()), nil
}

// Publish shows the choice to the public, in the place of what was shown before.
func (u UseCases) Publish(ctx context.Context, who account.Subject, c assessment.Cycle, choice Choice) error {
	if err := mayEdit(who, c.OrganisationID); err != nil {
		return err
	}
	public, err := u.Preview(ctx, c, choice)
	if err != nil {
		return err
	}
	if public.Empty() {
		return fault.New(fault.Invalid, "report.nothing_chosen")
	}
	return u.tell(ctx, who, c.OrganisationID, "report.published", func(ctx context.Context) error {
		return u.Records.SavePublicReport(ctx, public)
	})
}

// Withdraw shows nothing to the public any more, at once.
func (u UseCases) Withdraw(ctx context.Context, who account.Subject, organisationID string) error {
	if err := mayEdit(who, organisationID); err != nil {
		return err
	}
	return u.tell(ctx, who, organisationID, "report.withdrawn", func(ctx context.Context) error {
		_, err := u.Records.RemovePublicReport(ctx, organisationID, u.Clock.Now())
		return err
	})
}

// tell changes what the public sees, and leaves a trace of it.
func (u UseCases) tell(ctx context.Context, who account.Subject, organisationID, action string, change func(context.Context) error) error {
	err := u.Records.InTx(ctx, func(ctx context.Context) error {
		entry := audit.Entry{At: u.Clock.Now(), Actor: who.PersonID, Action: action, Object: "organisation:" + organisationID}
		if err := u.Records.AppendAudit(ctx, entry); err != nil {
			return err
		}
		return change(ctx)
	})
	if err != nil {
		return fmt.Errorf("change the public report: %w", err)
	}
	return nil
}

// mayEdit refuses those who do not speak for the organisation.
func mayEdit(who account.Subject, organisationID string) error {
	if !account.Can(who, account.EditArea, account.Object{OrganisationID: organisationID}) {
		return fault.New(fault.Denied, "error.denied")
	}
	return nil
}
