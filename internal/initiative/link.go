package initiative

import "slices"

// chosen lists the items that the newest row of each says are chosen, sorted.
func chosen(rows []Link) []string {
	state := map[string]bool{}
	for _, l := range rows {
		state[l.Item] = l.Chosen
	}
	var items []string
	for item, yes := range state {
		if yes {
			items = append(items, item)
		}
	}
	slices.Sort(items)
	return items
}
