package assessment

import (
	"context"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/questionnaire"
	"telaio/internal/secret"
)

// Plan is what a coordinator chooses for a cycle.
type Plan struct {
	Label  string
	Extent Extent
	Mode   Mode
	Until  time.Time // zero = no date
}

// The fields of a plan that can be at fault.
const (
	LabelField  = "label"
	ExtentField = "extent"
	ModeField   = "mode"
	UntilField  = "until"
)

// The most that a cycle takes.
const (
	mostLabel = 60 // characters
	mostOpen  = 5  // cycles of one organisation that are not closed
)

// longest is how far away the date to answer may be.
const longest = 366 * 24 * time.Hour

// Start begins a cycle with the newest version of the kit.
func (u UseCases) Start(ctx context.Context, who account.Subject, organisationID string, p Plan) (Cycle, error) {
	if err := mayCoordinate(who, organisationID); err != nil {
		return Cycle{}, err
	}
	p.Label = questionnaire.Clean(p.Label, false)
	if err := u.checkPlan(p); err != nil {
		return Cycle{}, err
	}
	k, ok := u.Kits.NewestKit()
	if !ok {
		return Cycle{}, fault.New(fault.Unavailable, "assessment.no_kit")
	}
	c := Cycle{
		ID: secret.ID(), OrganisationID: organisationID, Kit: k.ID, KitVersion: k.Version,
		Extent: p.Extent, Mode: p.Mode, Label: p.Label, Until: p.Until, CreatedBy: who.PersonID, CreatedAt: u.now(),
	}
	c.AnswersOf = c.ID
	err := u.Store.InTx(ctx, func(ctx context.Context) error {
		details := map[string]string{"organisation": organisationID, "kit": k.Reference(), "extent": string(c.Extent), "mode": string(c.Mode)}
		if err := u.record(ctx, who.PersonID, "started", c, details); err != nil {
			return err
		}
		if err := u.roomForOneMore(ctx, organisationID); err != nil {
			return err
		}
		return u.Store.AddCycle(ctx, c)
	})
	if err != nil {
		return Cycle{}, fmt.Errorf("start a cycle: %w", err)
	}
	return c, nil
}

func (u UseCases) roomForOneMore(ctx context.Context, organisationID string) error {
	cycles, err := u.Store.CyclesOf(ctx, organisationID)
	if err != nil {
		return err
	}
	open := slices.DeleteFunc(cycles, func(c Cycle) bool { return c.State() == Closed })
	if len(open) >= mostOpen {
		return fault.New(fault.Conflict, "assessment.too_many_open")
	}
	return nil
}

func (u UseCases) checkPlan(p Plan) error {
	problems := map[string]fault.Message{}
	if p.Label == "" {
		problems[LabelField] = fault.Message{Key: "assessment.label_missing"}
	}
	if over := utf8.RuneCountInString(p.Label) - mostLabel; over > 0 {
		problems[LabelField] = fault.Message{Key: "question.too_long", Args: map[string]any{"Count": over, "Max": mostLabel}}
	}
	if !slices.Contains(Extents(), p.Extent) {
		problems[ExtentField] = fault.Message{Key: "assessment.extent_missing"}
	}
	if !slices.Contains(Modes(), p.Mode) {
		problems[ModeField] = fault.Message{Key: "assessment.mode_missing"}
	}
	switch now := u.now(); {
	case p.Until.IsZero():
	case !p.Until.After(now):
		problems[UntilField] = fault.Message{Key: "assessment.until_past"}
	case p.Until.Sub(now) > longest:
		problems[UntilField] = fault.Message{Key: "assessment.until_far"}
	}
	if len(problems) > 0 {
		return fault.InvalidFields(problems)
	}
	return nil
}

// Change saves another label, date or, before the first answer, another mode.
// The extent stays. When the mode changes, everybody who was invited is told.
func (u UseCases) Change(ctx context.Context, who account.Subject, c Cycle, p Plan) error {
	if err := mayCoordinate(who, c.OrganisationID); err != nil {
		return err
	}
	if err := must(c, Answering); err != nil {
		return err
	}
	p.Label, p.Extent = questionnaire.Clean(p.Label, false), c.Extent
	if err := u.checkPlan(p); err != nil {
		return err
	}
	if p.Mode != c.Mode && c.ModeFixed() {
		return fault.New(fault.Conflict, "assessment.mode_fixed")
	}
	told := p.Mode != c.Mode
	c.Label, c.Mode, c.Until = p.Label, p.Mode, p.Until
	err := u.Store.InTx(ctx, func(ctx context.Context) error {
		if err := u.record(ctx, who.PersonID, "changed", c, map[string]string{"mode": string(c.Mode)}); err != nil {
			return err
		}
		if err := u.Store.ChangeCycle(ctx, c); err != nil {
			return err
		}
		if !told {
			return nil
		}
		return u.inviteAgain(ctx, who, c)
	})
	if err != nil {
		return fmt.Errorf("change a cycle: %w", err)
	}
	return nil
}

// Discard forgets a cycle that nobody has answered yet.
func (u UseCases) Discard(ctx context.Context, who account.Subject, c Cycle) error {
	if err := mayCoordinate(who, c.OrganisationID); err != nil {
		return err
	}
	err := u.Store.InTx(ctx, func(ctx context.Context) error {
		if err := u.record(ctx, who.PersonID, "discarded", c, nil); err != nil {
			return err
		}
		return u.Store.RemoveCycle(ctx, c.ID)
	})
	if err != nil {
		return fmt.Errorf("discard a cycle: %w", err)
	}
	return nil
}
