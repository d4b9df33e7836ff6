package relation

import (
	"context"
	"fmt"

	"telaio/internal/account"
	"telaio/internal/atlas"
	"telaio/internal/letter"
	"telaio/internal/organisation"
)

// mostLetters is how many letters one call of Ask puts into the outbox.
const mostLetters = 50

// question is what one organisation has to be asked.
type question struct {
	other  organisation.Organisation
	teller *atlas.Entry
	link   organisation.Link
}

// Ask writes to those who look after a page of which another one tells a
// relation, once for each, and returns how many letters were put into the
// outbox. Where nobody looks after a page there is nobody to ask: the relation
// stays told by one side.
func (u UseCases) Ask(ctx context.Context) (letters int, err error) {
	snapshot, err := u.Index.Snapshot(ctx)
	if err != nil {
		return 0, fmt.Errorf("read the atlas: %w", err)
	}
	became, err := u.survivors(ctx)
	if err != nil {
		return 0, err
	}
	for _, l := range snapshot.Links() {
		if letters >= mostLetters {
			break
		}
		sent, err := u.askOnce(ctx, asking{snapshot, became}, l)
		if err != nil {
			return letters, fmt.Errorf("ask about a relation: %w", err)
		}
		letters += sent
	}
	return letters, nil
}

// asking is what has to be known to ask.
type asking struct {
	snapshot *atlas.Snapshot
	became   organisation.Survivors
}

func (u UseCases) askOnce(ctx context.Context, by asking, told organisation.Link) (letters int, err error) {
	l := told
	l.To = by.became.Of(told.To)
	teller, published := by.snapshot.Entry(l.From)
	if _, also := by.snapshot.Entry(l.To); !published || !also || teller.Example || l.From == l.To {
		return 0, nil
	}
	editors, err := u.People.EditorsOf(ctx, l.To)
	if err != nil || len(editors) == 0 {
		return 0, err
	}
	answers, err := u.Records.RelationAnswers(ctx, by.became.Whole(l.To))
	if err != nil || asked(by.became.Answers(answers), l) {
		return 0, err
	}
	other, err := u.Records.Organisation(ctx, l.To)
	if err != nil {
		return 0, err
	}
	other.Card.Relations = by.became.Relations(other.ID, other.Card.Relations)
	if other.Card.Tells(l.From, u.Inverse(l.Kind)) {
		return 0, nil
	}
	err = u.Records.InTx(ctx, func(ctx context.Context) error {
		a := organisation.RelationAnswer{TellerID: told.From, OtherID: told.To, Kind: l.Kind, Standing: organisation.Told, At: u.Clock.Now()}
		if err := u.Records.SetRelationAnswer(ctx, a); err != nil {
			return err
		}
		for _, e := range editors {
			if err := u.Outbox.Send(ctx, u.letter(e, question{other, teller, l})); err != nil {
				return err
			}
		}
		letters = len(editors)
		return nil
	})
	return letters, err
}

func asked(answers []organisation.RelationAnswer, l organisation.Link) bool {
	for _, a := range answers {
		if a.TellerID == l.From && a.OtherID == l.To && a.Kind == l.Kind {
			return true
		}
	}
	return false
}

func (u UseCases) letter(to account.Person, q question) letter.Letter {
	return letter.Letter{
		To: to.Email, Name: to.Name, Language: to.Language, Template: "relation_told",
		Values: map[string]string{
			"Name": to.Name, "Organisation": q.other.Card.Name, "Teller": q.teller.Name, "Kind": u.Label(to.Language, q.link.Kind),
			"Page": u.Links.Page(to.Language, q.teller.Slug), "Link": u.Links.Relations(to.Language, q.other.ID),
		},
	}
}
