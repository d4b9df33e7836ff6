package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// measureMap measures what the map that can be moved asks for: the points of all
// organisations, or where there are too many of them the counts of a grid.
func (r *report) measureMap(ctx context.Context, server *process, duration time.Duration) error {
	var state struct{ Markers, Grid string }
	if err := server.readJSON(ctx, "/atlante/mappa.json", &state); err != nil {
		return err
	}
	cases := []benchCase{{"map: which points are found", always("/atlante/mappa.json?forma=network"), limit{}, browserCodes}}
	if state.Markers != "" {
		cases = append(cases, benchCase{"map: all markers", always(state.Markers), limit{times: 4}, browserCodes})
	} else {
		view := state.Grid + "?vista=36,6,47.5,19&ingrandimento=6"
		cases = append(cases, benchCase{"map: counts of a grid, all of Italy", always(view), limit{}, browserCodes})
	}
	return r.measureCases(ctx, server, duration, cases)
}

func (p *process) readJSON(ctx context.Context, path string, into any) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.url+path, nil)
	if err != nil {
		return fmt.Errorf("ask for %s: %w", path, err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("ask for %s: %w", path, err)
	}
	defer answer.Body.Close()
	if err := json.NewDecoder(answer.Body).Decode(into); err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	return nil
}
