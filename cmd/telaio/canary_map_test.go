package main

import (
	"encoding/json"
	"io"
	"math"
	"net/http"
	"strings"
	"testing"

	"telaio/internal/testkit"
)

// TestTheMapShowsNoMoreThanThePage decodes the points and the counts that the
// map is sent, which are no text that a mark could be looked for in: of the
// canary organisation they have the centre of the town that one place is in, and
// nothing of the withheld place or of the one that names its country only.
func TestTheMapShowsNoMoreThanThePage(t *testing.T) {
	_, handler := openCage(t, io.Discard)
	var state struct{ Markers string }
	read(t, handler, "/atlante/mappa.json", &state)
	var points struct {
		Names                    []string
		Count                    string
		In, Lat, Lon, DLat, DLon []int32
	}
	read(t, handler, state.Markers, &points)
	if len(points.Names) != 1 || points.Count != "1" || len(points.DLat) != 1 {
		t.Fatalf("%d organisations, points %q; want one with one", len(points.Names), points.Count)
	}
	town := points.In[0]
	lat, lon := points.Lat[town]+points.DLat[0], points.Lon[town]+points.DLon[0]
	if lat != tenThousandths(testkit.Rome().Lat) || lon != tenThousandths(testkit.Rome().Lon) {
		t.Errorf("the point is at %d, %d; want the centre of Rome", lat, lon)
	}
	var grid struct {
		Cells [][3]int32
		Pins  [][]any
	}
	read(t, handler, "/atlante/griglia.json?vista=-90,-180,90,180&ingrandimento=18", &grid)
	if len(grid.Cells) != 0 || len(grid.Pins) != 1 || int32(grid.Pins[0][0].(float64)) != lat || int32(grid.Pins[0][1].(float64)) != lon {
		t.Errorf("the grid has %v and %v; want the same point", grid.Cells, grid.Pins)
	}
	for _, hidden := range []string{"44.91,8.12,44.92,8.13", "40.99,14.77,41,14.78", "43.71,10.88,43.72,10.89"} {
		read(t, handler, "/atlante/griglia.json?vista="+hidden, &grid)
		if len(grid.Cells)+len(grid.Pins) > 0 {
			t.Errorf("the grid shows something at %s", hidden)
		}
		if page := ask(t, handler, "/atlante?zona="+hidden).Body.String(); strings.Contains(page, "/organizzazioni/gabbia") {
			t.Errorf("the list of %s has the organisation", hidden)
		}
	}
}

func read(t *testing.T, handler http.Handler, path string, into any) {
	t.Helper()
	answer := ask(t, handler, path)
	if answer.Code != http.StatusOK {
		t.Fatalf("GET %s = %d", path, answer.Code)
	}
	for _, found := range leaks(answer) {
		t.Errorf("GET %s gives away %q", path, found)
	}
	must(t, json.Unmarshal(answer.Body.Bytes(), into))
}

func tenThousandths(degrees float64) int32 { return int32(math.Round(degrees * 10_000)) }
