// Package opendata is the page that lists every form in which programs and
// people can take along what the atlas publishes, with its licence.
package opendata

import (
	"net/http"

	"telaio/internal/account"
	"telaio/internal/dump"
	"telaio/internal/web/shell"
)

// Sizes knows how large the files that are made of the atlas are.
type Sizes interface {
	// Size is that of the newest version of a file in bytes; false = nobody has
	// asked for it yet.
	Size(name string) (int64, bool)
}

// Copies knows the files that are made each day.
type Copies interface {
	// Sets lists them, the newest first.
	Sets() ([]dump.Set, error)
}

// Pages are the routes of this group.
type Pages struct {
	Sizes  Sizes
	Copies Copies
	// Murmurations says whether profiles for that network are published.
	Murmurations bool
}

// Routes lists the page.
func (p Pages) Routes() []shell.Route {
	return []shell.Route{{
		Name: "open-data", Method: http.MethodGet, Paths: shell.Both("/dati-aperti", "/en/open-data"), Action: account.ReadPublic,
		Handle: p.show, // not Cached: the files are made while nothing public changes
	}}
}

func (p Pages) show(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	return shell.Render(w, r, http.StatusOK, view(v, p.groups(v)))
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
	add("files", p.file(v, "csv", "CSV"), p.file(v, "xlsx", "XLSX"), p.file(v, "geojson", "GeoJSON"), p.file(v, "jsonld", "JSON-LD"), p.lines(v), p.copied(v, "package", "HSDS 3.1", dump.PackageFile))
	add("keep", form{Key: "atom", Name: "Atom", Path: v.Path("atlas-atom")}, form{Key: "alert", Name: v.T("opendata.alert_name"), Path: v.Path("alert-new")},
		form{Key: "changes", Name: "JSON", Path: v.Path("api-changes")}, form{Key: "dumps", Name: v.T("opendata.dumps_name"), Path: v.Path("dumps")})
	add("programs", form{Key: "api", Name: v.T("opendata.api_name"), Path: v.Path("api")}, form{Key: "hsds", Name: "HSDS 3.1", Path: v.Path("hsds")}, p.murmurations())
	add("page", form{Key: "widget", Name: v.T("opendata.widget_name"), Path: v.Path("widget-code")}, form{Key: "oembed", Name: "oEmbed", Path: here(v, "oembed")}, form{Key: "record", Name: "JSON, JSON-LD"})
	return groups
}

// file is the whole atlas in one form.
func (p Pages) file(v *shell.Visit, key, name string) form {
	f := form{Key: key, Name: name, Path: v.Path("atlas-" + key)}
	if size, known := p.Sizes.Size("atlas." + key); known {
		f.Size = bytes(v, size)
	}
	return f
}

// lines is every record, one per line.
func (p Pages) lines(v *shell.Visit) form {
	f := form{Key: "ndjson", Name: "NDJSON", Path: v.Path("api-organisations")}
	if f.Path != "#" {
		f.Path += "?format=ndjson"
	}
	if size, known := p.Sizes.Size("organisations.ndjson"); known {
		f.Size = bytes(v, size)
	}
	return f
}

// copied is a file that is made each day, once there is one.
func (p Pages) copied(v *shell.Visit, key, name, file string) form {
	f := form{Key: key, Name: name, Path: "#"}
	sets, err := p.Copies.Sets()
	if err != nil || len(sets) == 0 {
		return f // the page of the copies says what is wrong
	}
	for _, made := range sets[0].Files {
		if made.Name == file {
			f.Path, f.Size = v.Path("open-data-file", "version", dump.Newest, "file", file), bytes(v, made.Bytes)
		}
	}
	return f
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

// bytes is a size in words: "44 kB", "1,2 MB".
func bytes(v *shell.Visit, n int64) string {
	const kilo, mega = 1000, 1000 * 1000
	if n < mega {
		return v.Number(int(n+kilo-1)/kilo) + " kB"
	}
	return v.Decimal(float64(n)/mega, 1) + " MB"
}
