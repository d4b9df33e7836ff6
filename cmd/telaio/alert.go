package main

import (
	"context"
	"log/slog"
	"time"

	"telaio/internal/alert"
	"telaio/internal/job"
	"telaio/internal/publication"
	pages "telaio/internal/web/page/alert"
	"telaio/internal/web/shell"
)

// alertPurpose sets the key of addresses apart from the program's others.
const alertPurpose = "alerts"

// alertRoutes are the pages on which people ask for mails about a filter.
func (p *program) alertRoutes() []shell.Route {
	return pages.Pages{UseCases: p.alerts(), Index: p.index, Words: p.alertWords()}.Routes()
}

func (p *program) alerts() alert.UseCases {
	return alert.UseCases{
		Records: p.store, Atlas: p.index, History: publicHistory{publication.Reader{Records: p.store}}, Words: p.alertWords(),
		Outbox: p.store, Box: p.addressBox, Taxonomy: p.library.Taxonomies, Clock: p.clock,
	}
}

func (p *program) alertWords() pages.Words {
	return pages.Words{Site: p.site, Printer: p.library.Messages.Printer, Town: p.towns.ByCode}
}

// alertTasks write to those whose week or month has ended, and forget those who
// never confirmed.
func (p *program) alertTasks() []job.Task {
	return []job.Task{
		{Name: "write alerts", Every: time.Hour, Do: func(ctx context.Context) error {
			letters, err := p.alerts().Send(ctx)
			if letters > 0 {
				p.log.LogAttrs(ctx, slog.LevelInfo, "alerts written", slog.Int("letters", letters))
			}
			return err
		}},
		{Name: "forget alerts that nobody confirmed", Every: 24 * time.Hour, Do: func(ctx context.Context) error {
			_, err := p.alerts().Clean(ctx)
			return err
		}},
	}
}

// publicHistory is what the public may know of the revisions of a page.
type publicHistory struct{ reader publication.Reader }

// StepsSince lists the steps after a time, the newest first.
func (h publicHistory) StepsSince(ctx context.Context, organisationID string, since time.Time) ([]publication.Step, error) {
	o, err := h.reader.Records.Organisation(ctx, organisationID)
	if err != nil {
		return nil, err
	}
	steps, err := h.reader.History(ctx, o)
	if err != nil {
		return nil, err
	}
	for i, s := range steps {
		if !s.At.After(since) {
			return steps[:i], nil
		}
	}
	return steps, nil
}
