package relation

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestOrder_keepsRelatedOnesNear(t *testing.T) {
	for name, c := range map[string]struct {
		n     int
		edges [][2]int
		want  []int
	}{
		"a chain that was told in a jumble": {5, [][2]int{{0, 3}, {3, 1}, {1, 4}, {4, 2}}, []int{0, 3, 1, 4, 2}},
		"the largest group comes first":     {5, [][2]int{{0, 1}, {2, 3}, {3, 4}}, []int{2, 3, 4, 0, 1}},
		"no edges":                          {3, nil, []int{0, 1, 2}},
		"the same edge twice and a loop":    {2, [][2]int{{0, 1}, {1, 0}, {1, 1}}, []int{0, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, order(c.n, c.edges)); diff != "" {
				t.Errorf("order (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOrder_namesEverythingOnceWhateverTheOrderOfTheEdges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 20).Draw(t, "n")
		edge := rapid.Custom(func(t *rapid.T) [2]int {
			return [2]int{rapid.IntRange(0, n-1).Draw(t, "a"), rapid.IntRange(0, n-1).Draw(t, "b")}
		})
		edges := rapid.SliceOfN(edge, 0, 40).Draw(t, "edges")
		first := order(n, edges)
		if diff := cmp.Diff(first, order(n, rapid.Permutation(edges).Draw(t, "other"))); diff != "" {
			t.Fatalf("another order of edges, another line:\n%s", diff)
		}
		slices.Sort(first)
		for i := range n {
			if first[i] != i {
				t.Fatalf("not everything is named once: %v", first)
			}
		}
	})
}
