package program

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestWantsLines_likesNoPageBetter(t *testing.T) {
	for _, c := range []struct {
		query, accept string
		want          bool
	}{
		{"", "", false},
		{"", "*/*", false},
		{"", "application/x-ndjson", true},
		{"", "application/jsonl; charset=utf-8, */*;q=0.1", true},
		{"", "application/x-ndjson;q=0", false},
		{"", "application/json, application/x-ndjson;q=0.5", false},
		{"", "application/json;q=0.5, application/x-ndjson", true},
		{"", "application/x-ndjson;q=many", false},
		{"format=ndjson", "application/json", true},
		{"format=json", "application/x-ndjson", false},
	} {
		r := httptest.NewRequest(http.MethodGet, "/api/v1/organisations?"+c.query, nil)
		r.Header.Set("Accept", c.accept)
		if got := wantsLines(r); got != c.want {
			t.Errorf("?%s with Accept: %s = %v; want %v", c.query, c.accept, got, c.want)
		}
	}
}
