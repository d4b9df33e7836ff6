package api

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"telaio/internal/fault"
	"telaio/internal/publication"
)

// Change is what became of an organisation.
type Change struct {
	At          time.Time  `json:"at"`
	Outcome     string     `json:"outcome" enum:"published,replaced,gone"`
	ID          string     `json:"id"`
	Slug        string     `json:"slug"`
	URL         string     `json:"url,omitempty"` // of its record, if there is one
	Revision    int        `json:"revision,omitempty"`
	UpdatedAt   *time.Time `json:"updated_at,omitempty"`
	ConfirmedAt *time.Time `json:"confirmed_at,omitempty"`
	Successor   *Successor `json:"successor,omitempty"`
}

// Successor is what took the place of an organisation: another one with a page
// here, of which it has the id, or else what is known by name.
type Successor struct {
	ID      string `json:"id,omitempty"`
	Slug    string `json:"slug,omitempty"`
	URL     string `json:"url,omitempty"` // of its record
	Name    string `json:"name,omitempty"`
	Website string `json:"website,omitempty"`
}

// ChangeList is a part of the list of changes.
type ChangeList struct {
	Licence string   `json:"licence"`
	Next    string   `json:"next"` // to ask for what comes after this, now or next week
	More    bool     `json:"more"` // there is more already
	Data    []Change `json:"data"`
}

type changesInput struct {
	Since  string `query:"since"`
	Cursor string `query:"cursor" maxLength:"200"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

type changesOutput struct {
	Link string `header:"Link"`
	Body ChangeList
}

// changes answers with what has changed since a time or after a part.
func (p Pages) changes(ctx context.Context, in *changesInput) (*changesOutput, error) {
	from, err := p.moment(ctx, in)
	if err != nil {
		return nil, err
	}
	batch, err := p.Journal.After(ctx, from, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &changesOutput{Body: ChangeList{Licence: publication.Licence, More: batch.More, Data: make([]Change, len(batch.Changes))}}
	for i, c := range batch.Changes {
		out.Body.Data[i] = p.change(c)
	}
	values := url.Values{"cursor": {pack(moment(batch.Next))}, "limit": {strconv.Itoa(in.Limit)}}
	out.Body.Next = p.Site.BaseURL + Root + "/changes?" + values.Encode()
	out.Link = "<" + out.Body.Next + `>; rel="next"`
	return out, nil
}

// moment is where the program wants to begin. A cursor says more than a time.
func (p Pages) moment(ctx context.Context, in *changesInput) (publication.Moment, error) {
	if in.Cursor != "" || in.Since == "" {
		return readMoment(in.Cursor)
	}
	at, err := time.Parse(time.RFC3339, in.Since)
	if err != nil {
		at, err = time.Parse(time.DateOnly, in.Since)
	}
	if err != nil || at.Year() < 1 || at.Year() > 9999 {
		return publication.Moment{}, fault.New(fault.Malformed, "problem.since")
	}
	return p.Journal.Since(ctx, at)
}

func (p Pages) change(c publication.Change) Change {
	o := c.Organisation
	made := Change{At: c.At.UTC(), Outcome: string(c.Outcome), ID: o.ID, Slug: o.Slug}
	switch c.Outcome {
	case publication.Readable:
		made.URL, made.Revision = p.recordURL(o.Slug), o.Revision
		made.UpdatedAt, made.ConfirmedAt = whenever(o.UpdatedAt), whenever(o.ConfirmedAt)
	case publication.Replaced:
		made.Successor = p.successor(c)
	case publication.Left:
	}
	return made
}

func (p Pages) successor(c publication.Change) *Successor {
	if next := c.Successor; next.ID != "" {
		return &Successor{ID: next.ID, Slug: next.Slug, URL: p.recordURL(next.Slug)}
	}
	return &Successor{Name: c.Elsewhere.Name, Website: c.Elsewhere.Website}
}

func (p Pages) recordURL(slug string) string {
	return p.Site.BaseURL + Root + "/organisations/" + url.PathEscape(slug)
}

// whenever is a time in UTC, nil for the zero time.
func whenever(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}
