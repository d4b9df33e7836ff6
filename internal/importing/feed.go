package importing

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/secret"
)

// Feed is an address from which the rows of a source are fetched: when somebody
// asks, and by itself if it is to. What is fetched by itself only prepares an
// import: a person carries it out, or leaves it.
type Feed struct {
	ID       string
	Source   string
	Address  string
	Every    Interval
	PersonID string // who gave the address
	Person   string
	Seen     Seen
	Result   FetchResult
	Problem  fault.Message // why the last attempt failed
	Failures int           // in a row
	ImportID string        // the latest that came of it, "" = none or nothing new

	Asked     bool      // somebody waits for it
	DueAt     time.Time // zero = not by itself
	HeldUntil time.Time // another node may fetch it from then on
	FetchedAt time.Time // of the last attempt
	CreatedAt time.Time
}

// Seen is what was fetched last, so that the same is not fetched again.
type Seen struct {
	ETag     string // as the server gave it
	Modified string // Last-Modified, as the server gave it
	Digest   string // of the bytes
}

// Working reports whether the address is being fetched, or is about to be.
func (f Feed) Working() bool { return f.Asked }

// Interval is how often a feed is fetched by itself.
type Interval string

// The intervals.
const (
	OnRequest Interval = ""
	Daily     Interval = "daily"
	Weekly    Interval = "weekly"
)

// Intervals lists the intervals.
func Intervals() []Interval { return []Interval{OnRequest, Daily, Weekly} }

// length is how long an interval is, 0 for OnRequest.
func (i Interval) length() time.Duration {
	switch i {
	case Daily:
		return 24 * time.Hour
	case Weekly:
		return 7 * 24 * time.Hour
	default:
		return 0
	}
}

// FetchResult is what came of fetching a feed.
type FetchResult string

// The results.
const (
	NeverFetched FetchResult = ""
	Fetched      FetchResult = "fetched" // there is an import of it
	NothingNew   FetchResult = "nothing_new"
	NotFetched   FetchResult = "failed"
)

// Feeds keeps the addresses of sources.
type Feeds interface {
	// PutFeed saves a feed as it is.
	PutFeed(ctx context.Context, f Feed) error
	Feed(ctx context.Context, id string) (Feed, error)
	FeedOfSource(ctx context.Context, source string) (Feed, error)
	Feeds(ctx context.Context) ([]Feed, error)
	ForgetFeed(ctx context.Context, id string) error
	// TakeFeed takes the feed that has been due longest by now and that nobody
	// else fetches, and keeps it from others until a time.
	TakeFeed(ctx context.Context, now, until time.Time) (Feed, error)
	// PreparedImports lists what was fetched by itself and waits for a person,
	// the oldest first.
	PreparedImports(ctx context.Context) ([]Import, error)
	// ForgetImport forgets an import of which nothing came.
	ForgetImport(ctx context.Context, id string) error
}

// mostAddress is how long an address may be, in bytes.
const mostAddress = 2000

// FromAddress keeps the address of a source, and has it fetched. It changes
// nothing of the atlas. A source has one address: another one takes its place.
func (u UseCases) FromAddress(ctx context.Context, by account.Subject, source, address string) (Feed, error) {
	source, address = clean(strings.TrimSpace(source), mostSource), strings.TrimSpace(address)
	if !account.Can(by, account.ImportFiles, account.Object{}) {
		return Feed{}, fault.New(fault.Denied, "error.denied")
	}
	wrong := map[string]fault.Message{}
	if source == "" {
		wrong["source"] = fault.Message{Key: "import.source_needed"}
	}
	if m, ok := u.checkAddress(address); !ok {
		wrong["address"] = m
	}
	if len(wrong) > 0 {
		return Feed{}, fault.InvalidFields(wrong)
	}
	f, err := u.Store.FeedOfSource(ctx, source)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return Feed{}, fmt.Errorf("read a source's address: %w", err)
	}
	if err != nil {
		f = Feed{ID: secret.ID(), Source: source, CreatedAt: u.Clock.Now()}
	}
	if f.Address != address {
		f.Address, f.Seen = address, Seen{}
	}
	f.PersonID, f.Person = by.PersonID, by.Name
	return u.askFor(ctx, by, f, "feed.address")
}

// checkAddress says why an address cannot be fetched, as far as that can be told
// without asking for it.
func (u UseCases) checkAddress(address string) (fault.Message, bool) {
	if address == "" || len(address) > mostAddress {
		return fault.Message{Key: "import.fetch.address"}, false
	}
	to, err := url.Parse(address)
	if err != nil || to.Host == "" {
		return fault.Message{Key: "import.fetch.address"}, false
	}
	if _, err := u.Web.Check(address); err != nil {
		return fault.Message{Key: "import.fetch.refused"}, false
	}
	return fault.Message{}, true
}

// Ask has a feed fetched now.
func (u UseCases) Ask(ctx context.Context, by account.Subject, id string) (Feed, error) {
	f, err := u.Store.Feed(ctx, id)
	if err != nil {
		return f, err
	}
	return u.askFor(ctx, by, f, "feed.asked")
}

// askFor has the feed fetched at once. What came of it last counts only while it
// stands: of an import that was left or undone, the same file is new.
func (u UseCases) askFor(ctx context.Context, by account.Subject, f Feed, action string) (Feed, error) {
	if f.ImportID != "" {
		last, err := u.Store.Import(ctx, f.ImportID)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return f, fmt.Errorf("read what came of an address: %w", err)
		}
		if err != nil || last.State == Left || last.State == Undone || last.State == Failed {
			f.Seen = Seen{}
		}
	}
	f.Asked, f.DueAt, f.Failures, f.Problem = true, u.Clock.Now(), 0, fault.Message{}
	return f, u.Store.InTx(ctx, func(ctx context.Context) error {
		if err := u.Store.PutFeed(ctx, f); err != nil {
			return fmt.Errorf("keep an address: %w", err)
		}
		return u.record(ctx, by, action, "feed:"+f.ID, nil)
	})
}

// Schedule says how often a feed is fetched by itself.
func (u UseCases) Schedule(ctx context.Context, by account.Subject, id string, every Interval) error {
	if !slices.Contains(Intervals(), every) {
		return fault.New(fault.Invalid, "error.invalid")
	}
	return u.Store.InTx(ctx, func(ctx context.Context) error {
		f, err := u.Store.Feed(ctx, id)
		if err != nil {
			return err
		}
		f.Every = every
		if !f.Asked {
			f.DueAt = f.next(u.Clock.Now(), 0)
		}
		if err := u.Store.PutFeed(ctx, f); err != nil {
			return fmt.Errorf("keep how often an address is fetched: %w", err)
		}
		return u.record(ctx, by, "feed.scheduled", "feed:"+f.ID, map[string]string{"every": string(every)})
	})
}

// ForgetFeed forgets the address of a source. What came of it stays.
func (u UseCases) ForgetFeed(ctx context.Context, by account.Subject, id string) error {
	return u.Store.InTx(ctx, func(ctx context.Context) error {
		if err := u.Store.ForgetFeed(ctx, id); err != nil {
			return fmt.Errorf("forget an address: %w", err)
		}
		return u.record(ctx, by, "feed.forgotten", "feed:"+id, nil)
	})
}

// Feeds lists the addresses by source.
func (u UseCases) Feeds(ctx context.Context) ([]Feed, error) { return u.Store.Feeds(ctx) }

// FindFeed returns the feed.
func (u UseCases) FindFeed(ctx context.Context, id string) (Feed, error) {
	return u.Store.Feed(ctx, id)
}

// Prepared lists the imports that were fetched by themselves and wait for a
// person.
func (u UseCases) Prepared(ctx context.Context) ([]Import, error) {
	return u.Store.PreparedImports(ctx)
}

// The waits after failures: an hour, then twice as long each time, a week at
// most.
const (
	firstWait   = time.Hour
	longestWait = 7 * 24 * time.Hour
)

// next is when the feed is fetched by itself again, at the earliest after what
// the server asked for; zero if it is not.
func (f Feed) next(now time.Time, asked time.Duration) time.Time {
	if f.Every == OnRequest {
		return time.Time{}
	}
	wait := f.Every.length()
	if f.Failures > 0 {
		wait = min(firstWait<<min(f.Failures-1, 20), longestWait)
	}
	return now.Add(max(wait, min(asked, longestWait)))
}
