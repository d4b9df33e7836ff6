package participation

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"telaio/internal/consent"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/questionnaire"
	"telaio/internal/secret"
)

// Stage is one point on the way from sending to the page.
type Stage string

// The stages, in order.
const (
	StageSent      Stage = "sent"
	StageConfirmed Stage = "confirmed"
	StageReview    Stage = "review"
	StageQuestion  Stage = "question" // only if the team has asked something
	StageDecided   Stage = "decided"
)

// Progress says whether a stage is behind, here or ahead.
type Progress string

// The progress of a stage.
const (
	Ahead  Progress = ""
	Here   Progress = "now"
	Behind Progress = "done"
)

// Point is a stage and how far it is.
type Point struct {
	Stage    Stage
	Progress Progress
}

// Timeline draws where a proposal stands.
func Timeline(p organisation.Proposal, asked bool) []Point {
	here := map[organisation.ProposalState]Stage{
		organisation.Unconfirmed: StageConfirmed,
		organisation.Unread:      StageReview,
		organisation.InReview:    StageReview,
		organisation.Waiting:     StageQuestion,
		organisation.Accepted:    "",
		organisation.Refused:     "",
		organisation.Withdrawn:   "",
	}[p.State]
	stages := []Stage{StageSent, StageConfirmed, StageReview, StageQuestion, StageDecided}
	var points []Point
	progress := Behind
	for _, s := range stages {
		if s == here {
			points = append(points, Point{s, Here})
			progress = Ahead
			continue
		}
		if s == StageQuestion && !asked {
			continue
		}
		own := progress
		if s == StageQuestion && asked && here == StageReview {
			own = Behind // it was answered, and the review goes on
		}
		points = append(points, Point{s, own})
	}
	return points
}

// Status is everything that a sender sees of what they sent.
type Status struct {
	Proposal  organisation.Proposal
	Timeline  []Point
	Form      *Form // nil once the draft has been removed
	Consents  []consent.Entry
	Messages  []organisation.Message
	Published organisation.Organisation // zero unless the page is public
}

// Asked reports whether the team has written.
func (s Status) Asked() bool {
	for _, m := range s.Messages {
		if m.FromTeam {
			return true
		}
	}
	return false
}

// Open returns the proposal whose status page the token opens.
func (u UseCases) Open(ctx context.Context, token string) (organisation.Proposal, error) {
	p, err := u.Store.ProposalByStatusKey(ctx, secret.Hash(token))
	if fault.KindOf(err) == fault.NotFound {
		return p, fault.New(fault.Expired, "status.link_gone")
	}
	if err != nil {
		return p, fmt.Errorf("find a status page: %w", err)
	}
	return p, nil
}

// Status gathers what the sender of the proposal sees.
func (u UseCases) Status(ctx context.Context, p organisation.Proposal) (Status, error) {
	s := Status{Proposal: p}
	entries, err := u.Store.ConsentsOfProposal(ctx, p.ID)
	if err != nil {
		return s, fmt.Errorf("read the consents: %w", err)
	}
	current := consent.Current(entries)
	for _, purpose := range consent.Purposes() {
		if e, ok := current[purpose]; ok {
			s.Consents = append(s.Consents, e)
		}
	}
	if s.Messages, err = u.Store.MessagesOfProposal(ctx, p.ID); err != nil {
		return s, fmt.Errorf("read the messages: %w", err)
	}
	if s.Form, err = u.sentForm(ctx, p.ID); err != nil {
		return s, err
	}
	if p.OrganisationID != "" {
		o, err := u.Store.Organisation(ctx, p.OrganisationID)
		if err != nil {
			return s, fmt.Errorf("find the organisation: %w", err)
		}
		if o.State == organisation.Published {
			s.Published = o
		}
	}
	s.Timeline = Timeline(p, s.Asked())
	return s, nil
}

func (u UseCases) sentForm(ctx context.Context, proposalID string) (*Form, error) {
	d, err := u.Store.DraftOfProposal(ctx, proposalID)
	if fault.KindOf(err) == fault.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("find what was sent: %w", err)
	}
	return u.Form(ctx, d)
}

// mostMessage is how many characters a message to the team may have.
const mostMessage = 4_000

// MessageField names the field of a message to the team.
const MessageField = "message"

// Answer adds the sender's words to the conversation and brings the proposal
// back to the team.
func (u UseCases) Answer(ctx context.Context, p organisation.Proposal, text string) error {
	text = questionnaire.Clean(text, true)
	length := utf8.RuneCountInString(text)
	switch {
	case strings.TrimSpace(text) == "":
		return fault.InvalidFields(map[string]fault.Message{MessageField: {Key: "status.write_something"}})
	case length > mostMessage:
		return fault.InvalidFields(map[string]fault.Message{MessageField: {
			Key: "question.too_long", Args: map[string]any{"Count": length - mostMessage, "Max": mostMessage},
		}})
	case !p.State.Open():
		return fault.New(fault.Conflict, "status.closed")
	}
	at := u.now()
	err := u.Store.InTx(ctx, func(ctx context.Context) error {
		if err := u.moveBack(ctx, p); err != nil {
			return err
		}
		m := organisation.Message{ID: secret.ID(), ProposalID: p.ID, Author: p.Sender.Name, Body: text, At: at}
		if err := u.Store.AddMessage(ctx, m); err != nil {
			return err
		}
		return u.record(ctx, p, "proposal.answered", at)
	})
	if err != nil {
		return fmt.Errorf("answer the team: %w", err)
	}
	return nil
}

// moveBack brings a proposal that waited for its sender back to the review: to
// whoever has it, or as something new to read.
func (u UseCases) moveBack(ctx context.Context, p organisation.Proposal) error {
	to := organisation.Unread
	if p.AssignedTo != "" {
		to = organisation.InReview
	}
	err := u.Store.MoveProposal(ctx, p.ID, to, organisation.Waiting)
	if fault.KindOf(err) == fault.Conflict {
		return nil // it was not waiting
	}
	return err
}

// WithdrawConsent takes one consent back. What was public because of it comes
// down through the team, who find the request in their inbox.
func (u UseCases) WithdrawConsent(ctx context.Context, p organisation.Proposal, purpose consent.Purpose) error {
	entries, err := u.Store.ConsentsOfProposal(ctx, p.ID)
	if err != nil {
		return fmt.Errorf("read the consents: %w", err)
	}
	entry := consent.Current(entries)[purpose]
	if !entry.Given {
		return nil
	}
	entry.Given, entry.At, entry.OrganisationID = false, u.now(), p.OrganisationID
	err = u.Store.InTx(ctx, func(ctx context.Context) error {
		if err := u.Store.AddConsents(ctx, []consent.Entry{entry}); err != nil {
			return err
		}
		if purpose == consent.PublishPage && p.State == organisation.Accepted {
			if err := u.askToLeave(ctx, p); err != nil {
				return err
			}
		}
		return u.record(ctx, p, "consent.withdrawn."+string(purpose), entry.At)
	})
	if err != nil {
		return fmt.Errorf("withdraw a consent: %w", err)
	}
	return nil
}

// askToLeave puts the request to leave the atlas into the inbox.
func (u UseCases) askToLeave(ctx context.Context, p organisation.Proposal) error {
	at := u.now()
	return u.Store.AddProposal(ctx, organisation.Proposal{
		ID: secret.ID(), OrganisationID: p.OrganisationID, Origin: organisation.Withdrawal, State: organisation.Unread,
		Name: p.Name, Language: p.Language, Sender: p.Sender, SentAt: at, UpdatedAt: at,
	})
}

// Withdraw takes the whole proposal back while nothing has been decided.
func (u UseCases) Withdraw(ctx context.Context, p organisation.Proposal) error {
	at := u.now()
	err := u.Store.InTx(ctx, func(ctx context.Context) error {
		err := u.Store.MoveProposal(ctx, p.ID, organisation.Withdrawn,
			organisation.Unconfirmed, organisation.Unread, organisation.InReview, organisation.Waiting)
		if err != nil {
			return err
		}
		now, err := u.Store.Proposal(ctx, p.ID)
		if err != nil {
			return err
		}
		now.UpdatedAt, now.DecidedAt = at, at
		if err := u.Store.UpdateProposal(ctx, now); err != nil {
			return err
		}
		return u.record(ctx, p, "proposal.withdrawn", at)
	})
	if err != nil {
		return fmt.Errorf("withdraw a proposal: %w", err)
	}
	return nil
}
