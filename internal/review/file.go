package review

import (
	"context"
	"fmt"
	"slices"
	"time"

	"telaio/internal/account"
	"telaio/internal/consent"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/twin"
)

// File is everything that a reviewer has in front of them about one proposal.
type File struct {
	Proposal     organisation.Proposal
	Organisation organisation.Organisation // zero for a new one
	Differences  []Difference
	Unchanged    []organisation.Field
	Choices      Choices // complete: what nobody has chosen is suggested
	Message      string  // begun, not sent
	Flags        []Flag
	Twins        []twin.Twin
	Namesakes    []Namesake // relations told by name that may lead to a page
	SenderApart  []string   // ids of twins that the sender says are another organisation
	DecidedBy    string     // person id, "" = it is open, or who asked has taken it back
	Consents     map[consent.Purpose]consent.Entry
	Messages     []organisation.Message
	Comments     []organisation.Comment
	KeptBack     int    // places that keep something from the public
	HeldBy       string // person id of who else has it open, "" = nobody else
	MayPublish   bool
}

// Stale reports whether the proposal was written against an older revision.
func (f File) Stale() bool {
	p := f.Proposal
	changes := p.Origin == organisation.ChangeOfCard || p.Origin == organisation.FromImport && p.BaseRevision > 0
	return changes && p.BaseRevision < f.Organisation.Revision
}

// FlagsOf lists the flags of one field, or ("") of the whole proposal.
func (f File) FlagsOf(field organisation.Field) []FlagKind {
	var kinds []FlagKind
	for _, flag := range f.Flags {
		if flag.Field == field {
			kinds = append(kinds, flag.Kind)
		}
	}
	return kinds
}

// holdFor is how long a proposal stays marked as open by someone.
const holdFor = 15 * time.Minute

// HeldBy says who else has the proposal open. It only warns: anyone may take it
// over.
func HeldBy(p organisation.Proposal, personID string, now time.Time) string {
	if p.LockedBy == personID || !now.Before(p.LockedUntil) {
		return ""
	}
	return p.LockedBy
}

// Open shows a proposal to a reviewer. An open one counts as read from now on
// and is marked as open by them, unless somebody else has it open.
func (d *Desk) Open(ctx context.Context, proposalID string, by account.Subject) (File, error) {
	now := d.Clock.Now()
	p, err := d.Store.Proposal(ctx, proposalID)
	if err != nil {
		return File{}, err
	}
	if p.State == organisation.Unconfirmed {
		return File{}, fault.New(fault.NotFound, "error.not_found")
	}
	if p.State.Open() {
		if err := d.Store.HoldProposal(ctx, p.ID, by.PersonID, now, now.Add(holdFor)); err != nil {
			return File{}, fmt.Errorf("mark the proposal as open: %w", err)
		}
		if p.State == organisation.Unread {
			err := d.Store.MoveProposal(ctx, p.ID, organisation.InReview, organisation.Unread)
			if err != nil && fault.KindOf(err) != fault.Conflict {
				return File{}, fmt.Errorf("mark the proposal as read: %w", err)
			}
			p.State = organisation.InReview
		}
	}
	f, err := d.file(ctx, p)
	f.HeldBy = HeldBy(p, by.PersonID, now)
	return f, err
}

// TakeOver marks the proposal as open by the reviewer, whoever had it open.
func (d *Desk) TakeOver(ctx context.Context, proposalID string, by account.Subject) error {
	return d.Store.InTx(ctx, func(ctx context.Context) error {
		if err := d.Store.TakeProposal(ctx, proposalID, by.PersonID, d.Clock.Now().Add(holdFor)); err != nil {
			return fmt.Errorf("take the proposal over: %w", err)
		}
		return d.record(ctx, by, "proposal.taken_over", proposalObject(proposalID), nil)
	})
}

// file gathers what there is about a proposal.
func (d *Desk) file(ctx context.Context, p organisation.Proposal) (File, error) {
	f := File{Proposal: p}
	var err error
	if p.OrganisationID != "" {
		if f.Organisation, err = d.Store.Organisation(ctx, p.OrganisationID); err != nil {
			return f, fmt.Errorf("read the organisation: %w", err)
		}
	}
	today := f.Organisation.Card
	f.Differences = Compare(today, p.Changes)
	f.Unchanged = Unchanged(today, p.Changes)
	if err := d.conversation(ctx, &f); err != nil {
		return f, err
	}
	entries, err := d.consents(ctx, p)
	if err != nil {
		return f, err
	}
	f.Consents = consent.Current(entries)
	f.MayPublish = MayPublish(p, f.Organisation, entries)
	exact, err := d.Store.ExactPlaces(ctx, "", p.ID)
	if err != nil {
		return f, fmt.Errorf("count the places: %w", err)
	}
	f.KeptBack = keptBack(exact)
	if f.Twins, err = d.twins(ctx, p); err != nil {
		return f, err
	}
	if len(f.Twins) > 0 {
		if f.SenderApart, err = d.Store.SenderApart(ctx, p.ID); err != nil {
			return f, fmt.Errorf("read what the sender says is not the same: %w", err)
		}
	}
	f.Flags = append(FlagsOfFields(f.Differences), flagsOfWhole(f)...)
	f.Choices = Complete(f.Choices, f.Differences, f.Flags)
	if f.DecidedBy, err = d.decider(ctx, p); err != nil {
		return f, err
	}
	f.Namesakes, err = d.namesakes(ctx, f)
	return f, err
}

func (d *Desk) conversation(ctx context.Context, f *File) error {
	var err error
	if f.Messages, err = d.Store.MessagesOfProposal(ctx, f.Proposal.ID); err != nil {
		return fmt.Errorf("read the messages: %w", err)
	}
	if f.Comments, err = d.Store.CommentsOfProposal(ctx, f.Proposal.ID); err != nil {
		return fmt.Errorf("read the comments: %w", err)
	}
	draft, err := d.Store.ReviewDraft(ctx, f.Proposal.ID)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return fmt.Errorf("read the choices: %w", err)
	}
	f.Choices, f.Message = draft.Choices, draft.Message
	return nil
}

// consents are those given with the proposal and those that the organisation
// gave before.
func (d *Desk) consents(ctx context.Context, p organisation.Proposal) ([]consent.Entry, error) {
	entries, err := d.Store.ConsentsOfProposal(ctx, p.ID)
	if err != nil {
		return nil, fmt.Errorf("read the consents: %w", err)
	}
	if p.OrganisationID == "" {
		return entries, nil
	}
	earlier, err := d.Store.ConsentsOfOrganisation(ctx, p.OrganisationID)
	if err != nil {
		return nil, fmt.Errorf("read the organisation's consents: %w", err)
	}
	return append(earlier, entries...), nil
}

// MayPublish reports whether the newest consent allows a public page. Invented
// sample organisations have nobody to ask. What the team takes from public
// sources, or corrects where it is public already, needs none as long as the
// organisation has not been asked.
func MayPublish(p organisation.Proposal, o organisation.Organisation, entries []consent.Entry) bool {
	if o.Example && p.Sender.Email == "" {
		return true
	}
	_, asked := consent.Current(entries)[consent.PublishPage]
	if !asked && p.Sender.Email == "" && (p.Origin == organisation.FromImport || o.State == organisation.Published) {
		return true
	}
	return consent.Given(entries, consent.PublishPage)
}

func keptBack(places []organisation.ExactPlace) int {
	n := 0
	for _, place := range places {
		if keepsBack(place) {
			n++
		}
	}
	return n
}

// keepsBack reports whether more is known of the place than the public learns.
func keepsBack(place organisation.ExactPlace) bool {
	precise := place.Address != "" || place.Name != "" || place.Lat != 0 || place.Lon != 0
	switch place.Publicity {
	case organisation.PublicityExact:
		return false
	case organisation.PublicityMunicipality:
		return precise
	case organisation.PublicityCountry:
		return precise || place.Municipality.Name != ""
	default:
		return true
	}
}

func flagsOfWhole(f File) []Flag {
	var flags []Flag
	add := func(kind FlagKind, is bool) {
		if is {
			flags = append(flags, Flag{Kind: kind})
		}
	}
	describes := f.Proposal.Origin.Describes()
	add(Leaves, f.Proposal.Origin == organisation.Withdrawal)
	add(NoConsent, describes && !f.MayPublish)
	add(Duplicate, len(f.Twins) > 0 && f.Proposal.State.Open())
	add(StaleBase, f.Stale() && f.Proposal.State.Open())
	add(PrivatePlace, f.KeptBack > 0)
	add(Answered, answered(f.Messages) && f.Proposal.State.Open())
	return flags
}

// answered reports whether the last word is the sender's, after a question.
func answered(messages []organisation.Message) bool {
	asked := false
	for _, m := range messages {
		asked = asked || m.FromTeam
	}
	return asked && !messages[len(messages)-1].FromTeam
}

// twins looks for the proposed organisation on the atlas.
func (d *Desk) twins(ctx context.Context, p organisation.Proposal) ([]twin.Twin, error) {
	if !p.State.Open() || p.OrganisationID != "" {
		return nil, nil
	}
	card, err := Proposed(organisation.Card{}, p.Changes)
	if err != nil {
		return nil, fmt.Errorf("read the proposed card: %w", err)
	}
	if card.Name == "" {
		card.Name = p.Name
	}
	dismissed, err := d.Store.DismissedTwins(ctx, p.ID)
	if err != nil {
		return nil, fmt.Errorf("read what is not the same: %w", err)
	}
	return d.Directory.Twins(ctx, twin.ProfileOf(card), setOf(dismissed...))
}

// decider finds in the audit chain who of the team has decided.
func (d *Desk) decider(ctx context.Context, p organisation.Proposal) (string, error) {
	if p.State.Open() {
		return "", nil
	}
	entries, err := d.Store.AuditOf(ctx, proposalObject(p.ID))
	if err != nil {
		return "", fmt.Errorf("read who has decided: %w", err)
	}
	for _, e := range slices.Backward(entries) {
		if e.Action == "proposal.accepted" || e.Action == "proposal.refused" || e.Action == "proposal.settled" {
			return e.Actor, nil
		}
	}
	return "", nil
}
