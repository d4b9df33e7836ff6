package kit

// Report is a result as JSON: unrounded, null for what cannot be calculated.
type Report struct {
	Items      map[string]ItemReport      `json:"items"`
	Dimensions map[string]DimensionReport `json:"dimensions"`
}

// ItemReport is one item of a report.
type ItemReport struct {
	N                         int        `json:"n"` // people who gave a level
	Median                    *float64   `json:"median"`
	Min                       *int       `json:"min"`
	Max                       *int       `json:"max"`
	AD                        *float64   `json:"ad"`
	RWG                       *float64   `json:"rwg"`
	Agreement                 *Agreement `json:"agreement"`
	Split                     bool       `json:"split"`
	NA                        bool       `json:"na"` // what the answers say; a consensus level outweighs it
	ApplicabilityDisagreement bool       `json:"applicability_disagreement"`
	Official                  *float64   `json:"official"`
}

// DimensionReport is one dimension of a report.
type DimensionReport struct {
	State      string        `json:"state"` // scored, incomplete or out_of_scope
	Value      *float64      `json:"value"`
	Percent    *float64      `json:"percent"`
	Band       *int          `json:"band"`
	Applicable int           `json:"applicable"`
	Answered   int           `json:"answered"`
	Needed     int           `json:"needed"`
	Change     *ChangeReport `json:"change,omitempty"`
}

// ChangeReport compares a dimension with an earlier cycle. Diff and real are
// null where the two cannot be compared.
type ChangeReport struct {
	Diff            *float64 `json:"diff"`
	MDC             float64  `json:"mdc"`
	Real            *bool    `json:"real"`
	Provisional     bool     `json:"provisional"`
	ComparableShare float64  `json:"comparable_share"`
}

// ReportOf writes a result down, with the changes since an earlier cycle if
// there are any.
func ReportOf(result Result, changes []Change) Report {
	report := Report{
		Items:      make(map[string]ItemReport, len(result.Items)),
		Dimensions: make(map[string]DimensionReport, len(result.Dimensions)),
	}
	for _, item := range result.Items {
		report.Items[item.ID] = itemReport(item)
	}
	for _, d := range result.Dimensions {
		report.Dimensions[d.ID] = dimensionReport(d.Outcome)
	}
	for _, c := range changes {
		d := report.Dimensions[c.Dimension]
		d.Change = &ChangeReport{MDC: c.MDC, Provisional: c.Provisional, ComparableShare: c.ComparableShare}
		if c.Compared {
			d.Change.Diff, d.Change.Real = &c.Diff, &c.Real
		}
		report.Dimensions[c.Dimension] = d
	}
	return report
}

func itemReport(item ItemResult) ItemReport {
	r := ItemReport{NA: item.NotApplicable, ApplicabilityDisagreement: item.ApplicabilityDisagreement}
	if s := item.Spread; s != nil {
		r.N, r.Median, r.Min, r.Max, r.AD = s.N, &s.Median, &s.Min, &s.Max, &s.AD
		r.Agreement, r.Split = &s.Agreement, s.Split
		if rwg, ok := s.RWG(); ok {
			r.RWG = &rwg
		}
	}
	if item.Official.Standing == Valued {
		r.Official = &item.Official.Level
	}
	return r
}

func dimensionReport(outcome Outcome) DimensionReport {
	c := outcome.Covered()
	r := DimensionReport{State: stateOf(outcome), Applicable: c.Applicable, Answered: c.Answered, Needed: c.Needed}
	if scored, ok := outcome.(Scored); ok {
		r.Value, r.Percent, r.Band = &scored.Value, &scored.Percent, &scored.Band
	}
	return r
}
