// Package readership counts how often public pages are read: so many times a
// page and day, and nothing of who read. It knows no cookie and no address.
package readership

import (
	"context"
	"fmt"
	"sync"
	"time"

	"telaio/internal/clock"
)

// Page is what was read: a kind of page and, of the pages of organisations, which.
type Page struct {
	Name string
	Slug string // of the organisation, "" = the page is of none
}

// Count is how often a page was read on a day.
type Count struct {
	Day string // as 2026-11-22, in UTC
	Page
	Reads int
}

// mostPages bounds what is kept between two flushes. Pages that exist are far
// fewer on any site that this program is for.
const mostPages = 50_000

// Counter counts in memory. It is safe for concurrent use.
type Counter struct {
	Clock clock.Clock

	mu    sync.Mutex
	reads map[Count]int // with no Reads of their own
}

// Saw counts one reading.
func (c *Counter) Saw(page Page) {
	key := Count{Day: day(c.Clock.Now()), Page: page}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.reads == nil {
		c.reads = map[Count]int{}
	}
	if _, known := c.reads[key]; known || len(c.reads) < mostPages {
		c.reads[key]++
	}
}

// take hands over what was counted and begins anew.
func (c *Counter) take() []Count {
	c.mu.Lock()
	defer c.mu.Unlock()
	counts := make([]Count, 0, len(c.reads))
	for key, n := range c.reads {
		key.Reads = n
		counts = append(counts, key)
	}
	c.reads = nil
	return counts
}

// giveBack counts again what could not be stored.
func (c *Counter) giveBack(counts []Count) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.reads == nil {
		c.reads = map[Count]int{}
	}
	for _, count := range counts {
		n := count.Reads
		count.Reads = 0
		c.reads[count] += n
	}
}

func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// Records keeps the counts.
type Records interface {
	// AddReads adds to what is stored, all or nothing.
	AddReads(ctx context.Context, counts []Count) error
	// ReadsOfOrganisation are those of its pages by day since a day; ReadsOfPages
	// those of every kind of page.
	ReadsOfOrganisation(ctx context.Context, organisationID, since string) ([]Count, error)
	ReadsOfPages(ctx context.Context, since string) ([]Count, error)
	ForgetReads(ctx context.Context, before string) error
}

// UseCases are what is done with the counts.
type UseCases struct {
	Records Records
	Counter *Counter
	Clock   clock.Clock
}

// keptFor is how many months of counts are kept.
const keptFor = 25

// Flush stores what was counted since the last time. What cannot be stored now
// is kept for the next.
func (u UseCases) Flush(ctx context.Context) error {
	counts := u.Counter.take()
	if len(counts) == 0 {
		return nil
	}
	if err := u.Records.AddReads(ctx, counts); err != nil {
		u.Counter.giveBack(counts)
		return fmt.Errorf("store how often pages were read: %w", err)
	}
	return nil
}

// Forget removes counts that are older than two years.
func (u UseCases) Forget(ctx context.Context) error {
	return u.Records.ForgetReads(ctx, day(firstOf(u.Clock.Now()).AddDate(0, -keptFor, 0)))
}

// OfOrganisation are the last twelve months of an organisation's pages, the
// oldest first. Page is the name of one kind of page, "" = all of its kinds.
func (u UseCases) OfOrganisation(ctx context.Context, organisationID, page string) ([]Month, error) {
	now := u.Clock.Now()
	counts, err := u.Records.ReadsOfOrganisation(ctx, organisationID, day(Since(now)))
	if err != nil {
		return nil, fmt.Errorf("read how often a page was read: %w", err)
	}
	return Months(now, named(counts, page)), nil
}

// OfPages are the last twelve months of each kind of page, by its name.
func (u UseCases) OfPages(ctx context.Context) (map[string][]Month, error) {
	now := u.Clock.Now()
	counts, err := u.Records.ReadsOfPages(ctx, day(Since(now)))
	if err != nil {
		return nil, fmt.Errorf("read how often pages were read: %w", err)
	}
	pages := map[string][]Month{}
	for _, c := range counts {
		if pages[c.Name] == nil {
			pages[c.Name] = Months(now, named(counts, c.Name))
		}
	}
	return pages, nil
}

func named(counts []Count, page string) []Count {
	if page == "" {
		return counts
	}
	var some []Count
	for _, c := range counts {
		if c.Name == page {
			some = append(some, c)
		}
	}
	return some
}
