// Package addresslookup lets the team find the point of an address, where the
// operator runs a server that knows. The address travels in the body of a
// request: it may be one that is kept back.
package addresslookup

import (
	"context"
	"net/http"
	"strconv"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/geocoding"
	"telaio/internal/web/shell"
)

// Pages are the routes of this group.
type Pages struct {
	Search func(ctx context.Context, address, country string) ([]geocoding.Hit, error)
}

// Routes lists the page.
func (p Pages) Routes() []shell.Route {
	const path = "/redazione/punto"
	return []shell.Route{
		{Name: "desk-point", Method: http.MethodGet, Paths: shell.Only(path), Action: account.ReadConfident, Handle: p.ask},
		{Name: "desk-point", Method: http.MethodPost, Paths: shell.Only(path), Action: account.ReadConfident, Handle: p.answer},
	}
}

// lookup is the page.
type lookup struct {
	Address string
	Hits    []geocoding.Hit
	Asked   bool
	Problem string // message key, "" = none
}

func (p Pages) ask(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	return shell.Render(w, r, http.StatusOK, page(v, lookup{}))
}

func (p Pages) answer(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	l := lookup{Address: r.PostFormValue("address"), Asked: true}
	var err error
	l.Hits, err = p.Search(r.Context(), l.Address, "")
	switch fault.KindOf(err) {
	case fault.Invalid:
		l.Problem = "geocoding.no_address"
	case fault.TooMany:
		l.Problem = "geocoding.too_fast"
	case fault.Unavailable:
		l.Problem = "geocoding.silent"
		v.Cause = err
	default:
		if err != nil {
			return err
		}
	}
	return shell.Render(w, r, http.StatusOK, page(v, l))
}

// point writes a hit as the form's field for a point takes it.
func point(h geocoding.Hit) string {
	return strconv.FormatFloat(h.Lat, 'f', 5, 64) + ", " + strconv.FormatFloat(h.Lon, 'f', 5, 64)
}
