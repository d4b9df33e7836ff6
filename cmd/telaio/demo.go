package main

import (
	"context"
	"fmt"

	"telaio/internal/account"
	"telaio/internal/i18n"
	"telaio/internal/sample"
)

// demoCommand serves a site that is ready to be tried out.
type demoCommand struct{ siteFlags }

// Run migrates, adds the sample content once and serves.
func (c demoCommand) Run(ctx context.Context, to terminal) error {
	p, err := openProgram(ctx, c.siteFlags, true, to)
	if err != nil {
		return err
	}
	defer p.Close()
	if err := p.addSamples(ctx); err != nil {
		return err
	}
	if err := p.welcome(ctx, to); err != nil {
		return err
	}
	return p.serve(ctx, to, p.addReadings)
}

// guest is an invented person with whose eyes the demonstration can be seen.
type guest struct {
	label, email, name string
	role               account.Role
	organisation       string // slug, editors only
}

func guests() []guest {
	return []guest{
		{"researcher", "ricerca@telaio.example", "Elena Bassi", account.Researcher, ""},
		{"administrator", "amministrazione@telaio.example", "Davide Corti", account.Administrator, ""},
		{"editor", "segreteria@cantiere-lungofiume.example", "Marta Riva", account.OrganisationEditor, "cantiere-lungofiume"},
	}
}

// welcome gives each guest their role and prints a link with which to sign in.
func (p *program) welcome(ctx context.Context, to terminal) error {
	fmt.Fprintln(to.out, "Sign in as (each link works once, for 12 hours; telaio login-link makes new ones):")
	for _, g := range guests() {
		grant := account.Grant{Role: g.role}
		if g.organisation != "" {
			o, err := p.store.OrganisationBySlug(ctx, g.organisation)
			if err != nil {
				return fmt.Errorf("organisation %s of the demonstration: %w", g.organisation, err)
			}
			grant.OrganisationID = o.ID
		}
		newcomer := account.Newcomer{Email: g.email, Name: g.name, Language: string(i18n.Italian)}
		if _, err := people(p.store, p.clock).GrantTo(ctx, account.System, newcomer, grant); err != nil {
			return fmt.Errorf("add the %s of the demonstration: %w", g.label, err)
		}
		link, err := entrance(p.store, p.clock, p.site.BaseURL).LoginLink(ctx, g.email)
		if err != nil {
			return fmt.Errorf("make a link for the %s: %w", g.label, err)
		}
		fmt.Fprintf(to.out, "  %-14s %s\n", g.label+":", link)
	}
	return nil
}

// addSamples adds the sample content to a database that never had it.
func (p *program) addSamples(ctx context.Context) error {
	samples, problems := sample.Load(p.library.Files, p.library.Taxonomies)
	if len(problems) > 0 {
		return fmt.Errorf("content: %s (telaio check lists all problems)", problems[0])
	}
	notice, _ := p.library.Page("notice", i18n.Italian)
	err := sample.Seed(ctx, samples, p.store, p.clock, sample.Notice{Version: notice.Version, Hash: notice.Hash})
	if err != nil {
		return err
	}
	assessments, problems := sample.LoadAssessments(p.library.Files, p.library, samples.Organisations)
	if len(problems) > 0 {
		return fmt.Errorf("content: %s (telaio check lists all problems)", problems[0])
	}
	if err := sample.SeedAssessments(ctx, assessments, p.assessment(), p.store); err != nil {
		return err
	}
	comparison, problems := sample.LoadComparison(p.library.Files, p.library, samples.Organisations)
	if len(problems) > 0 {
		return fmt.Errorf("content: %s (telaio check lists all problems)", problems[0])
	}
	return sample.SeedComparison(ctx, comparison, p.assessment(), p.benchmark(), p.store)
}

// addReadings lets sample organisations invite each other to read, now that
// somebody looks after them and the pages that the invitations lead to are known.
func (p *program) addReadings(ctx context.Context) error {
	samples, _ := sample.Load(p.library.Files, p.library.Taxonomies)
	assessments, problems := sample.LoadAssessments(p.library.Files, p.library, samples.Organisations)
	if len(problems) > 0 {
		return fmt.Errorf("content: %s (telaio check lists all problems)", problems[0])
	}
	return sample.SeedReadings(ctx, assessments, p.assessment(), p.peerReading(), p.store)
}
