package bench

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"
)

// tableOfAll is the address of the whole atlas as a table.
const tableOfAll = "/atlante.csv"

// measureTable asks for all organisations as a table, once it has been made:
// what it costs, when the first byte comes and how much memory it takes at 16
// connections.
func (r *report) measureTable(ctx context.Context, server *process, duration time.Duration) error {
	first, err := server.firstByte(ctx, tableOfAll) // makes the file
	if err != nil {
		return err
	}
	var times []time.Duration
	for range 50 {
		took, err := server.firstByte(ctx, tableOfAll)
		if err != nil {
			return err
		}
		times = append(times, took)
	}
	slices.Sort(times)
	if err := server.forgetPeak(); err != nil {
		return err
	}
	before, err := server.memory()
	if err != nil {
		return err
	}
	f, err := measure(ctx, server, "CSV of all", duration, server.get(always(tableOfAll), ""))
	if err != nil {
		return err
	}
	r.add(f, limit{processor: 10 * time.Millisecond})
	after, err := server.memory()
	if err != nil {
		return err
	}
	r.notes = append(r.notes, fmt.Sprintf("CSV of all: first byte after %.1f ms, 98 of 100 times within %.1f ms (limit 20 ms); the first time, when it is made, %.0f ms. At %d connections %.1f MiB more memory (limit 8 MiB).",
		milliseconds(times[len(times)/2]), milliseconds(times[len(times)-1]), milliseconds(first), connections, max(0, after.peak-before.now)))
	return nil
}

// firstByte is how long the first byte of an answer takes.
func (p *process) firstByte(ctx context.Context, path string) (time.Duration, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.url+path, nil)
	if err != nil {
		return 0, err
	}
	begin := time.Now()
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, fmt.Errorf("ask for %s: %w", path, err)
	}
	defer response.Body.Close()
	if _, err := io.ReadFull(response.Body, make([]byte, 1)); err != nil {
		return 0, fmt.Errorf("read the first byte of %s: %w", path, err)
	}
	took := time.Since(begin)
	_, err = io.Copy(io.Discard, response.Body)
	return took, err
}

// waitFor asks for a path until the answer holds a text, and says how long that
// took.
func (p *process) waitFor(ctx context.Context, path, text string) (time.Duration, error) {
	const most = time.Minute
	for begin := time.Now(); time.Since(begin) < most; {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.url+path, nil)
		if err != nil {
			return 0, err
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			return 0, fmt.Errorf("ask for %s: %w", path, err)
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil {
			return 0, fmt.Errorf("read %s: %w", path, err)
		}
		if strings.Contains(string(body), text) {
			return time.Since(begin), nil
		}
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-time.After(10 * time.Millisecond):
		}
	}
	return 0, fmt.Errorf("%s did not show the change within %s", path, most)
}
