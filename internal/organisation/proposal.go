package organisation

import "time"

// Origin says what a proposal is.
type Origin string

// The origins of a proposal.
const (
	NewOrganisation Origin = "new"        // a member's first submission
	ChangeOfCard    Origin = "change"     // an editor's later changes
	Suggestion      Origin = "suggestion" // someone outside names an organisation
	Report          Origin = "report"     // a reader says that something on a page is wrong
	Withdrawal      Origin = "withdrawal" // the organisation asks to leave the atlas
	FromImport      Origin = "import"     // the team took it from a file
	Claim           Origin = "claim"      // somebody says that they represent the organisation
)

// Describes reports whether proposals of the origin say what a card shall hold.
func (o Origin) Describes() bool { return o == NewOrganisation || o == ChangeOfCard || o == FromImport }

// ProposalState is where a proposal stands.
type ProposalState string

// The states of a proposal. Unconfirmed ones are not in the inbox: the sender's
// address has not been confirmed yet.
const (
	Unconfirmed ProposalState = "unconfirmed"
	Unread      ProposalState = "unread"
	InReview    ProposalState = "in_review"
	Waiting     ProposalState = "waiting" // for the organisation's answer
	Accepted    ProposalState = "accepted"
	Refused     ProposalState = "refused"
	Withdrawn   ProposalState = "withdrawn"
)

// Open reports whether a reviewer still has to decide.
func (s ProposalState) Open() bool { return s == Unread || s == InReview || s == Waiting }

// Proposal is a typed diff against a base revision, on its way to review.
type Proposal struct {
	ID             string // random
	OrganisationID string // "" until a new organisation is accepted
	BaseRevision   int    // 0 = against nothing
	Origin         Origin
	State          ProposalState
	Name           string // the organisation's name, for lists
	Changes        []Change
	Source         string
	Language       string // in which the participant reads
	Sender         Sender
	AssignedTo     string // person id, "" = nobody
	LockedBy       string // person id of who has it open
	LockedUntil    time.Time
	RefusalReason  string
	SentAt         time.Time
	UpdatedAt      time.Time
	DecidedAt      time.Time // zero = open
}

// Sender is the private contact person behind a proposal. It is personal data:
// shown to reviewers only, in no public byte and no log.
type Sender struct {
	Name     string
	Email    string
	Role     string // in the organisation, own words
	PersonID string // the account, "" if none yet
}
