package townmap

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"telaio/internal/gazetteer"
	"telaio/internal/organisation"
)

func TestProject_putsTheTownsWhereTheDesignHasThem(t *testing.T) {
	for name, want := range map[string][4]float64{ // latitude, longitude, x, y
		"Torino":  {45.0703, 7.6869, 58.8, 139.5},
		"Roma":    {41.9028, 12.4964, 257.5, 320},
		"Palermo": {38.1157, 13.3615, 293, 524},
	} {
		x, y := project(want[0], want[1])
		if math.Abs(x-want[2]) > 1.5 || math.Abs(y-want[3]) > 1.5 {
			t.Errorf("%s is at %.1f, %.1f; want %.1f, %.1f", name, x, y, want[2], want[3])
		}
	}
}

func TestTenths_areWrittenShort(t *testing.T) {
	for n, want := range map[int]string{0: "0", 5: ".5", -5: "-.5", 10: "1", -10: "-1", 123: "12.3", -123: "-12.3", 100: "10"} {
		if got := tenths(n); got != want {
			t.Errorf("tenths(%d) = %q; want %q", n, got, want)
		}
	}
}

func TestLand_isAPathOfItalyAlone(t *testing.T) {
	triangle := []gazetteer.Point{{Lat: 45, Lon: 8}, {Lat: 44, Lon: 9}, {Lat: 43, Lon: 8}, {Lat: 45, Lon: 8}}
	got := Land([]gazetteer.Ring{{Country: "FR", Points: triangle}, {Country: "IT", Points: triangle}})
	if strings.Count(got, "M") != 1 || !strings.HasSuffix(got, "z") || strings.ContainsAny(got, `"<&`) {
		t.Errorf("Land = %q", got)
	}
	if Land(nil) != "" {
		t.Error("there is land where none is built in")
	}
}

func TestLayout_keepsDotsAndNamesApart(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		m := Map{Towns: anyTowns(r)}
		var d drawing
		d.lay(m.Towns, func(m *organisation.Municipality) string { return m.Name })
		dots, points := d.dots, d.points
		if len(dots) != min(mostLinks, len(m.Towns)) || (len(m.Towns) > mostLinks) != (points != "") {
			r.Fatalf("%d dots and the points %q of %d towns", len(dots), points, len(m.Towns))
		}
		names := 0
		for i, d := range dots {
			if d.x < 0 || d.x > width || d.y < 0 || d.y > height {
				r.Fatalf("%s is off the drawing", d.Name)
			}
			if d.label.anchor != "" {
				names++
			}
			for _, other := range dots[:i] {
				if !d.small && !other.small && math.Hypot(d.x-other.x, d.y-other.y) < d.r+other.r-4 {
					r.Fatalf("%s lies upon %s", d.Name, other.Name)
				}
			}
		}
		if names > mostLabels {
			r.Fatalf("%d names are written; want at most %d", names, mostLabels)
		}
	})
}

func anyTowns(r *rapid.T) []Town {
	var towns []Town
	count := 5000
	for i := range rapid.IntRange(0, 60).Draw(r, "towns") {
		count = rapid.IntRange(1, count).Draw(r, "count") // the largest first
		towns = append(towns, Town{Count: count, Municipality: &organisation.Municipality{
			Code: strconv.Itoa(i), Name: fmt.Sprint("Comune ", i),
			Lat: rapid.Float64Range(35.4, 47.1).Draw(r, "lat"), Lon: rapid.Float64Range(6.6, 18.5).Draw(r, "lon"),
		}})
	}
	return towns
}
