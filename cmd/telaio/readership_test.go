package main

import (
	"io"
	"slices"
	"testing"

	pages "telaio/internal/web/page/readership"
)

// TestEveryCountedPageIsShownToTheTeam keeps counts from being gathered that
// nobody can see.
func TestEveryCountedPageIsShownToTheTeam(t *testing.T) {
	p, _ := openCage(t, io.Discard)
	server, err := p.server()
	must(t, err)
	for _, route := range server.AllRoutes() {
		if route.Counted && !slices.Contains(pages.Kinds(), route.Name) {
			t.Errorf("readings of %s are counted and shown nowhere", route.Name)
		}
	}
}
