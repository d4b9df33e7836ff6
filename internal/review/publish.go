package review

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/organisation"
)

// Decision is what a reviewer publishes of a proposal.
type Decision struct {
	ProposalID   string
	SeenRevision int // the organisation's revision that the reviewer compared with
	Choices      Choices
	Message      string // to the sender, may be empty
	Reason       string // for the record, may be empty
}

// Publish makes the accepted and amended fields public as a new revision, all
// or nothing, and returns the organisation. Of two reviewers who publish at
// once, the second gets a conflict.
func (d *Desk) Publish(ctx context.Context, decision Decision, by account.Subject) (organisation.Organisation, error) {
	var o organisation.Organisation
	err := d.Store.InTx(ctx, func(ctx context.Context) error {
		if err := d.Store.MoveProposal(ctx, decision.ProposalID, organisation.Accepted, openStates()...); err != nil {
			return decidedAlready(err)
		}
		p, err := d.Store.Proposal(ctx, decision.ProposalID)
		if err != nil {
			return err
		}
		if !p.Origin.Describes() {
			return fault.New(fault.Invalid, "desk.error.not_publishable")
		}
		o, err = d.publish(ctx, p, decision, by)
		return err
	})
	if err != nil {
		return organisation.Organisation{}, fmt.Errorf("publish %s: %w", decision.ProposalID, err)
	}
	return o, nil
}

func openStates() []organisation.ProposalState {
	return []organisation.ProposalState{organisation.Unread, organisation.InReview, organisation.Waiting}
}

// decidedAlready says so where another reviewer was quicker.
func decidedAlready(err error) error {
	if fault.KindOf(err) == fault.Conflict {
		return fault.Wrap(fault.Conflict, "desk.error.decided_already", err)
	}
	return err
}

func (d *Desk) publish(ctx context.Context, p organisation.Proposal, decision Decision, by account.Subject) (organisation.Organisation, error) {
	o, err := d.target(ctx, p)
	if err != nil {
		return o, err
	}
	if o.Revision != decision.SeenRevision {
		return o, fault.New(fault.Conflict, "desk.error.changed_meanwhile")
	}
	if err := d.consentToPublish(ctx, p, o); err != nil {
		return o, err
	}
	values, outcomes, err := Resolve(Compare(o.Card, p.Changes), decision.Choices)
	if err != nil {
		return o, err
	}
	card, err := organisation.Apply(o.Card, values)
	if err != nil {
		return o, fault.Wrap(fault.Invalid, "desk.error.wrong_value", err)
	}
	if strings.TrimSpace(card.Name) == "" {
		return o, fault.InvalidFields(map[string]fault.Message{"name": {Key: "desk.error.name_needed"}})
	}
	changed := fieldsOf(organisation.Diff(o.Card, card))
	if o, err = d.addRevision(ctx, o, card, changed, revisionNote{p, decision.Reason, by}); err != nil {
		return o, err
	}
	if err := d.movePlaces(ctx, p, o.ID, decision.Choices["places"]); err != nil {
		return o, err
	}
	if err := d.bindSender(ctx, p, o); err != nil {
		return o, err
	}
	if p.OrganisationID == "" {
		if err := d.keepApart(ctx, p.ID, o, by); err != nil {
			return o, err
		}
	}
	p.OrganisationID, p.Name = o.ID, card.Name
	if err := d.close(ctx, p, organisation.Accepted, ""); err != nil {
		return o, err
	}
	if err := d.recordPublication(ctx, p, o, outcomes, by); err != nil {
		return o, err
	}
	return o, d.tellPublished(ctx, p, o.Slug, decided{outcomes, decision.Message, by})
}

func (d *Desk) consentToPublish(ctx context.Context, p organisation.Proposal, o organisation.Organisation) error {
	entries, err := d.consents(ctx, p)
	if err != nil {
		return err
	}
	if !MayPublish(p, o, entries) {
		return fault.New(fault.Invalid, "desk.error.no_consent")
	}
	return nil
}

// movePlaces makes the exact places of the proposal, or those that the reviewer
// wrote, the organisation's. Places kept as they are stay the organisation's.
func (d *Desk) movePlaces(ctx context.Context, p organisation.Proposal, organisationID string, choice Choice) error {
	exact, err := d.Store.ExactPlaces(ctx, "", p.ID)
	if err != nil {
		return fmt.Errorf("read the exact places: %w", err)
	}
	switch {
	case choice.Verdict == Amend && proposes(p, PlacesField):
		err = d.Store.SetExactPlaces(ctx, organisationID, "", choice.Places)
	case choice.Verdict == Accept, p.OrganisationID == "" && !proposes(p, PlacesField): // withheld ones only
		err = d.Store.SetExactPlaces(ctx, organisationID, "", exact)
	}
	if err != nil {
		return fmt.Errorf("move the exact places: %w", err)
	}
	return d.Store.SetExactPlaces(ctx, "", p.ID, nil)
}

// bindSender ties the consents to the organisation and lets the sender speak
// for it from now on.
func (d *Desk) bindSender(ctx context.Context, p organisation.Proposal, o organisation.Organisation) error {
	if err := d.Store.BindConsents(ctx, p.ID, o.ID); err != nil {
		return fmt.Errorf("bind the consents: %w", err)
	}
	if p.Sender.Email == "" {
		return nil
	}
	if err := d.Accounts.GrantEditor(ctx, p.Sender.Email, p.Sender.Name, p.Language, o.ID); err != nil {
		return fmt.Errorf("make the sender an editor: %w", err)
	}
	return nil
}

// close saves a decided proposal and clears the worktop.
func (d *Desk) close(ctx context.Context, p organisation.Proposal, state organisation.ProposalState, reason string) error {
	now := d.Clock.Now()
	p.State, p.DecidedAt, p.UpdatedAt, p.RefusalReason = state, now, now, reason
	p.LockedBy = ""
	p.LockedUntil = now
	if err := d.Store.UpdateProposal(ctx, p); err != nil {
		return fmt.Errorf("close the proposal: %w", err)
	}
	return d.Store.DeleteReviewDraft(ctx, p.ID)
}

// recordPublication leaves one row on the proposal, with every verdict, and one
// on the organisation.
func (d *Desk) recordPublication(ctx context.Context, p organisation.Proposal, o organisation.Organisation, outcomes []Outcome, by account.Subject) error {
	details := map[string]string{"organisation": o.ID, "revision": strconv.Itoa(o.Revision)}
	for _, outcome := range outcomes {
		details["field."+string(outcome.Field)] = string(outcome.Verdict)
	}
	if err := d.record(ctx, by, "proposal.accepted", proposalObject(p.ID), details); err != nil {
		return err
	}
	return d.record(ctx, by, "organisation.published", organisationObject(o.ID),
		map[string]string{"proposal": p.ID, "revision": strconv.Itoa(o.Revision)})
}

func fieldsOf(changes []organisation.Change) []organisation.Field {
	fields := make([]organisation.Field, len(changes))
	for i, c := range changes {
		fields[i] = c.Field
	}
	return fields
}
