package relation

import (
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"telaio/internal/atlas"
	"telaio/internal/i18n"
	"telaio/internal/inert"
	"telaio/internal/organisation"
	"telaio/internal/relation"
	"telaio/internal/taxonomy"
	"telaio/internal/web/part/opendata"
	"telaio/internal/web/part/pager"
	"telaio/internal/web/shell"
)

// How many organisations fit into a picture that can be read: on a screen, on a
// sheet of paper with close lines, and with lines at their ease. A picture that
// is cut has fewer on each sheet, so that the first has room for the heading.
const (
	mostDrawn   = 150
	mostPrinted = 80
	mostOnSheet = 56
	mostAtEase  = 42
)

// tiesOnAPage is how many rows of the table one page has.
const tiesOnAPage = 200

// networkPage is the page.
type networkPage struct {
	relation.Survey
	Middle  *atlas.Entry   // whom the network is around, nil = nobody
	Typed   string         // what was typed for that and means nobody, or several
	Choices []*atlas.Entry // whom it may mean
	Page    int            // of the table, from 1
	visit   *shell.Visit
}

func (p Pages) network(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	query := r.URL.Query()
	n := networkPage{visit: v, Typed: typed(query)}
	f, err := p.filter(r.Context(), query, v.Site.Taxonomies, &n)
	if err != nil {
		return err
	}
	if n.Survey, err = p.UseCases.Survey(r.Context(), f); err != nil {
		return fmt.Errorf("survey the network: %w", err)
	}
	n.Page = min(max(1, pageNumber(query)), n.pages())
	v.URL = &url.URL{Path: r.URL.Path, RawQuery: encode(f)}
	return shell.Render(w, r, http.StatusOK, networkView(v, n))
}

// filter reads what narrows the network and finds whom it is to be around.
func (p Pages) filter(ctx context.Context, query url.Values, vocabulary taxonomy.Set, n *networkPage) (relation.Filter, error) {
	f := parse(query, vocabulary)
	text := typed(query)
	if text == "" {
		return f, nil
	}
	found, err := p.UseCases.Named(ctx, text)
	if err != nil {
		return f, fmt.Errorf("find whom the network is to be around: %w", err)
	}
	if len(found) != 1 {
		n.Choices = found
		return f, nil
	}
	n.Middle, n.Typed = found[0], ""
	f.Around, f.Steps = found[0].Slug, steps(query)
	return f, nil
}

// whole reports whether there is nothing less here than the whole network.
func (n networkPage) whole() bool { return n.Filter.Empty() && n.Typed == "" }

// address is that of a route with the page's filter.
func (n networkPage) address(route string) string { return n.with(route, n.Filter) }

// with is the address of a route with a filter.
func (n networkPage) with(route string, f relation.Filter) string {
	path := n.visit.Path(route)
	if query := encode(f); query != "" {
		path += "?" + query
	}
	return path
}

// around is the page with what is near one organisation, whatever else it is
// narrowed by.
func (n networkPage) around(slug string, steps int) string {
	f := n.Filter
	f.Around, f.Steps = slug, steps
	return n.with("network", f)
}

// in is the page with what is in a region.
func (n networkPage) in(region string) string {
	f := n.Filter
	f.Region = region
	return n.with("network", f)
}

func (n networkPage) title() string {
	if n.Middle != nil {
		return n.visit.T("relation.network_around", i18n.Args{"Name": n.Middle.Name})
	}
	return n.visit.T("relation.network")
}

func (n networkPage) head() shell.Head {
	v := n.visit
	return shell.Head{
		Title: n.title(), Description: v.T("relation.network_lead"), Current: "atlas",
		Canonical: n.address("network"), NoIndex: !n.whole(),
		Feeds: []shell.Feed{{Type: "text/csv", Title: v.T("relation.network"), Path: n.address("network-csv")}},
	}
}

// drawn reports whether the network is small enough for a picture.
func (n networkPage) drawn() bool { return len(n.Nodes) <= mostDrawn }

// printed reports whether each group's picture fits on a sheet of paper.
func (n networkPage) printed() bool { return len(n.Groups) == 0 || n.Groups[0].Size() <= mostPrinted }

// mostParts is how many groups are offered one by one.
const mostParts = 15

// parts are the groups to choose from, without mere pairs, where the whole is too
// large; none if there is only one.
func (n networkPage) parts() []relation.Group {
	parts := n.Groups
	if i := slices.IndexFunc(parts, func(g relation.Group) bool { return g.Size() < 3 }); i >= 0 {
		parts = parts[:i]
	}
	if len(n.Groups) < 2 {
		return nil
	}
	return parts[:min(len(parts), mostParts)]
}

// regions are those to choose from, in the order of the taxonomy.
func (n networkPage) regions() []string {
	if n.Filter.Region != "" {
		return nil
	}
	return offered(n.visit, taxonomy.Region, n.Regions, "")
}

// offered are the terms that leave something, and the one that was chosen.
func offered(v *shell.Visit, id taxonomy.ID, counts map[string]int, chosen string) []string {
	var codes []string
	for _, term := range v.Site.Taxonomies[id].Terms {
		if counts[term.Code] > 0 || term.Code == chosen {
			codes = append(codes, term.Code)
		}
	}
	return codes
}

// pages is how many pages the table has.
func (n networkPage) pages() int { return max(1, (len(n.Ties)+tiesOnAPage-1)/tiesOnAPage) }

// rows are the ties of the table's page.
func (n networkPage) rows() []relation.Tie {
	from := (n.Page - 1) * tiesOnAPage
	return n.Ties[from:min(from+tiesOnAPage, len(n.Ties))]
}

// pager leads through the table.
func (n networkPage) pager() pager.Pager {
	return pager.Pager{Page: n.Page, Pages: n.pages(), Path: func(page int) string {
		query := values(n.Filter)
		if page > 1 {
			query.Set(pageParameter, strconv.Itoa(page))
		}
		path := n.visit.Path("network")
		if len(query) > 0 {
			path += "?" + query.Encode()
		}
		return path + "#ties"
	}}
}

// found is "23 organizzazioni, 31 legami, 18 confermati da entrambe".
func (n networkPage) found() string {
	v := n.visit
	return v.T("relation.found", i18n.Args{
		"Organisations": v.N("relation.organisations", len(n.Nodes)), "Ties": v.N("relation.ties", len(n.Ties)),
		"Confirmed": v.N("relation.confirmed_by_both", n.ConfirmedTies()),
	})
}

// sizeOf is "23 organizzazioni, 31 legami".
func sizeOf(v *shell.Visit, g relation.Group) string {
	return v.N("relation.organisations", g.Size()) + ", " + v.N("relation.ties", len(g.Ties))
}

// narrowed is the filter in words, for paper, on which the form does not stand: ""
// for the whole network.
func (n networkPage) narrowed() string {
	v, f := n.visit, n.Filter
	var words []string
	if n.Middle != nil {
		words = append(words, v.T("relation.network_around", i18n.Args{"Name": n.Middle.Name}), v.T(stepsKey(f.Steps)))
	}
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

// stepsKey is the message for how far one goes.
func stepsKey(steps int) string { return "relation.steps_" + strconv.Itoa(steps) }

// csv hands out the ties of the filter, a line each, but none of those who are
// not to be among the open data.
func (p Pages) csv(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	f, err := p.filter(r.Context(), r.URL.Query(), v.Site.Taxonomies, &networkPage{})
	if err != nil {
		return err
	}
	n, err := p.UseCases.Network(r.Context(), f)
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
