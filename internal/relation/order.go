package relation

import (
	"cmp"
	"slices"
)

// order puts n things in a line so that those with an edge between them come
// near each other: the largest connected groups first, and within each the
// order of Cuthill and McKee (Proc. 24th Nat. Conf. ACM, 1969, 157–172), which
// goes out from a thing with few edges, layer after layer. It returns the
// numbers of the things in their new order. The same edges in any order give
// the same line.
func order(n int, edges [][2]int) []int {
	near := neighbours(n, edges)
	var groups [][]int
	seen := make([]bool, n)
	for start := range n {
		if !seen[start] {
			groups = append(groups, layered(fewest(near, reach(near, start)), near, seen))
		}
	}
	slices.SortStableFunc(groups, func(a, b []int) int { return cmp.Compare(len(b), len(a)) })
	return slices.Concat(groups...)
}

// neighbours lists for each thing those at the other end of its edges, once
// each, those with few edges first.
func neighbours(n int, edges [][2]int) [][]int {
	near := make([][]int, n)
	for _, e := range edges {
		if e[0] != e[1] {
			near[e[0]], near[e[1]] = append(near[e[0]], e[1]), append(near[e[1]], e[0])
		}
	}
	for i := range near {
		slices.Sort(near[i])
		near[i] = slices.Compact(near[i])
	}
	sorted := make([][]int, n)
	for i := range near {
		sorted[i] = slices.Clone(near[i])
		slices.SortStableFunc(sorted[i], func(a, b int) int { return cmp.Compare(len(near[a]), len(near[b])) })
	}
	return sorted
}

// reach lists what can be reached from start, itself included.
func reach(near [][]int, start int) []int {
	return layered(start, near, make([]bool, len(near)))
}

// fewest returns the thing of a group that has the fewest edges, the one with
// the lowest number if there are several.
func fewest(near [][]int, group []int) int {
	return slices.MinFunc(group, func(a, b int) int { return cmp.Or(cmp.Compare(len(near[a]), len(near[b])), cmp.Compare(a, b)) })
}

// layered walks from start outwards and marks what it has seen.
func layered(start int, near [][]int, seen []bool) []int {
	walk := []int{start}
	seen[start] = true
	for i := 0; i < len(walk); i++ {
		for _, next := range near[walk[i]] {
			if !seen[next] {
				seen[next] = true
				walk = append(walk, next)
			}
		}
	}
	return walk
}
