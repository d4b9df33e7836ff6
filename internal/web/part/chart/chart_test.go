package chart_test

import (
	"context"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"pgregory.net/rapid"

	"telaio/internal/i18n"
	"telaio/internal/testkit"
	"telaio/internal/web/part/chart"
	"telaio/internal/web/shell"
)

func visit(t testing.TB, lang i18n.Language) *shell.Visit {
	t.Helper()
	return &shell.Visit{Printer: testkit.Library(t).Messages.Printer(lang), Site: &shell.Site{}}
}

func drawn(t testing.TB, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(b.String(), "><", ">\n<") // so that a change of the golden can be read
}

func profile() chart.Comb {
	return chart.Comb{
		ID: "p", Finding: "Il vostro profilo", Measure: "Media delle risposte, da 0 a 4.", Peers: "Organizzazioni simili (23)",
		Teeth: []chart.Tooth{
			{Label: "Rete e mutualismo", Value: chart.MarkAt(3.25), Answers: chart.SpanOf(2, 4), Median: chart.MarkAt(2.5), Quartiles: chart.SpanOf(1.5, 3)},
			{Label: "Impatto", Value: chart.MarkAt(1.8), Answers: chart.SpanOf(0, 4)},
			{Label: "Advocacy", Missing: "Non rientra nel vostro lavoro"},
		},
	}
}

func TestCombFigure_golden(t *testing.T) {
	for _, lang := range i18n.Languages() {
		testkit.Golden(t, "comb."+string(lang)+".html", drawn(t, chart.CombFigure(visit(t, lang), profile())))
	}
}

func TestCombFigure_drawsNothingThatIsNotShown(t *testing.T) {
	v := visit(t, i18n.Italian)
	rapid.Check(t, func(r *rapid.T) {
		hidden := chart.Span{Low: rapid.Float64Range(0, 4).Draw(r, "low"), High: rapid.Float64Range(0, 4).Draw(r, "high")}
		median := chart.Mark{At: rapid.Float64Range(0, 4).Draw(r, "median")}
		bare := chart.Comb{ID: "p", Teeth: []chart.Tooth{{Label: "Rete", Value: chart.MarkAt(2)}}}
		full := bare
		full.Teeth = []chart.Tooth{{Label: "Rete", Value: chart.MarkAt(2), Answers: hidden, Median: median, Quartiles: hidden}}
		if got, want := drawn(t, chart.CombFigure(v, full)), drawn(t, chart.CombFigure(v, bare)); got != want {
			r.Fatalf("what is not shown has left a trace:\n%s", got)
		}
	})
}

func TestDotFigure_golden(t *testing.T) {
	v := visit(t, i18n.Italian)
	testkit.Golden(t, "dots.it.html", drawn(t, chart.DotFigure(v, chart.DotsOf([5]int{1, 0, 5, 0, 2}, 5), "d", "Come ascoltate i bisogni?")))
}

func TestDotFigure_keepsBackTooFewPeople(t *testing.T) {
	v := visit(t, i18n.Italian)
	nothing := drawn(t, chart.DotFigure(v, chart.Dots{}, "d", "x"))
	rapid.Check(t, func(r *rapid.T) {
		var counts [5]int
		fewest := rapid.IntRange(2, 6).Draw(r, "fewest")
		for range rapid.IntRange(0, fewest-1).Draw(r, "people") {
			counts[rapid.IntRange(0, 4).Draw(r, "level")]++
		}
		if got := drawn(t, chart.DotFigure(v, chart.DotsOf(counts, fewest), "d", "x")); got != nothing {
			r.Fatalf("%v of at least %d are drawn:\n%s", counts, fewest, got)
		}
	})
}

func TestDotFigure_hasADotForEachPerson(t *testing.T) {
	v := visit(t, i18n.Italian)
	rapid.Check(t, func(r *rapid.T) {
		var counts [5]int
		people := rapid.IntRange(5, 30).Draw(r, "people")
		for range people {
			counts[rapid.IntRange(0, 4).Draw(r, "level")]++
		}
		if got := strings.Count(drawn(t, chart.DotFigure(v, chart.DotsOf(counts, 5), "d", "x")), "<circle"); got != people {
			r.Fatalf("%d dots for %d people", got, people)
		}
	})
}

func TestTrendLine_golden(t *testing.T) {
	v := visit(t, i18n.Italian)
	testkit.Golden(t, "trend.it.html", drawn(t, chart.TrendLine(v, chart.Trend{
		ID: "t", Label: "Rete e mutualismo", Low: 0, High: 4,
		Points: []chart.Point{{When: "2024", Value: chart.MarkAt(1)}, {When: "2025"}, {When: "2026", Value: chart.MarkAt(2.5)}, {When: "2027", Value: chart.MarkAt(3), Apart: true}},
	})))
}

func TestTrendLine_findsItsOwnScale(t *testing.T) {
	v := visit(t, i18n.Italian)
	for name, test := range map[string]struct {
		values []float64
		want   string
	}{
		"rising":    {[]float64{10, 40}, `d="M8.0 44.0L112.0 6.0"`},
		"all equal": {[]float64{7, 7}, `d="M8.0 25.0L112.0 25.0"`},
		"one":       {[]float64{7}, `d="M60.0 25.0"`},
		"none":      {nil, `d=""`},
	} {
		trend := chart.Trend{ID: "t"}
		for _, x := range test.values {
			trend.Points = append(trend.Points, chart.Point{Value: chart.MarkAt(x)})
		}
		if got := drawn(t, chart.TrendLine(v, trend)); !strings.Contains(got, test.want) {
			t.Errorf("%s: %s; want %s", name, got, test.want)
		}
	}
}

func TestRungs_hatchesWhatHasNoEvidence(t *testing.T) {
	v := visit(t, i18n.Italian)
	with, without := drawn(t, chart.Rungs(v, 3.5, true)), drawn(t, chart.Rungs(v, 3.5, false))
	if strings.Contains(with, "hatch") || strings.Count(with, "currentColor") != 3 || !strings.Contains(with, "Livello 3,5 su 4") {
		t.Errorf("with evidence: %s", with)
	}
	if strings.Count(without, "url(#hatch)") != 3 || !strings.Contains(without, "senza prove") {
		t.Errorf("without: %s", without)
	}
}

func waiting() chart.Course {
	day := func(month time.Month) time.Time { return time.Date(2026, month, 1, 12, 0, 0, 0, time.UTC) }
	return chart.Course{
		ID: "w", Label: "Giorni di attesa", Unit: "giorni", Start: chart.Stop{Day: day(1), Value: chart.MarkAt(60)}, Target: chart.MarkAt(30),
		Measured: []chart.Stop{
			{Day: day(4), Value: chart.MarkAt(51), Note: "21 risposte su 28"},
			{Day: day(9), Value: chart.MarkAt(36.5), Range: chart.SpanOf(30.04, 41)},
		},
	}
}

func TestCourseFigure_golden(t *testing.T) {
	for _, lang := range i18n.Languages() {
		v := visit(t, lang)
		testkit.Golden(t, "course."+string(lang)+".html", drawn(t, chart.CourseFigure(v, waiting()))+drawn(t, chart.CourseTable(v, waiting())))
	}
}

// TestCourseFigure_staysInItsFrame draws any values on any days.
func TestCourseFigure_staysInItsFrame(t *testing.T) {
	v := visit(t, i18n.Italian)
	number := regexp.MustCompile(` (?:cy|y1|y2|cx|x1|x2)="(-?[0-9.]+)%?"`)
	rapid.Check(t, func(r *rapid.T) {
		c := chart.Course{ID: "c", Label: "Prova", Unit: "%"}
		if rapid.Bool().Draw(r, "target") {
			c.Target = chart.MarkAt(rapid.Float64Range(-1e9, 1e9).Draw(r, "target at"))
		}
		for range rapid.IntRange(1, 6).Draw(r, "stops") {
			day := time.Date(2026, 1, 1+rapid.IntRange(0, 900).Draw(r, "day"), 12, 0, 0, 0, time.UTC)
			c.Measured = append(c.Measured, chart.Stop{Day: day, Value: chart.MarkAt(rapid.Float64Range(-1e9, 1e9).Draw(r, "value"))})
		}
		svg := drawn(t, chart.CourseFigure(v, c))
		for _, m := range number.FindAllStringSubmatch(svg, -1) {
			if at, err := strconv.ParseFloat(m[1], 64); err != nil || at < 0 || at > 168 {
				r.Fatalf("%s lies outside:\n%s", m[0], svg)
			}
		}
	})
}
