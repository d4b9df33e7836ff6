// Package outbound asks other people's servers for something on behalf of a
// visitor: an address that somebody typed must not become a way into the
// network that this server stands in.
//
// The refusal is made when a connection is opened, on the number that the
// name has just been resolved to. So it holds after redirects, and for a name
// that answers differently the second time. A client sends no cookies, keeps
// no connection, goes through no proxy and reads a bounded number of bytes in
// a bounded time.
package outbound

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Limits bounds one exchange. The zero value of a field stands for the
// default that is named with it.
type Limits struct {
	// Timeout is for the whole exchange, redirects and body included: 10 s.
	Timeout time.Duration
	// MaxBytes is how much of a body is read, once decompressed: 1 MiB.
	MaxBytes int64
	// Redirects is how many are followed. With 0, which is what a POST wants,
	// a redirect is the answer.
	Redirects int
	// AllowLoopback lets a test ask a server on its own machine, by number or by
	// a name under localhost. It opens nothing else.
	AllowLoopback bool
}

// Why an exchange did not happen. Both are wrapped in what Do returns.
var (
	// ErrRefused: the address is not one that this server asks.
	ErrRefused = errors.New("address refused")
	// ErrTooLarge: the body is longer than MaxBytes. It comes from reading.
	ErrTooLarge = errors.New("answer too large")
)

// Agent is what a client calls itself, unless the request says who asks.
const Agent = "Telaio"

// Client asks other servers. Make it with New; it may be shared.
type Client struct {
	limits Limits
	http   *http.Client
}

// New makes a client with these limits.
func New(limits Limits) *Client {
	if limits.Timeout == 0 {
		limits.Timeout = 10 * time.Second
	}
	if limits.MaxBytes == 0 {
		limits.MaxBytes = 1 << 20
	}
	c := &Client{limits: limits}
	dialer := &net.Dialer{Timeout: limits.Timeout, Control: c.allowConnection}
	c.http = &http.Client{
		Timeout:       limits.Timeout,
		CheckRedirect: c.followRedirect,
		Transport: &http.Transport{
			DialContext:            c.dialWith(dialer),
			TLSHandshakeTimeout:    limits.Timeout,
			ResponseHeaderTimeout:  limits.Timeout,
			MaxResponseHeaderBytes: 64 << 10,
			DisableKeepAlives:      true,
			ForceAttemptHTTP2:      true,
		},
	}
	return c
}

// dialWith opens connections. A name under localhost is this machine's own
// (RFC 6761, 6.3), whether the system knows it or not.
func (c *Client) dialWith(dialer *net.Dialer) func(ctx context.Context, network, address string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		host, port, err := net.SplitHostPort(address)
		if err == nil && c.limits.AllowLoopback && strings.HasSuffix(host, ".localhost") {
			address = net.JoinHostPort("127.0.0.1", port)
		}
		return dialer.DialContext(ctx, network, address)
	}
}

// Do sends a request. The body of the answer ends with ErrTooLarge once more
// than MaxBytes of it are read; the caller closes it. The text of an error
// holds the address: it is not for a log where addresses are secret.
func (c *Client) Do(request *http.Request) (*http.Response, error) {
	if err := c.check(request.URL); err != nil {
		return nil, err
	}
	if request.Header.Get("User-Agent") == "" {
		request.Header.Set("User-Agent", Agent)
	}
	response, err := c.http.Do(request)
	if err != nil {
		return nil, fmt.Errorf("asking another server: %w", err)
	}
	response.Body = &boundedBody{body: response.Body, left: c.limits.MaxBytes}
	return response, nil
}

// Check reads an address that somebody typed and says whether it may be asked
// as far as that can be told without looking its name up.
func (c *Client) Check(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("%w: not an address", ErrRefused)
	}
	return u, c.check(u)
}

func (c *Client) check(u *url.URL) error {
	if u.Scheme != "http" && u.Scheme != "https" {
		return fmt.Errorf("%w: neither http nor https", ErrRefused)
	}
	if u.Hostname() == "" {
		return fmt.Errorf("%w: no host", ErrRefused)
	}
	if u.User != nil {
		return fmt.Errorf("%w: it holds a name or a password", ErrRefused)
	}
	if port := u.Port(); port != "" && !portAllowed(port) {
		return fmt.Errorf("%w: a port of another service", ErrRefused)
	}
	ip, err := netip.ParseAddr(u.Hostname())
	if err == nil && !c.allowed(ip) || err != nil && !c.limits.AllowLoopback && ownName(u.Hostname()) {
		return fmt.Errorf("%w: not a public host", ErrRefused)
	}
	return nil
}

// ownName reports whether a name can only be of this machine or of the network
// that it stands in (RFC 6761, RFC 6762 and ICANN's .internal).
func ownName(host string) bool {
	host = "." + strings.ToLower(strings.TrimSuffix(host, "."))
	for _, own := range []string{".localhost", ".local", ".internal"} {
		if strings.HasSuffix(host, own) {
			return true
		}
	}
	return false
}

// portAllowed keeps requests off the ports of mail, databases of old and
// other services below 1024 that are no web servers.
func portAllowed(port string) bool {
	n, err := strconv.ParseUint(port, 10, 16)
	return err == nil && (n == 80 || n == 443 || n >= 1024)
}

// allowConnection is asked with the resolved number of every connection,
// before it is opened.
func (c *Client) allowConnection(_, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	if !c.allowed(to.Addr()) {
		return fmt.Errorf("%w: not a public host", ErrRefused)
	}
	return nil
}

func (c *Client) allowed(ip netip.Addr) bool {
	return Public(ip) || c.limits.AllowLoopback && ip.Unmap().IsLoopback()
}

// followRedirect checks the next address like the first and counts.
func (c *Client) followRedirect(next *http.Request, before []*http.Request) error {
	if c.limits.Redirects == 0 {
		return http.ErrUseLastResponse
	}
	if len(before) > c.limits.Redirects {
		return fmt.Errorf("%w: more than %d redirects", ErrRefused, c.limits.Redirects)
	}
	return c.check(next.URL)
}

// boundedBody fails once there is more to read than it may hold.
type boundedBody struct {
	body io.ReadCloser
	left int64
}

func (b *boundedBody) Read(p []byte) (int, error) {
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.body.Read(p)
	if int64(n) > b.left {
		n = int(b.left)
		b.left = 0
		return n, ErrTooLarge
	}
	b.left -= int64(n)
	return n, err
}

// Close closes the body.
func (b *boundedBody) Close() error { return b.body.Close() }
