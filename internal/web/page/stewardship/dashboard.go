package stewardship

import (
	"context"
	"net/http"

	"telaio/internal/atlas"
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
	Oldest  []atlas.Entry
}

func (p Pages) dashboard(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	s, err := p.Atlas.Snapshot(r.Context())
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, dashboardView(v, dashboard{s.FreshnessByRegion(), s.Oldest(mostOld)}))
}

// region is the region's name, or where those are that are in none.
func region(v *shell.Visit, code string) string {
	if code == "" {
		return v.T("stewardship.no_region")
	}
	return v.Label(taxonomy.Region, code)
}

// columns are the table's headings behind the first.
func columns() []string { return []string{"fresh", "fading", "unconfirmed", "total"} }

// counts are the numbers of a row, in the order of columns.
func counts(r atlas.RegionFreshness) []int { return []int{r.Fresh, r.Fading, r.Unconfirmed, r.Total()} }
