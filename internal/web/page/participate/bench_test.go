package participate_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"sync/atomic"
	"testing"

	"telaio/internal/testkit"
)

// BenchmarkSave_16AtOnce is one step of the form from request to durable answer.
func BenchmarkSave_16AtOnce(b *testing.B) {
	s := newSite(b)
	var people atomic.Int64
	b.SetParallelism(8)
	b.RunParallel(func(pb *testing.PB) {
		browser := testkit.NewBrowser(b, s.handler)
		first := browser.Post("/partecipa", url.Values{"origin": {"new"}}).Header().Get("Location")
		me := people.Add(1)
		for i := 0; pb.Next(); i++ {
			w := browser.Post(first, url.Values{
				"number": {strconv.Itoa(i)}, "name": {fmt.Sprintf("Officina %d di %d", i, me)}, "types": {"association", "cooperative"},
				"other_names": {"OP\nOfficina"}, "legal_status": {"formal"}, "year": {"2013"}, "action": {"continue"},
			})
			if w.Code != http.StatusSeeOther {
				b.Fatalf("status = %d", w.Code)
			}
		}
	})
}
