// Package gazetteer knows the municipalities: where they are, and which ones a
// typed name may stand for. The whole list is built from public data by
// tools/geodata and embedded; without it the program knows Italy's province
// capitals only.
package gazetteer

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"sort"
	"strconv"
	"strings"

	"telaio/internal/folding"
	"telaio/internal/i18n"
	"telaio/internal/organisation"
	"telaio/internal/questionnaire"
)

// Gazetteer is a list of municipalities that never changes. It is safe for
// concurrent use. It holds two texts and numbers: with a string for each of
// 66,000 towns, the garbage collector would walk them all again and again.
type Gazetteer struct {
	text   string
	starts []uint32                            // of the lines in text: one municipality each, the best known first
	folded string                              // the folded names, one after the other
	names  []name                              // in the order of the folded name
	codes  []uint32                            // lines in the order of their codes
	called map[i18n.Language]map[string]string // names by code, where a language has another one than the first
	reader i18n.Language                       // whose words towns are offered in, "" = the one name of all
}

// name is one of the names of a municipality.
type name struct {
	start  uint32 // in folded
	length uint16
	line   uint32
}

// The columns of a line.
const (
	columnCode = iota
	columnNames
	columnProvince
	columnRegion
	columnCountry
	columnLat
	columnLon
	columnCount
)

// most is how many towns a typed name is answered with.
const most = 10

// parse reads lines of tab-separated columns; the first one names them. Names
// are separated by bars, the first being the one to show where none is marked as
// its language's own.
func parse(text string) (*Gazetteer, error) {
	_, text, _ = strings.Cut(text, "\n")
	g := &Gazetteer{text: text, starts: make([]uint32, 0, strings.Count(text, "\n"))}
	at := 0
	for line := range strings.Lines(text) {
		if strings.Count(line, "\t") < columnCount-1 {
			return nil, fmt.Errorf("the gazetteer's line %d has too few columns", len(g.starts)+2)
		}
		g.starts = append(g.starts, uint32(at))
		at += len(line)
	}
	g.indexNames()
	g.codes = make([]uint32, len(g.starts))
	for i := range g.codes {
		g.codes[i] = uint32(i)
	}
	slices.SortFunc(g.codes, func(a, b uint32) int { return strings.Compare(g.code(a), g.code(b)) })
	return g, nil
}

func (g *Gazetteer) indexNames() {
	var folded strings.Builder
	folded.Grow(len(g.text) / 4)
	g.names = make([]name, 0, len(g.starts)+len(g.starts)/16)
	for i := range g.starts {
		for written := range strings.SplitSeq(g.column(uint32(i), columnNames), "|") {
			languages, n := spoken(written)
			if languages != "" {
				g.noteCalled(uint32(i), languages, n)
			}
			f := folding.Fold(n)
			g.names = append(g.names, name{uint32(folded.Len()), uint16(len(f)), uint32(i)})
			folded.WriteString(f)
		}
	}
	g.folded = folded.String()
	slices.SortFunc(g.names, func(a, b name) int {
		return cmp.Or(strings.Compare(g.fold(a), g.fold(b)), cmp.Compare(a.line, b.line))
	})
}

func (g *Gazetteer) fold(n name) string { return g.folded[n.start:][:n.length] }

func (g *Gazetteer) line(i uint32) string {
	line, _, _ := strings.Cut(g.text[g.starts[i]:], "\n")
	return line
}

func (g *Gazetteer) code(line uint32) string {
	code, _, _ := strings.Cut(g.text[g.starts[line]:], "\t")
	return code
}

func (g *Gazetteer) column(line uint32, column int) string {
	rest := g.line(line)
	for range column {
		_, rest, _ = strings.Cut(rest, "\t")
	}
	value, _, _ := strings.Cut(rest, "\t")
	return value
}

// ByCode returns the municipality with the code. One whose place is not known
// has no latitude and longitude.
func (g *Gazetteer) ByCode(code string) (organisation.Municipality, bool) {
	i, found := sort.Find(len(g.codes), func(i int) int { return strings.Compare(code, g.code(g.codes[i])) })
	if !found {
		return organisation.Municipality{}, false
	}
	return g.municipality(g.codes[i]), true
}

// Names lists the names of the municipality with the code, in any language, the
// one that is shown first; nil if the code is not known.
func (g *Gazetteer) Names(code string) []string {
	i, found := sort.Find(len(g.codes), func(i int) int { return strings.Compare(code, g.code(g.codes[i])) })
	if !found {
		return nil
	}
	names := strings.Split(g.column(g.codes[i], columnNames), "|")
	for i := range names {
		_, names[i] = spoken(names[i])
	}
	return names
}

func (g *Gazetteer) municipality(line uint32) organisation.Municipality {
	c := strings.Split(g.line(line), "\t")
	shown, _, _ := strings.Cut(c[columnNames], "|")
	lat, _ := strconv.ParseFloat(c[columnLat], 64)
	lon, _ := strconv.ParseFloat(c[columnLon], 64)
	return organisation.Municipality{
		Code: c[columnCode], Name: shown, Province: c[columnProvince], Region: c[columnRegion],
		Country: c[columnCountry], Lat: lat, Lon: lon,
	}
}

// Towns lists at most ten municipalities that typed may stand for: those of
// that very name first, then those whose name begins so, Italian ones first and
// the larger before the smaller. What follows in brackets or after a comma, as
// in Label, narrows the list: a province, a region or a country, by its code or
// by its name ("Valencia, Spagna").
func (g *Gazetteer) Towns(typed string) []questionnaire.Town {
	typed, detail := split(typed)
	if typed == "" {
		return nil
	}
	first := g.seek(typed)
	var exact, longer, fitting best
	for _, n := range g.names[first:] {
		if len(detail) > 0 && strings.HasPrefix(g.fold(n), typed) && fits(g.municipality(n.line), detail) {
			fitting.add(n.line)
		}
		switch folded := g.fold(n); {
		case folded == typed:
			exact.add(n.line)
			continue
		case strings.HasPrefix(folded, typed):
			longer.add(n.line)
			continue
		}
		break
	}
	// Those that the details fit may come after all that are kept of the others.
	return g.towns(typed, append(append(exact, fitting...), longer...), detail)
}

// Named lists every municipality that has the typed name, without regard to case
// and accents, Italian ones first and the larger before the smaller. What
// follows in brackets or after a comma narrows the list, as in Towns.
func (g *Gazetteer) Named(typed string) []organisation.Municipality {
	typed, detail := split(typed)
	if typed == "" {
		return nil
	}
	first := g.seek(typed)
	var fitting, all []organisation.Municipality
	var last uint32
	for _, n := range g.names[first:] {
		if g.fold(n) != typed {
			break
		}
		if len(all) > 0 && n.line == last {
			continue // under two names that fold to the same
		}
		last = n.line
		m := g.municipality(n.line)
		all = append(all, m)
		if len(detail) > 0 && fits(m, detail) {
			fitting = append(fitting, m)
		}
	}
	if len(fitting) > 0 {
		return fitting
	}
	return all
}

// mostMeant is how many towns a misspelt name is answered with.
const mostMeant = 5

// Meant lists a few municipalities that a name which none has may stand for: those
// whose name begins so or, if there are none, those whose name differs in one
// letter or that was shortened ("S. Benedetto"). Italian ones come first, and the
// larger before the smaller.
func (g *Gazetteer) Meant(typed string) []organisation.Municipality {
	typed, _ = split(typed)
	if typed == "" {
		return nil
	}
	var lines best
	for _, n := range g.names[g.seek(typed):] {
		if !strings.HasPrefix(g.fold(n), typed) {
			break
		}
		lines.add(n.line)
	}
	if len(lines) == 0 {
		for meant := range oneOff(typed) {
			for _, n := range g.names[g.seek(meant):] {
				if g.fold(n) != meant {
					break
				}
				lines.add(n.line)
			}
		}
	}
	lines = slices.Compact(lines)
	var towns []organisation.Municipality
	for _, line := range lines[:min(mostMeant, len(lines))] {
		towns = append(towns, g.municipality(line))
	}
	return towns
}

// seek is where the folded names begin that are not before this one.
func (g *Gazetteer) seek(folded string) int {
	return sort.Search(len(g.names), func(i int) bool { return g.fold(g.names[i]) >= folded })
}

// oneOff lists the folded names from which this one differs in a letter that is
// missing, too much, wrong or exchanged with its neighbour, and those for which
// its S. may stand.
func oneOff(folded string) iter.Seq[string] {
	const letters = "abcdefghijklmnopqrstuvwxyz "
	return func(yield func(string) bool) {
		for _, saint := range []string{"san ", "santa ", "santo ", "sant "} {
			if rest, ok := strings.CutPrefix(folded, "s "); ok && !yield(saint+rest) {
				return
			}
		}
		for i := range len(folded) + 1 {
			before, after := folded[:i], folded[i:]
			for _, c := range letters {
				if !yield(before+string(c)+after) || after != "" && !yield(before+string(c)+after[1:]) {
					return
				}
			}
			if after != "" && !yield(before+after[1:]) || len(after) > 1 && !yield(before+after[1:2]+after[:1]+after[2:]) {
				return
			}
		}
	}
}

// split parts what was typed into the folded name and the folded words that
// narrow it. A name is never longer than a hundred bytes.
func split(typed string) (name string, detail []string) {
	if len(typed) > 100 {
		typed = typed[:100]
	}
	if i := strings.IndexAny(typed, "(,"); i > 0 {
		return folding.Fold(typed[:i]), folding.Words(typed[i:])
	}
	return folding.Fold(typed), nil
}

// towns turns lines into towns, once each. Details that fit none are ignored.
func (g *Gazetteer) towns(typed string, lines []uint32, detail []string) []questionnaire.Town {
	var fitting, all []questionnaire.Town
	seen := map[uint32]bool{}
	for _, line := range lines {
		if seen[line] {
			continue
		}
		seen[line] = true
		m := g.municipality(line)
		t := g.choice(&m)
		fit := fits(m, detail)
		t.Named = fit && g.isCalled(line, typed)
		if len(all) < most {
			all = append(all, t)
		}
		if len(detail) > 0 && len(fitting) < most && fit {
			fitting = append(fitting, t)
		}
	}
	if len(fitting) > 0 {
		return fitting
	}
	return all
}

// fits reports whether each of the folded words is of the town's province, region or
// country, of its code or of one of its names, or of a name with brackets, Halle (Saale).
func fits(m organisation.Municipality, detail []string) bool {
	known := folding.Words(strings.Join([]string{m.Name, m.Province, m.Country, strings.ReplaceAll(m.Region, "_", " ")}, " "))
	known = append(known, countryWords()[m.Country]...)
	known = append(known, provinceWords()[m.Country+"\t"+m.Province]...)
	for _, word := range detail {
		if !slices.Contains(known, word) {
			return false
		}
	}
	return true
}

// best keeps the lowest lines it is given, in order. It keeps more than are
// shown, as a line may come under two names or not fit the details.
type best []uint32

func (b *best) add(line uint32) {
	const kept = 5 * most
	i, _ := slices.BinarySearch(*b, line)
	if i == kept {
		return
	}
	*b = slices.Insert(*b, i, line)
	if len(*b) > kept {
		*b = (*b)[:kept]
	}
}
