package web

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/web/shell"
)

// allowance is how many requests of a class one neighbourhood may make: burst
// at once, then one more each interval.
type allowance struct {
	burst    int
	interval time.Duration
}

// allowances are generous for a household or an office behind one address, and
// for a workshop in which everybody in the room begins a draft; they are tight for a program that tries names, codes or addresses.
func allowances() map[shell.Limit]allowance {
	return map[shell.Limit]allowance{
		shell.LimitSignIn:  {20, 30 * time.Second},
		shell.LimitDraft:   {60, 2 * time.Minute},
		shell.LimitSave:    {600, 50 * time.Millisecond},
		shell.LimitUpload:  {30, 30 * time.Second},
		shell.LimitSuggest: {10, 5 * time.Minute},
		shell.LimitMessage: {10, time.Minute},
		shell.LimitSearch:  {120, 200 * time.Millisecond},
		shell.LimitProgram: {600, 100 * time.Millisecond},
	}
}

// mostBuckets bounds the memory that a flood from many addresses can take.
const mostBuckets = 100_000

// Limiter counts requests per class and neighbourhood of addresses (IPv4 /24,
// IPv6 /48). It keeps no address: a neighbourhood is known by a keyed hash, and
// the key lives in memory for one day.
type Limiter struct {
	clock   clock.Clock
	proxies []netip.Prefix

	mu      sync.Mutex
	day     string
	key     []byte
	buckets map[bucket]*rate.Limiter
}

type bucket struct {
	limit shell.Limit
	who   [16]byte
}

// NewLimiter returns a limiter. Proxies are the networks whose X-Forwarded-For
// is believed.
func NewLimiter(c clock.Clock, proxies []netip.Prefix) *Limiter {
	return &Limiter{clock: c, proxies: proxies}
}

// Allow refuses the request if its neighbourhood has used up the class. A nil
// Limiter and a route without a class refuse nothing.
func (l *Limiter) Allow(r *http.Request, limit shell.Limit) error {
	allowed, counted := allowances()[limit]
	if l == nil || !counted {
		return nil
	}
	who := neighbourhood(l.sender(r))
	now := l.clock.Now()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.forget(now)
	b := bucket{limit: limit, who: l.hash(who)}
	tokens, ok := l.buckets[b]
	if !ok {
		tokens = rate.NewLimiter(rate.Every(allowed.interval), allowed.burst)
		l.buckets[b] = tokens
	}
	if !tokens.AllowN(now, 1) {
		return fault.New(fault.TooMany, "error.too_many")
	}
	return nil
}

// forget throws the key and all counts away at midnight UTC, and counts that
// have filled up again when there are too many.
func (l *Limiter) forget(now time.Time) {
	if day := now.UTC().Format(time.DateOnly); day != l.day {
		l.day, l.key, l.buckets = day, make([]byte, 32), map[bucket]*rate.Limiter{}
		rand.Read(l.key) // never fails: crypto/rand ends the program instead
	}
	if len(l.buckets) < mostBuckets {
		return
	}
	for b, tokens := range l.buckets {
		if tokens.TokensAt(now) >= float64(tokens.Burst()) {
			delete(l.buckets, b)
		}
	}
	if len(l.buckets) >= mostBuckets {
		clear(l.buckets)
	}
}

func (l *Limiter) hash(who string) (sum [16]byte) {
	mac := hmac.New(sha256.New, l.key)
	mac.Write([]byte(who))
	copy(sum[:], mac.Sum(nil))
	return sum
}

// sender is the address that the request came from: the peer's, or if the peer
// is a trusted proxy, the last one in X-Forwarded-For that is none.
func (l *Limiter) sender(r *http.Request) netip.Addr {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	sender := peer.Addr().Unmap()
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		if !l.trusted(sender) {
			break
		}
		next, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			break
		}
		sender = next.Unmap().WithZone("")
	}
	return sender
}

func (l *Limiter) trusted(a netip.Addr) bool {
	return slices.ContainsFunc(l.proxies, func(p netip.Prefix) bool { return p.Contains(a) })
}

// neighbourhood is the network that an address shares with its neighbours.
func neighbourhood(a netip.Addr) string {
	bits := 48
	if a.Is4() {
		bits = 24
	}
	p, err := a.Prefix(bits)
	if err != nil {
		return "unknown"
	}
	return p.String()
}
