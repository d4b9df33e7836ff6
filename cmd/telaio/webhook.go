package main

import (
	"context"
	"net/url"
	"time"

	"telaio/internal/atlas"
	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/job"
	"telaio/internal/organisation"
	"telaio/internal/publication"
	pages "telaio/internal/web/page/webhook"
	"telaio/internal/web/part/opendata"
	"telaio/internal/web/shell"
	"telaio/internal/webhook"
)

// webhookRoutes are the pages on which the team adds programs that are told of
// public changes.
func (p *program) webhookRoutes() []shell.Route {
	return pages.Pages{UseCases: p.webhooks(), Name: func(ctx context.Context, id string) string {
		o, err := p.store.Organisation(ctx, id)
		if err != nil || o.State != organisation.Published {
			return ""
		}
		return o.Card.Name
	}}.Routes()
}

func (p *program) webhooks() webhook.UseCases {
	v := &shell.Visit{Printer: p.library.Messages.Printer(i18n.Italian), Site: p.site}
	return webhook.UseCases{
		Records: p.store, Atlas: p.index, Journal: publication.Changes{Journal: p.store, Refusals: p.refusals}, People: people(p.store, p.clock), Outbox: p.store,
		Pages:  publicRecords{publication.Reader{Records: p.store}, p.refusals, func() publication.Publisher { return opendata.Publisher(v) }},
		Poster: webhook.NewHTTP(p.site.BaseURL), Box: p.webhookBox, Clock: p.clock,
		Parse: func(query string) atlas.Query {
			values, err := url.ParseQuery(query)
			if err != nil {
				values = nil // it was encoded by this program
			}
			return atlas.Parse(values, p.library.Taxonomies)
		},
		Link: func(id string) string { return p.site.BaseURL + v.Path("desk-webhook", "hook", id) },
	}
}

// webhookChore queues what has changed and sends it.
func (p *program) webhookChore() job.Chore {
	worker := &webhook.Worker{UseCases: p.webhooks()}
	return job.Chore{Name: "tell programs", Next: worker.Next}
}

func (p *program) forgetWebhookDeliveries() job.Task {
	return job.Task{Name: "forget old notices to programs", Every: 24 * time.Hour, Do: p.webhooks().Forget}
}

// publicRecords describes organisations as their JSON does.
type publicRecords struct {
	reader    publication.Reader
	refusals  *publication.Refusals
	publisher func() publication.Publisher // once the pages have addresses
}

// Record is the JSON of an organisation that is among the open data.
func (r publicRecords) Record(ctx context.Context, organisationID string) (publication.Record, error) {
	refused, err := r.refusals.Refused(ctx)
	if err != nil {
		return publication.Record{}, err
	}
	if refused[organisationID] {
		return publication.Record{}, fault.New(fault.Gone, "error.gone")
	}
	o, err := r.reader.Records.Organisation(ctx, organisationID)
	if err != nil {
		return publication.Record{}, err
	}
	page, err := r.reader.Find(ctx, o.Slug)
	if err != nil {
		return publication.Record{}, err
	}
	return r.publisher().Record(page), nil
}
