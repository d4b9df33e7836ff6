package main

import "context"

// demoCommand serves a site that is ready to be tried out.
type demoCommand struct{ siteFlags }

// Run migrates, adds the sample content once and serves.
func (c demoCommand) Run(ctx context.Context, to terminal) error {
	p, err := openProgram(ctx, c.siteFlags, true, to)
	if err != nil {
		return err
	}
	defer p.Close()
	return p.serve(ctx, to)
}
