package merge

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/letter"
	"telaio/internal/organisation"
)

// claims is the kind under which the people are kept who had begun to show that
// they represent the one that goes.
const claims = "claim"

// moveClaims sees to it that what people have begun goes on at the one that
// stays, and writes to them where. A code that was mailed to another address than
// the page now shows is worth nothing any more.
func (u UseCases) moveClaims(ctx context.Context, m meeting, kept organisation.Organisation, people []string) error {
	sameAddress := strings.EqualFold(kept.Card.Contacts.Email, m.right.Card.Contacts.Email)
	editors, err := u.People.EditorsOf(ctx, kept.ID)
	if err != nil {
		return fmt.Errorf("list the editors: %w", err)
	}
	for _, id := range people {
		if !sameAddress {
			if err := u.Store.DropClaimCode(ctx, kept.ID, id); err != nil {
				return fmt.Errorf("drop the code of a claim: %w", err)
			}
		}
		person, err := u.People.Person(ctx, id)
		if fault.KindOf(err) == fault.NotFound {
			continue
		}
		if err != nil {
			return fmt.Errorf("find who claims: %w", err)
		}
		if slices.ContainsFunc(editors, func(e account.Person) bool { return e.ID == id }) {
			continue // there is nothing left to show
		}
		err = u.Outbox.Send(ctx, letter.Letter{
			To: person.Email, Name: person.Name, Language: person.Language, Template: "claim_moved",
			Values: map[string]string{
				"Name": person.Name, "Organisation": kept.Card.Name, "Other": m.right.Card.Name, "Link": u.Links.Claim(person.Language, kept.Slug),
			},
		})
		if err != nil {
			return fmt.Errorf("write to who claims: %w", err)
		}
	}
	return nil
}
