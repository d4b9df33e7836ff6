// Package opendata is the page that lists every form in which programs and
// people can take along what the atlas publishes, with its licence.
package opendata

import (
	"net/http"

	"telaio/internal/account"
	"telaio/internal/dump"
	"telaio/internal/web/shell"
)

// Copies knows the files that are made each day.
type Copies interface {
	// Sets lists them, the newest first.
	Sets() ([]dump.Set, error)
}

// Pages are the routes of this group.
type Pages struct {
	Copies Copies
	// Murmurations says whether profiles for that network are published.
	Murmurations bool
}

// Routes lists the page.
func (p Pages) Routes() []shell.Route {
	return []shell.Route{{
		Name: "open-data", Method: http.MethodGet, Paths: shell.Both("/dati-aperti", "/en/open-data"), Action: account.ReadPublic,
		Handle: p.show, // not Cached: the copies are made while nothing public changes
	}}
}

func (p Pages) show(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	return shell.Render(w, r, http.StatusOK, view(v, p.groups(v), tools(v)))
}

// group is forms that serve the same end.
type group struct {
	Key   string
	Forms []form
}

// form is one way of taking the data along.
type form struct {
	Key  string // of its words
	Name string
	Path string // "" = there is no one address
	Size string // "" = not known
}

// groups lists what this site has.
func (p Pages) groups(v *shell.Visit) []group {
	var groups []group
	add := func(key string, forms ...form) {
		var here []form
		for _, f := range forms {
			if f.Path != "#" {
				here = append(here, f)
			}
		}
		if len(here) > 0 {
			groups = append(groups, group{key, here})
		}
	}
	copied := p.newest()
	add("files", file(v, "csv", "CSV", copied), file(v, "xlsx", "XLSX", copied), file(v, "geojson", "GeoJSON", copied), file(v, "jsonld", "JSON-LD", copied),
		lines(v, copied), packed(v, copied),
		form{Key: "network", Name: v.T("opendata.network_name"), Path: v.Path("network-csv")}, form{Key: "practices", Name: v.T("opendata.practices_name"), Path: v.Path("practices-data")})
	add("keep", form{Key: "atom", Name: "Atom", Path: v.Path("atlas-atom")}, form{Key: "alert", Name: v.T("opendata.alert_name"), Path: v.Path("alert-new")},
		form{Key: "changes", Name: v.T("opendata.changes_name"), Path: v.Path("api-changes")}, form{Key: "dumps", Name: v.T("opendata.dumps_name"), Path: v.Path("dumps")})
	add("programs", form{Key: "api", Name: v.T("opendata.api_name"), Path: v.Path("api")}, form{Key: "hsds", Name: "HSDS 3.1", Path: v.Path("hsds")}, p.murmurations())
	add("page", form{Key: "widget", Name: v.T("opendata.widget_name"), Path: v.Path("widget-code")}, form{Key: "oembed", Name: "oEmbed", Path: here(v, "oembed")}, form{Key: "record", Name: "JSON, JSON-LD"})
	return groups
}

// newest maps the files of the last copy to their sizes in bytes. They tell how
// large those of this moment are, or nearly.
func (p Pages) newest() map[string]int64 {
	sets, err := p.Copies.Sets()
	if err != nil || len(sets) == 0 {
		return nil // the page of the copies says what is wrong
	}
	sizes := map[string]int64{}
	for _, made := range sets[0].Files {
		sizes[made.Name] = made.Bytes
	}
	return sizes
}

// file is the whole atlas in one form.
func file(v *shell.Visit, key, name string, copied map[string]int64) form {
	return form{Key: key, Name: name, Path: v.Path("atlas-" + key), Size: size(v, copied["organisations."+key])}
}

// lines is every record, one per line.
func lines(v *shell.Visit, copied map[string]int64) form {
	f := form{Key: "ndjson", Name: "NDJSON", Path: v.Path("api-organisations"), Size: size(v, copied["organisations.ndjson"])}
	if f.Path != "#" {
		f.Path += "?format=ndjson"
	}
	return f
}

// packed is the package that is made each day, once there is one.
func packed(v *shell.Visit, copied map[string]int64) form {
	f := form{Key: "package", Name: "HSDS 3.1", Path: "#"}
	if bytes, made := copied[dump.PackageFile]; made {
		f.Path, f.Size = v.Path("open-data-file", "version", dump.Newest, "file", dump.PackageFile), size(v, bytes)
	}
	return f
}

// tool is a program that reads the atlas, and what it is told to.
type tool struct{ Name, Command string }

func tools(v *shell.Visit) []tool {
	at := func(route string) string { return v.Absolute(v.Path(route)) }
	return []tool{
		{"Python", `pandas.read_csv("` + at("atlas-csv") + `")`},
		{"R", `read.csv("` + at("atlas-csv") + `", na.strings = "")`},
		{"QGIS", at("atlas-geojson")},
	}
}

func (p Pages) murmurations() form {
	f := form{Key: "murmurations", Name: "Murmurations"}
	if !p.Murmurations {
		f.Path = "#"
	}
	return f
}

// here is "" for a route that this site has and that has no address to open,
// else "#".
func here(v *shell.Visit, route string) string {
	if v.Site.Paths.Has(route) {
		return ""
	}
	return "#"
}

// size is "44 kB", "1,2 MB"; "" where it is not known.
func size(v *shell.Visit, n int64) string {
	const kilo, mega = 1000, 1000 * 1000
	switch {
	case n == 0:
		return ""
	case n < mega:
		return v.Number(int(n+kilo-1)/kilo) + "\u00a0kB"
	default:
		return v.Decimal(float64(n)/mega, 1) + "\u00a0MB"
	}
}
