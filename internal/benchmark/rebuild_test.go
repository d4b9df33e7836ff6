package benchmark_test

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"testing"
	"time"

	"telaio/internal/account"
	"telaio/internal/assessment"
	"telaio/internal/benchmark"
	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/kit"
	"telaio/internal/organisation"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// valley is a place with organisations that share closed self-assessments.
type valley struct {
	testing.TB
	benchmark.UseCases
	store *store.Store
	now   *clock.Fixed
}

func newValley(t testing.TB, s *store.Store) valley {
	t.Helper()
	library := testkit.Library(t)
	newest, _ := library.NewestKit()
	now := &clock.Fixed{T: testkit.Day().AddDate(0, 1, 0)}
	return valley{t, benchmark.UseCases{Store: s, Results: noResults{}, Kit: newest, Taxonomies: library.Taxonomies, Clock: now}, s, now}
}

// noResults stands where every closed cycle has its score already.
type noResults struct{}

func (noResults) Result(context.Context, assessment.Cycle) (assessment.Material, error) {
	return assessment.Material{}, fault.New(fault.NotFound, "error.not_found")
}

// add makes an organisation with a closed cycle of one value in each dimension.
func (v valley) add(n int, value float64, card organisation.Card) (organisation.Organisation, assessment.Cycle) {
	v.Helper()
	card.Name = fmt.Sprintf("Organizzazione %d", n)
	o := organisation.Organisation{ID: fmt.Sprintf("o%d", n), Slug: fmt.Sprintf("o%d", n), CreatedAt: testkit.Day(), UpdatedAt: testkit.Day()}
	v.must(v.store.CreateOrganisation(v.Context(), o))
	o, r := organisation.Publish(o, card, testkit.Day())
	v.must(v.store.AddRevision(v.Context(), o, r))
	v.choose(o.ID, true)
	return o, v.close(o.ID, fmt.Sprintf("c%d", n), value)
}

func (v valley) choose(organisationID string, compare bool) {
	v.Helper()
	editor := account.Subject{PersonID: "p", Grants: []account.Grant{{Role: account.OrganisationEditor, OrganisationID: organisationID}}}
	v.must(v.Choose(v.Context(), editor, benchmark.Choice{OrganisationID: organisationID, Compare: compare}))
}

func (v valley) close(organisationID, id string, value float64) assessment.Cycle {
	v.Helper()
	c := assessment.Cycle{
		ID: id, OrganisationID: organisationID, Kit: v.Kit.ID, KitVersion: v.Kit.Version, Extent: assessment.Full, Mode: assessment.Named,
		AnswersOf: id, CreatedBy: "p", CreatedAt: v.now.T, EndedAt: v.now.T, ClosedAt: v.now.T,
	}
	v.must(v.store.AddCycle(v.Context(), c))
	score := benchmark.Score{CycleID: id, OrganisationID: organisationID, Kit: v.Kit.Reference(), Mode: "named", ClosedAt: v.now.T, Dimensions: map[string]benchmark.DimensionScore{}}
	for _, d := range v.Kit.Dimensions {
		score.Dimensions[d.ID] = benchmark.DimensionScore{Value: value, Meaning: benchmark.Meaning(d)}
	}
	v.must(v.store.AddScore(v.Context(), score))
	return c
}

func (v valley) must(err error) {
	v.Helper()
	if err != nil {
		v.Fatal(err)
	}
}

func (v valley) rebuild() {
	v.Helper()
	_, err := v.Rebuild(v.Context())
	v.must(err)
}

// cooperative is a card that is in few groups.
func cooperative(form string) organisation.Card {
	return organisation.Card{Solidarity: []organisation.Solidarity{{Form: form}}}
}

func TestRebuild_writesNoFigureBelowTheGates(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		v := newValley(t, s)
		values := []float64{.8, 1, 1.4, 1.6, 1.8, 2, 2, 2.2, 2.6, 2.8, 3.2, 3.4} // golden B1
		var c assessment.Cycle
		for n, value := range values {
			_, c = v.add(n, value, cooperative("network"))
			if n == 3 { // golden B2: n = 4
				v.rebuild()
				if _, ok, err := v.For(t.Context(), c); err != nil || ok {
					t.Errorf("with 4 organisations something is shown: %v, %v", ok, err)
				}
				v.nothingKept()
			}
		}
		v.rebuild()
		got, ok, err := v.For(t.Context(), c)
		if err != nil || !ok {
			t.Fatalf("For = %v, %v; want a comparison", ok, err)
		}
		b := got.Dimensions["EMP"]
		if b.Gate != kit.GateQuartiles || b.N != 12 || math.Abs(b.Median-2) > 1e-9 || math.Abs(b.Q1-1.55) > 1e-9 || math.Abs(b.Q3-2.65) > 1e-9 {
			t.Errorf("EMP = %+v; want golden B1", b)
		}
		if _, shown := b.Position(2); shown {
			t.Error("a position is shown with 12 organisations; want 20")
		}
	})
}

// nothingKept checks that no snapshot holds a number.
func (v valley) nothingKept() {
	v.Helper()
	snapshots, err := v.store.Snapshots(v.Context())
	v.must(err)
	for _, s := range snapshots {
		if s.Figures != (kit.Benchmark{Gate: kit.GateHidden}) {
			v.Errorf("%s holds %+v; want nothing", s.ID(), s.Figures)
		}
	}
}

func TestRebuild_leavesOutWhoTookItBack(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		v := newValley(t, s)
		for n := range 9 { // n = 9 of golden B2: the median only
			v.add(n, float64(n)/4, cooperative("network"))
		}
		v.rebuild()
		c := assessment.Cycle{OrganisationID: "o1", Extent: assessment.Full}
		got, ok, err := v.For(t.Context(), c)
		v.must(err)
		if b := got.Dimensions["EMP"]; !ok || b.Gate != kit.GateMedian || b.Median != 1 || b.Q1 != 0 || b.Q3 != 0 {
			t.Errorf("with 9: %+v; want the median and no quartiles", b)
		}
		v.choose("o1", false)
		v.rebuild()
		if _, ok, err = v.For(t.Context(), c); err != nil || ok {
			t.Errorf("after one of a party of nine has left something is shown: %v, %v", ok, err)
		}
		v.nothingKept()
	})
}

func TestRebuild_countsTheLatestOfTheLastTwoYears(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		v := newValley(t, s)
		for n := range 6 {
			v.add(n, 1, cooperative("network"))
		}
		v.now.T = v.now.T.AddDate(0, 6, 0)
		for n := range 6 {
			v.close(fmt.Sprintf("o%d", n), fmt.Sprintf("later%d", n), 3)
		}
		v.rebuild()
		c := assessment.Cycle{OrganisationID: "o1", Extent: assessment.Full}
		got, _, err := v.For(t.Context(), c)
		v.must(err)
		if b := got.Dimensions["EMP"]; b.N != 6 || b.Median != 3 {
			t.Errorf("EMP = %+v; want each organisation once, with its latest", b)
		}
		v.now.T = v.now.T.AddDate(0, 25, 0)
		v.rebuild()
		if _, ok, err := v.For(t.Context(), c); err != nil || ok {
			t.Errorf("after two years something is shown: %v, %v", ok, err)
		}
	})
}

func TestChoose_isForTheOrganisationsOwnPeople(t *testing.T) {
	v := newValley(t, testkit.SQLite(t))
	v.add(1, 2, cooperative("network"))
	stranger := account.Subject{PersonID: "s", Grants: []account.Grant{{Role: account.OrganisationEditor, OrganisationID: "other"}}}
	if err := v.Choose(t.Context(), stranger, benchmark.Choice{OrganisationID: "o1"}); fault.KindOf(err) != fault.Denied {
		t.Errorf("Choose by a stranger = %v; want it denied", err)
	}
}

// BenchmarkRebuild is the nightly rebuild over 10,000 cycles: at most 5 s and
// 100 MiB.
func BenchmarkRebuild(b *testing.B) {
	v := newValley(b, testkit.SQLite(b))
	card := testkit.FullCard()
	regions := v.Taxonomies["region"].Terms
	b.Log("filling")
	v.must(v.store.InTx(b.Context(), func(ctx context.Context) error {
		in := v
		in.TB = inTx{b, ctx}
		for n := range 10_000 {
			card.Places[0].Municipality.Region = regions[n%len(regions)].Code
			in.add(n, float64(n%41)/10, card)
		}
		return nil
	}))
	for b.Loop() {
		began := time.Now()
		v.rebuild()
		b.ReportMetric(time.Since(began).Seconds(), "s/rebuild")
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.Sys)/(1<<20), "MiB")
}

// inTx gives a transaction's context to helpers.
type inTx struct {
	testing.TB
	ctx context.Context
}

// Context is the transaction's.
func (t inTx) Context() context.Context { return t.ctx }
