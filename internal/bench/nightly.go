package bench

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"telaio/internal/assessment"
	"telaio/internal/benchmark"
	"telaio/internal/kit"
	"telaio/internal/organisation"
	"telaio/internal/store"
)

// The most that making the figures of all groups anew may take, and how much
// memory.
const (
	mostRebuildTime   = 5 * time.Second
	mostRebuildMemory = 100 // MiB
)

// measureRebuild makes the figures of all groups anew, as is done each night,
// in a process that does nothing else, over as many shared cycles. The second
// time the organisations are in the figures already.
func measureRebuild(ctx context.Context, o Options) error {
	folder, err := os.MkdirTemp("", "telaio-bench")
	if err != nil {
		return fmt.Errorf("make a folder: %w", err)
	}
	defer os.RemoveAll(folder)
	if err := fillShared(ctx, folder, o); err != nil {
		return err
	}
	fmt.Fprintf(o.Out, "\n## Figures of all groups made anew over %d shared cycles, in a process of its own\n\n", cycles)
	fmt.Fprintln(o.Out, "| rebuild | s | CPU s | MiB at most | limit |\n|---|---:|---:|---:|---|")
	for _, name := range []string{"first", "second"} {
		if err := rebuild(ctx, o.Out, folder, name); err != nil {
			return err
		}
	}
	return nil
}

// rebuild runs `telaio kit benchmark` and writes what it took.
func rebuild(ctx context.Context, out io.Writer, folder, name string) error {
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find this program: %w", err)
	}
	var said bytes.Buffer
	p := &process{command: exec.CommandContext(ctx, self, "kit", "benchmark", "--data", folder), ended: make(chan struct{})}
	p.command.Stderr = &said
	begin := time.Now()
	if err := p.command.Start(); err != nil {
		return fmt.Errorf("start a rebuild: %w", err)
	}
	go func() { err = p.command.Wait(); close(p.ended) }()
	peak := p.watchMemory()
	if err != nil {
		return fmt.Errorf("rebuild: %w: %s", err, &said)
	}
	processor := p.command.ProcessState.UserTime() + p.command.ProcessState.SystemTime()
	fmt.Fprintf(out, "| %s | %.1f | %.1f | %.0f | %.0f s, %d MiB |\n", name, time.Since(begin).Seconds(), processor.Seconds(), peak, mostRebuildTime.Seconds(), mostRebuildMemory)
	return nil
}

// watchMemory waits until the process has ended and returns the most memory
// that it took, in MiB. What the system says of an ended child counts its parent
// in.
func (p *process) watchMemory() (peak float64) {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-p.ended:
			return peak
		case <-tick.C:
			if m, err := p.memory(); err == nil { // it may be ending
				peak = max(peak, m.peak)
			}
		}
	}
}

// fillShared makes organisations, each with a closed cycle that it shares.
func fillShared(ctx context.Context, folder string, o Options) error {
	s, err := store.Open(ctx, filepath.Join(folder, "telaio.db"))
	if err != nil {
		return err
	}
	defer s.Close()
	if _, err := s.Migrate(ctx); err != nil {
		return err
	}
	if err := Fill(ctx, s, o.Taxonomies, cycles, o.Now); err != nil {
		return err
	}
	all, err := s.PublishedOrganisations(ctx)
	if err != nil {
		return err
	}
	groups := generateCycles(o.Kit, 5)
	return s.InTx(ctx, func(ctx context.Context) error {
		for i, org := range all {
			if err := share(ctx, s, o, org, groups[i%len(groups)]); err != nil {
				return fmt.Errorf("share the cycle of organisation %d: %w", i, err)
			}
		}
		return nil
	})
}

// share writes a closed cycle with its score, and that it may be compared.
func share(ctx context.Context, s *store.Store, o Options, org organisation.Organisation, people []kit.Respondent) error {
	c := assessment.Cycle{
		ID: "c" + org.ID, OrganisationID: org.ID, Kit: o.Kit.ID, KitVersion: o.Kit.Version, Extent: assessment.Full, Mode: assessment.Named,
		Label: strconv.Itoa(o.Now.Year()), AnswersOf: "c" + org.ID, CreatedBy: "bench", CreatedAt: o.Now, EndedAt: o.Now, ClosedAt: o.Now, Respondents: len(people),
	}
	if err := s.AddCycle(ctx, c); err != nil {
		return err
	}
	if err := s.AddScore(ctx, benchmark.ScoreOf(assessment.Material{Cycle: c, Kit: o.Kit, Answers: kit.Unlink(people)})); err != nil {
		return err
	}
	return s.SaveSharingChoice(ctx, benchmark.Choice{OrganisationID: org.ID, Compare: true, Research: true, PersonID: "bench", At: o.Now})
}
