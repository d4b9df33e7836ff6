package main

import (
	"context"
	"log/slog"

	"telaio/internal/pdf"
	"telaio/internal/plan"
	"telaio/internal/publication"
	"telaio/internal/report"
	planpage "telaio/internal/web/page/plan"
	"telaio/internal/web/page/result"
	"telaio/internal/web/shell"
)

// plans puts the use cases of action plans together.
func (p *program) plans() plan.UseCases {
	return plan.UseCases{
		Records: p.store, People: people(p.store, p.clock), Outbox: p.store, Links: planpage.Links{Site: p.site}, Clock: p.clock,
	}
}

// reports puts the use cases of reports together.
func (p *program) reports() report.UseCases {
	return report.UseCases{
		Records: p.store, Assessments: p.assessment(), Plans: p.plans(), Initiatives: p.initiatives, Benchmarks: benchmarks{p}, Clock: p.clock,
	}
}

// resultPages are the pages about a closed assessment.
func (p *program) resultPages() result.Pages {
	_, prints := pdf.Find(p.flags.Chromium)
	return result.Pages{
		Reports: p.reports(), Plans: p.plans(), Assessments: p.assessment(), Reader: publication.Reader{Records: p.store},
		Kits: p.library, Files: p.files, Practices: p.practices, Prints: prints,
	}
}

// resultRoutes are the result of an assessment, the plan that follows from it,
// and the part of it that is public.
func (p *program) resultRoutes() []shell.Route {
	pages := p.resultPages()
	plans := planpage.Pages{UseCases: p.plans(), Assessments: p.assessment(), Kits: p.library}
	return append(append(pages.Routes(), pages.PublicRoutes()...), plans.Routes()...)
}

// resultPublishingRoutes change what the public sees of an assessment.
func (p *program) resultPublishingRoutes() []shell.Route { return p.resultPages().PublishingRoutes() }

// press makes PDFs of reports; ok is false where the machine has no browser for
// it.
func (p *program) press() (press report.Press, ok bool) {
	browser, ok := pdf.Find(p.flags.Chromium)
	if !ok {
		return report.Press{}, false
	}
	return report.Press{
		UseCases: p.reports(), Printer: browser, Files: p.files,
		Page: result.Paper{
			Site: p.site, Messages: p.library.Messages, Assessments: p.assessment(), Plans: p.plans(),
			Inline: func(page []byte) []byte { return p.assets.Inline(page) },
		},
	}, true
}

// remindOfPlans asks the editors how it goes, once each time.
func (p *program) remindOfPlans(ctx context.Context) error {
	letters, err := p.plans().Remind(ctx)
	if letters > 0 {
		p.log.LogAttrs(ctx, slog.LevelInfo, "plans reminded of", slog.Int("letters", letters))
	}
	return err
}
