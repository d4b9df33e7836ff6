package bench

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// connections is how many clients ask at the same time.
const connections = 16

// ask sends one request, the i-th of the given client, and says which status is
// right.
type ask func(ctx context.Context, client, i int) (*http.Request, int, error)

// figure is what a case measured.
type figure struct {
	name          string
	requests      int
	perSecond     float64
	p50, p95, p99 time.Duration
	processor     time.Duration // of the server, per request
	bytes         int64         // of one body
}

// measure asks for the duration on all connections, after a warm-up of a
// quarter of it that does not count.
func measure(ctx context.Context, p *process, name string, duration time.Duration, next ask) (figure, error) {
	if _, err := p.load(ctx, duration/4, 0, next); err != nil {
		return figure{}, fmt.Errorf("%s: %w", name, err)
	}
	before, err := p.processorTime()
	if err != nil {
		return figure{}, err
	}
	begin := time.Now()
	result, err := p.load(ctx, duration, 1<<20, next)
	if err != nil {
		return figure{}, fmt.Errorf("%s: %w", name, err)
	}
	took := time.Since(begin)
	after, err := p.processorTime()
	if err != nil {
		return figure{}, err
	}
	slices.Sort(result.times)
	n := len(result.times)
	if n == 0 {
		return figure{}, fmt.Errorf("%s: no request was answered", name)
	}
	at := func(q float64) time.Duration { return result.times[min(n-1, int(q*float64(n)))] }
	return figure{
		name: name, requests: n, perSecond: float64(n) / took.Seconds(), p50: at(.5), p95: at(.95), p99: at(.99),
		processor: (after - before) / time.Duration(n), bytes: result.bytes,
	}, nil
}

type loadResult struct {
	times []time.Duration
	bytes int64
}

// newClient asks for what it is told to and nothing more. done ends its
// connections.
func newClient() (web *http.Client, done func()) {
	transport := &http.Transport{MaxIdleConnsPerHost: connections, DisableCompression: true}
	web = &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return web, transport.CloseIdleConnections
}

// load lets every client ask one request after the other until the duration is
// over. offset keeps the numbers of two loads apart.
func (p *process) load(ctx context.Context, duration time.Duration, offset int, next ask) (loadResult, error) {
	ctx, cancel := context.WithTimeout(ctx, duration+30*time.Second)
	defer cancel()
	web, done := newClient()
	defer done()
	deadline := time.Now().Add(duration)
	var (
		group  sync.WaitGroup
		failed atomic.Pointer[error]
		times  [connections][]time.Duration
		bytes  atomic.Int64
	)
	for client := range connections {
		group.Go(func() {
			for i := offset; time.Now().Before(deadline) && failed.Load() == nil; i++ {
				begin := time.Now()
				n, err := p.one(ctx, web, client, i, next)
				if err != nil {
					failed.Store(&err)
					return
				}
				times[client] = append(times[client], time.Since(begin))
				bytes.Store(n)
			}
		})
	}
	group.Wait()
	if err := failed.Load(); err != nil {
		return loadResult{}, *err
	}
	return loadResult{times: slices.Concat(times[:]...), bytes: bytes.Load()}, nil
}

func (p *process) one(ctx context.Context, web *http.Client, client, i int, next ask) (int64, error) {
	request, want, err := next(ctx, client, i)
	if err != nil {
		return 0, err
	}
	response, err := web.Do(request)
	if err != nil {
		return 0, fmt.Errorf("ask: %w", err)
	}
	defer response.Body.Close()
	n, err := io.Copy(io.Discard, response.Body)
	if err != nil {
		return 0, fmt.Errorf("read the answer: %w", err)
	}
	if response.StatusCode != want {
		return 0, fmt.Errorf("%s answered %d, want %d", request.URL.Path, response.StatusCode, want)
	}
	return n, nil
}

// get asks for a path that may depend on the number of the request, in the
// codings that are accepted.
func (p *process) get(path func(client, i int) string, accepted string) ask {
	return func(ctx context.Context, client, i int) (*http.Request, int, error) {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.url+path(client, i), nil)
		if err == nil && accepted != "" {
			request.Header.Set("Accept-Encoding", accepted)
		}
		return request, http.StatusOK, err
	}
}
