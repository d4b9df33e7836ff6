package review_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	embedded "telaio/content"
	"telaio/internal/account"
	"telaio/internal/clock"
	"telaio/internal/consent"
	"telaio/internal/gazetteer"
	"telaio/internal/i18n"
	"telaio/internal/organisation"
	"telaio/internal/review"
	"telaio/internal/secret"
	"telaio/internal/store"
	"telaio/internal/testkit"
	"telaio/internal/twin"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// office is a desk with two reviewers on a real store.
type office struct {
	*review.Desk
	store       *store.Store
	clock       *clock.Fixed
	elena, dino account.Subject
}

func eachOffice(t *testing.T, test func(*testing.T, office)) {
	t.Helper()
	messages, err := i18n.Load(embedded.Files, "locale")
	if err != nil {
		t.Fatal(err)
	}
	towns, err := gazetteer.Capitals()
	if err != nil {
		t.Fatal(err)
	}
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		now := &clock.Fixed{T: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
		people := account.People{Store: s, Clock: now}
		o := office{store: s, clock: now, Desk: &review.Desk{
			Store: s, Directory: twin.NewDirectory(s), Outbox: s, Accounts: people, Towns: towns, Messages: messages, Links: links{}, Clock: now,
		}}
		o.elena = member(t, people, "elena@telaio.example", "Elena Bassi")
		o.dino = member(t, people, "dino@telaio.example", "Dino Conte")
		test(t, o)
	})
}

func member(t *testing.T, people account.People, email, name string) account.Subject {
	t.Helper()
	p, err := people.GrantTo(t.Context(), account.System, account.Newcomer{Email: email, Name: name, Language: "it"}, account.Grant{Role: account.Researcher})
	if err != nil {
		t.Fatal(err)
	}
	return p.Subject()
}

const site = "https://telaio.example"

// links are the addresses in mails.
type links struct{}

func (links) Status(language, token string) string      { return site + "/status/" + token }
func (links) Organisation(language, slug string) string { return site + "/organisations/" + slug }
func (links) Participate(string) string                 { return site + "/participate" }

// bottega is the card of an invented organisation.
func bottega() organisation.Card {
	return organisation.Card{
		Name: "Bottega Diffusa", Types: []string{"association"}, Year: 2015,
		Solidarity:       []organisation.Solidarity{{Form: "network", Practice: "Si scambiano lavori."}},
		Places:           []organisation.Place{{ID: "p1", Kind: "seat", Publicity: organisation.PublicityMunicipality, Municipality: rome()}},
		Contacts:         organisation.Contacts{Email: "info@bottegadiffusa.example", Website: "https://www.bottegadiffusa.example/"},
		ShortDescription: "Una bottega di mestieri messi insieme.",
	}
}

func rome() organisation.Municipality {
	return organisation.Municipality{Code: "058091", Name: "Roma", Province: "RM", Country: "IT"}
}

// seat is where the organisation really is; the public sees the town only.
func seat() organisation.ExactPlace {
	return organisation.ExactPlace{ID: "p1", Kind: "seat", Publicity: organisation.PublicityMunicipality, Address: "via Segreta 9", Municipality: rome()}
}

// submit puts a member's first submission into the inbox.
func (o office) submit(t *testing.T, card organisation.Card, consents bool) organisation.Proposal {
	t.Helper()
	now := o.clock.Now()
	p := organisation.Proposal{
		ID: secret.ID(), Origin: organisation.NewOrganisation, State: organisation.Unread, Name: card.Name,
		Changes: organisation.Diff(organisation.Card{}, card), Language: "it",
		Sender: organisation.Sender{Name: "Sara Pellegrini", Email: "sara@bottegadiffusa.example"},
		SentAt: now, UpdatedAt: now,
	}
	o.add(t, p)
	if err := o.store.SetExactPlaces(t.Context(), "", p.ID, []organisation.ExactPlace{seat()}); err != nil {
		t.Fatal(err)
	}
	err := o.store.AddConsents(t.Context(), []consent.Entry{{Receipt: "r", ProposalID: p.ID, Purpose: consent.PublishPage, NoticeVersion: "1", NoticeHash: "h", Given: consents, At: now}})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (o office) add(t *testing.T, p organisation.Proposal) {
	t.Helper()
	if err := o.store.AddProposal(t.Context(), p); err != nil {
		t.Fatal(err)
	}
}

// change puts an editor's change of a known organisation into the inbox.
func (o office) change(t *testing.T, known organisation.Organisation, change func(*organisation.Card)) organisation.Proposal {
	t.Helper()
	card := known.Card
	change(&card)
	now := o.clock.Now()
	p := organisation.Proposal{
		ID: secret.ID(), OrganisationID: known.ID, BaseRevision: known.Revision, Origin: organisation.ChangeOfCard, State: organisation.Unread,
		Name: known.Card.Name, Changes: organisation.Diff(known.Card, card), Language: "it",
		Sender: organisation.Sender{Name: "Sara Pellegrini", Email: "sara@bottegadiffusa.example"}, SentAt: now, UpdatedAt: now,
	}
	o.add(t, p)
	return p
}

// all is the decision that accepts everything.
func all(p organisation.Proposal, seen int) review.Decision {
	choices := review.Choices{}
	for _, c := range p.Changes {
		choices[c.Field] = review.Choice{Verdict: review.Accept}
	}
	return review.Decision{ProposalID: p.ID, SeenRevision: seen, Choices: choices}
}

// published is an organisation that has been published.
func (o office) published(t *testing.T, card organisation.Card) organisation.Organisation {
	t.Helper()
	p := o.submit(t, card, true)
	made, err := o.Publish(t.Context(), all(p, 0), o.elena)
	if err != nil {
		t.Fatal(err)
	}
	testkit.Letters(t, o.store) // what was mailed on the way
	return made
}

func (o office) proposalOf(t *testing.T, id string) organisation.Proposal {
	t.Helper()
	p, err := o.store.Proposal(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func raw(t *testing.T, v any) json.RawMessage {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
