package initiative

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"time"
	"unicode/utf8"

	"telaio/internal/account"
	"telaio/internal/audit"
	"telaio/internal/consent"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/questionnaire"
	"telaio/internal/secret"
)

// How many characters the texts for the page may have.
const (
	mostSummary = 600
	mostLimits  = 1500
)

// Notice names the text on which a consent is given, in a language.
type Notice func(language string) (version, hash string)

// Proposed returns the open proposal that tells of the sheet.
func (u UseCases) Proposed(ctx context.Context, s Sheeted) (organisation.Proposal, bool, error) {
	proposals, err := u.Records.ProposalsOfOrganisation(ctx, s.OrganisationID)
	if err != nil {
		return organisation.Proposal{}, false, fmt.Errorf("list the proposals: %w", err)
	}
	for _, p := range proposals {
		if p.State.Open() && tells(p, s.ID) {
			return p, true, nil
		}
	}
	return organisation.Proposal{}, false, nil
}

// tells reports whether the proposal changes what is told of the sheet.
func tells(p organisation.Proposal, sheetID string) bool {
	for _, c := range p.Changes {
		before, beforeErr := cardWith(c.Field, c.Before)
		after, afterErr := cardWith(c.Field, c.After)
		if beforeErr != nil || afterErr != nil {
			continue // of an older shape, which knew nothing of sheets
		}
		was, _ := OnCard(before, sheetID)
		will, _ := OnCard(after, sheetID)
		if !reflect.DeepEqual(was, will) {
			return true
		}
	}
	return false
}

func cardWith(f organisation.Field, value json.RawMessage) (organisation.Card, error) {
	return organisation.Apply(organisation.Card{}, map[organisation.Field]json.RawMessage{f: value})
}

// Propose puts what was chosen of an initiative before the team, as a change of
// the organisation's card. Nothing of it is public before somebody has read it.
func (u UseCases) Propose(ctx context.Context, who account.Subject, s Sheeted, t Telling) (organisation.Proposal, error) {
	if err := mayWrite(who, s.Initiative); err != nil {
		return organisation.Proposal{}, err
	}
	t.Summary, t.Limits = questionnaire.Clean(t.Summary, true), questionnaire.Clean(t.Limits, true)
	if problems := u.checkTelling(t); len(problems) > 0 {
		return organisation.Proposal{}, fault.InvalidFields(problems)
	}
	return u.propose(ctx, who, s, func(card organisation.Card) organisation.Card {
		return withInitiative(card, s.Told(card, t, secret.ID()))
	})
}

// ProposeWithout asks the team to take the figures off the page. The initiative
// itself stays on the card.
func (u UseCases) ProposeWithout(ctx context.Context, who account.Subject, s Sheeted) (organisation.Proposal, error) {
	if err := mayEdit(who, s.OrganisationID); err != nil {
		return organisation.Proposal{}, err
	}
	return u.propose(ctx, who, s, func(card organisation.Card) organisation.Card {
		if told, ok := OnCard(card, s.ID); ok {
			told.Effects = nil
			return withInitiative(card, told)
		}
		return card
	})
}

// checkTelling says what is to be mended, by field. Figures without their limits
// are not told.
func (u UseCases) checkTelling(t Telling) map[string]fault.Message {
	problems := map[string]fault.Message{}
	long := func(field, text string, most int) {
		if over := utf8.RuneCountInString(text) - most; over > 0 {
			problems[field] = fault.Message{Key: "question.too_long", Args: map[string]any{"Count": over, "Max": most}}
		}
	}
	if t.Summary == "" {
		problems[SummaryField] = fault.Message{Key: "initiative.tell.ask_summary"}
	}
	if t.Limits == "" && (len(t.Indicators) > 0 || t.Reached) {
		problems[LimitsField] = fault.Message{Key: "initiative.tell.ask_limits"}
	}
	if !t.Agreed {
		problems[AgreedField] = fault.Message{Key: "initiative.tell.ask_agreed"}
	}
	long(SummaryField, t.Summary, mostSummary)
	long(LimitsField, t.Limits, mostLimits)
	return problems
}

func (u UseCases) propose(ctx context.Context, who account.Subject, s Sheeted, change func(organisation.Card) organisation.Card) (organisation.Proposal, error) {
	person, err := u.People.Person(ctx, who.PersonID)
	if err != nil {
		return organisation.Proposal{}, fmt.Errorf("find who proposes: %w", err)
	}
	var p organisation.Proposal
	err = u.Records.InTx(ctx, func(ctx context.Context) error {
		at := u.Clock.Now()
		if err := u.record(ctx, who, "initiative.proposed", s.ID, nil); err != nil {
			return err // first: the audit chain lets one transaction through at a time
		}
		o, err := u.Records.Organisation(ctx, s.OrganisationID)
		if err != nil {
			return err
		}
		if o.State != organisation.Published {
			return fault.New(fault.Conflict, "initiative.no_page")
		}
		if _, waiting, err := u.Proposed(ctx, s); err != nil || waiting {
			return orWaiting(err)
		}
		p = proposal(o, person, change(o.Card), at)
		if len(p.Changes) == 0 {
			return fault.New(fault.Conflict, "participate.nothing_changed")
		}
		if err := u.Records.AddProposal(ctx, p); err != nil {
			return err
		}
		if err := u.Records.AddConsents(ctx, []consent.Entry{u.consent(p)}); err != nil {
			return err
		}
		return u.Records.AppendAudit(ctx, audit.Entry{
			At: at, Actor: who.PersonID, Action: "proposal.sent", Object: "proposal:" + p.ID, Details: map[string]string{"origin": string(p.Origin)},
		})
	})
	if err != nil {
		return organisation.Proposal{}, fmt.Errorf("propose an initiative for the page: %w", err)
	}
	return p, nil
}

func orWaiting(err error) error {
	if err != nil {
		return err
	}
	return fault.New(fault.Conflict, "initiative.already_proposed")
}

func proposal(o organisation.Organisation, person account.Person, card organisation.Card, at time.Time) organisation.Proposal {
	return organisation.Proposal{
		ID: secret.ID(), OrganisationID: o.ID, BaseRevision: o.Revision, Origin: organisation.ChangeOfCard, State: organisation.Unread,
		Name: o.Card.Name, Changes: organisation.Diff(o.Card, card), Source: o.Card.Source, Language: person.Language,
		Sender: organisation.Sender{Name: person.Name, Email: person.Email, PersonID: person.ID}, SentAt: at, UpdatedAt: at,
	}
}

// consent is the ledger's entry: the organisation's people want it published.
func (u UseCases) consent(p organisation.Proposal) consent.Entry {
	version, hash := u.Notice(p.Language)
	return consent.Entry{
		Receipt: secret.ID(), ProposalID: p.ID, OrganisationID: p.OrganisationID, Purpose: consent.PublishPage,
		NoticeVersion: version, NoticeHash: hash, Given: true, At: p.SentAt,
	}
}
