package atlas

import (
	"fmt"
	"testing"

	"telaio/internal/atlas"
)

func TestMapped_listsEachPageInOneSiteMap(t *testing.T) {
	for _, c := range []struct{ others, organisations, want int }{
		{0, 0, 0}, {3, 4, 1}, {8, pagesOfMap - 8, 1}, {8, pagesOfMap - 7, 2}, {8, 100_000, 21}, {pagesOfMap, pagesOfMap + 1, 3},
	} {
		m := mapped{entries: make([]atlas.Entry, c.organisations)}
		for i := range c.others {
			m.first = append(m.first, listed{route: fmt.Sprint("page", i)})
		}
		for i := range m.entries {
			m.entries[i].Slug = fmt.Sprint(i)
		}
		if m.maps() != c.want {
			t.Errorf("%+v: %d site maps", c, m.maps())
		}
		seen := map[string]int{}
		for n := range m.maps() {
			size := 0
			for page := range m.part(n + 1) {
				seen[fmt.Sprint(page.route, page.pairs)]++
				size++
			}
			if size == 0 || size > pagesOfMap {
				t.Errorf("%+v: the site map %d has %d pages", c, n+1, size)
			}
		}
		if len(seen) != c.others+c.organisations {
			t.Errorf("%+v: %d pages are listed", c, len(seen))
		}
	}
}
