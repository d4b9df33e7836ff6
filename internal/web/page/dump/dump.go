// Package dump is where the whole atlas can be taken as files, version by
// version.
package dump

import (
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"telaio/internal/account"
	"telaio/internal/clock"
	"telaio/internal/dump"
	"telaio/internal/web/part/opendata"
	"telaio/internal/web/part/program"
	"telaio/internal/web/shell"
)

// Folder keeps the sets.
type Folder interface {
	Sets() ([]dump.Set, error)
	Open(version, name string) (*os.File, dump.File, dump.Set, error)
}

// Pages are the routes of this group.
type Pages struct {
	Folder Folder
	Clock  clock.Clock
}

// Routes lists the pages.
func (p Pages) Routes() []shell.Route {
	return []shell.Route{
		{Name: "dumps", Method: http.MethodGet, Paths: shell.Both("/dati-aperti/copie", "/en/open-data/copies"), Action: account.ReadPublic, Handle: p.list, Counted: true},
		{Name: "open-data-file", Method: http.MethodGet, Paths: shell.Only("/dati-aperti/{version}/{file}"), Action: account.ReadPublic, Handle: p.file, Open: true, Limit: shell.LimitSearch},
	}
}

func (p Pages) list(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	sets, err := p.Folder.Sets()
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, listView(v, sets))
}

// file hands a file out. The newest version is named once and for all before, so
// that what was downloaded can be cited.
func (p Pages) file(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	asked := r.PathValue("version")
	content, file, set, err := p.Folder.Open(asked, r.PathValue("file"))
	if err != nil {
		return err
	}
	defer content.Close()
	header := w.Header()
	opendata.License(header)
	if asked == dump.Newest {
		header.Set("Cache-Control", "no-cache")
		http.Redirect(w, r, v.Path("open-data-file", "version", set.Version, "file", file.Name), http.StatusFound)
		return nil
	}
	program.BePatient(w, p.Clock.Now())
	header.Set("Content-Type", inUTF8(file.Media))
	header.Set("Content-Disposition", `attachment; filename="telaio-`+set.Version+`-`+file.Name+`"`)
	header.Set("Cache-Control", "public, max-age=31536000, immutable")
	if file.Sum != "" {
		header.Set("ETag", `"`+file.Sum+`"`)
		header.Set("Repr-Digest", "sha-256=:"+base64Of(file.Sum)+":") // RFC 9530
	}
	http.ServeContent(w, r, "", set.At, content)
	return nil
}

// inUTF8 says of a text in which encoding it is.
func inUTF8(media string) string {
	if strings.HasPrefix(media, "text/") {
		return media + "; charset=utf-8"
	}
	return media
}

// size is "1,2 MB".
func size(v *shell.Visit, bytes int64) string {
	switch {
	case bytes >= 1_000_000:
		return v.Decimal(float64(bytes)/1e6, 1) + "\u00a0MB"
	case bytes >= 1000:
		return v.Decimal(float64(bytes)/1e3, 0) + "\u00a0kB"
	default:
		return strconv.FormatInt(bytes, 10) + "\u00a0B"
	}
}

// when is the moment of a set as programs read it.
func when(set dump.Set) string { return set.At.Format(time.RFC3339) }
