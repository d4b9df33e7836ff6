package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// A load balancer learns in time that it should send nobody any more.
func TestServe_isNotReadyWhileItDrains(t *testing.T) {
	flags := siteFlags{databaseFlags: databaseFlags{Data: t.TempDir()}, Addr: "127.0.0.1:0", BaseURL: "http://127.0.0.1:8080", HelpMail: "aiuto@telaio.example", MailFrom: "Telaio <telaio@telaio.example>", DrainWait: time.Minute}
	p, err := openProgram(t.Context(), flags, false, terminal{io.Discard, io.Discard})
	must(t, err)
	t.Cleanup(func() { p.Close() })
	waiting, enough := make(chan time.Duration), make(chan time.Time)
	p.after = func(wait time.Duration) <-chan time.Time {
		waiting <- wait
		return enough
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	out, printed := io.Pipe()
	done := make(chan error, 1)
	go func() { done <- p.serve(ctx, terminal{printed, io.Discard}, nil) }()
	line, err := bufio.NewReader(out).ReadString('\n')
	must(t, err)
	address := strings.TrimSpace(strings.TrimPrefix(line, "Telaio:"))
	if got := statusAt(t, address+"/readyz"); got != http.StatusOK {
		t.Errorf("ready = %d; want %d", got, http.StatusOK)
	}

	stop()

	if wait := <-waiting; wait != flags.DrainWait {
		t.Errorf("it waits for %v; want %v", wait, flags.DrainWait)
	}
	if got := statusAt(t, address+"/readyz"); got != http.StatusServiceUnavailable {
		t.Errorf("ready while draining = %d; want %d", got, http.StatusServiceUnavailable)
	}
	if got := statusAt(t, address+"/accedi"); got != http.StatusOK {
		t.Errorf("a page while draining = %d; want %d", got, http.StatusOK)
	}
	close(enough)
	if err := <-done; err != nil {
		t.Errorf("it ends with %v", err)
	}
}

func statusAt(t *testing.T, address string) int {
	t.Helper()
	response, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	return response.StatusCode
}
