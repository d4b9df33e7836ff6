package sample

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"telaio/internal/consent"
	"telaio/internal/organisation"
	"telaio/internal/secret"
)

// proposals fills the review desk.
func (b *bed) proposals(ctx context.Context) error {
	for i, f := range b.samples.Proposals {
		if err := b.propose(ctx, f, i); err != nil {
			return fmt.Errorf("propose %s%s: %w", f.Organisation, f.Card.Name, err)
		}
	}
	return nil
}

func (b *bed) propose(ctx context.Context, f Proposal, place int) error {
	at := b.ago(f.DaysAgo, place)
	p := organisation.Proposal{
		ID: secret.ID(), Origin: f.Origin, State: f.State, Language: "it", SentAt: at, UpdatedAt: at,
		Sender: organisation.Sender{Name: f.Sender.Name, Email: f.Sender.Email, Role: f.Sender.Role},
	}
	base, proposed, places, err := b.change(ctx, f, &p)
	if err != nil {
		return err
	}
	p.Name, p.Source, p.Changes = proposed.Name, proposed.Source, organisation.Diff(base, proposed)
	if err := b.store.AddProposal(ctx, p); err != nil {
		return err
	}
	if err := b.store.SetExactPlaces(ctx, "", p.ID, places); err != nil {
		return err
	}
	if err := b.store.AddConsents(ctx, b.consents(p, f)); err != nil {
		return err
	}
	if err := b.messages(ctx, p, f, place); err != nil {
		return err
	}
	return b.record(ctx, "proposal.sent", "proposal:"+p.ID, map[string]string{"origin": string(p.Origin), "source": "sample"})
}

// change returns the published card, the proposed one and its exact places. Of
// an organisation that is not there, the published card is an empty one.
func (b *bed) change(ctx context.Context, f Proposal, p *organisation.Proposal) (base, proposed organisation.Card, places []organisation.ExactPlace, err error) {
	if f.Origin != organisation.ChangeOfCard {
		proposed, places = b.name.card(f.Card, organisation.Card{}, nil)
		return base, proposed, places, nil
	}
	o, err := b.store.OrganisationBySlug(ctx, f.Organisation)
	if err != nil {
		return base, proposed, nil, err
	}
	known, err := b.store.ExactPlaces(ctx, o.ID, "")
	if err != nil {
		return base, proposed, nil, err
	}
	p.OrganisationID, p.BaseRevision = o.ID, o.Revision
	partial, places := b.name.card(f.Card, o.Card, known)
	if len(f.Card.Places) == 0 {
		places = known
	}
	values := map[organisation.Field]json.RawMessage{}
	for _, field := range organisation.Fields() {
		if v := partial.Value(field); !bytes.Equal(v, json.RawMessage("null")) {
			values[field] = v
		}
	}
	proposed, err = organisation.Apply(o.Card, values)
	return o.Card, proposed, places, err
}

// consents are the ledger's entries, on one receipt.
func (b *bed) consents(p organisation.Proposal, f Proposal) []consent.Entry {
	receipt := secret.ID()
	var entries []consent.Entry
	for _, purpose := range consent.Purposes() {
		given, answered := f.Consents[purpose]
		if !answered {
			continue
		}
		entries = append(entries, consent.Entry{
			Receipt: receipt, ProposalID: p.ID, OrganisationID: p.OrganisationID, Purpose: purpose,
			NoticeVersion: b.notice.Version, NoticeHash: b.notice.Hash, Given: given, At: p.SentAt,
		})
	}
	return entries
}

// messages are the sender's note and what was written since.
func (b *bed) messages(ctx context.Context, p organisation.Proposal, f Proposal, place int) error {
	var all []organisation.Message
	if f.Note != "" {
		all = append(all, organisation.Message{Author: f.Sender.Name, Body: f.Note, At: p.SentAt})
	}
	for _, m := range f.Messages {
		all = append(all, organisation.Message{FromTeam: m.FromTeam, Author: m.Author, Body: m.Body, At: b.ago(m.DaysAgo, place)})
	}
	for _, m := range all {
		m.ID, m.ProposalID = secret.ID(), p.ID
		if err := b.store.AddMessage(ctx, m); err != nil {
			return err
		}
	}
	return nil
}
