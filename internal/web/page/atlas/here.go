package atlas

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"telaio/internal/account"
	"telaio/internal/atlas"
	"telaio/internal/fault"
	"telaio/internal/web/shell"
)

// hereRoute answers the script that sorts the list by the distance from where
// the reader is. The position comes in the body of a request, so that no address,
// history, log or cache has it (docs/adr/0105).
func (p Pages) hereRoute() shell.Route {
	return shell.Route{
		Name: "atlas-near", Method: http.MethodPost, Paths: shell.Both("/atlante/vicino", "/en/atlas/near"), Action: account.ReadPublic,
		Handle: p.here, Limit: shell.LimitSearch,
	}
}

// here answers with the part of the page that has the list.
func (p Pages) here(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	from, ok := position(r.PostFormValue("lat"), r.PostFormValue("lon"))
	if !ok {
		return fault.New(fault.Invalid, "error.malformed")
	}
	// What cannot be read of the query is left out, as in an address.
	values, _ := url.ParseQuery(r.PostFormValue("filtri"))
	q := atlas.Parse(values, v.Site.Taxonomies).WithNear("")
	if n, err := strconv.Atoi(r.PostFormValue("pagina")); err == nil && n > 1 && n < 100_000 {
		q.Page = n
	}
	q.From = &from
	result, err := p.Index.Find(r.Context(), q)
	if err != nil {
		return fmt.Errorf("answer a query by distance: %w", err)
	}
	l := newList(v, result)
	if l.Rows, err = p.drawRows(r.Context(), v, &l.Result); err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "private, no-store")
	return shell.Render(w, r, http.StatusOK, nearest(v, l))
}

// position reads degrees and rounds them to hundredths, about a kilometre, as
// the script has done before it sent them.
func position(lat, lon string) (atlas.Point, bool) {
	y, errLat := strconv.ParseFloat(strings.TrimSpace(lat), 64)
	x, errLon := strconv.ParseFloat(strings.TrimSpace(lon), 64)
	if errLat != nil || errLon != nil {
		return atlas.Point{}, false
	}
	return atlas.At(math.Round(y*100)/100, math.Round(x*100)/100)
}
