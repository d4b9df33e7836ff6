package review

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"telaio/internal/account"
	"telaio/internal/audit"
	"telaio/internal/lookalike"
	"telaio/internal/organisation"
	"telaio/internal/twin"
)

// OrganisationFilter narrows the team's list of organisations down.
type OrganisationFilter struct {
	Search string
	State  organisation.State // "" = every one
	Page   int
}

// OrganisationList is one page of it.
type OrganisationList struct {
	Filter OrganisationFilter
	Rows   []twin.Profile
	Total  int
	Pages  int
}

// Organisations lists the organisations that the team knows, by name.
func (d *Desk) Organisations(ctx context.Context, f OrganisationFilter) (OrganisationList, error) {
	profiles, err := d.Directory.All(ctx)
	if err != nil {
		return OrganisationList{}, err
	}
	list := OrganisationList{Filter: f}
	var matching []twin.Profile
	for _, p := range profiles {
		if (f.State == "" || p.State == f.State) && named(p, f.Search) {
			matching = append(matching, p)
		}
	}
	list.Total = len(matching)
	list.Pages = max(1, (len(matching)+PageSize-1)/PageSize)
	list.Filter.Page = min(max(1, f.Page), list.Pages)
	from := (list.Filter.Page - 1) * PageSize
	list.Rows = matching[from:min(from+PageSize, len(matching))]
	return list, nil
}

// named reports whether each word of the search is in one of the names or in
// the town.
func named(p twin.Profile, search string) bool {
	if search == "" {
		return true
	}
	text := lookalike.Skeleton(p.Name+" "+p.Town) + " " + strings.Join(p.Names(), " ")
	for _, word := range strings.Fields(lookalike.Skeleton(search)) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// Record is everything that the team knows about one organisation.
type Record struct {
	Organisation organisation.Organisation
	Revisions    []organisation.Revision // newest first
	Proposals    []organisation.Proposal // newest first
	Audit        []audit.Entry           // oldest first
	Editors      []account.Person
}

// Record returns the record of an organisation.
func (d *Desk) Record(ctx context.Context, organisationID string) (Record, error) {
	var r Record
	var err error
	if r.Organisation, err = d.Store.Organisation(ctx, organisationID); err != nil {
		return r, err
	}
	if r.Revisions, err = d.Store.Revisions(ctx, organisationID); err != nil {
		return r, fmt.Errorf("read the revisions: %w", err)
	}
	if r.Proposals, err = d.Store.ProposalsOfOrganisation(ctx, organisationID); err != nil {
		return r, fmt.Errorf("read the proposals: %w", err)
	}
	if r.Audit, err = d.Store.AuditOf(ctx, organisationObject(organisationID)); err != nil {
		return r, fmt.Errorf("read the audit rows: %w", err)
	}
	if r.Editors, err = d.Accounts.EditorsOf(ctx, organisationID); err != nil {
		return r, fmt.Errorf("list the editors: %w", err)
	}
	return r, nil
}

// Between compares two revisions by number. Zero stands for nothing at all.
func (r Record) Between(from, to int) []organisation.Change {
	return organisation.Diff(r.card(from), r.card(to))
}

func (r Record) card(number int) organisation.Card {
	i := slices.IndexFunc(r.Revisions, func(rev organisation.Revision) bool { return rev.Number == number })
	if i < 0 {
		return organisation.Card{}
	}
	return r.Revisions[i].Card
}

// Chain is the outcome of checking the audit chain.
type Chain struct {
	Entries int
	Broken  error // names the first entry that was changed or is missing
}

// VerifyAudit checks the whole audit chain.
func (d *Desk) VerifyAudit(ctx context.Context) (Chain, error) {
	entries, err := d.Store.Audit(ctx)
	if err != nil {
		return Chain{}, fmt.Errorf("read the audit chain: %w", err)
	}
	return Chain{Entries: len(entries), Broken: audit.Verify(entries)}, nil
}
