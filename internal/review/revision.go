package review

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/gosimple/slug"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/secret"
)

// target is the organisation that the proposal changes; a new one is made up
// but not saved yet.
func (d *Desk) target(ctx context.Context, p organisation.Proposal) (organisation.Organisation, error) {
	if p.OrganisationID == "" {
		return organisation.Organisation{}, nil
	}
	o, err := d.Store.Organisation(ctx, p.OrganisationID)
	if err != nil {
		return o, fmt.Errorf("read the organisation: %w", err)
	}
	if !o.State.Stands() {
		return o, fault.New(fault.Conflict, "desk.error.archived")
	}
	return o, nil
}

// revisionNote is what a revision says about where it comes from.
type revisionNote struct {
	proposal organisation.Proposal
	reason   string
	by       account.Subject
}

// addRevision saves the card as the organisation's newest revision, and the
// organisation itself if it is new.
func (d *Desk) addRevision(ctx context.Context, o organisation.Organisation, card organisation.Card, changed []organisation.Field, note revisionNote) (organisation.Organisation, error) {
	now, p := d.Clock.Now(), note.proposal
	if o.ID == "" {
		free, err := FreeSlug(ctx, d.Store, card.Name)
		if err != nil {
			return o, err
		}
		o = organisation.Organisation{ID: secret.ID(), Slug: free, CreatedAt: now, UpdatedAt: now}
		if err := d.Store.CreateOrganisation(ctx, o); err != nil {
			return o, fmt.Errorf("make the organisation: %w", err)
		}
	}
	o.State, o.Revision, o.Card, o.UpdatedAt = organisation.Published, o.Revision+1, card, now
	if p.Sender.Email != "" {
		o.ConfirmedAt, o.ConfirmedBy = p.SentAt, organisation.ByOrganisation
	} else if o.ConfirmedAt.IsZero() {
		o.ConfirmedAt, o.ConfirmedBy = now, organisation.ByTeam
	}
	author := ShortName(p.Sender.Name)
	if author == "" {
		author = note.by.Name
	}
	revision := organisation.Revision{
		OrganisationID: o.ID, Number: o.Revision, Card: card, Changed: changed, ProposalID: p.ID,
		Author: author, Reviewer: note.by.Name, Reason: note.reason, CreatedAt: now,
	}
	if err := d.Store.AddRevision(ctx, o, revision); err != nil {
		return o, fmt.Errorf("add the revision: %w", err)
	}
	return o, nil
}

// Slugs knows which names in addresses are taken.
type Slugs interface {
	SlugTaken(ctx context.Context, slug string) (bool, error)
}

// FreeSlug is the name as it stands in addresses, with a number if another
// organisation has or had it.
func FreeSlug(ctx context.Context, slugs Slugs, name string) (string, error) {
	base := slug.MakeLang(name, "it")
	if base == "" {
		base = "organizzazione"
	}
	for n := 1; ; n++ {
		candidate := base
		if n > 1 {
			candidate = base + "-" + strconv.Itoa(n)
		}
		taken, err := slugs.SlugTaken(ctx, candidate)
		if err != nil {
			return "", fmt.Errorf("look for a free address: %w", err)
		}
		if !taken {
			return candidate, nil
		}
	}
}

// ShortName gives a first name and an initial: "Sara P.", which is what the
// record of an organisation says about private people.
func ShortName(name string) string {
	words := strings.Fields(name)
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return words[0] + " " + string([]rune(words[len(words)-1])[0]) + "."
}
