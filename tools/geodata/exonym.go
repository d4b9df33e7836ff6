package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
)

// nameOtherwise gives towns the other names that exonym.tsv has for them: München
// and Monaco di Baviera for Munich, Brixen for Bressanone.
func nameOtherwise(towns []town, file string) error {
	raw, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("read the names in other languages: %w", err)
	}
	for n, line := range strings.Split(strings.TrimSpace(string(raw)), "\n")[1:] {
		c := strings.Split(line, "\t")
		if len(c) != 3 {
			return fmt.Errorf("%s, line %d: %d columns instead of 3", file, n+2, len(c))
		}
		i := slices.IndexFunc(towns, func(t town) bool { return t.country == c[0] && t.names == c[1] })
		if i < 0 {
			return fmt.Errorf("%s, line %d: no town is called %s in %s", file, n+2, c[1], c[0])
		}
		towns[i].names += "|" + c[2]
	}
	return nil
}

// wellKnownFirst moves the foreign towns that have other names before those that
// have none: the packages say nothing of their size.
func wellKnownFirst(towns []town) {
	unknown := func(t town) int {
		if strings.Contains(t.names, "|") {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(towns, func(a, b town) int { return unknown(a) - unknown(b) })
}
