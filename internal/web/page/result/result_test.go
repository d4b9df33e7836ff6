package result

import (
	"context"
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"telaio/internal/assessment"
	"telaio/internal/i18n"
	"telaio/internal/initiative"
	"telaio/internal/kit"
	"telaio/internal/organisation"
	"telaio/internal/plan"
	"telaio/internal/report"
	"telaio/internal/testkit"
	"telaio/internal/web/shell"
)

func TestMain(m *testing.M) { testkit.Main(m) }

func visit(t testing.TB, language i18n.Language) *shell.Visit {
	t.Helper()
	only := func(path string) map[i18n.Language]string { return shell.Both(path, "/en"+path) }
	paths := shell.Paths{
		"cycles": only("/area/{organisation}/kit"), "cycle": only("/area/{organisation}/kit/{cycle}"), "plan": only("/area/{organisation}/piano"),
		"plan-new": only("/area/{organisation}/piano/nuova"), "initiative": only("/area/{organisation}/iniziative/{initiative}"),
	}
	for _, r := range (Pages{}).Routes() {
		paths[r.Name] = r.Paths
	}
	return &shell.Visit{Printer: testkit.Library(t).Messages.Printer(language), Site: &shell.Site{Paths: paths}, Route: "kit-result"}
}

func drawn(t testing.TB, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(b.String(), "><", ">\n<")
}

var tag = regexp.MustCompile(`<[^>]*>`)

// words is what somebody reads of it, a line for each line of the page.
func words(t testing.TB, c templ.Component) string {
	t.Helper()
	var lines []string
	for _, line := range strings.Split(html.UnescapeString(tag.ReplaceAllString(drawn(t, c), " ")), "\n") {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n") + "\n"
}

// valley is a confidential self-assessment with everything in it that a page
// tells, of the organisation Filo Comune.
func valley(t testing.TB, peers report.Peers) *page {
	t.Helper()
	k, ok := testkit.Library(t).NewestKit()
	if !ok {
		t.Fatal("there is no kit")
	}
	day := time.Date(2026, time.November, 17, 12, 0, 0, 0, time.UTC)
	m := assessment.Material{
		Cycle: assessment.Cycle{
			ID: "2026", OrganisationID: "filo", Kit: k.ID, KitVersion: k.Version, Extent: assessment.Full, Mode: assessment.Confidential, Label: "2026",
			AnswersOf: "2026", CreatedAt: day.AddDate(0, 0, -14), EndedAt: day, ClosedAt: day.AddDate(0, 0, 7), Respondents: 5,
		},
		Kit: k, Answers: map[string][]kit.Code{}, Notes: map[string][]string{"IMP1": {"Un questionario solo."}, "EMP1": {"Una voce riconoscibile."}},
		Decisions: map[string]assessment.Consensus{"IMP1": {Item: "IMP1", Both: true, Reason: "Vediamo due cose diverse."}, "DEM1": {Item: "DEM1", Code: kit.L1, Reason: "Insieme."}},
		Evidence:  map[string][]assessment.Evidence{"NET1": {{Strength: kit.Document, Title: "Verbale", Date: "2026-05-31"}}},
	}
	for dimension, level := range map[string]int{"EMP": 2, "NET": 3, "DEM": 2, "CARE": 2, "SUS": 1, "IMP": 1} {
		d, _ := k.Dimension(dimension)
		for _, item := range d.Items {
			m.Answers[item.ID] = slices.Repeat([]kit.Code{kit.LevelCode(level)}, 5)
		}
	}
	m.Answers["ADV1"] = slices.Repeat([]kit.Code{kit.NotApplicable}, 3)
	m.Answers["ADV2"], m.Answers["ADV3"] = m.Answers["ADV1"], m.Answers["ADV1"]
	m.Answers["IMP1"] = []kit.Code{kit.L0, kit.L1, kit.L3, kit.L4, kit.L4}
	m.Answers["EMP1"] = []kit.Code{kit.L0, kit.L0, kit.L3, kit.NotApplicable, kit.DontKnow} // five answers, three levels
	cited := map[string][]initiative.Cited{"NET2": {{ID: "desk", Name: "Sportello contratti", State: initiative.Running, From: "2026-02-01", Strength: kit.Document, On: "2026-10-05"}}}
	actions := []plan.Action{{ID: "a", Kit: k.Reference(), Item: "SUS1", What: "Chiedere una seconda quota", Who: "Marta", Due: "2027-01-31", State: plan.UnderWay}}
	return &page{
		subject: subject{organisation.Organisation{ID: "filo", Card: organisation.Card{Name: "Filo Comune"}}, m.Cycle},
		Report:  report.Make(report.Source{Material: m, Peers: peers, Cited: cited, Actions: actions}), Plan: plan.Plan{Actions: actions},
	}
}

// group is so many similar organisations, with the figures that their number
// lets through.
func group(t testing.TB, organisations int) report.Peers {
	t.Helper()
	k, _ := testkit.Library(t).NewestKit()
	peers := report.Peers{
		Group: kit.Text{It: "organizzazioni con la stessa forma di solidarietà", En: "organisations with the same form of solidarity"}, Dimensions: map[string]kit.Benchmark{},
	}
	for n, d := range k.Dimensions {
		var values []float64
		for i := range organisations {
			values = append(values, float64((7*i+3*n)%33)/8)
		}
		if b := kit.Summarise(values, k.Rules); b.Gate != kit.GateHidden {
			peers.Dimensions[d.ID], peers.N = b, b.N
		}
	}
	return peers
}

// TestProfile_golden draws the comparison on each side of each gate: 5, 10 and
// 20 organisations.
func TestProfile_golden(t *testing.T) {
	for name, organisations := range map[string]int{"hidden": 4, "median": 5, "quartiles": 10, "position": 20} {
		got := drawn(t, profile(visit(t, i18n.Italian), valley(t, group(t, organisations))))
		testkit.Golden(t, "profile."+name+".html", got)
	}
}

func TestProfile_namesNoRankAndNoExtreme(t *testing.T) {
	for _, organisations := range []int{5, 10, 20, 100} {
		said := words(t, profile(visit(t, i18n.Italian), valley(t, group(t, organisations))))
		for _, never := range []string{"posizione", "°", "prime posizioni", "classifica", "minimo", "massimo", "migliore", "peggiore"} {
			if strings.Contains(strings.ToLower(said), never) {
				t.Errorf("with %d organisations the page says %q:\n%s", organisations, never, said)
			}
		}
	}
}

// TestView_golden is what people read of a whole result, in both languages, on
// the screen and on paper.
func TestView_golden(t *testing.T) {
	for _, language := range i18n.Languages() {
		v := visit(t, language)
		p := valley(t, group(t, 20))
		testkit.Golden(t, "result."+string(language)+".txt", words(t, body(v, p)))
		p.OnPaper = true
		testkit.Golden(t, "paper."+string(language)+".txt", words(t, body(v, p)))
	}
}

func TestView_tellsNothingBelowTheThreshold(t *testing.T) {
	p := valley(t, report.Peers{})
	said := words(t, body(visit(t, i18n.Italian), p))
	if strings.Contains(said, "Una voce riconoscibile.") || !strings.Contains(said, "Un questionario solo.") {
		t.Error("a note of three people is shown, or one of five is not")
	}
	if drawn := drawn(t, body(visit(t, i18n.Italian), p)); strings.Contains(drawn, `id="dots-EMP1-t"`) || !strings.Contains(drawn, `id="dots-IMP1-t"`) {
		t.Error("the dots of three people are drawn, or those of five are not")
	}
}
