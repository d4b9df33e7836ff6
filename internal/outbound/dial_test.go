package outbound

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestDial_refusesANameThatLeadsHome goes past the check of the address, as a
// name does that tells nothing and whose number is known only when the
// connection is opened.
func TestDial_refusesANameThatLeadsHome(t *testing.T) {
	asked := false
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked = true }))
	defer server.Close()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, strings.Replace(server.URL, "127.0.0.1", "localhost", 1), nil)
	if err != nil {
		t.Fatal(err)
	}

	response, err := New(Limits{}).http.Do(request)

	if err == nil {
		response.Body.Close()
	}
	if !errors.Is(err, ErrRefused) || asked {
		t.Errorf("opening a connection home: %v, server asked: %t; want ErrRefused and no request", err, asked)
	}
}
