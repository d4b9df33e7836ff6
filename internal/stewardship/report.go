package stewardship

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/questionnaire"
	"telaio/internal/secret"
)

// The fields of a report.
const (
	WrongField   = "wrong"
	AddressField = "email"
)

// mostWrong is how many characters a report may have.
const mostWrong = 2000

// leastTime is how long even the quickest reader takes to fill the form in.
const leastTime = 3 * time.Second

// Report is what a reader finds wrong on a page.
type Report struct {
	Wrong    string
	Address  string // for an answer, "" = none wanted
	Language string
	Begun    time.Time // when the form was shown; zero = not known
}

// ReportWrong brings a report about the organisation's page to the team's inbox.
// The reporter needs no account, and the address stays between them and the team.
func (u UseCases) ReportWrong(ctx context.Context, o organisation.Organisation, r Report) error {
	at := u.now()
	r, err := r.cleaned()
	if err != nil {
		return err
	}
	if at.Sub(r.Begun) < leastTime {
		return again("stewardship.too_quick")
	}
	waiting, err := u.Records.CountProposals(ctx, organisation.Unconfirmed, organisation.Unread)
	if err != nil {
		return fmt.Errorf("count what waits: %w", err)
	}
	if waiting >= u.MostWaiting {
		return again("stewardship.queue_full")
	}
	p := organisation.Proposal{
		ID: secret.ID(), OrganisationID: o.ID, BaseRevision: o.Revision, Origin: organisation.Report, State: organisation.Unread,
		Name: o.Card.Name, Language: r.Language, SentAt: at, UpdatedAt: at, Sender: organisation.Sender{Email: r.Address},
	}
	err = u.Records.InTx(ctx, func(ctx context.Context) error {
		if err := u.Records.AddProposal(ctx, p); err != nil {
			return err
		}
		return u.Records.AddMessage(ctx, organisation.Message{ID: secret.ID(), ProposalID: p.ID, Body: r.Wrong, At: at})
	})
	if err != nil {
		return fmt.Errorf("report a page: %w", err)
	}
	return nil
}

// again asks to send the same words later.
func again(key string) error {
	return fault.InvalidFields(map[string]fault.Message{WrongField: {Key: key}})
}

// cleaned checks what was typed.
func (r Report) cleaned() (Report, error) {
	problems := map[string]fault.Message{}
	r.Wrong = strings.TrimSpace(questionnaire.Clean(r.Wrong, true))
	if r.Wrong == "" {
		problems[WrongField] = fault.Message{Key: "stewardship.wrong_needed"}
	}
	if over := utf8.RuneCountInString(r.Wrong) - mostWrong; over > 0 {
		problems[WrongField] = fault.Message{Key: "question.too_long", Args: map[string]any{"Count": over, "Max": mostWrong}}
	}
	if r.Address = strings.TrimSpace(r.Address); r.Address != "" {
		address, err := account.CleanEmail(r.Address)
		if err != nil {
			problems[AddressField] = fault.Message{Key: "stewardship.address_wrong"}
		}
		r.Address = address
	}
	if len(problems) > 0 {
		return r, fault.InvalidFields(problems)
	}
	return r, nil
}
