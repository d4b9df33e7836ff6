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
