package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"telaio/internal/bench"
	"telaio/internal/testkit"
)

// BenchmarkPage measures what it takes to make each kind of page anew, without
// the network: go test -run none -bench Page -cpuprofile cpu.out ./cmd/telaio.
// cpu-µs/op is the processor time, garbage collection included, which other
// programs on the machine disturb less than the time that passes.
func BenchmarkPage(b *testing.B) {
	const organisations = 10000
	handler := benchHandler(b, organisations)
	regions := []string{"lazio", "lombardia", "toscana", "piemonte", "sicilia", "puglia", "veneto"}
	for _, c := range []struct {
		name string
		path func(i int) string
	}{
		{"organisation", func(i int) string { return fmt.Sprintf("/organizzazioni/organizzazione-%d", 1+i%organisations) }},
		{"atlas", func(int) string { return "/atlante" }},
		{"facets", func(i int) string {
			return fmt.Sprintf("/atlante?forma=empowerment&regione=%s&regione=%s", regions[i%7], regions[(i/7)%7])
		}},
		{"search-rare", func(int) string { return "/atlante?q=xilofono" }},
		{"search-medium", func(int) string { return "/atlante?q=inchiesta" }},
		{"search-frequent", func(int) string { return "/atlante?q=progetto" }},
		{"home", func(int) string { return "/" }},
		{"sign-in", func(int) string { return "/accedi" }},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			before := testkit.ProcessorTime(b)
			for i := 0; b.Loop(); i++ {
				answer := reader{header: http.Header{}}
				handler.ServeHTTP(&answer, httptest.NewRequest(http.MethodGet, c.path(i), nil))
				if answer.status != http.StatusOK {
					b.Fatalf("%s answered %d", c.path(i), answer.status)
				}
			}
			b.ReportMetric(float64((testkit.ProcessorTime(b)-before).Nanoseconds())/1000/float64(b.N), "cpu-µs/op")
		})
	}
}

// reader takes an answer and keeps nothing of its body, so that only the making
// is measured.
type reader struct {
	header http.Header
	status int
}

func (r *reader) Header() http.Header         { return r.header }
func (r *reader) WriteHeader(status int)      { r.status = status }
func (r *reader) Write(b []byte) (int, error) { return len(b), nil }

// benchHandler is the whole site, without a page cache, over so many generated
// organisations.
func benchHandler(b *testing.B, organisations int) http.Handler {
	to := terminal{io.Discard, io.Discard}
	flags := siteFlags{Addr: "127.0.0.1:0", BaseURL: "http://127.0.0.1", HelpMail: "aiuto@telaio.example", NoCache: true, NoLimits: true}
	flags.Data = b.TempDir()
	p, err := openProgram(b.Context(), flags, false, to)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := p.Close(); err != nil {
			b.Error(err)
		}
	})
	if err := bench.Fill(b.Context(), p.store, p.library.Taxonomies, organisations, p.clock.Now()); err != nil {
		b.Fatal(err)
	}
	if err := p.index.Build(b.Context()); err != nil {
		b.Fatal(err)
	}
	if err := p.index.IndexWords(b.Context()); err != nil {
		b.Fatal(err)
	}
	handler, err := p.handler()
	if err != nil {
		b.Fatal(err)
	}
	return handler
}
