package testkit

import (
	"sync"
	"testing"

	"telaio/internal/gazetteer"
)

// towns is read once for all tests of a package.
var towns = sync.OnceValues(gazetteer.Load)

// Towns returns the municipalities that the program knows, only the province
// capitals where the whole list was not built.
func Towns(t testing.TB) *gazetteer.Gazetteer {
	t.Helper()
	all, err := towns()
	if err != nil {
		t.Fatal(err)
	}
	return all
}
