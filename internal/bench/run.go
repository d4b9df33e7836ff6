package bench

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"telaio/internal/assessment"
	"telaio/internal/kit"
	"telaio/internal/store"
	"telaio/internal/taxonomy"
)

// Options say what to measure.
type Options struct {
	Sizes      []int         // numbers of organisations
	Duration   time.Duration // of each case
	Taxonomies taxonomy.Set
	Kit        *kit.Kit // nil = there is none to measure
	Now        time.Time
	Out        io.Writer
}

// Run measures every case at every size and writes a table for each.
func Run(ctx context.Context, o Options) error {
	if err := describeMachine(o.Out, o.Now); err != nil {
		return err
	}
	if o.Kit != nil {
		if err := measureKit(o.Kit, o.Out); err != nil {
			return fmt.Errorf("work out self-assessments: %w", err)
		}
		if err := measureRebuild(ctx, o); err != nil {
			return fmt.Errorf("compare organisations: %w", err)
		}
	}
	var before report
	for i, size := range o.Sizes {
		r, err := runSize(ctx, o, size)
		if err != nil {
			return fmt.Errorf("at %d organisations: %w", size, err)
		}
		if i > 0 {
			if err := writeGrowth(o.Out, before, r); err != nil {
				return err
			}
		}
		before = r
	}
	return nil
}

// runSize fills a fresh database and measures every case on it.
func runSize(ctx context.Context, o Options, size int) (report, error) {
	folder, err := os.MkdirTemp("", "telaio-bench")
	if err != nil {
		return report{}, fmt.Errorf("make a folder: %w", err)
	}
	defer os.RemoveAll(folder)
	result, err := fillDatabase(ctx, folder, o, size)
	if err != nil {
		return report{}, err
	}
	control, err := start(ctx, "/", "bench-control")
	if err != nil {
		return report{}, err
	}
	defer control.stop()
	r := report{size: size, duration: o.Duration, kit: o.Kit, result: result}
	if o.Kit != nil {
		if r.answering, err = beginAnswers(ctx, folder, o.Kit); err != nil {
			return report{}, err
		}
	}
	if err := r.measureServer(ctx, folder, control, o.Duration); err != nil {
		return report{}, err
	}
	return r, r.write(o.Out)
}

func fillDatabase(ctx context.Context, folder string, o Options, size int) (resultPage, error) {
	s, err := store.Open(ctx, filepath.Join(folder, "telaio.db"))
	if err != nil {
		return resultPage{}, err
	}
	defer s.Close()
	if _, err := s.Migrate(ctx); err != nil {
		return resultPage{}, err
	}
	if err := Fill(ctx, s, o.Taxonomies, size, o.Now); err != nil || o.Kit == nil {
		return resultPage{}, err
	}
	return fillResult(ctx, s, o.Kit, o.Now)
}

// measureServer measures the control and, one after the other, the program
// with its page cache and without it.
func (r *report) measureServer(ctx context.Context, folder string, control *process, duration time.Duration) error {
	var err error
	if r.control, err = measure(ctx, control, "control, 30 KB from memory", duration, control.get(always("/"), "")); err != nil {
		return err
	}
	if err := r.measureCached(ctx, folder, duration); err != nil {
		return err
	}
	return r.measureUncached(ctx, folder, duration)
}

// serveArguments start the program on the filled database.
func serveArguments(folder string, more ...string) []string {
	return append([]string{"serve", "--data", folder, "--no-limits"}, more...)
}

// measureCached measures the program as it is run, and weighs it between.
func (r *report) measureCached(ctx context.Context, folder string, duration time.Duration) error {
	server, err := start(ctx, "/readyz", serveArguments(folder)...)
	if err != nil {
		return err
	}
	defer server.stop()
	r.started = server.started
	if err := r.weigh(server, "after the start"); err != nil {
		return err
	}
	if r.settled, err = server.settle(ctx); err != nil {
		return err
	}
	if err := r.weigh(server, "after making the search texts"); err != nil {
		return err
	}
	if err := r.visitAll(ctx, server); err != nil {
		return err
	}
	if err := r.measureCases(ctx, server, duration, r.publicCases()); err != nil {
		return err
	}
	if err := r.measureMap(ctx, server, duration); err != nil {
		return err
	}
	peak, err := server.memory() // the table's own is counted apart
	if err != nil {
		return err
	}
	if err := r.measureTable(ctx, server, duration); err != nil {
		return err
	}
	r.seen = max(r.seen, peak.peak)
	if err := r.measureChange(ctx, folder, server); err != nil {
		return err
	}
	if err := r.weigh(server, "after the public pages"); err != nil {
		return err
	}
	f, err := measureSteps(ctx, server, duration)
	if err != nil {
		return err
	}
	r.add(f, limit{processor: 700 * time.Microsecond, p99: 25 * time.Millisecond})
	if err := r.weigh(server, "after the form steps"); err != nil || r.kit == nil {
		return err
	}
	return r.measureAnswering(ctx, server, duration)
}

// measureAnswering measures answers to self-assessments of both modes.
func (r *report) measureAnswering(ctx context.Context, server *process, duration time.Duration) error {
	for _, mode := range []assessment.Mode{assessment.Named, assessment.Confidential} {
		f, err := r.measureAnswers(ctx, server, duration, mode)
		if err != nil {
			return err
		}
		r.add(f, limit{processor: 700 * time.Microsecond, p99: 25 * time.Millisecond})
	}
	return r.weigh(server, "after the answers")
}

// measureUncached measures what each page takes to be made.
func (r *report) measureUncached(ctx context.Context, folder string, duration time.Duration) error {
	server, err := start(ctx, "/readyz", serveArguments(folder, "--no-cache")...)
	if err != nil {
		return err
	}
	defer server.stop()
	r.seen = 0 // it was another server's
	if _, err := server.settle(ctx); err != nil {
		return err
	}
	if err := r.measureCases(ctx, server, duration, r.uncachedCases()); err != nil {
		return err
	}
	if err := r.measureResult(ctx, server, duration); err != nil {
		return err
	}
	if err := r.weigh(server, "another server, without page cache"); err != nil {
		return err
	}
	return r.measurePrinting(ctx, server)
}

// visitAll asks for every organisation's page once, as it is and as browsers take
// it. The cases with the page cache measure what a page costs from then on; the
// first view of one is a case without the cache.
func (r *report) visitAll(ctx context.Context, server *process) error {
	web, done := newClient()
	defer done()
	for _, codes := range []string{"", browserCodes} {
		next := server.get(func(_, i int) string { return r.organisationPath(i) }, codes)
		for i := range r.size {
			if _, err := server.one(ctx, web, 0, i, next); err != nil {
				return fmt.Errorf("visit every page: %w", err)
			}
		}
	}
	return nil
}

func (r *report) measureCases(ctx context.Context, server *process, duration time.Duration, cases []benchCase) error {
	for _, c := range cases {
		f, err := measure(ctx, server, c.name, duration, server.get(c.path, c.codes))
		if err != nil {
			return err
		}
		r.add(f, c.limit)
	}
	return nil
}
