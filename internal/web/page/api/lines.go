package api

import (
	"context"
	"strconv"

	"telaio/internal/atlas"
	"telaio/internal/publication"
	"telaio/internal/web/part/program"
)

// inLines lets the request be answered with everything that the query finds, if
// the program wants that, and reports whether it does.
func (p Pages) inLines(ctx context.Context, name string, q atlas.Query, of func(publication.Page) []any) (bool, error) {
	call := program.CallOf(ctx)
	if !call.Lines {
		return false, nil
	}
	snapshot, err := p.Index.Snapshot(ctx)
	if err != nil {
		return false, err
	}
	refused, err := p.Refusals.Refused(ctx)
	if err != nil {
		return false, err
	}
	q.Page = 0
	lines := program.Lines{
		Name: name, Version: p.started + "-" + strconv.FormatUint(snapshot.Generation, 10), Query: q.Encode(), Now: p.Clock.Now(),
		Cards: p.Cards, Files: p.Files, Of: of,
		IDs: func(ctx context.Context) ([]string, error) {
			return p.Index.IDs(ctx, atlas.Walk{Query: q, Without: refused})
		},
	}
	call.Stream = lines.Serve
	return true, nil
}
