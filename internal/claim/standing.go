package claim

import (
	"context"
	"fmt"
	"strings"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/organisation"
)

// Standing is where somebody stands with an organisation.
type Standing struct {
	Claim   Claim
	Editors int
	Edits   bool // represents it already
	// Request is the last question to the team, if there was one.
	Request  organisation.Proposal
	Decision Decision // on it, without the name of who decided
	// Mailbox is the organisation's public address with most of it hidden, "" =
	// it has none.
	Mailbox string
	Proofs  SiteProofs
}

// Standing gathers where the person stands.
func (u UseCases) Standing(ctx context.Context, who account.Subject, o organisation.Organisation) (Standing, error) {
	s := Standing{Edits: who.Edits(o.ID), Mailbox: mailboxOf(o), Proofs: SiteProofsOf(o.Card.Contacts.Website)}
	editors, err := u.People.EditorsOf(ctx, o.ID)
	if err != nil {
		return s, fmt.Errorf("list the editors: %w", err)
	}
	s.Editors = len(editors)
	if !who.SignedIn() {
		return s, nil
	}
	if s.Claim, err = u.begun(ctx, who, o); err != nil {
		return s, err
	}
	if s.Request, err = u.requestOf(ctx, who, o); err != nil {
		return s, err
	}
	s.Decision, err = u.decisionOn(ctx, s.Request)
	s.Decision.Person = ""
	return s, err
}

// begun is what the person has begun, the zero Claim if nothing.
func (u UseCases) begun(ctx context.Context, who account.Subject, o organisation.Organisation) (Claim, error) {
	c, err := u.Records.Claim(ctx, o.ID, who.PersonID)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return c, fmt.Errorf("find a claim: %w", err)
	}
	c.OrganisationID, c.PersonID = o.ID, who.PersonID
	return c, nil
}

// requestOf is the person's latest question about the organisation.
func (u UseCases) requestOf(ctx context.Context, who account.Subject, o organisation.Organisation) (organisation.Proposal, error) {
	var last organisation.Proposal
	proposals, err := u.Records.ProposalsOfOrganisation(ctx, o.ID)
	if err != nil {
		return last, fmt.Errorf("list the proposals: %w", err)
	}
	for _, p := range proposals {
		if p.Origin == organisation.Claim && p.Sender.PersonID == who.PersonID && p.SentAt.After(last.SentAt) {
			last = p
		}
	}
	return last, nil
}

// Questions lists the claims about the organisation that wait for an answer.
func (u UseCases) Questions(ctx context.Context, o organisation.Organisation) ([]Question, error) {
	proposals, err := u.Records.ProposalsOfOrganisation(ctx, o.ID)
	if err != nil {
		return nil, fmt.Errorf("list the proposals: %w", err)
	}
	var questions []Question
	for _, p := range proposals {
		if p.Origin != organisation.Claim || !p.State.Open() {
			continue
		}
		q, err := u.Question(ctx, p)
		if err != nil {
			return nil, err
		}
		questions = append(questions, q)
	}
	return questions, nil
}

// Waits says whether the proposal is a claim about the organisation that waits
// for an answer: fault.NotFound if it is none, and a conflict if somebody has
// decided meanwhile.
func (u UseCases) Waits(ctx context.Context, o organisation.Organisation, proposalID string) error {
	p, err := u.Records.Proposal(ctx, proposalID)
	if err != nil {
		return err
	}
	switch {
	case p.Origin != organisation.Claim || p.OrganisationID != o.ID:
		return fault.New(fault.NotFound, "error.not_found")
	case !p.State.Open():
		return fault.New(fault.Conflict, "claim.decided_already")
	default:
		return nil
	}
}

// Mask hides most of a mail address: enough is left for those who know it.
func Mask(address string) string {
	local, domain, ok := strings.Cut(address, "@")
	if !ok || local == "" {
		return ""
	}
	return string([]rune(local)[:1]) + "•••@" + domain
}

func mailboxOf(o organisation.Organisation) string {
	address, err := account.CleanEmail(o.Card.Contacts.Email)
	if err != nil {
		return ""
	}
	return Mask(address)
}

// mayClaim refuses whoever is not signed in, and pages that are not public.
func mayClaim(who account.Subject, o organisation.Organisation) error {
	switch {
	case !who.SignedIn():
		return fault.New(fault.SignInFirst, "error.sign_in_first")
	case o.State != organisation.Published:
		return fault.New(fault.NotFound, "error.not_found")
	case who.Edits(o.ID):
		return fault.New(fault.Conflict, "claim.edits_already")
	}
	return nil
}
