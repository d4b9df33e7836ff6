package gazetteer

import (
	"bytes"
	"compress/gzip"
	"embed"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"
)

// built holds the files that tools/geodata makes, where it has been run.
//
//go:embed all:dist
var built embed.FS

// capitals are Italy's province capitals: codes and populations of ISTAT (2011
// census), points of GeoNames, both CC BY.
//
//go:embed capital.tsv
var capitals string

// The files of the folder dist.
const (
	townFile    = "dist/town.tsv.gz"
	outlineFile = "dist/outline.tsv.gz"
)

// Load returns every municipality that the program was built with.
func Load() (*Gazetteer, error) {
	text, err := unpack(townFile)
	if errors.Is(err, fs.ErrNotExist) {
		return parse(capitals)
	}
	if err != nil {
		return nil, err
	}
	return parse(text)
}

// Capitals returns the province capitals alone, which are the same in every
// build.
func Capitals() (*Gazetteer, error) { return parse(capitals) }

// Ring is one closed line around a country's land.
type Ring struct {
	Country string // ISO 3166-1 alpha-2
	Points  []Point
}

// Point is a place on the earth, in degrees.
type Point struct{ Lat, Lon float64 }

// Outlines returns the land of Italy and its neighbours, nothing where the
// program was built without it.
func Outlines() ([]Ring, error) {
	text, err := unpack(outlineFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var rings []Ring
	for line := range strings.Lines(text) {
		ring, err := parseRing(strings.TrimSpace(line))
		if err != nil {
			return nil, fmt.Errorf("outline %d: %w", len(rings)+1, err)
		}
		rings = append(rings, ring)
	}
	return rings, nil
}

// parseRing reads "IT	lat,lon lat,lon …".
func parseRing(line string) (Ring, error) {
	country, points, _ := strings.Cut(line, "\t")
	ring := Ring{Country: country}
	for pair := range strings.FieldsSeq(points) {
		lat, lon, _ := strings.Cut(pair, ",")
		y, err := strconv.ParseFloat(lat, 64)
		if err != nil {
			return ring, fmt.Errorf("latitude: %w", err)
		}
		x, err := strconv.ParseFloat(lon, 64)
		if err != nil {
			return ring, fmt.Errorf("longitude: %w", err)
		}
		ring.Points = append(ring.Points, Point{Lat: y, Lon: x})
	}
	return ring, nil
}

func unpack(file string) (string, error) {
	packed, err := built.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("read the built %s: %w", file, err)
	}
	reader, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return "", fmt.Errorf("unpack %s: %w", file, err)
	}
	var text strings.Builder
	text.Grow(unpackedSize(packed))
	if _, err := io.Copy(&text, reader); err != nil {
		return "", fmt.Errorf("unpack %s: %w", file, err)
	}
	return text.String(), nil
}

// unpackedSize is what the end of a gzip file says of its content (RFC 1952, 2.3.1):
// it is kept for good, and room that it does not need would be too.
func unpackedSize(packed []byte) int {
	if len(packed) < 4 {
		return 0
	}
	return int(binary.LittleEndian.Uint32(packed[len(packed)-4:]))
}
