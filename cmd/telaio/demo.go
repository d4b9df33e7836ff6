package main

import (
	"context"
	"fmt"

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
	return p.serve(ctx, to)
}

// addSamples adds the sample content to a database that never had it.
func (p *program) addSamples(ctx context.Context) error {
	samples, problems := sample.Load(p.library.Files, p.library.Taxonomies)
	if len(problems) > 0 {
		return fmt.Errorf("content: %s (telaio check lists all problems)", problems[0])
	}
	notice, _ := p.library.Page("notice", i18n.Italian)
	return sample.Seed(ctx, samples, p.store, p.clock, sample.Notice{Version: notice.Version, Hash: notice.Hash})
}
