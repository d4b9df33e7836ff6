package main

import "testing"

func TestBase_isWhereTheSiteListensUnlessItIsSaid(t *testing.T) {
	for _, c := range []struct{ said, listens, want string }{
		{"", "127.0.0.1:8080", "http://127.0.0.1:8080"},
		{"", ":8081", "http://127.0.0.1:8081"},
		{"", "0.0.0.0:80", "http://127.0.0.1:80"},
		{"", "[::1]:8082", "http://[::1]:8082"},
		{"https://telaio.example/", "127.0.0.1:8080", "https://telaio.example"},
	} {
		if got := (siteFlags{BaseURL: c.said, Addr: c.listens}).base(); got != c.want {
			t.Errorf("--base-url %q, --addr %q: %s; want %s", c.said, c.listens, got, c.want)
		}
	}
}
