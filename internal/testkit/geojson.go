package testkit

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
)

// CheckGeoJSON fails unless raw is a feature collection as RFC 7946 wants it,
// with points and features without any, and the box that its points need.
func CheckGeoJSON(t *testing.T, raw []byte) {
	t.Helper()
	if err := geoJSON(raw); err != nil {
		t.Errorf("GeoJSON: %v", err)
	}
}

// geoJSON follows the sections of the RFC: 3.3 collections, 3.2 features, 3.1.1
// positions, 4 WGS 84, 5 boxes, 7.1 no names of another kind of object.
func geoJSON(raw []byte) error {
	var c struct {
		Type     string
		Features []map[string]json.RawMessage
		Box      []float64 `json:"bbox"`
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(raw, &members); err != nil {
		return err
	}
	if err := json.Unmarshal(raw, &c); err != nil {
		return err
	}
	for _, name := range []string{"coordinates", "geometries", "geometry", "properties", "crs"} {
		if _, there := members[name]; there {
			return fmt.Errorf("a collection has no %s", name)
		}
	}
	if c.Type != "FeatureCollection" || c.Features == nil {
		return fmt.Errorf("it is a %q with %d features", c.Type, len(c.Features))
	}
	var points [][]float64
	for n, f := range c.Features {
		point, err := featurePoint(f)
		if err != nil {
			return fmt.Errorf("feature %d: %w", n, err)
		}
		if point != nil {
			points = append(points, point)
		}
	}
	return around(c.Box, points)
}

// featurePoint is where a feature is, nil for nowhere.
func featurePoint(f map[string]json.RawMessage) ([]float64, error) {
	for _, name := range []string{"coordinates", "geometries", "features", "crs"} {
		if _, there := f[name]; there {
			return nil, fmt.Errorf("a feature has no %s", name)
		}
	}
	var kind string
	var id any
	var properties map[string]any
	var geometry *struct {
		Type        string
		Coordinates []float64
	}
	for name, into := range map[string]any{"type": &kind, "id": &id, "properties": &properties, "geometry": &geometry} {
		value, there := f[name]
		if !there {
			return nil, fmt.Errorf("it has no %s", name)
		}
		if err := json.Unmarshal(value, into); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	if _, text := id.(string); kind != "Feature" || !text {
		return nil, fmt.Errorf("it is a %q with the id %v", kind, id)
	}
	if geometry == nil {
		return nil, nil
	}
	at := geometry.Coordinates
	if geometry.Type != "Point" || len(at) != 2 || at[0] < -180 || at[0] > 180 || at[1] < -90 || at[1] > 90 {
		return nil, fmt.Errorf("it is at %+v", *geometry)
	}
	return at, nil
}

// around compares a box with what is in it: west, south, east, north.
func around(box []float64, points [][]float64) error {
	if len(points) == 0 {
		if box != nil {
			return fmt.Errorf("there is a box %v around nothing", box)
		}
		return nil
	}
	want := []float64{points[0][0], points[0][1], points[0][0], points[0][1]}
	for _, p := range points {
		want = []float64{min(want[0], p[0]), min(want[1], p[1]), max(want[2], p[0]), max(want[3], p[1])}
	}
	if !slices.Equal(box, want) {
		return fmt.Errorf("the box is %v; want %v", box, want)
	}
	return nil
}
