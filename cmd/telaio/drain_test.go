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
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	out, printed := io.Pipe()
	done := make(chan int, 1)
	go func() {
		done <- run(ctx, []string{"serve", "--data", t.TempDir(), "--addr", "127.0.0.1:0", "--drain-wait", "3s"}, terminal{printed, io.Discard})
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	go io.Copy(io.Discard, out) // whatever else it prints
	address := strings.TrimSpace(strings.TrimPrefix(line, "Telaio:"))
	if got := statusAt(t, address+"/readyz"); got != http.StatusOK {
		t.Errorf("ready = %d; want %d", got, http.StatusOK)
	}

	stop()

	for start := time.Now(); statusAt(t, address+"/readyz") != http.StatusServiceUnavailable; {
		if time.Since(start) > 2*time.Second {
			t.Fatal("it still says that it is ready")
		}
	}
	if got := statusAt(t, address+"/accedi"); got != http.StatusOK {
		t.Errorf("a page while draining = %d; want %d", got, http.StatusOK)
	}
	if status := <-done; status != 0 {
		t.Errorf("it ends with status %d; want 0", status)
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
