package claim

import (
	"context"
	"crypto/subtle"
	"fmt"
	"strconv"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/letter"
	"telaio/internal/organisation"
	"telaio/internal/secret"
)

// CodeField names the field of the code.
const CodeField = "code"

// SendCode mails a code to the address that the organisation's page shows, and to
// no other. It works once, in the browser that asked for it. An earlier code is
// worth nothing any more.
func (u UseCases) SendCode(ctx context.Context, who account.Subject, o organisation.Organisation, browserKey string) error {
	if err := mayClaim(who, o); err != nil {
		return err
	}
	mailbox, err := account.CleanEmail(o.Card.Contacts.Email)
	if err != nil {
		return fault.New(fault.Conflict, "claim.no_mailbox")
	}
	person, err := u.People.Person(ctx, who.PersonID)
	if err != nil {
		return fmt.Errorf("find who claims: %w", err)
	}
	now, code := u.now(), secret.Code()
	c := Claim{OrganisationID: o.ID, PersonID: who.PersonID, BegunAt: now}
	c.Code = Code{Hash: account.BindCode(browserKey, code), ExpiresAt: now.Add(CodeLife)}
	err = u.Records.InTx(ctx, func(ctx context.Context) error {
		free, err := u.Records.TakeMailSlot(ctx, secret.Hash("claim:"+mailbox), now, now.Add(-mailWindow))
		if err != nil {
			return err
		}
		if !free {
			return fault.New(fault.TooMany, "claim.too_many_codes")
		}
		if err := u.Records.BeginClaim(ctx, c); err != nil {
			return err
		}
		if err := u.Records.SetClaimCode(ctx, c); err != nil {
			return err
		}
		if err := u.record(ctx, who, "claim.code-sent", o.ID, nil); err != nil {
			return err
		}
		return u.Outbox.Send(ctx, u.codeLetter(mailbox, code, person, o))
	})
	if err != nil {
		return fmt.Errorf("mail a code: %w", err)
	}
	return nil
}

// codeLetter names who asks, so that those who read the mailbox can judge.
func (u UseCases) codeLetter(mailbox, code string, person account.Person, o organisation.Organisation) letter.Letter {
	language := o.Card.LetterLanguage()
	return letter.Letter{
		To: mailbox, Language: language, Template: "claim_code",
		Values: map[string]string{
			"Organisation": o.Card.Name, "Page": u.Links.Page(language, o.Slug), "Code": code,
			"Who": person.Name, "Address": person.Email, "Hours": strconv.Itoa(int(CodeLife.Hours())),
		},
	}
}

// UseCode takes the code that was mailed. The outcome is Asks if somebody has
// become an editor meanwhile.
func (u UseCases) UseCode(ctx context.Context, who account.Subject, o organisation.Organisation, browserKey, code string) (Outcome, error) {
	if err := mayClaim(who, o); err != nil {
		return "", err
	}
	c, err := u.begun(ctx, who, o)
	if err != nil {
		return "", err
	}
	if !c.Code.Open(u.now()) {
		return "", wrongCode("claim.code_over")
	}
	if code == "" {
		return "", wrongCode("account.code_missing")
	}
	// Counted first, whatever comes of it: parallel guesses get no more tries.
	allowed, err := u.Records.CountClaimTry(ctx, c, MostCodeTries)
	if err != nil {
		return "", fmt.Errorf("count a try: %w", err)
	}
	if !allowed {
		return "", wrongCode("claim.code_over")
	}
	if subtle.ConstantTimeCompare([]byte(c.Code.Hash), []byte(account.BindCode(browserKey, code))) != 1 {
		return "", wrongCode("claim.code_wrong")
	}
	return u.prove(ctx, c, ByCode, func(ctx context.Context) error {
		first, err := u.Records.UseClaimCode(ctx, c)
		if err == nil && !first {
			return wrongCode("claim.code_over")
		}
		return err
	})
}

func wrongCode(key string) error {
	return fault.InvalidFields(map[string]fault.Message{CodeField: {Key: key}})
}
