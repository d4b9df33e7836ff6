package townmap

import (
	"html"
	"math"
	"net/url"
	"sync"

	"github.com/a-h/templ"

	"telaio/internal/web/shell"
)

// drawings are used again: one is the largest thing that a page with a map needs.
var drawings = sync.Pool{New: func() any { return new(drawing) }}

// Figure is the map. The page has to hold thread.Weaves, once.
func Figure(v *shell.Visit, m Map) templ.Component {
	return shell.Drawn(func(h *shell.HTML) { Draw(h, v, m) })
}

// Draw is Figure by hand. A map has dozens of dots on the page that is asked for
// most: drawn by hand, they take a fifth of what a component for each would.
func Draw(h *shell.HTML, v *shell.Visit, m Map) {
	h.Raw(`<div class="map"`)
	if m.Live.Script != "" {
		h.Raw(` data-live="`)
		h.Text(m.Live.State)
		h.Raw(`" data-live-script="`)
		h.Text(m.Live.Script)
		h.Raw(`" data-live-style="`)
		h.Text(m.Live.Style)
		h.Raw(`" data-live-open="`)
		h.Text(v.T("map.open"))
		h.Raw(`"`)
	}
	h.Raw(shell.Once(v, beginKey{}, func(h *shell.HTML) {
		h.Raw(`><svg viewBox="0 0 520 620" role="group" aria-labelledby="map-title map-description"><title id="map-title">`)
		h.Text(v.T("map.title"))
		h.Raw(`</title><desc id="map-description">`)
		h.Text(v.T("map.description"))
		h.Raw(`</desc>`)
	}))
	m.svg(h, v)
	h.Raw(`</svg></div>`)
	if m.Live.Script != "" {
		h.Raw(shell.Once(v, keysKey{}, func(h *shell.HTML) { drawKeys(h, v) }))
	}
	if s := outside(v, m); s != "" {
		h.Raw(`<p class="small mt-2">`)
		h.Text(s)
		h.Raw(`</p>`)
	}
}

// keysKey is for what stands under a map that can be moved.
type keysKey struct{}

// drawKeys draws how the map is moved, and the link to search in what it shows,
// which gets its address when the map is there: they are unseen until then, so
// that nothing moves when it comes.
func drawKeys(h *shell.HTML, v *shell.Visit) {
	h.Raw(`<div class="livemap-keys no-print"><p><a class="btn btn--2">`)
	h.Text(v.T("livemap.here"))
	h.Raw(`</a></p><p class="small muted livemap-touch">`)
	h.Text(v.T("livemap.touch"))
	h.Raw(`</p><p class="small muted livemap-help" id="livemap-help">`)
	h.Text(v.T("livemap.help"))
	h.Raw(`</p></div>`)
}

// beginKey is for what stands before the dots.
type beginKey struct{}

// svg draws what is on the map.
func (m *Map) svg(h *shell.HTML, v *shell.Visit) {
	d := drawings.Get().(*drawing)
	defer drawings.Put(d)
	d.lay(m.Towns, v.Town)
	drawLand(h, m.Land)
	if d.points != "" {
		h.Raw(`<path class="points" d="`, d.points, `"></path>`)
	}
	m.links(h, v, d.dots)
}

// countsKey is for the numbers of organisations in words, from 0 on.
type countsKey struct{}

// counts are the words for the first of them: "3 organizzazioni". Nearly all dots
// have few.
func counts(v *shell.Visit) []string {
	return shell.Keep(v, countsKey{}, func() []string {
		all := make([]string, 200)
		for n := range all {
			all[n] = v.N("map.organisations", n)
		}
		return all
	})
}

// links draws the dots.
func (m *Map) links(h *shell.HTML, v *shell.Visit, dots []dot) {
	others, counts := html.EscapeString(m.Others), counts(v)
	for i := range dots {
		d := &dots[i]
		class, state := "dot", ""
		if d.Chosen {
			class, state = "dot selected", `" aria-current="true`
		}
		h.Raw(`<a href="`)
		if d.Chosen {
			h.Text(m.Back(d.Town))
		} else {
			h.Raw(others, url.QueryEscape(d.Code))
		}
		h.Raw(`" aria-label="`)
		h.Text(d.name)
		h.Raw(`, `)
		if d.Count < len(counts) {
			h.Text(counts[d.Count])
		} else {
			h.Text(v.N("map.organisations", d.Count))
		}
		if d.Stale {
			class += " stale"
			h.Raw(`, `)
			h.Text(v.T("map.stale"))
		}
		h.Raw(state, `"><g class="`, class, `"><circle cx="`)
		coordinate(h, d.x)
		h.Raw(`" cy="`)
		coordinate(h, d.y)
		h.Raw(`" r="`)
		coordinate(h, d.r)
		h.Raw(`"/>`)
		d.write(h, v)
		h.Raw(`</g></a>`)
	}
}

// write draws the name beside the dot and the number in it.
func (d *dot) write(h *shell.HTML, v *shell.Visit) {
	if l := d.label; l.anchor != "" {
		h.Raw(`<text class="label label--`, l.anchor, `" x="`)
		coordinate(h, l.x)
		h.Raw(`" y="`)
		coordinate(h, l.y)
		h.Raw(`">`)
		h.Text(d.name)
		h.Raw(`</text> `)
	}
	if d.small {
		h.Raw(`<title>`)
		h.Text(d.name)
		h.Raw(`</title>`)
		return
	}
	h.Raw(`<text class="k" x="`)
	coordinate(h, d.x)
	h.Raw(`" y="`)
	coordinate(h, d.y+5.5)
	h.Raw(`">`, v.Number(d.Count), `</text>`)
}

// coordinate draws a number of the drawing in tenths of its unit.
func coordinate(h *shell.HTML, f float64) { *h = appendTenths(*h, int(math.Round(f*10))) }

// land draws a path of our own making as it is: it is most of the map's bytes,
// and there is nothing in it to escape.
func land(path string) templ.Component {
	return shell.Drawn(func(h *shell.HTML) { drawLand(h, path) })
}

func drawLand(h *shell.HTML, path string) {
	if path != "" {
		h.Raw(`<path class="land" d="`, path, `"></path>`)
	}
}
