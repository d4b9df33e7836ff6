package kitstudy_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"telaio/internal/account"
	"telaio/internal/assessment"
	"telaio/internal/audit"
	"telaio/internal/benchmark"
	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/kit"
	"telaio/internal/kitstudy"
	"telaio/internal/organisation"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

func newestKit(t testing.TB) *kit.Kit {
	t.Helper()
	k, ok := testkit.Library(t).NewestKit()
	if !ok {
		t.Fatal("there is no kit")
	}
	return k
}

// scores are closed cycles of n organisations, each of four people who lean to
// a level of their organisation.
func scores(k *kit.Kit, n int) []benchmark.Score {
	random := rand.New(rand.NewPCG(7, 7))
	var list []benchmark.Score
	for o := range n {
		leaning := random.Float64() * 4
		answers := map[string][]kit.Code{}
		for _, i := range k.Items() {
			for range 4 {
				level := int(math.Round(leaning + random.NormFloat64()*0.6))
				answers[i.ID] = append(answers[i.ID], kit.LevelCode(min(4, max(0, level))))
			}
		}
		m := assessment.Material{
			Cycle: assessment.Cycle{ID: fmt.Sprint("c", o), OrganisationID: fmt.Sprint("org", o), Mode: assessment.Named, Respondents: 4, ClosedAt: testkit.Day().AddDate(0, 0, o)},
			Kit:   k, Answers: answers,
		}
		list = append(list, benchmark.ScoreOf(m))
	}
	return list
}

func TestDescribe_showsWhatTheNumberOfOrganisationsAllows(t *testing.T) {
	k := newestKit(t)
	tests := []struct {
		n                                             int
		median, quartiles, divergence, icc, alpha, om bool
	}{
		{4, false, false, false, false, false, false},
		{5, true, false, true, false, false, false},
		{10, true, true, true, true, false, false},
		{30, true, true, true, true, true, false},
		{100, true, true, true, true, true, true},
	}
	for _, test := range tests {
		f := kitstudy.Describe(k, scores(k, test.n))
		d, i := f.Dimensions[0], f.Items[0]
		got := []bool{d.Values.N > 0 && i.Levels.N > 0, d.Values.Q3 > 0, i.Divergence != nil, i.ICC != nil, d.Alpha != nil, d.Omega != nil}
		want := []bool{test.median, test.quartiles, test.divergence, test.icc, test.alpha, test.om}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%d organisations (-want +got):\n%s", test.n, diff)
		}
	}
	f := kitstudy.Describe(k, scores(k, 120))
	d := f.Dimensions[0]
	for name, e := range map[string]*kitstudy.Estimate{"α": d.Alpha, "ω": d.Omega} {
		if e.At < .9 || e.Value.Low >= e.At || e.Value.High <= e.At || e.Value.High-e.Value.Low > .05 {
			t.Errorf("%s %.3f (%.3f–%.3f); want it high, the items go together, and inside of its interval", name, e.At, e.Value.Low, e.Value.High)
		}
	}
	if math.Abs(d.Omega.At-d.Alpha.At) > .05 {
		t.Errorf("ω %.3f and α %.3f; want them close", d.Omega.At, d.Alpha.At)
	}
}

func TestSuppress(t *testing.T) {
	tests := []struct {
		name  string
		cells []int
		want  string
	}{
		{"nothing is small", []int{12, 7, 0}, "12 7 0"},
		{"a small one takes another with it", []int{12, 3, 8}, "12 few complement"},
		{"two small ones of five or more", []int{12, 3, 4}, "12 few few"},
		{"two small ones of less than five", []int{12, 1, 2}, "complement few few"},
		{"only a small one", []int{3, 0, 0}, "few 0 0"},
	}
	for _, test := range tests {
		var cells []kitstudy.Cell
		for _, n := range test.cells {
			cells = append(cells, kitstudy.Cell{N: n})
		}
		var got []string
		for _, c := range kitstudy.Suppress(cells) {
			if c.Kept == kitstudy.Shown {
				got = append(got, fmt.Sprint(c.N))
			} else {
				got = append(got, string(c.Kept))
			}
		}
		if s := strings.Join(got, " "); s != test.want {
			t.Errorf("%s: %s; want %s", test.name, s, test.want)
		}
	}
}

// TestSuppress_theTotalTellsNothingOfAFew holds for any counts: unless all are
// kept back, what is left when the shown ones are taken from the total belongs
// to at least five.
func TestSuppress_theTotalTellsNothingOfAFew(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var cells []kitstudy.Cell
		total := 0
		for range rapid.IntRange(1, 5).Draw(t, "cells") {
			n := rapid.IntRange(0, 12).Draw(t, "n")
			total += n
			cells = append(cells, kitstudy.Cell{N: n})
		}
		shown, kept := 0, 0
		for _, c := range kitstudy.Suppress(cells) {
			if c.Kept == kitstudy.Shown {
				shown += c.N
			} else {
				kept++
			}
		}
		if left := total - shown; kept > 0 && left < 5 && shown > 0 {
			t.Errorf("%d kept back and %d left over", kept, left)
		}
	})
}

func TestExport_holdsNumbersOnly(t *testing.T) {
	k := newestKit(t)
	all := scores(k, 6)
	again := all[0]
	again.CycleID, again.ClosedAt = "later", again.ClosedAt.AddDate(1, 0, 0)
	e := kitstudy.MakeExport(k, append(all, again), "salt", testkit.Day())
	if e.Organisations != 6 || len(e.Records) != 7 {
		t.Fatalf("%d organisations in %d records; want 6 in 7", e.Organisations, len(e.Records))
	}
	var zipped, plain bytes.Buffer
	if err := e.Zip(&zipped); err != nil {
		t.Fatal(err)
	}
	if err := e.JSON(&plain); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"org0", "org1", `"c0"`, "later"} {
		if strings.Contains(plain.String(), name) {
			t.Errorf("the export holds the id %s", name)
		}
	}
	if other := kitstudy.MakeExport(k, all, "another", testkit.Day()); other.Records[0].Organisation == e.Records[0].Organisation {
		t.Error("two exports give an organisation the same code")
	}
	files := unzip(t, zipped.Bytes())
	data, book := files["data.csv"], files["codebook.csv"]
	if len(data) != 8 || len(data[0]) != 6+len(e.Columns) || len(book) != 1+len(data[0])+4 {
		t.Errorf("data has %d rows of %d, the codebook %d rows", len(data), len(data[0]), len(book))
	}
	for _, table := range files {
		for _, row := range table {
			for _, cell := range row {
				if cell != "" && strings.ContainsRune("=+@", rune(cell[0])) {
					t.Errorf("a spreadsheet would take %q for a formula", cell)
				}
			}
		}
	}
	if err := json.Unmarshal(plain.Bytes(), &kitstudy.Export{}); err != nil {
		t.Error(err)
	}
}

func unzip(t *testing.T, raw []byte) map[string][][]string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][][]string{}
	for _, f := range archive.File {
		if !strings.HasSuffix(f.Name, ".csv") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff")))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = rows
	}
	return files
}

type scored struct{}

func (scored) ScoreClosed(context.Context) (int, error) { return 0, nil }

func TestExport_takesOnlyThoseWhoAllowIt(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		k := newestKit(t)
		u := kitstudy.UseCases{Store: s, Scorer: scored{}, Kit: k, Clock: &clock.Fixed{T: testkit.Day()}}
		researcher := account.Subject{PersonID: "r", Grants: []account.Grant{{Role: account.Researcher}}}
		for n, score := range scores(k, 7) {
			testkit.Publish(t, s, organisation.Organisation{ID: score.OrganisationID, Slug: score.OrganisationID}, organisation.Card{Name: "x"})
			c := assessment.Cycle{ID: score.CycleID, OrganisationID: score.OrganisationID, Kit: k.ID, KitVersion: k.Version, Extent: assessment.Full, Mode: assessment.Named, AnswersOf: score.CycleID, CreatedBy: "p", CreatedAt: score.ClosedAt, EndedAt: score.ClosedAt, ClosedAt: score.ClosedAt}
			must(t, s.AddCycle(t.Context(), c))
			must(t, s.AddScore(t.Context(), score))
			must(t, s.SaveSharingChoice(t.Context(), benchmark.Choice{OrganisationID: score.OrganisationID, Research: n < 5, At: testkit.Day()}))
		}
		e, err := u.Export(t.Context(), researcher, "zip")
		must(t, err)
		if e.Organisations != 5 {
			t.Errorf("%d organisations; want the 5 that allow it", e.Organisations)
		}
		f, err := u.Figures(t.Context(), researcher)
		must(t, err)
		if f.Total != 7 || f.Organisations != 5 {
			t.Errorf("%d cycles, %d organisations; want 7 and 5", f.Total, f.Organisations)
		}
		must(t, s.SaveSharingChoice(t.Context(), benchmark.Choice{OrganisationID: "org0", At: testkit.Day()}))
		if _, err := u.Export(t.Context(), researcher, "zip"); fault.KindOf(err) != fault.Conflict {
			t.Errorf("an export of 4 = %v; want it refused", err)
		}
		rows, err := s.AuditOf(t.Context(), "research:kit")
		must(t, err)
		want := []audit.Entry{{Actor: "r", Action: "research.exported", Details: map[string]string{"format": "zip", "organisations": "5", "records": "5"}}}
		if len(rows) != 1 || rows[0].Actor != want[0].Actor || cmp.Diff(want[0].Details, rows[0].Details) != "" {
			t.Errorf("audit = %+v; want one row for the one export", rows)
		}
		reviewer := account.Subject{PersonID: "v", Grants: []account.Grant{{Role: account.Reviewer}}}
		if _, err := u.Export(t.Context(), reviewer, "zip"); fault.KindOf(err) != fault.Denied {
			t.Errorf("an export by a reviewer = %v; want it denied", err)
		}
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
