package atlas

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/search"
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
	// GoneSince lists, newest first, the changes after a time of organisations
	// that were public and are no more.
	GoneSince(ctx context.Context, t time.Time) ([]organisation.PublicChange, error)
}

// Index keeps the present Snapshot. It is safe for concurrent use.
type Index struct {
	// Gazetteer, if any, lets lists be sorted by the distance from a town, and
	// towns be found by all their names. It is set before Build.
	Gazetteer Gazetteer

	// Texts has the long texts at hand; nil = they are read from the records.
	Texts Texts

	stored     Stored
	vocabulary taxonomy.Set
	language   *search.Language
	clock      clock.Clock
	log        *slog.Logger
	current    atomic.Pointer[Snapshot]
	known      atomic.Int64 // entries read by Build
	ready      chan struct{}
	wordsReady chan struct{}
	searchable sync.Once // closes wordsReady
	rooms      sync.Pool // of *room

	refreshing sync.Mutex
	last       int64 // the number of the last change that is in the snapshot
	// meanwhile has what changed while the words are indexed; nil = they are not.
	meanwhile map[string]*organisation.Organisation
}

// NewIndex returns an index that is empty until Build.
func NewIndex(stored Stored, vocabulary taxonomy.Set, language *search.Language, clock clock.Clock, log *slog.Logger) *Index {
	return &Index{
		stored: stored, vocabulary: vocabulary, language: language, clock: clock, log: log,
		ready: make(chan struct{}), wordsReady: make(chan struct{}),
	}
}

// batch is how many organisations are in memory with their stories at a time.
const batch = 250

// Build reads every published organisation. Who asks for the snapshot before
// it is done waits. Texts can be searched after IndexWords.
func (x *Index) Build(ctx context.Context) error {
	x.refreshing.Lock()
	defer x.refreshing.Unlock()
	last, err := x.stored.LastPublicChange(ctx)
	if err != nil {
		return fmt.Errorf("read the last public change: %w", err)
	}
	var entries []Entry
	common := newRepeated()
	x.known.Store(0)
	err = x.eachPublished(ctx, func(o organisation.Organisation) {
		e := entryOf(o)
		common.share(&e)
		entries = append(entries, e)
		x.known.Add(1)
	})
	if err != nil {
		return err
	}
	entries = slices.Clone(entries) // without the room that they grew in
	slices.SortFunc(entries, func(a, b Entry) int { return compareNames(&a, &b) })
	x.last = last
	x.current.Store(newSnapshot(entries, x.vocabulary, 1, x.clock.Now()))
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

// Known is how many organisations have been read, and whether that is all.
func (x *Index) Known() (n int, all bool) {
	if s := x.current.Load(); s != nil {
		return s.Size(), true
	}
	return int(x.known.Load()), false
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
	s, m, err := x.search(ctx, q.Text)
	if err != nil {
		return Result{}, err
	}
	defer x.forget(m)
	q, near := x.near(q)
	r := s.Find(q, m)
	r.Near = near
	if m != nil {
		r.Asked, r.Marker = m.asked, m.asked.Marker(r.Meant)
	}
	if err := x.hintTown(ctx, &r); err != nil {
		return Result{}, err
	}
	return r, nil
}

// search returns the snapshot, and what in it has the text; nil if there is no
// text to look for.
func (x *Index) search(ctx context.Context, text string) (*Snapshot, *matches, error) {
	return x.searchAs(ctx, text, nil)
}

// searchAs is search with the words' rarities of an earlier one, nil if there was
// none.
func (x *Index) searchAs(ctx context.Context, text string, rarities []float32) (*Snapshot, *matches, error) {
	if text == "" {
		s, err := x.Snapshot(ctx)
		return s, nil, err
	}
	s, err := x.searchableSnapshot(ctx)
	if err != nil {
		return nil, nil, err
	}
	asked := x.language.Parse(text).Weighed(rarities)
	in := x.room()
	m := s.match(s.words.Find(asked, in.hits), in)
	m.asked = asked
	return s, m, nil
}

// room is empty. Whoever takes it puts it back among the rooms, or does not.
func (x *Index) room() *room {
	if in, ok := x.rooms.Get().(*room); ok {
		return in
	}
	return &room{}
}

// forget gives back the room of matches that nobody needs any more.
func (x *Index) forget(m *matches) {
	if m != nil {
		x.rooms.Put(m.room)
		m.room, m.found.Hits = nil, nil
	}
}

// Run builds the snapshot and keeps it in step with the records, also with what
// other nodes publish, until ctx ends. A database that does not answer is asked
// again.
func (x *Index) Run(ctx context.Context, every time.Duration) {
	built := false
	var words sync.WaitGroup
	defer words.Wait()
	x.repeat(ctx, every, "entries", func(ctx context.Context) error {
		if built {
			return x.Refresh(ctx)
		}
		err := x.Build(ctx)
		if built = err == nil; built {
			words.Go(func() { x.repeat(ctx, every, "words", x.IndexWords) })
		}
		return err
	})
}

// repeat keeps a part of the index up until ctx ends. The first of several
// failures is logged.
func (x *Index) repeat(ctx context.Context, every time.Duration, part string, do func(context.Context) error) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	failing := false
	for {
		err := do(ctx)
		if err != nil && !failing && ctx.Err() == nil {
			x.log.ErrorContext(ctx, "the atlas is behind", "part", part, "error", err)
		}
		failing = err != nil
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}
