package atlas

import (
	"math"

	"telaio/internal/organisation"
)

// Point is a place on the earth in ten-thousandths of a degree, eleven metres at
// most. It is never more exact than what an organisation's page shows.
type Point struct{ Lat, Lon int32 }

// perDegree is how many units of a Point a degree has.
const perDegree = 10_000

// At is the point at a latitude and a longitude in degrees, and false if the
// earth has no such point.
func At(lat, lon float64) (Point, bool) {
	if !(math.Abs(lat) <= 90 && math.Abs(lon) <= 180) { // NaN is neither
		return Point{}, false
	}
	return Point{int32(math.Round(lat * perDegree)), int32(math.Round(lon * perDegree))}, true
}

// Degrees are the point's latitude and longitude.
func (p Point) Degrees() (lat, lon float64) {
	return float64(p.Lat) / perDegree, float64(p.Lon) / perDegree
}

// spot is a public place that can be a point on a map.
type spot struct {
	Point
	town uint8 // index in its entry's towns; noTown = in none of them
}

const noTown = math.MaxUint8

// addSpot takes in a public place that has a point, once per point.
func (e *Entry) addSpot(p organisation.Place) {
	at, ok := At(p.Lat, p.Lon)
	if !ok || !p.Located() {
		return
	}
	s := spot{at, noTown}
	for i, m := range e.towns {
		if m.Code == p.Municipality.Code && i < noTown {
			s.town = uint8(i)
		}
	}
	for _, known := range e.spots {
		if known.Point == at {
			return
		}
	}
	e.spots = append(e.spots, s)
}

// vector is a point on a sphere of radius 1, from which distances are measured
// with neither sines nor cosines.
type vector [3]float32

func (p Point) vector() vector {
	lat, lon := p.Degrees()
	sinLat, cosLat := math.Sincos(lat * math.Pi / 180)
	sinLon, cosLon := math.Sincos(lon * math.Pi / 180)
	return vector{float32(cosLat * cosLon), float32(cosLat * sinLon), float32(sinLat)}
}

// chord2 is the square of the straight line between two points.
func (v vector) chord2(to vector) float32 {
	x, y, z := v[0]-to[0], v[1]-to[1], v[2]-to[2]
	return x*x + y*y + z*z
}

// kilometres is the way on the earth's surface between two points whose straight
// line has the square chord2.
func kilometres(chord2 float32) float64 {
	const meanRadius = 6371.0088 // of the earth, in km (IUGG)
	return 2 * meanRadius * math.Asin(min(1, math.Sqrt(float64(chord2))/2))
}

// placed are the points of all entries, entry after entry.
type placed struct {
	points  []Point
	vectors []vector
	towns   []uint32 // by point: index into the snapshot's towns; none = in no town
	from    []uint32 // by entry: where its own begin; one more at the end
}

// of returns the range of an entry's points.
func (p *placed) of(doc uint32) (from, to uint32) { return p.from[doc], p.from[doc+1] }

func (p *placed) add(e *Entry, townIndex map[string]uint32) {
	if len(p.from) == 0 {
		p.from = append(p.from, 0)
	}
	for _, s := range e.spots {
		town := none
		if s.town != noTown {
			town = townIndex[e.towns[s.town].Code]
		}
		p.points, p.vectors, p.towns = append(p.points, s.Point), append(p.vectors, s.vector()), append(p.towns, town)
	}
	p.from = append(p.from, uint32(len(p.points)))
}
