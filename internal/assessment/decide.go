package assessment

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/kit"
	"telaio/internal/questionnaire"
	"telaio/internal/secret"
)

// DecisionField names the field in which a level or both readings are chosen.
const DecisionField = "decision"

// MostConsensusReason is how many characters a decision's reason may have.
const MostConsensusReason = 1000

// Decide records what the group decided about an item: a level or both readings,
// each with its reason, and what shows it. d.Number is that of the decision that
// the page was filled in from, 0 for none; if another was recorded meanwhile it
// is a conflict. Decisions can be changed until the cycle is closed.
func (u UseCases) Decide(ctx context.Context, who account.Subject, c Cycle, d Consensus) error {
	if err := mayCoordinate(who, c.OrganisationID); err != nil {
		return err
	}
	if err := must(c, Discussing); err != nil {
		return err
	}
	k, err := u.Kit(c)
	if err != nil {
		return err
	}
	if _, ok := c.Item(k, d.Item); !ok {
		return fault.New(fault.NotFound, "error.not_found")
	}
	d.Reason = strings.TrimSpace(questionnaire.Clean(d.Reason, true))
	d.Evidence = cleanEvidence(d.Evidence)
	if err := d.check(); err != nil {
		return err
	}
	d.CycleID, d.Number, d.Who, d.At = c.ID, d.Number+1, who.PersonID, u.now()
	err = u.Store.InTx(ctx, func(ctx context.Context) error {
		details := map[string]string{"item": d.Item, "number": strconv.Itoa(d.Number)}
		if err := u.record(ctx, who.PersonID, "decided", c, details); err != nil {
			return err
		}
		return u.Store.AddConsensus(ctx, d)
	})
	if err != nil {
		return fmt.Errorf("record a decision: %w", err)
	}
	return nil
}

// WithFiles returns the decision with the files that were sent with it among its
// evidence. A file that cannot be taken is a fault of that field. Former
// decisions are kept with their evidence, so no file goes when one is changed.
func (u UseCases) WithFiles(ctx context.Context, who account.Subject, c Cycle, d Consensus, uploads []Upload) (Consensus, error) {
	if err := mayCoordinate(who, c.OrganisationID); err != nil {
		return d, err
	}
	if err := must(c, Discussing); err != nil { // no file is kept for nothing
		return d, err
	}
	holder := Answer{Evidence: d.Evidence}
	refused, err := u.attach(ctx, bareShelf{u.Files}, &holder, uploads)
	d.Evidence = holder.Evidence
	if err != nil {
		return d, err
	}
	if refused != nil {
		return d, fault.InvalidFields(map[string]fault.Message{EvidenceField: *refused})
	}
	return d, nil
}

func (c Consensus) check() error {
	problems := map[string]fault.Message{}
	_, level := c.Level()
	switch {
	case c.Both && c.Code != kit.Blank, !c.Both && !level:
		problems[DecisionField] = fault.Message{Key: "assessment.decision_missing"}
	case c.Reason == "":
		problems[ReasonField] = fault.Message{Key: "assessment.decision_reason"}
	}
	tooLong(problems, ReasonField, c.Reason, MostConsensusReason)
	checkEvidence(problems, c.Evidence)
	if len(problems) > 0 {
		return fault.InvalidFields(problems)
	}
	return nil
}

// Undecide takes the newest decision on an item back.
func (u UseCases) Undecide(ctx context.Context, who account.Subject, c Cycle, item string, number int) error {
	if err := mayCoordinate(who, c.OrganisationID); err != nil {
		return err
	}
	if err := must(c, Discussing); err != nil {
		return err
	}
	d := Consensus{CycleID: c.ID, Item: item, Number: number + 1, Who: who.PersonID, At: u.now()}
	err := u.Store.InTx(ctx, func(ctx context.Context) error {
		details := map[string]string{"item": item, "number": strconv.Itoa(d.Number)}
		if err := u.record(ctx, who.PersonID, "undecided", c, details); err != nil {
			return err
		}
		return u.Store.AddConsensus(ctx, d)
	})
	if err != nil {
		return fmt.Errorf("take a decision back: %w", err)
	}
	return nil
}

// Decisions returns what the group has decided, by item.
func (u UseCases) Decisions(ctx context.Context, c Cycle) (map[string]Consensus, error) {
	list, err := u.Store.ConsensusOf(ctx, c.ID)
	if err != nil {
		return nil, fmt.Errorf("read the decisions: %w", err)
	}
	decisions := map[string]Consensus{}
	for _, d := range list {
		decisions[d.Item] = d
	}
	return decisions, nil
}

// StartMeeting starts the clock of the group's meeting, anew if it ran before.
func (u UseCases) StartMeeting(ctx context.Context, who account.Subject, c Cycle) error {
	if err := mayCoordinate(who, c.OrganisationID); err != nil {
		return err
	}
	if err := must(c, Discussing); err != nil {
		return err
	}
	if err := u.Store.SetMeeting(ctx, c.ID, u.now()); err != nil {
		return fmt.Errorf("start a meeting: %w", err)
	}
	return nil
}

// Close freezes the cycle for good and forgets the addresses of those who
// answered; of a confidential one, their names too.
func (u UseCases) Close(ctx context.Context, who account.Subject, c Cycle) error {
	if err := mayCoordinate(who, c.OrganisationID); err != nil {
		return err
	}
	if err := must(c, Discussing); err != nil {
		return err
	}
	if c.Respondents == 0 {
		return fault.New(fault.Conflict, "assessment.nobody_answered")
	}
	err := u.Store.InTx(ctx, func(ctx context.Context) error {
		if err := u.record(ctx, who.PersonID, "closed", c, nil); err != nil {
			return err
		}
		if err := u.Store.ForgetAddresses(ctx, c.ID, c.Mode == Confidential); err != nil {
			return err
		}
		return u.Store.CloseCycle(ctx, c.ID, u.now())
	})
	if err != nil {
		return fmt.Errorf("close a cycle: %w", err)
	}
	return nil
}

// Reopen takes a closed cycle up again as a new one, which begins with the
// answers and the decisions of the former. The former stays as it is.
func (u UseCases) Reopen(ctx context.Context, who account.Subject, c Cycle, reason string) (Cycle, error) {
	if err := mayCoordinate(who, c.OrganisationID); err != nil {
		return Cycle{}, err
	}
	if err := must(c, Closed); err != nil {
		return Cycle{}, err
	}
	reason = strings.TrimSpace(questionnaire.Clean(reason, true))
	problems := map[string]fault.Message{}
	if reason == "" {
		problems[ReasonField] = fault.Message{Key: "assessment.reopen_reason"}
	}
	tooLong(problems, ReasonField, reason, MostConsensusReason)
	if len(problems) > 0 {
		return Cycle{}, fault.InvalidFields(problems)
	}
	again := c
	again.ID, again.ReopenedFrom, again.Reason = secret.ID(), c.ID, reason
	again.CreatedBy, again.CreatedAt = who.PersonID, u.now()
	again.RoomKey, again.KeyID, again.ClosedAt, again.MeetingAt = "", "", time.Time{}, time.Time{}
	err := u.Store.InTx(ctx, func(ctx context.Context) error {
		if err := u.record(ctx, who.PersonID, "reopened", c, map[string]string{"as": again.ID}); err != nil {
			return err
		}
		if err := u.Store.AddCycle(ctx, again); err != nil {
			return err
		}
		return u.copyDecisions(ctx, c, again)
	})
	if fault.KindOf(err) == fault.Conflict {
		return Cycle{}, fault.Wrap(fault.Conflict, "assessment.reopened_before", err)
	}
	if err != nil {
		return Cycle{}, fmt.Errorf("reopen a cycle: %w", err)
	}
	return again, nil
}

func (u UseCases) copyDecisions(ctx context.Context, from, to Cycle) error {
	decisions, err := u.Store.ConsensusOf(ctx, from.ID)
	if err != nil {
		return err
	}
	for _, d := range decisions {
		if !d.Decided() {
			continue
		}
		d.CycleID, d.Number = to.ID, 1
		if err := u.Store.AddConsensus(ctx, d); err != nil {
			return err
		}
	}
	return nil
}
