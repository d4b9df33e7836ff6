package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/web/shell"
)

func from(address string, forwarded ...string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/", nil)
	r.RemoteAddr = netip.AddrPortFrom(netip.MustParseAddr(address), 4711).String()
	for _, f := range forwarded {
		r.Header.Add("X-Forwarded-For", f)
	}
	return r
}

func noon() *clock.Fixed { return &clock.Fixed{T: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)} }

func exhaust(t *testing.T, l *Limiter, r *http.Request) {
	t.Helper()
	for range allowances()[shell.LimitSignIn].burst {
		if err := l.Allow(r, shell.LimitSignIn); err != nil {
			t.Fatalf("within the burst: %v", err)
		}
	}
	if err := l.Allow(r, shell.LimitSignIn); fault.KindOf(err) != fault.TooMany {
		t.Fatalf("over the burst: %v; want too many", err)
	}
}

func TestLimiter_countsNeighboursTogether(t *testing.T) {
	for name, test := range map[string]struct {
		other   string
		refused bool
	}{
		"the same address":   {"198.51.100.7", true},
		"its IPv4 neighbour": {"198.51.100.250", true},
		"mapped into IPv6":   {"::ffff:198.51.100.9", true},
		"another network":    {"198.51.101.7", false},
		"an IPv6 address":    {"2001:db8:1::1", false},
	} {
		l := NewLimiter(noon(), nil)
		exhaust(t, l, from("198.51.100.7"))
		err := l.Allow(from(test.other), shell.LimitSignIn)
		if refused := fault.KindOf(err) == fault.TooMany; refused != test.refused {
			t.Errorf("%s: refused = %v; want %v", name, refused, test.refused)
		}
	}
	l := NewLimiter(noon(), nil)
	exhaust(t, l, from("2001:db8:1:2::1"))
	if err := l.Allow(from("2001:db8:1:3::1"), shell.LimitSignIn); err == nil {
		t.Error("another /64 of the same /48 is let in")
	}
}

// A class of 25 people in a workshop, behind one address, each of whom may begin
// twice.
func TestLimiter_letsAWholeRoomBeginDraftsAtOnce(t *testing.T) {
	l := NewLimiter(noon(), nil)
	for n := range 50 {
		if err := l.Allow(from("198.51.100.7"), shell.LimitDraft); err != nil {
			t.Fatalf("draft %d of the room: %v; want nil", n+1, err)
		}
	}
	for range 50 {
		if l.Allow(from("198.51.100.7"), shell.LimitDraft) != nil {
			return
		}
	}
	t.Error("a hundred drafts at once are let in; want a limit")
}

func TestLimiter_refills(t *testing.T) {
	c := noon()
	l := NewLimiter(c, nil)
	exhaust(t, l, from("198.51.100.7"))
	c.Advance(allowances()[shell.LimitSignIn].interval)
	if err := l.Allow(from("198.51.100.7"), shell.LimitSignIn); err != nil {
		t.Errorf("after one interval: %v; want nil", err)
	}
	if err := l.Allow(from("198.51.100.7"), shell.LimitSignIn); err == nil {
		t.Error("the second request after one interval is let in")
	}
}

func TestLimiter_classesDoNotTouchEachOther(t *testing.T) {
	l := NewLimiter(noon(), nil)
	exhaust(t, l, from("198.51.100.7"))
	for _, limit := range []shell.Limit{shell.LimitSearch, ""} {
		if err := l.Allow(from("198.51.100.7"), limit); err != nil {
			t.Errorf("limit %q: %v; want nil", limit, err)
		}
	}
}

func TestLimiter_forgetsAtMidnight(t *testing.T) {
	c := noon()
	l := NewLimiter(c, nil)
	exhaust(t, l, from("198.51.100.7"))
	key := string(l.key)
	c.Advance(12 * time.Hour)
	if err := l.Allow(from("198.51.100.7"), shell.LimitSignIn); err != nil {
		t.Errorf("after midnight: %v; want nil", err)
	}
	if string(l.key) == key {
		t.Error("yesterday's key is still in use")
	}
}

func TestLimiter_keepsNoAddress(t *testing.T) {
	l := NewLimiter(noon(), nil)
	exhaust(t, l, from("198.51.100.7"))
	if held := fmt.Sprintf("%v %s", l.buckets, l.key); strings.Contains(held, "198.51.100") {
		t.Errorf("the limiter holds the address: %s", held)
	}
}

func TestSender_believesOnlyTrustedProxies(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/8")}
	for name, test := range map[string]struct {
		r    *http.Request
		want string
	}{
		"no proxy":                      {from("198.51.100.7"), "198.51.100.7"},
		"a liar":                        {from("198.51.100.7", "203.0.113.9"), "198.51.100.7"},
		"one proxy":                     {from("127.0.0.1", "203.0.113.9"), "203.0.113.9"},
		"a liar behind a proxy":         {from("127.0.0.1", "192.0.2.1, 203.0.113.9"), "203.0.113.9"},
		"a liar in a header of his own": {from("127.0.0.1", "192.0.2.1", "203.0.113.9"), "203.0.113.9"},
		"two proxies":                   {from("127.0.0.1", "203.0.113.9, 10.1.1.1"), "203.0.113.9"},
		"nonsense":                      {from("127.0.0.1", "203.0.113.9, <script>"), "127.0.0.1"},
		"a proxy without the header":    {from("127.0.0.1"), "127.0.0.1"},
	} {
		if got := NewLimiter(noon(), proxies).sender(test.r).String(); got != test.want {
			t.Errorf("%s: sender = %s; want %s", name, got, test.want)
		}
	}
}
