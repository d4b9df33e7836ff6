package sample

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"telaio/internal/audit"
	"telaio/internal/clock"
	"telaio/internal/consent"
	"telaio/internal/fault"
	"telaio/internal/initiative"
	"telaio/internal/organisation"
	"telaio/internal/practice"
	"telaio/internal/secret"
)

// Store is what sample content needs stored.
type Store interface {
	InTx(ctx context.Context, fn func(context.Context) error) error
	AppendAudit(ctx context.Context, e audit.Entry) error
	AuditOf(ctx context.Context, object string) ([]audit.Entry, error)
	OrganisationBySlug(ctx context.Context, slug string) (organisation.Organisation, error)
	CreateOrganisation(ctx context.Context, o organisation.Organisation) error
	UpdateOrganisation(ctx context.Context, o organisation.Organisation) error
	PutArchiving(ctx context.Context, a organisation.Archiving) error
	AddRevision(ctx context.Context, o organisation.Organisation, r organisation.Revision) error
	ExactPlaces(ctx context.Context, organisationID, proposalID string) ([]organisation.ExactPlace, error)
	SetExactPlaces(ctx context.Context, organisationID, proposalID string, places []organisation.ExactPlace) error
	AddProposal(ctx context.Context, p organisation.Proposal) error
	AddMessage(ctx context.Context, m organisation.Message) error
	AddConsents(ctx context.Context, entries []consent.Entry) error
	PracticeSlugTaken(ctx context.Context, slug, except string) (bool, error)
	CreatePractice(ctx context.Context, p practice.Practice) error
	AddInitiative(ctx context.Context, i initiative.Initiative) error
	AddInitiativeStep(ctx context.Context, s initiative.Step) error
	AddMeasurement(ctx context.Context, m initiative.Measurement) error
	AddInitiativeLink(ctx context.Context, l initiative.Link) error
	AddPracticeRevision(ctx context.Context, p practice.Practice, r practice.Revision) error
}

// Notice is the text that the senders of sample proposals have agreed to.
type Notice struct{ Version, Hash string }

// marker is the audit object whose entry says that the samples are there.
const marker = "sample:content"

// Seed publishes the sample organisations and fills the review desk, once per
// database: it does nothing where it has been before. An organisation whose
// slug is already taken stays as it is.
func Seed(ctx context.Context, s Samples, store Store, clk clock.Clock, notice Notice) error {
	err := store.InTx(ctx, func(ctx context.Context) error {
		before, err := store.AuditOf(ctx, marker)
		if err != nil || len(before) > 0 {
			return err
		}
		b := bed{store: store, now: clk.Now(), samples: s, notice: notice}
		if err := b.organisations(ctx); err != nil {
			return err
		}
		if err := b.practices(ctx); err != nil {
			return err
		}
		if err := b.sheets(ctx); err != nil {
			return err
		}
		if err := b.proposals(ctx); err != nil {
			return err
		}
		return b.record(ctx, "sample.seeded", marker, nil)
	})
	if err != nil {
		return fmt.Errorf("add the sample content: %w", err)
	}
	return nil
}

// bed is one run of Seed.
type bed struct {
	store   Store
	now     time.Time
	samples Samples
	notice  Notice
	name    namer
}

// ago is the time so many days back. Things of the same day are some minutes
// apart, so that their order is always the same.
func (b bed) ago(days, place int) time.Time {
	return b.now.AddDate(0, 0, -days).Add(-time.Duration(place) * 7 * time.Minute)
}

func (b bed) record(ctx context.Context, action, object string, details map[string]string) error {
	return b.store.AppendAudit(ctx, audit.Entry{At: b.now, Actor: "system", Action: action, Object: object, Details: details})
}

// organisations publishes those that are not there, oldest first.
func (b *bed) organisations(ctx context.Context) error {
	b.name = namer{newID: secret.ID, organisations: map[string]identity{}}
	var missing []Organisation
	for _, f := range b.samples.Organisations {
		there, err := b.store.OrganisationBySlug(ctx, f.Slug)
		switch {
		case err == nil:
			b.name.organisations[f.Slug] = identity{there.ID, there.Card.Name}
			continue
		case fault.KindOf(err) != fault.NotFound:
			return fmt.Errorf("look for %s: %w", f.Slug, err)
		}
		b.name.organisations[f.Slug] = identity{secret.ID(), f.Name}
		missing = append(missing, f)
	}
	slices.SortStableFunc(missing, func(x, y Organisation) int { return cmp.Compare(y.PublishedDaysAgo, x.PublishedDaysAgo) })
	for i, f := range missing {
		if err := b.publish(ctx, f, len(missing)-i); err != nil {
			return fmt.Errorf("publish %s: %w", f.Slug, err)
		}
	}
	return nil
}

func (b *bed) publish(ctx context.Context, f Organisation, place int) error {
	card, exact := b.name.card(f.Card, organisation.Card{}, nil)
	first := b.ago(max(f.PublishedDaysAgo, f.Earlier.DaysAgo), place)
	o := organisation.Organisation{
		ID: b.name.organisations[f.Slug].id, Slug: f.Slug, State: organisation.Unpublished, Example: !f.Real,
		CreatedAt: first, UpdatedAt: first,
	}
	if f.Confirmed.By != "" {
		o.ConfirmedBy, o.ConfirmedAt = f.Confirmed.By, b.ago(f.Confirmed.DaysAgo, place)
	}
	if err := b.store.CreateOrganisation(ctx, o); err != nil {
		return err
	}
	if len(f.Earlier.Without) > 0 {
		reason := cmp.Or(f.Earlier.Reason, b.samples.Words.First)
		var err error
		if o, err = b.revise(ctx, o, f.earlier(card), first, reason); err != nil {
			return err
		}
	}
	reason := b.samples.Words.First
	if o.Revision > 0 {
		reason = b.samples.Words.Later
	}
	o, err := b.revise(ctx, o, card, b.ago(f.PublishedDaysAgo, place), reason)
	if err != nil {
		return err
	}
	if err := b.store.SetExactPlaces(ctx, o.ID, "", exact); err != nil {
		return err
	}
	return b.leave(ctx, o, f, place)
}

// leave makes a draft, or something archived, of what has been published.
func (b *bed) leave(ctx context.Context, o organisation.Organisation, f Organisation, place int) error {
	switch {
	case f.Draft:
		o.State = organisation.Unpublished
	case f.Archived.Why != "":
		o.State, o.Successor, o.UpdatedAt = organisation.Archived, f.Archived.Successor, b.ago(f.Archived.DaysAgo, place)
		err := b.store.PutArchiving(ctx, organisation.Archiving{
			OrganisationID: o.ID, Why: f.Archived.Why, Was: organisation.Published, ArchivedAt: o.UpdatedAt, PersonID: "system",
			Person: b.samples.Words.Reviewer,
		})
		if err != nil {
			return err
		}
	default:
		return nil
	}
	return b.store.UpdateOrganisation(ctx, o)
}

// earlier is the card without the fields that it lacked at first.
func (f Organisation) earlier(card organisation.Card) organisation.Card {
	values := map[organisation.Field]json.RawMessage{}
	for _, field := range f.Earlier.Without {
		values[field] = json.RawMessage("null")
	}
	before, err := organisation.Apply(card, values)
	if err != nil {
		return card // Load has refused fields that the card does not have
	}
	return before
}

// revise publishes the card as the next revision.
func (b *bed) revise(ctx context.Context, o organisation.Organisation, card organisation.Card, at time.Time, reason string) (organisation.Organisation, error) {
	o, r := organisation.Publish(o, card, at)
	r.Author, r.Reviewer, r.Reason = card.Source, b.samples.Words.Reviewer, reason
	if err := b.store.AddRevision(ctx, o, r); err != nil {
		return o, err
	}
	details := map[string]string{"revision": strconv.Itoa(r.Number), "source": "sample"}
	return o, b.record(ctx, "organisation.published", "organisation:"+o.ID, details)
}
