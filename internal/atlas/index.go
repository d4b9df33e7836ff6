package atlas

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/taxonomy"
)

// Stored is what the atlas needs of the records.
type Stored interface {
	// PublishedAfter lists at most limit published organisations whose id comes
	// after id, in the order of ids.
	PublishedAfter(ctx context.Context, id string, limit int) ([]organisation.Organisation, error)
	Organisation(ctx context.Context, id string) (organisation.Organisation, error)
	PublicChangesSince(ctx context.Context, sequence int64) ([]organisation.PublicChange, error)
	LastPublicChange(ctx context.Context) (int64, error)
	// SearchStamps returns the stamp of each search text by organisation.
	SearchStamps(ctx context.Context) (map[string]string, error)
	// SaveSearchTexts replaces some texts and takes others out.
	SaveSearchTexts(ctx context.Context, texts []SearchText, gone []string) error
	// Search finds the organisations that have, for each word, one that begins
	// so.
	Search(ctx context.Context, words []string) (Matches, error)
}

// Index keeps the present Snapshot. It is safe for concurrent use.
type Index struct {
	stored     Stored
	vocabulary taxonomy.Set
	stamp      string
	log        *slog.Logger
	current    atomic.Pointer[Snapshot]
	ready      chan struct{}

	refreshing sync.Mutex
	seen       map[int64]bool // changes already in the snapshot
	last       int64          // the highest of them
	stale      []string       // organisations whose search text has to be made
}

// NewIndex returns an index that is empty until Build.
func NewIndex(stored Stored, vocabulary taxonomy.Set, log *slog.Logger) *Index {
	return &Index{
		stored: stored, vocabulary: vocabulary, stamp: vocabularyStamp(vocabulary), log: log,
		ready: make(chan struct{}), seen: map[int64]bool{},
	}
}

// batch is how many organisations are in memory with their stories at a time.
const batch = 250

// Build reads every published organisation. Who asks for the snapshot before
// it is done waits. Search texts that are missing are made by Refresh.
func (x *Index) Build(ctx context.Context) error {
	x.refreshing.Lock()
	defer x.refreshing.Unlock()
	last, err := x.stored.LastPublicChange(ctx)
	if err != nil {
		return fmt.Errorf("read the last public change: %w", err)
	}
	recent, err := x.stored.PublicChangesSince(ctx, last-overlap)
	if err != nil {
		return fmt.Errorf("read the public changes: %w", err)
	}
	stamps, err := x.stored.SearchStamps(ctx)
	if err != nil {
		return fmt.Errorf("read the search texts' stamps: %w", err)
	}
	x.stale = nil
	var entries []Entry
	for after := ""; ; {
		published, err := x.stored.PublishedAfter(ctx, after, batch)
		if err != nil {
			return fmt.Errorf("read the published organisations: %w", err)
		}
		for _, o := range published {
			entries = append(entries, entryOf(o))
			if stamps[o.ID] != stampOf(o, x.stamp) {
				x.stale = append(x.stale, o.ID)
			}
			delete(stamps, o.ID)
			after = o.ID
		}
		if len(published) < batch {
			break
		}
	}
	slices.SortFunc(entries, func(a, b Entry) int { return compareNames(&a, &b) })
	x.stale = slices.AppendSeq(x.stale, maps.Keys(stamps)) // texts of what is public no more
	x.remember(recent)
	x.current.Store(newSnapshot(entries, x.vocabulary, 1))
	close(x.ready)
	return nil
}

// Snapshot returns the atlas as it is now.
func (x *Index) Snapshot(ctx context.Context) (*Snapshot, error) {
	if s := x.current.Load(); s != nil {
		return s, nil
	}
	select {
	case <-x.ready:
		return x.current.Load(), nil
	case <-ctx.Done():
		return nil, fault.Wrap(fault.Unavailable, "error.unavailable", ctx.Err())
	}
}

// Generation is the present snapshot's, 0 until there is one.
func (x *Index) Generation() uint64 {
	if s := x.current.Load(); s != nil {
		return s.Generation
	}
	return 0
}

// Find answers the query.
func (x *Index) Find(ctx context.Context, q Query) (Result, error) {
	s, err := x.Snapshot(ctx)
	if err != nil {
		return Result{}, err
	}
	if q.Text == "" {
		return s.Find(q, nil), nil
	}
	var matches Matches
	if words := SearchWords(q.Text); len(words) > 0 {
		if matches, err = x.stored.Search(ctx, words); err != nil {
			return Result{}, fmt.Errorf("search: %w", err)
		}
	}
	return s.Find(q, &matches), nil
}

// Run builds the snapshot and keeps it in step with the records, also with what
// other nodes publish, until ctx ends. A database that does not answer is asked
// again.
func (x *Index) Run(ctx context.Context, every time.Duration) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	step, failing := x.Build, false
	for {
		err := step(ctx)
		if err != nil && !failing && ctx.Err() == nil {
			x.log.ErrorContext(ctx, "the atlas is behind", "error", err)
		}
		if err == nil {
			step = x.Refresh
		}
		failing = err != nil
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}
