package relation

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"telaio/internal/i18n"
	"telaio/internal/inert"
	"telaio/internal/organisation"
	"telaio/internal/relation"
	"telaio/internal/taxonomy"
	"telaio/internal/web/part/opendata"
	"telaio/internal/web/shell"
)

// How many organisations fit into a picture that can be read: on a screen, on a
// sheet of paper with close lines, and with lines at their ease.
const (
	mostDrawn   = 150
	mostPrinted = 80
	mostAtEase  = 42
)

// networkPage is the page.
type networkPage struct {
	relation.Network
	Filter relation.Filter
	visit  *shell.Visit
}

func (p Pages) network(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	f := parse(r.URL.Query(), v.Site.Taxonomies)
	n, err := p.UseCases.Network(r.Context(), f)
	if err != nil {
		return fmt.Errorf("weave the network: %w", err)
	}
	v.URL = &url.URL{Path: r.URL.Path, RawQuery: encode(f)}
	return shell.Render(w, r, http.StatusOK, networkView(v, networkPage{n, f, v}))
}

// parse reads what narrows the network. Anything unknown narrows nothing.
func parse(query url.Values, vocabulary taxonomy.Set) relation.Filter {
	known := func(parameter string, id taxonomy.ID) string {
		if code := query.Get(parameter); vocabulary[id].Has(code) {
			return code
		}
		return ""
	}
	return relation.Filter{
		Kind: known(kindParameter, taxonomy.RelationKind), Region: known(regionParameter, taxonomy.Region),
		Form: known(formParameter, taxonomy.SolidarityForm), Confirmed: query.Get(confirmedParameter) == both,
	}
}

// encode writes a filter as the address has it.
func encode(f relation.Filter) string {
	query := url.Values{}
	for parameter, code := range map[string]string{kindParameter: f.Kind, regionParameter: f.Region, formParameter: f.Form} {
		if code != "" {
			query.Set(parameter, code)
		}
	}
	if f.Confirmed {
		query.Set(confirmedParameter, both)
	}
	return query.Encode()
}

// address is that of a route with the page's filter.
func (n networkPage) address(route string) string {
	path := n.visit.Path(route)
	if query := encode(n.Filter); query != "" {
		path += "?" + query
	}
	return path
}

func (n networkPage) head() shell.Head {
	v := n.visit
	return shell.Head{
		Title: v.T("relation.network"), Description: v.T("relation.network_lead"), Current: "atlas",
		Canonical: n.address("network"), NoIndex: !n.Filter.Empty(),
		Feeds: []shell.Feed{{Type: "text/csv", Title: v.T("relation.network"), Path: n.address("network-csv")}},
	}
}

// drawn reports whether the network is small enough for a picture.
func (n networkPage) drawn() bool { return len(n.Nodes) <= mostDrawn }

// found is "23 organizzazioni, 31 legami, 18 confermati da entrambe".
func (n networkPage) found() string {
	v := n.visit
	return v.T("relation.found", i18n.Args{
		"Organisations": v.N("relation.organisations", len(n.Nodes)), "Ties": v.N("relation.ties", len(n.Ties)),
		"Confirmed": v.N("relation.confirmed_by_both", n.Confirmed()),
	})
}

// narrowed is the filter in words, for paper, on which the form does not stand: ""
// for the whole network.
func (n networkPage) narrowed() string {
	v, f := n.visit, n.Filter
	var words []string
	for _, one := range []struct {
		id   taxonomy.ID
		code string
	}{{taxonomy.RelationKind, f.Kind}, {taxonomy.Region, f.Region}, {taxonomy.SolidarityForm, f.Form}} {
		if one.code != "" {
			words = append(words, v.T("relation.filter_"+string(one.id))+": "+v.Label(one.id, one.code))
		}
	}
	if f.Confirmed {
		words = append(words, v.T("relation.only_confirmed"))
	}
	return strings.Join(words, " · ")
}

// years is when a relation began and ended, "" if nobody said.
func years(since, until int) string {
	year := func(n int) string {
		if n == 0 {
			return ""
		}
		return strconv.Itoa(n)
	}
	if since == 0 && until == 0 {
		return ""
	}
	return year(since) + "–" + year(until)
}

// csv hands out the ties of the filter, a line each, but none of those who are
// not to be among the open data.
func (p Pages) csv(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	n, err := p.UseCases.Network(r.Context(), parse(r.URL.Query(), v.Site.Taxonomies))
	if err != nil {
		return fmt.Errorf("weave the network: %w", err)
	}
	refused, err := p.Refused(r.Context())
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="telaio-rete.csv"`)
	opendata.License(w.Header())
	out := csv.NewWriter(w)
	_ = out.Write([]string{"from_id", "from_slug", "from_name", "kind", "to_id", "to_slug", "to_name", "since", "until", "confirmed"})
	for _, t := range n.Ties {
		from, to := n.Nodes[t.A], n.Nodes[t.B]
		if refused[from.ID] || refused[to.ID] {
			continue
		}
		_ = out.Write([]string{
			from.ID, from.Slug, inert.Cell(from.Name), t.Kind, to.ID, to.Slug, inert.Cell(to.Name),
			number(t.Since), number(t.Until), strconv.FormatBool(t.Standing == organisation.Confirmed),
		})
	}
	out.Flush()
	return nil // who has left the line is not to be told
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
