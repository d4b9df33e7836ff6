package api_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"telaio/internal/organisation"
	"telaio/internal/store"
	"telaio/internal/testkit"
	"telaio/internal/web/page/api"
)

// BenchmarkOrganisations is a page of fifty full cards that nobody has asked for
// before.
func BenchmarkOrganisations(b *testing.B) {
	w := newWorldKeeping(b, testkit.SQLite(b), func(s *store.Store) {
		for i := range 50 {
			testkit.Publish(b, s, organisation.Organisation{ID: fmt.Sprint("o", i), Slug: fmt.Sprint("o", i)}, testkit.FullCard())
		}
	}, 0)
	b.ReportAllocs()
	for b.Loop() {
		r := httptest.NewRequest(http.MethodGet, api.Root+"/organisations?limit=50", nil)
		answer := httptest.NewRecorder()
		w.site.ServeHTTP(answer, r)
		if answer.Code != http.StatusOK {
			b.Fatal(answer.Code)
		}
	}
}
