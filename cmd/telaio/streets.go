package main

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"telaio/internal/basemap"
	atlaspage "telaio/internal/web/page/atlas"
	basemappage "telaio/internal/web/page/basemap"
)

// checkStreets refuses addresses that no map could use.
func (f siteFlags) checkStreets() error {
	if f.MapTiles != "" && f.MapArchive != "" {
		return errors.New("--map-tiles and --map-archive: want one of them")
	}
	if strings.Contains(f.MapArchive, "://") && !ofHost(f.MapArchive) {
		return fmt.Errorf("--map-archive %q: want a file or https://host/….pmtiles", f.MapArchive)
	}
	if originOf(f.MapArchive) != "" && f.MapCredit == "" {
		return fmt.Errorf("--map-archive %q: say with --map-credit whom the map is owed to", f.MapArchive)
	}
	if f.MapTiles == "" {
		return nil
	}
	if !ofHost(f.MapTiles) && (!strings.HasPrefix(f.MapTiles, "/") || strings.HasPrefix(f.MapTiles, "//")) {
		return fmt.Errorf("--map-tiles %q: want https://host/…/{z}/{x}/{y}.png, or a path of this host", f.MapTiles)
	}
	for _, hole := range []string{"{z}", "{x}", "{y}"} {
		if !strings.Contains(f.MapTiles, hole) {
			return fmt.Errorf("--map-tiles %q: %s is missing", f.MapTiles, hole)
		}
	}
	return nil
}

// ofHost reports whether the address is one that the content policy can name.
func ofHost(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Scheme == "https" && u.Host != "" && !strings.ContainsAny(u.Host, " ;,'\"{}")
}

// originOf is the host that an address leads to, "" if that is this one or none.
func originOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

// openStreets opens the operator's file of map tiles, if there is one. A map has
// to say whom it is owed to, by the file's own word or by the operator's.
func (p *program) openStreets() (err error) {
	path := p.flags.MapArchive
	if path == "" || originOf(path) != "" {
		return nil
	}
	if p.streets, err = basemap.Open(path); err != nil {
		return fmt.Errorf("--map-archive %s: %w", path, err)
	}
	if p.flags.MapCredit == "" && p.streets.Credit == "" {
		return fmt.Errorf("--map-archive %s: it does not say whom it is owed to: say so with --map-credit", path)
	}
	return nil
}

// tiles are the streets under the map.
func (p *program) tiles() atlaspage.Tiles {
	t := atlaspage.Tiles{URL: p.flags.MapTiles, Archive: p.flags.MapArchive, Credit: p.flags.MapCredit}
	if p.streets != nil {
		t.Archive = "/atlante/strade/" + basemappage.File(p.streets)
		if t.Credit == "" {
			t.Credit = p.streets.Credit
		}
	}
	return t
}
