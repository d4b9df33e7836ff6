package bench

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"telaio/internal/store"
	"telaio/internal/taxonomy"
)

// Options say what to measure.
type Options struct {
	Sizes      []int         // numbers of organisations
	Duration   time.Duration // of each case
	Taxonomies taxonomy.Set
	Now        time.Time
	Out        io.Writer
}

// Run measures every case at every size and writes a table for each.
func Run(ctx context.Context, o Options) error {
	if err := describeMachine(o.Out, o.Now); err != nil {
		return err
	}
	for _, size := range o.Sizes {
		if err := runSize(ctx, o, size); err != nil {
			return fmt.Errorf("at %d organisations: %w", size, err)
		}
	}
	return nil
}

// runSize fills a fresh database and measures every case on it.
func runSize(ctx context.Context, o Options, size int) error {
	folder, err := os.MkdirTemp("", "telaio-bench")
	if err != nil {
		return fmt.Errorf("make a folder: %w", err)
	}
	defer os.RemoveAll(folder)
	if err := fillDatabase(ctx, folder, o, size); err != nil {
		return err
	}
	control, err := start(ctx, "/", "bench-control")
	if err != nil {
		return err
	}
	defer control.stop()
	r := report{size: size, duration: o.Duration}
	if err := r.measureServer(ctx, folder, control, size, o.Duration); err != nil {
		return err
	}
	return r.write(o.Out)
}

func fillDatabase(ctx context.Context, folder string, o Options, size int) error {
	s, err := store.Open(ctx, filepath.Join(folder, "telaio.db"))
	if err != nil {
		return err
	}
	defer s.Close()
	if _, err := s.Migrate(ctx); err != nil {
		return err
	}
	return Fill(ctx, s, o.Taxonomies, size, o.Now)
}

// measureServer measures the control and, one after the other, the program
// with its page cache and without it.
func (r *report) measureServer(ctx context.Context, folder string, control *process, size int, duration time.Duration) error {
	var err error
	fixed := func(path string) func(int, int) string { return func(int, int) string { return path } }
	if r.control, err = measure(ctx, control, "control, 30 KB from memory", duration, control.get(fixed("/"))); err != nil {
		return err
	}
	organisationPage := func(client, i int) string {
		return "/organizzazioni/" + slugOf(1+(client*7919+i*31)%size)
	}
	for _, server := range []struct {
		label string
		args  []string
		cases []benchCase
	}{
		{"", nil, []benchCase{
			{"organisation page", organisationPage, 2.5},
			{"one organisation page", fixed("/organizzazioni/" + slugOf(1)), 2.5},
			{"atlas, first page", fixed("/atlante"), 2.5},
			{"home page", fixed("/"), 2.5},
		}},
		{"uncached: ", []string{"--no-cache"}, []benchCase{
			{"organisation page", organisationPage, 0},
			{"atlas, first page", fixed("/atlante"), 0},
			{"facets with all counts", facetPath, 8},
		}},
	} {
		args := append([]string{"serve", "--data", folder, "--no-limits"}, server.args...)
		if err := r.measureCases(ctx, args, server.label, server.cases, duration); err != nil {
			return err
		}
	}
	return nil
}

// benchCase is one kind of request with the most that it may cost, as a
// multiple of the control's processor time; 0 = no limit is set.
type benchCase struct {
	name  string
	path  func(client, i int) string
	limit float64
}

// facetPath is an atlas page filtered in one of many ways.
func facetPath(client, i int) string {
	forms := []string{"empowerment", "advocacy", "network"}
	regions := []string{"lazio", "lombardia", "toscana", "piemonte", "sicilia", "puglia", "veneto"}
	n := client*31 + i
	return fmt.Sprintf("/atlante?forma=%s&regione=%s&regione=%s", forms[n%3], regions[n%7], regions[(n/7)%7])
}

func (r *report) measureCases(ctx context.Context, args []string, label string, cases []benchCase, duration time.Duration) error {
	server, err := start(ctx, "/readyz", args...)
	if err != nil {
		return err
	}
	defer server.stop()
	for _, c := range cases {
		f, err := measure(ctx, server, label+c.name, duration, server.get(c.path))
		if err != nil {
			return err
		}
		r.add(f, c.limit)
	}
	if label == "" {
		f, err := measureSteps(ctx, server, duration)
		if err != nil {
			return err
		}
		r.add(f, 0)
		r.started = server.started
	}
	memory, err := server.peakMemory()
	if err != nil {
		return err
	}
	r.memory = max(r.memory, memory)
	return nil
}
