package sample_test

import (
	"testing"
	"testing/fstest"
	"time"

	embedded "telaio/content"
	"telaio/internal/account"
	"telaio/internal/assessment"
	"telaio/internal/benchmark"
	"telaio/internal/clock"
	"telaio/internal/kit"
	"telaio/internal/sample"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

// TestSeedComparison_makesAGroupLargeEnoughForEveryGate looks at the
// demonstration as one of its organisations does.
func TestSeedComparison_makesAGroupLargeEnoughForEveryGate(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		seed(t, s)
		library, samples := shipped(t)
		now := &clock.Fixed{T: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
		u := assessment.UseCases{Store: s, Kits: library, People: account.People{Store: s, Organisations: s, Clock: now}, Clock: now}
		newest, _ := library.NewestKit()
		shared := benchmark.UseCases{Store: s, Results: u, Kit: newest, Taxonomies: library.Taxonomies, Clock: now}
		comparison, problems := sample.LoadComparison(embedded.Files, library, samples.Organisations)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		for range 2 { // the second time nothing is added
			if err := sample.SeedComparison(t.Context(), comparison, u, shared, s); err != nil {
				t.Fatal(err)
			}
		}
		o, err := s.OrganisationBySlug(t.Context(), "cantiere-lungofiume")
		if err != nil {
			t.Fatal(err)
		}
		got, ok, err := shared.For(t.Context(), assessment.Cycle{OrganisationID: o.ID, Extent: assessment.Full})
		if err != nil || !ok {
			t.Fatalf("For = %v, %v; want a comparison", ok, err)
		}
		gates := map[kit.Gate]int{}
		for _, d := range got.Dimensions {
			gates[d.Gate]++
		}
		if got.Group.ID() != "form:network" || gates[kit.GatePosition] == 0 || gates[kit.GateQuartiles] == 0 {
			t.Errorf("%s: %v; want dimensions above and below the gate of the position", got.Group.ID(), gates)
		}
	})
}

func TestLoadComparison_refusesAnswersOfARealOrganisation(t *testing.T) {
	library, samples := shipped(t)
	files := fstest.MapFS{"sample/comparison.yaml": {Data: []byte(`label: "2026"
begun_days_ago: 9
ended_days_ago: 8
reason: Insieme.
shared: [officine-zero]
levels:
  bora-condivisa: "22"
  officine-zero: "22"
`)}}
	_, problems := sample.LoadComparison(files, library, samples.Organisations)
	if len(problems) != 4 { // who shares, two wrong numbers of codes, whose they are
		t.Errorf("%d problems; want 4: %v", len(problems), problems)
	}
}
