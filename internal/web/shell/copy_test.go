package shell_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"telaio/internal/web/shell"
)

func TestHasCopy_knowsTheTagInEveryForm(t *testing.T) {
	for header, want := range map[string]bool{
		"": false, `"a"`: true, `W/"a"`: true, `"b", "a"`: true, `"b",W/"a"`: true, "*": true, `"ab"`: false, "a": false,
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("If-None-Match", header)
		if got := shell.HasCopy(r, `"a"`); got != want {
			t.Errorf("HasCopy with %s = %v; want %v", header, got, want)
		}
	}
}
