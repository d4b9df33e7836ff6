package result

import (
	"math"
	"strings"

	"telaio/internal/i18n"
	"telaio/internal/kit"
	"telaio/internal/plan"
	"telaio/internal/practice"
	"telaio/internal/report"
	"telaio/internal/web/part/chart"
	"telaio/internal/web/shell"
)

// page is everything that the report's page shows.
type page struct {
	subject
	Report  report.Report
	Plan    plan.Plan
	Public  bool // a part of some report is public
	Prints  bool // the machine has a browser that makes PDFs
	OnPaper bool // it is being made into a PDF: no controls

	Practices map[string][]practice.Page // that help with an item of the advice, by its id
	Similar   []practice.Page            // of organisations like this one, where there is nothing to compare
}

func in(v *shell.Visit, t kit.Text) string { return t.In(string(v.Language)) }

// own names the organisation whose area the page is in.
func (s subject) own() shell.Own {
	return shell.Own{ID: s.Organisation.ID, Name: s.Organisation.Card.Name}
}

// heading says in words what the profile looks like.
func heading(v *shell.Visit, h report.Heading) string {
	if h.Kind != report.Contrast {
		return v.T("report.heading_" + string(h.Kind))
	}
	strong, weak := "report.strong."+h.Strong.ID, "report.weak."+h.Weak.ID
	if v.Has(strong) && v.Has(weak) {
		return v.T("report.heading_contrast", i18n.Args{"Strong": v.T(strong), "Weak": v.T(weak)})
	}
	return v.T("report.heading_titles", i18n.Args{"Strong": in(v, h.Strong.Title), "Weak": in(v, h.Weak.Title)})
}

// lead says whose assessment it is, and who answered when.
func lead(v *shell.Visit, p *page) string {
	first := p.Cycle.AnsweredAt
	if first.IsZero() {
		first = p.Cycle.CreatedAt
	}
	args := i18n.Args{
		"Label": p.Cycle.Label, "Name": p.Organisation.Card.Name, "From": v.Date(first), "To": v.Date(p.Cycle.EndedAt),
	}
	if p.Cycle.Mode == "collective" {
		return v.T("report.lead_collective", args)
	}
	return v.N("report.lead", p.Report.Respondents, args)
}

// comb is the profile as a figure.
func comb(v *shell.Visit, r report.Report) chart.Comb {
	c := chart.Comb{ID: "profile", Finding: v.T("report.profile"), Measure: v.T("report.measure")}
	if r.Peers.N > 0 {
		c.Peers = v.N("report.peers", r.Peers.N)
	}
	for _, d := range r.Dimensions {
		c.Teeth = append(c.Teeth, tooth(v, d))
	}
	return c
}

func tooth(v *shell.Visit, d report.Dimension) chart.Tooth {
	t := chart.Tooth{Label: in(v, d.Title)}
	if scored, ok := d.Scored(); ok {
		t.Value = chart.MarkAt(scored.Value)
	} else {
		t.Missing = v.T("report.missing_" + state(d.Outcome))
	}
	if d.Answers.Shown {
		t.Answers = chart.SpanOf(float64(d.Answers.Low), float64(d.Answers.High))
	}
	switch d.Peers.Gate {
	case kit.GateQuartiles, kit.GatePosition:
		t.Quartiles = chart.SpanOf(d.Peers.Q1, d.Peers.Q3)
		fallthrough
	case kit.GateMedian:
		t.Median = chart.MarkAt(d.Peers.Median)
	case kit.GateHidden: // nothing of the others is drawn
	}
	return t
}

// state names an outcome that has no value.
func state(o kit.Outcome) string {
	if _, ok := o.(kit.OutOfScope); ok {
		return "out_of_scope"
	}
	return "incomplete"
}

// band is the word of a level: "Stabile" of "Livello 3 – Stabile".
func band(v *shell.Visit, k *kit.Kit, level int) string {
	words := in(v, k.OptionText(kit.LevelCode(level)))
	if _, word, ok := strings.Cut(words, "– "); ok {
		return word
	}
	return words
}

// levelOf writes an item's level: 3, or 2,5 between two.
func levelOf(v *shell.Visit, x float64) string {
	if x == math.Trunc(x) {
		return v.Number(int(x))
	}
	return v.Decimal(x, 1)
}

// signed writes a difference with its sign.
func signed(v *shell.Visit, x float64) string {
	written := v.Decimal(math.Abs(x), 1)
	switch {
	case x >= 0.05:
		return "+" + written
	case x <= -0.05:
		return "−" + written
	default:
		return written
	}
}

// changed says what became of a dimension between the last two cycles.
func changed(v *shell.Visit, row report.TrendRow) string {
	c := row.Change
	by := i18n.Args{"Value": v.Decimal(math.Abs(c.Diff), 1)}
	switch {
	case !c.Compared && c.ComparableShare < 0.75:
		return v.T("report.change_other_questions")
	case !c.Compared:
		return v.T("report.change_none")
	case c.Real && c.Diff > 0:
		return v.T("report.change_grows", by)
	case c.Real:
		return v.T("report.change_falls", by)
	default:
		return v.T("report.change_unclear", i18n.Args{"Value": signed(v, c.Diff)})
	}
}

// trendLine is a row of the trend as a small figure.
func trendLine(v *shell.Visit, t report.Trend, row report.TrendRow) chart.Trend {
	line := chart.Trend{ID: "trend-" + row.Dimension.ID, Label: in(v, row.Dimension.Title), High: chart.ScaleTop}
	for i, value := range row.Values {
		point := chart.Point{When: t.Cycles[i].Label, Apart: !value.Joins}
		if scored, ok := value.Value.(kit.Scored); ok {
			point.Value = chart.MarkAt(scored.Value)
		}
		line.Points = append(line.Points, point)
	}
	return line
}

// valueOf writes a value of the trend's table.
func valueOf(v *shell.Visit, o kit.Outcome) string {
	if scored, ok := o.(kit.Scored); ok {
		return v.Decimal(scored.Value, 1)
	}
	return "–"
}

// dots are how many people chose each level of an item.
func dots(i *report.Item) chart.Dots {
	if !i.Visible {
		return chart.Dots{}
	}
	return chart.DotsOf(i.Tally.Levels, 1)
}

// agreement says how close the answers are.
func agreement(v *shell.Visit, k *kit.Kit, i *report.Item) string {
	switch {
	case !i.Visible || i.People < 2:
		return ""
	case i.Diverges() && (i.Agreed || i.Both):
		return v.T("report.diverged")
	case i.Diverges():
		return in(v, k.Phrases.Divergence)
	case i.Agreement == kit.Partly:
		return in(v, k.Phrases.AgreementPartial)
	default:
		return in(v, k.Phrases.AgreementFull)
	}
}

// standing says what counts for an item, and where it comes from.
func standing(v *shell.Visit, i *report.Item) string {
	switch {
	case i.Standing == kit.DoesNotApply:
		return v.T("report.item_na")
	case i.Standing == kit.WithoutAnswer:
		return v.T("report.item_open")
	case i.Agreed:
		return v.T("report.item_agreed", i18n.Args{"Level": levelOf(v, i.Official)})
	case i.Both:
		return v.T("report.item_both", i18n.Args{"Level": levelOf(v, i.Official)})
	default:
		return v.N("report.item_median", i.People, i18n.Args{"Level": levelOf(v, i.Official)})
	}
}

// effort is the short word of an effort: "Poco impegno".
func effort(v *shell.Visit, k *kit.Kit, e kit.Effort) string {
	short, _, _ := strings.Cut(in(v, k.EffortText(e)), ":")
	return short
}

// somethingUnknown reports whether there is anything that the report cannot say.
func somethingUnknown(r report.Report) bool {
	for _, d := range r.Dimensions {
		if _, ok := d.Scored(); !ok {
			return true
		}
	}
	return !r.Trend.Shown() || len(r.WithoutEvidence())+len(r.WithoutAnswer()) > 0
}
