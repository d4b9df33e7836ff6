package main

import (
	"encoding/json"
	"fmt"
)

// arcs are the rings of a shape: a Polygon lists rings, a MultiPolygon lists
// polygons.
type arcs [][]int

// UnmarshalJSON takes either nesting.
func (a *arcs) UnmarshalJSON(raw []byte) error {
	var polygon [][]int
	if json.Unmarshal(raw, &polygon) == nil {
		*a = polygon
		return nil
	}
	var polygons [][][]int
	if err := json.Unmarshal(raw, &polygons); err != nil {
		return fmt.Errorf("arcs: %w", err)
	}
	for _, p := range polygons {
		*a = append(*a, p...)
	}
	return nil
}
