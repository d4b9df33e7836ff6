package pager

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAround_keepsTheEndsAndTheNeighbours(t *testing.T) {
	for _, c := range []struct {
		page, pages int
		want        []int
	}{
		{1, 1, []int{1}},
		{1, 3, []int{1, 2, 3}},
		{1, 9, []int{1, 2, 0, 9}},
		{5, 9, []int{1, 0, 4, 5, 6, 0, 9}},
		{4, 9, []int{1, 2, 3, 4, 5, 0, 9}},
		{9, 9, []int{1, 0, 8, 9}},
	} {
		got := Pager{Page: c.page, Pages: c.pages}.around()
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("page %d of %d (-want +got):\n%s", c.page, c.pages, diff)
		}
	}
}
