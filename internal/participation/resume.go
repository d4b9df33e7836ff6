package participation

import (
	"context"
	"fmt"
	"time"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/intake"
	"telaio/internal/letter"
	"telaio/internal/questionnaire"
	"telaio/internal/secret"
)

// mostLinks is how many links to one draft can be mailed in an hour, so that
// nobody's mailbox is filled from here.
const mostLinks = 5

// AddressField names the field in which the address for links is asked.
const AddressField = "address"

// Address returns where the link to go on with the draft would be mailed: the
// address that was given for it, or the contact person's. "" = not known yet.
func (u UseCases) Address(f *Form) string {
	if f.Draft.Address != "" {
		return f.Draft.Address
	}
	typed := intake.Read(f.Answers, u.Towns).Sender.Email
	address, err := cleanAddress(typed)
	if err != nil {
		return ""
	}
	return address
}

// cleanAddress returns the address to which mail can be sent, or fault.Invalid
// for AddressField.
func cleanAddress(typed string) (string, error) {
	address, err := account.CleanEmail(questionnaire.Clean(typed, false))
	if err != nil {
		return "", fault.InvalidFields(map[string]fault.Message{AddressField: {Key: "question.email"}})
	}
	return address, nil
}

// Pause mails a link with which the draft can be gone on with from any device.
func (u UseCases) Pause(ctx context.Context, f *Form, address string) error {
	d := f.Draft
	address, err := cleanAddress(address)
	if err != nil {
		return err
	}
	if d.Sent() {
		return fault.New(fault.Conflict, "participate.already_sent")
	}
	at := u.now()
	mailed, err := u.Store.CountMailedKeys(ctx, d.ID, at.Add(-time.Hour))
	if err != nil {
		return fmt.Errorf("count the links to a draft: %w", err)
	}
	if mailed >= mostLinks {
		return fault.New(fault.TooMany, "participate.too_many_links")
	}
	token := secret.Token()
	sender := intake.Read(f.Answers, u.Towns)
	err = u.Store.InTx(ctx, func(ctx context.Context) error {
		if err := u.Store.SetDraftAddress(ctx, d.ID, address); err != nil {
			return err
		}
		if err := u.Store.AddDraftKey(ctx, Key{DraftID: d.ID, Hash: secret.Hash(token), Kind: MailedKey, At: at}); err != nil {
			return err
		}
		return u.Outbox.Send(ctx, letter.Letter{
			To: address, Name: sender.Sender.Name, Language: d.Language, Template: "resume",
			Values: map[string]string{"Link": u.Links.Resume(d.Language, token), "Organisation": sender.Card.Name},
		})
	})
	if err != nil {
		return fmt.Errorf("mail a link to a draft: %w", err)
	}
	return nil
}

// Mailed returns the draft that a mailed link leads to, while the link is good:
// until the draft is sent, or for Lifetime. With an old link the draft comes
// back beside the fault, so that a new one can be offered.
func (u UseCases) Mailed(ctx context.Context, token string) (Draft, error) {
	d, key, err := u.Store.DraftByMailedKey(ctx, secret.Hash(token))
	if fault.KindOf(err) == fault.NotFound {
		return Draft{}, fault.New(fault.Expired, "participate.link_gone")
	}
	if err != nil {
		return Draft{}, fmt.Errorf("find a mailed draft: %w", err)
	}
	if d.Sent() {
		return Draft{}, fault.New(fault.Expired, "participate.link_sent")
	}
	if u.now().Sub(key.At) > Lifetime {
		return d, fault.New(fault.Expired, "participate.link_old_body")
	}
	return d, nil
}

// Renew mails a new link to the draft of an old one, to the address that the
// old one went to.
func (u UseCases) Renew(ctx context.Context, token string) error {
	d, err := u.Mailed(ctx, token)
	if err != nil && d.ID == "" {
		return err
	}
	f, err := u.Form(ctx, d)
	if err != nil {
		return err
	}
	return u.Pause(ctx, f, d.Address)
}

// Resume lets the browser with the key hash hold the draft that a mailed link
// leads to.
func (u UseCases) Resume(ctx context.Context, token, browserHash string) (Draft, error) {
	d, err := u.Mailed(ctx, token)
	if err != nil {
		return d, err
	}
	if err := u.Store.AddDraftKey(ctx, Key{DraftID: d.ID, Hash: browserHash, Kind: BrowserKey, At: u.now()}); err != nil {
		return Draft{}, fmt.Errorf("resume a draft: %w", err)
	}
	return d, nil
}

// RemoveOldDrafts removes the drafts that were last saved more than Lifetime
// ago, and says how many. It is run now and then.
func (u UseCases) RemoveOldDrafts(ctx context.Context) (int, error) {
	n, err := u.Store.RemoveDrafts(ctx, u.now().Add(-Lifetime))
	if err != nil {
		return 0, fmt.Errorf("remove old drafts: %w", err)
	}
	return n, nil
}
