package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"runtime/debug"

	"telaio/internal/assessment"
	"telaio/internal/benchmark"
	"telaio/internal/clock"
	"telaio/internal/i18n"
	"telaio/internal/kit"
	"telaio/internal/kitstudy"
	"telaio/internal/report"
	"telaio/internal/taxonomy"
	kitstudypage "telaio/internal/web/page/kitstudy"
	"telaio/internal/web/page/sharing"
	"telaio/internal/web/shell"
)

// benchmark puts the comparison of organisations together.
func (p *program) benchmark() benchmark.UseCases {
	return benchmark.UseCases{
		Store: p.store, Results: p.assessment(), Kit: p.practiceVocabulary().Kit, Taxonomies: p.library.Taxonomies, Clock: p.clock,
	}
}

// sharingRoutes are where an organisation says what may be done with its
// results.
func (p *program) sharingRoutes() []shell.Route {
	return sharing.Pages{UseCases: p.benchmark(), Organisations: p.store}.Routes()
}

// kitStudyRoutes are the researchers' view of all self-assessments.
func (p *program) kitStudyRoutes() []shell.Route {
	return kitstudypage.Pages{
		UseCases: kitstudy.UseCases{Store: p.store, Scorer: p.benchmark(), Kit: p.practiceVocabulary().Kit, Clock: p.clock},
		Group:    benchmarks{p}.name,
	}.Routes()
}

// rebuildBenchmark makes the figures of all groups anew.
func (p *program) rebuildBenchmark(ctx context.Context) error {
	done, err := p.benchmark().Rebuild(ctx)
	if err != nil {
		return err
	}
	p.log.LogAttrs(ctx, slog.LevelInfo, "comparisons rebuilt", slog.Int("scored", done.Scored), slog.Int("shared", done.Entries),
		slog.Int("snapshots", done.Groups), slog.Int("shown", done.Shown))
	return nil
}

// benchmarks gives reports what may be shown of similar organisations.
type benchmarks struct{ program *program }

var _ report.Benchmarks = benchmarks{}

// Peers returns the group of similar organisations of which most may be shown.
func (b benchmarks) Peers(ctx context.Context, c assessment.Cycle) (report.Peers, error) {
	comparison, ok, err := b.program.benchmark().For(ctx, c)
	if err != nil || !ok {
		return report.Peers{}, err
	}
	return report.Peers{
		Group: kit.Text{It: b.name(i18n.Italian, comparison.Group), En: b.name(i18n.English, comparison.Group)},
		N:     comparison.N, Dimensions: comparison.Dimensions,
	}, nil
}

// name says whom a group is made of.
func (b benchmarks) name(language i18n.Language, g benchmark.Group) string {
	words := b.program.library.Messages.Printer(language)
	of := map[benchmark.Kind]taxonomy.ID{
		benchmark.ByForm: taxonomy.SolidarityForm, benchmark.ByType: taxonomy.OrganisationType,
		benchmark.BySize: taxonomy.PeopleBand, benchmark.ByRegion: taxonomy.Region,
	}
	label := b.program.library.Taxonomies.Label(of[g.Kind], g.Code, string(language))
	if g.Kind == benchmark.ByArea {
		label = words.T("benchmark.area." + g.Code)
	}
	return words.T("benchmark.group."+string(g.Kind), i18n.Args{"Label": label})
}

// kitBenchmarkCommand makes the figures of all groups anew.
type kitBenchmarkCommand struct {
	databaseFlags
	Content string `help:"Folder whose files replace the built-in content, one by one." env:"TELAIO_CONTENT"`
}

// rebuildMemory is what the collector of garbage leaves a rebuild: with the
// program's own pages and SQLite's it takes less than 100 MiB over 10,000 cycles.
const rebuildMemory = 48 << 20

// Run rebuilds and says what there is. It opens nothing but content and
// database, so that it can run beside a server on a small machine.
func (c kitBenchmarkCommand) Run(ctx context.Context, to terminal) error {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(rebuildMemory)
	}
	library, err := readContent(c.Content)
	if err != nil {
		return err
	}
	s, err := openStore(ctx, c.databaseFlags)
	if err != nil {
		return err
	}
	defer s.Close()
	newest, _ := library.NewestKit()
	u := benchmark.UseCases{Store: s, Results: assessment.UseCases{Store: s, Kits: library}, Kit: newest, Taxonomies: library.Taxonomies, Clock: clock.System{}}
	done, err := u.Rebuild(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(to.out, "%d cycles scored, %d shared, %d snapshots, %d of them with figures\n", done.Scored, done.Entries, done.Groups, done.Shown)
	return nil
}
