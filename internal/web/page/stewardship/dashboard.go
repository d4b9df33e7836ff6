package stewardship

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"telaio/internal/atlas"
	"telaio/internal/freshness"
	"telaio/internal/taxonomy"
	"telaio/internal/web/shell"
)

// Atlas knows every published page.
type Atlas interface {
	Snapshot(ctx context.Context) (*atlas.Snapshot, error)
}

// mostOld is how many pages the team is asked to look at first.
const mostOld = 50

// dashboard is how fresh the atlas is, region by region.
type dashboard struct {
	Regions []atlas.RegionFreshness
	All     atlas.RegionFreshness
	Oldest  []atlas.Entry
	Chosen  *chosen // nil = no number was followed
}

// chosen are the pages behind one of the numbers, one page of them at a time.
type chosen struct {
	Region, Column string
	Page, Pages    int
	Total          int
	Entries        []atlas.Entry
}

// onAPage is how many pages behind a number are listed at once.
const onAPage = 50

func (p Pages) dashboard(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	s, err := p.Atlas.Snapshot(r.Context())
	if err != nil {
		return err
	}
	d := dashboard{Regions: s.FreshnessByRegion(), All: s.Freshness(), Oldest: s.Oldest(mostOld), Chosen: choose(s, r.URL.Query())}
	return shell.Render(w, r, http.StatusOK, dashboardView(v, d))
}

// The parameters of a number that was followed.
const (
	columnParameter = "stato"
	regionParameter = "regione"
	pageParameter   = "pagina"
)

// choose reads which number was followed. What it does not know counts as none.
func choose(s *atlas.Snapshot, q url.Values) *chosen {
	c := &chosen{Region: q.Get(regionParameter), Column: q.Get(columnParameter), Page: 1}
	if !slices.Contains(columns(), c.Column) {
		return nil
	}
	state := freshness.State(c.Column)
	if c.Column == "total" {
		state = ""
	}
	all := s.PagesIn(c.Region, state)
	c.Total, c.Pages = len(all), max(1, (len(all)+onAPage-1)/onAPage)
	if n, err := strconv.Atoi(q.Get(pageParameter)); err == nil {
		c.Page = min(max(n, 1), c.Pages)
	}
	from := (c.Page - 1) * onAPage
	c.Entries = all[from:min(from+onAPage, len(all))]
	return c
}

// numberPath leads to the pages behind a number of the table.
func numberPath(v *shell.Visit, region, column string, page int) string {
	q := url.Values{regionParameter: {region}, columnParameter: {column}}
	if page > 1 {
		q.Set(pageParameter, strconv.Itoa(page))
	}
	return v.Path("desk-freshness") + "?" + q.Encode() + "#pages"
}

// numberPages leads to a page of those behind the number that was followed.
func numberPages(v *shell.Visit, c *chosen) func(int) string {
	return func(n int) string { return numberPath(v, c.Region, c.Column, n) }
}

// region is the region's name, or where those are that are in none.
func region(v *shell.Visit, code string) string {
	switch code {
	case "":
		return v.T("stewardship.no_region")
	case atlas.Everywhere:
		return v.T("stewardship.everywhere")
	}
	return v.Label(taxonomy.Region, code)
}

// columns are the table's headings behind the first.
func columns() []string { return []string{"fresh", "fading", "unconfirmed", "total"} }

// counts are the numbers of a row, in the order of columns.
func counts(r atlas.RegionFreshness) []int { return []int{r.Fresh, r.Fading, r.Unconfirmed, r.Total()} }
