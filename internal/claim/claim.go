// Package claim is how somebody shows that they represent an organisation that
// is published already: by a code that is mailed to its public address, by a
// file or a mark on its own web site, or by asking the team. Whoever is believed
// becomes an editor. Where there are editors already, a claim is only ever a
// question to them and to the team.
package claim

import (
	"context"
	"fmt"
	"time"

	"telaio/internal/account"
	"telaio/internal/audit"
	"telaio/internal/clock"
	"telaio/internal/letter"
	"telaio/internal/organisation"
)

// Proof is how somebody shows that they represent an organisation.
type Proof string

// The proofs.
const (
	ByCode Proof = "code" // read in the organisation's public mailbox
	BySite Proof = "site" // put on the organisation's web site
	ByTeam Proof = "team" // the team, or the editors, know them
)

// Claim is what one person has begun in order to show that they represent one
// organisation. The zero Claim has begun nothing.
type Claim struct {
	OrganisationID string
	PersonID       string
	BegunAt        time.Time
	Code           Code
	Site           Site
	ProvenBy       Proof // "" = not yet
	ProvenAt       time.Time
	DoubtedAt      time.Time // when an editor said that they do not know the person; zero = never
}

// Code is a code that was mailed to the organisation's public address.
type Code struct {
	Hash      string // bound to the browser that asked
	Tries     int
	ExpiresAt time.Time // zero = none was mailed
}

// How long a code lasts, and how often it is mailed and tried. Whoever reads the
// organisation's mail may do so only once a day.
const (
	CodeLife      = 24 * time.Hour
	MostCodeTries = account.MostTries
	mailWindow    = 24 * time.Hour // account.MostMails in this time
)

// Open reports whether the code can still be used.
func (c Code) Open(now time.Time) bool {
	return c.Hash != "" && now.Before(c.ExpiresAt) && c.Tries < MostCodeTries
}

// Outcome is what comes of a claim.
type Outcome string

// The outcomes.
const (
	Represents Outcome = "represents" // the person becomes an editor
	Asks       Outcome = "asks"       // the editors and the team are asked
)

// OutcomeOf says what comes of a claim with the proof for a page that has so
// many editors. A proof opens a page that nobody keeps; it never gets past
// somebody who keeps it.
func OutcomeOf(p Proof, editors int) Outcome {
	if editors == 0 && (p == ByCode || p == BySite) {
		return Represents
	}
	return Asks
}

// Records is what claims need stored.
type Records interface {
	InTx(ctx context.Context, fn func(context.Context) error) error
	AppendAudit(ctx context.Context, e audit.Entry) error
	AuditOf(ctx context.Context, object string) ([]audit.Entry, error)
	Organisation(ctx context.Context, id string) (organisation.Organisation, error)
	Proposal(ctx context.Context, id string) (organisation.Proposal, error)
	ProposalsOfOrganisation(ctx context.Context, organisationID string) ([]organisation.Proposal, error)
	AddProposal(ctx context.Context, p organisation.Proposal) error
	UpdateProposal(ctx context.Context, p organisation.Proposal) error
	MoveProposal(ctx context.Context, id string, to organisation.ProposalState, from ...organisation.ProposalState) error
	CountProposals(ctx context.Context, states ...organisation.ProposalState) (int, error)
	AddMessage(ctx context.Context, m organisation.Message) error
	MessagesOfProposal(ctx context.Context, proposalID string) ([]organisation.Message, error)
	TakeMailSlot(ctx context.Context, addressHash string, now, since time.Time) (bool, error)
	Claims
}

// Claims keeps what people have begun.
type Claims interface {
	Claim(ctx context.Context, organisationID, personID string) (Claim, error)
	// BeginClaim adds the claim if the person has none for the organisation.
	BeginClaim(ctx context.Context, c Claim) error
	SetClaimCode(ctx context.Context, c Claim) error
	// CountClaimTry reports whether the code may be tried once more, and counts it.
	CountClaimTry(ctx context.Context, c Claim, most int) (bool, error)
	// UseClaimCode forgets the code and reports whether it was still there.
	UseClaimCode(ctx context.Context, c Claim) (bool, error)
	SetClaimSite(ctx context.Context, c Claim) error
	// TakeSiteCheck takes a claim whose site is to be looked at by now, and keeps
	// it from others until a time.
	TakeSiteCheck(ctx context.Context, now, until time.Time) (Claim, error)
	ProveClaim(ctx context.Context, c Claim) error
	DoubtClaim(ctx context.Context, organisationID, personID string, at time.Time) error
	ForgetClaims(ctx context.Context, begunBefore time.Time) error
}

// People knows who looks after a page, and gives the role.
type People interface {
	Person(ctx context.Context, id string) (account.Person, error)
	EditorsOf(ctx context.Context, organisationID string) ([]account.Person, error)
	GrantTo(ctx context.Context, actor string, who account.Newcomer, g account.Grant) (account.Person, error)
}

// Links are the addresses in letters.
type Links interface {
	Area(language, organisationID string) string // by way of signing in
	People(language, organisationID string) string
	Claim(language, slug string) string
	Page(language, slug string) string
}

// UseCases are what people can do about claims, with what they need.
type UseCases struct {
	Records Records
	People  People
	Outbox  letter.Outbox
	Links   Links
	Clock   clock.Clock
	// MostWaiting is how many proposals may wait for the team at once.
	MostWaiting int
}

// keepClaims is how long a claim that came to nothing is kept.
const keepClaims = 30 * 24 * time.Hour

// ForgetOld removes claims that came to nothing.
func (u UseCases) ForgetOld(ctx context.Context) error {
	if err := u.Records.ForgetClaims(ctx, u.now().Add(-keepClaims)); err != nil {
		return fmt.Errorf("forget old claims: %w", err)
	}
	return nil
}

func (u UseCases) now() time.Time { return u.Clock.Now() }
