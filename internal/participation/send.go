package participation

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"telaio/internal/audit"
	"telaio/internal/consent"
	"telaio/internal/fault"
	"telaio/internal/intake"
	"telaio/internal/letter"
	"telaio/internal/organisation"
	"telaio/internal/questionnaire"
	"telaio/internal/secret"
)

// leastTime is how long even the quickest person takes from beginning a draft
// to sending it. A program is asked to wait.
const leastTime = 3 * time.Second

// Send closes the draft and makes a proposal of it, with the consents and their
// receipt. The proposal is no one's to read until the sender has confirmed the
// address by the mailed link; an editor's address is known to be theirs, so
// their change goes to the team at once. If an answer is wrong, nothing happens
// and the fault names the fields.
func (u UseCases) Send(ctx context.Context, d Draft) (organisation.Proposal, error) {
	if d.Sent() {
		return organisation.Proposal{}, fault.New(fault.Conflict, "participate.already_sent")
	}
	at := u.now()
	if at.Sub(d.BegunAt) < leastTime {
		return organisation.Proposal{}, fault.New(fault.TooMany, "participate.too_quick")
	}
	if err := u.roomInQueue(ctx); err != nil {
		return organisation.Proposal{}, err
	}
	var p organisation.Proposal
	err := u.Store.InTx(ctx, func(ctx context.Context) error {
		d.SentAt, d.ProposalID = at, secret.ID()
		if err := u.Store.MarkDraftSent(ctx, d); err != nil { // first, so that no save comes in between
			return err
		}
		f, err := u.Form(ctx, d)
		if err != nil {
			return err
		}
		s, err := u.submission(ctx, f)
		if err != nil {
			return err
		}
		if id := s.proposal.OrganisationID; id != "" { // it may have become one with another meanwhile
			if s.proposal.OrganisationID, err = u.Store.SurvivorOf(ctx, id); err != nil {
				return err
			}
		}
		p = s.proposal
		return u.keep(ctx, f, s)
	})
	if err != nil {
		return organisation.Proposal{}, fmt.Errorf("send a draft: %w", err)
	}
	return p, nil
}

// roomInQueue refuses when more waits for the team than it can ever read.
func (u UseCases) roomInQueue(ctx context.Context) error {
	waiting, err := u.Store.CountProposals(ctx, organisation.Unconfirmed, organisation.Unread)
	if err != nil {
		return fmt.Errorf("count what waits: %w", err)
	}
	if waiting >= u.MostWaiting {
		return fault.New(fault.TooMany, "participate.queue_full")
	}
	return nil
}

// submission is a draft read as a proposal.
type submission struct {
	proposal organisation.Proposal
	places   []organisation.ExactPlace
	consents map[consent.Purpose]bool
	answers  questionnaire.Answers // as they are stored for good
	before   questionnaire.Answers // changes only: what the form was filled in with
	note     string
}

func (u UseCases) submission(ctx context.Context, f *Form) (submission, error) {
	problems := map[string]fault.Message{}
	for _, page := range f.Pages() {
		maps.Copy(problems, f.Problems(page))
	}
	if len(problems) > 0 {
		return submission{}, fault.InvalidFields(problems)
	}
	d := f.Draft
	complete := f.Definition.Complete(f.Answers)
	read := intake.Read(complete, u.Towns)
	base, places, err := u.base(ctx, d)
	if err != nil {
		return submission{}, err
	}
	read.Card.Initiatives = organisation.KeepEffects(base.Initiatives, read.Card.Initiatives)
	changes := organisation.Diff(base, read.Card)
	if d.Origin == organisation.ChangeOfCard {
		changes = withPrivatePlaces(changes, base, places, read.Places)
		if len(changes) == 0 {
			return submission{}, fault.New(fault.Invalid, "participate.nothing_changed")
		}
	}
	turned := intake.Turned(complete)
	for i := range changes {
		changes[i].Turned = slices.Contains(turned, changes[i].Field)
	}
	sender, state, err := u.sender(ctx, d, read.Sender)
	if err != nil {
		return submission{}, err
	}
	return submission{
		proposal: organisation.Proposal{
			ID: d.ProposalID, OrganisationID: d.OrganisationID, BaseRevision: d.BaseRevision, Origin: d.Origin,
			State: state, Name: read.Card.Name, Changes: changes, Source: read.Card.Source, Language: d.Language,
			Sender: sender, SentAt: d.SentAt, UpdatedAt: d.SentAt,
		},
		places: read.Places, consents: read.Consents, answers: complete,
		before: intake.Answers(base, places), note: read.Note,
	}, nil
}

// sender is the contact person. An editor's address is that of the account, and
// needs no confirmation.
func (u UseCases) sender(ctx context.Context, d Draft, s organisation.Sender) (organisation.Sender, organisation.ProposalState, error) {
	if d.PersonID == "" {
		return s, organisation.Unconfirmed, nil
	}
	person, err := u.People.Person(ctx, d.PersonID)
	if err != nil {
		return s, "", fmt.Errorf("find the editor: %w", err)
	}
	s.PersonID, s.Email = person.ID, person.Email
	if s.Name == "" {
		s.Name = person.Name
	}
	return s, organisation.Unread, nil
}

// keep stores everything that was sent and writes to the sender. It runs in the
// transaction that closes the draft.
func (u UseCases) keep(ctx context.Context, f *Form, s submission) error {
	p := s.proposal
	if err := u.Store.AddProposal(ctx, p); err != nil {
		return err
	}
	if err := u.Store.SetExactPlaces(ctx, "", p.ID, s.places); err != nil {
		return err
	}
	if err := u.Store.AddConsents(ctx, u.consents(p, s.consents)); err != nil {
		return err
	}
	if err := u.Store.AddAnswers(ctx, answersByVariable(f, s)); err != nil {
		return err
	}
	if s.note != "" {
		note := organisation.Message{ID: secret.ID(), ProposalID: p.ID, Author: p.Sender.Name, Body: s.note, At: p.SentAt}
		if err := u.Store.AddMessage(ctx, note); err != nil {
			return err
		}
	}
	if err := u.record(ctx, p, "proposal.sent", p.SentAt); err != nil {
		return err
	}
	if p.State == organisation.Unconfirmed {
		return u.askToConfirm(ctx, p)
	}
	_, err := u.mailStatus(ctx, p)
	return err
}

// consents are the ledger's entries for what was answered, on one receipt.
func (u UseCases) consents(p organisation.Proposal, given map[consent.Purpose]bool) []consent.Entry {
	notice := u.Notices.Notice(p.Language)
	receipt := secret.ID()
	var entries []consent.Entry
	for _, purpose := range consent.Purposes() {
		yes, answered := given[purpose]
		if !answered {
			continue
		}
		entries = append(entries, consent.Entry{
			Receipt: receipt, ProposalID: p.ID, OrganisationID: p.OrganisationID, Purpose: purpose,
			NoticeVersion: notice.Version, NoticeHash: notice.Hash, Given: yes, At: p.SentAt,
		})
	}
	return entries
}

// record leaves an audit row about the proposal.
func (u UseCases) record(ctx context.Context, p organisation.Proposal, action string, at time.Time) error {
	actor := "participant"
	if p.Sender.PersonID != "" {
		actor = p.Sender.PersonID
	}
	return u.Store.AppendAudit(ctx, audit.Entry{
		At: at, Actor: actor, Action: action, Object: "proposal:" + p.ID, Details: map[string]string{"origin": string(p.Origin)},
	})
}

// askToConfirm mails the link by which the sender proves that the address is
// theirs.
func (u UseCases) askToConfirm(ctx context.Context, p organisation.Proposal) error {
	token := secret.Token()
	c := Confirmation{Hash: secret.Hash(token), ProposalID: p.ID, AddressHash: secret.Hash(p.Sender.Email), At: u.now()}
	if err := u.Store.AddConfirmation(ctx, c); err != nil {
		return err
	}
	return u.Outbox.Send(ctx, letter.Letter{
		To: p.Sender.Email, Name: p.Sender.Name, Language: p.Language, Template: "confirm_submission",
		Values: map[string]string{"Link": u.Links.Confirm(p.Language, token), "Organisation": p.Name},
	})
}

// mailStatus mails a fresh link to the status page and returns its token.
func (u UseCases) mailStatus(ctx context.Context, p organisation.Proposal) (string, error) {
	token := secret.Token()
	if err := u.Store.AddStatusKey(ctx, p.ID, secret.Hash(token), u.now()); err != nil {
		return "", err
	}
	return token, u.Outbox.Send(ctx, letter.Letter{
		To: p.Sender.Email, Name: p.Sender.Name, Language: p.Language, Template: "status_link",
		Values: map[string]string{"Link": u.Links.Status(p.Language, token), "Organisation": p.Name},
	})
}
