package result

import (
	"cmp"
	"net/url"
	"time"

	"telaio/internal/i18n"
	"telaio/internal/kit"
	"telaio/internal/plan"
	"telaio/internal/report"
	"telaio/internal/web/shell"
)

// mostDivergent is how many differences stand on the first pages: a meeting has
// time for these.
const mostDivergent = 4

// addPath leads to the form that puts a recommendation into the plan.
func addPath(v *shell.Visit, p *page, recommendation string) string {
	query := url.Values{"da": {recommendation}, "ciclo": {p.Cycle.ID}}
	return v.Path("plan-new", "organisation", p.Organisation.ID) + "?" + query.Encode()
}

func dimensionTitle(r report.Report, i *report.Item) kit.Text {
	d, _ := r.Kit.Dimension(i.DimensionID)
	return d.Title
}

// whoAndWhen says who does an action and by when.
func whoAndWhen(v *shell.Visit, a plan.Action) string {
	who := cmp.Or(a.Who, v.T("plan.nobody"))
	day, err := time.Parse(time.DateOnly, a.Due)
	if err != nil {
		return who
	}
	return v.T("plan.who_by", i18n.Args{"Who": who, "Date": v.Date(day.Add(12 * time.Hour))})
}
