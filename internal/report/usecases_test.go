package report_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/account"
	"telaio/internal/assessment"
	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/plan"
	"telaio/internal/report"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

// house is an organisation with one closed cycle, which Ada coordinates.
type house struct {
	report.Press
	store *store.Store
	clock *clock.Fixed
	cycle assessment.Cycle
	ada   account.Subject
	said  *printing
}

// answers are assessments that are all made of the same material.
type answers struct {
	*store.Store
	material assessment.Material
}

func (a answers) Find(ctx context.Context, id string) (assessment.Cycle, error) {
	return a.Cycle(ctx, id)
}

func (a answers) Cycles(ctx context.Context, organisationID string) ([]assessment.Cycle, error) {
	return a.CyclesOf(ctx, organisationID)
}

func (a answers) Result(_ context.Context, c assessment.Cycle) (assessment.Material, error) {
	m := a.material
	m.Cycle = c
	return m, nil
}

// printing is a page, a printer and a drawer for what was printed.
type printing struct {
	failure error
	pages   []string
}

func (p *printing) Page(_ context.Context, r report.Report, language string) ([]byte, error) {
	return []byte(language + " " + r.Cycle.Label), nil
}

func (p *printing) Print(_ context.Context, html []byte) ([]byte, error) {
	p.pages = append(p.pages, string(html))
	return []byte("%PDF " + string(html)), p.failure
}

func (p *printing) Put(_ context.Context, content []byte) (string, error) {
	return strings.TrimPrefix(string(content), "%PDF "), nil
}

func eachHouse(t *testing.T, test func(*testing.T, house)) {
	t.Helper()
	k := newest(t)
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		testkit.Publish(t, s, organisation.Organisation{ID: "filo", Slug: "filo-comune"}, organisation.Card{Name: "Filo Comune"})
		material := typical(k, 2026)
		if err := s.AddCycle(t.Context(), material.Cycle); err != nil {
			t.Fatal(err)
		}
		h := house{store: s, clock: &clock.Fixed{T: testkit.Day()}, cycle: material.Cycle, said: &printing{}}
		h.ada = account.Subject{PersonID: "ada", Grants: []account.Grant{{Role: account.OrganisationEditor, OrganisationID: "filo"}}}
		h.Press = report.Press{Printer: h.said, Page: h.said, Files: h.said, UseCases: report.UseCases{
			Records: s, Assessments: answers{s, material}, Plans: plan.UseCases{Records: s}, Clock: h.clock,
		}}
		test(t, h)
	})
}

func TestSetImportance_putsAdviceInAnotherOrder(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		want := map[string]int{"SUS": 3, "IMP": 1}
		for range 2 { // the second time it replaces
			if err := h.SetImportance(t.Context(), h.ada, "filo", want); err != nil {
				t.Fatal(err)
			}
		}
		r, err := h.Report(t.Context(), h.cycle)
		if err != nil || r.ImportanceOf("SUS") != 3 || r.ImportanceOf("EMP") != 2 || r.Advice[1].Item.DimensionID != "SUS" {
			t.Errorf("Report = %v, second advice %s; want one of SUS after EMP1", err, r.Advice[1].Item.ID)
		}
		if err := h.SetImportance(t.Context(), h.ada, "filo", map[string]int{"SUS": 9}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("an importance of 9: %v; want it refused", err)
		}
	})
}

func TestReport_isThereOnceTheCycleIsClosed(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		h.cycle.ClosedAt = time.Time{}
		if _, err := h.Report(t.Context(), h.cycle); fault.KindOf(err) != fault.Conflict {
			t.Errorf("Report = %v; want a conflict", err)
		}
		if _, err := h.File(t.Context(), h.cycle); fault.KindOf(err) != fault.Conflict {
			t.Errorf("File = %v; want a conflict", err)
		}
	})
}

// changes counts what the public pages are told.
func (h house) changes(t *testing.T) int {
	t.Helper()
	list, err := h.store.PublicChangesSince(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}

func TestPublish_canBeTakenBackAtOnce(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		before := h.changes(t)
		choice := report.Choice{Items: []string{"NET1", "EMP1"}}
		if err := h.Publish(t.Context(), h.ada, h.cycle, choice); err != nil {
			t.Fatal(err)
		}
		public, ok, err := h.Published(t.Context(), "filo")
		if diff := cmp.Diff([]report.PublicLevel{{ID: "NET1", Level: 3}}, public.Items); !ok || err != nil || diff != "" {
			t.Errorf("Published = %v, %v: %s", ok, err, diff)
		}
		if err := h.Publish(t.Context(), h.ada, h.cycle, report.Choice{Dimensions: []string{"NET"}}); err != nil {
			t.Fatal(err)
		}
		if public, _, err = h.Published(t.Context(), "filo"); err != nil || len(public.Items) != 0 || len(public.Dimensions) != 1 {
			t.Errorf("a second choice: %+v, %v; want it in the place of the first", public, err)
		}
		if err := h.Withdraw(t.Context(), h.ada, "filo"); err != nil {
			t.Fatal(err)
		}
		if shown, err := h.Shown(t.Context(), "filo"); shown || err != nil {
			t.Errorf("Shown = %v, %v after it was taken back", shown, err)
		}
		if got := h.changes(t) - before; got != 3 {
			t.Errorf("the public pages were told %d times; want 3", got)
		}
	})
}

func TestPublish_needsSomething(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		for name, choice := range map[string]report.Choice{"nothing": {}, "what too few people said": {Items: []string{"EMP1"}}} {
			if err := h.Publish(t.Context(), h.ada, h.cycle, choice); fault.KindOf(err) != fault.Invalid {
				t.Errorf("%s: %v; want it refused", name, err)
			}
		}
	})
}

func TestUseCases_areForTheOrganisationsEditors(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		for name, who := range map[string]account.Subject{
			"nobody":     {},
			"another's":  {PersonID: "x", Grants: []account.Grant{{Role: account.OrganisationEditor, OrganisationID: "other"}}},
			"researcher": {PersonID: "x", Grants: []account.Grant{{Role: account.Researcher}, {Role: account.Administrator}}},
		} {
			for what, err := range map[string]error{
				"SetImportance": h.SetImportance(t.Context(), who, "filo", nil),
				"Publish":       h.Publish(t.Context(), who, h.cycle, report.Choice{Items: []string{"NET1"}}),
				"Withdraw":      h.Withdraw(t.Context(), who, "filo"),
				"RequestPrint":  h.RequestPrint(t.Context(), who, h.cycle, "it"),
			} {
				if fault.KindOf(err) != fault.Denied {
					t.Errorf("%s by %s = %v; want denied", what, name, err)
				}
			}
		}
	})
}

func (h house) request(t *testing.T, language string) {
	t.Helper()
	if err := h.RequestPrint(t.Context(), h.ada, h.cycle, language); err != nil {
		t.Fatal(err)
	}
}

func (h house) state(t *testing.T, language string) report.Print {
	t.Helper()
	p, _, err := h.FindPrint(t.Context(), h.cycle, language)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPrintNext_printsWhatWasRequested(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		if worked, err := h.PrintNext(t.Context()); worked || err != nil {
			t.Errorf("without a request: %v, %v", worked, err)
		}
		h.request(t, "it")
		h.request(t, "it") // it waits already
		h.clock.Advance(time.Second)
		h.request(t, "en")
		if got := h.state(t, "it").State; got != report.Waiting {
			t.Errorf("state = %s; want waiting", got)
		}
		for range 2 {
			if worked, err := h.PrintNext(t.Context()); !worked || err != nil {
				t.Fatalf("PrintNext = %v, %v", worked, err)
			}
		}
		if worked, err := h.PrintNext(t.Context()); worked || err != nil {
			t.Errorf("a third time: %v, %v; want nothing to do", worked, err)
		}
		if diff := cmp.Diff([]string{"it 2026", "en 2026"}, h.said.pages); diff != "" {
			t.Error(diff)
		}
		if got := h.state(t, "en"); got.State != report.Ready || got.File != "en 2026" || got.DoneAt.IsZero() {
			t.Errorf("the English one = %+v; want it ready", got)
		}
		h.request(t, "en") // once it is ready it is made again
		if got := h.state(t, "en").State; got != report.Waiting {
			t.Errorf("state = %s; want waiting again", got)
		}
	})
}

func TestPrintNext_saysThatItFailedAndTriesAgainWhenAsked(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		h.said.failure = errors.New("the browser is gone")
		h.request(t, "it")
		if worked, err := h.PrintNext(t.Context()); !worked || err == nil {
			t.Errorf("PrintNext = %v, %v; want the failure for the log", worked, err)
		}
		if got := h.state(t, "it"); got.State != report.Failed || got.Reason != "report.print_failed" {
			t.Errorf("after a failure: %+v", got)
		}
		h.said.failure = nil
		h.request(t, "it")
		if _, err := h.PrintNext(t.Context()); err != nil || h.state(t, "it").State != report.Ready {
			t.Errorf("after another request: %v, %+v", err, h.state(t, "it"))
		}
	})
}

func TestClaimPrint_isTakenOverFromANodeThatFellSilent(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		h.request(t, "it")
		now := h.clock.T
		if _, err := h.store.ClaimPrint(t.Context(), now, now.Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		if got := h.state(t, "it").State; got != report.Making {
			t.Errorf("state = %s; want being made", got)
		}
		if _, err := h.store.ClaimPrint(t.Context(), now, now.Add(time.Minute)); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a second claim = %v; want nothing", err)
		}
		later := now.Add(2 * time.Minute)
		if p, err := h.store.ClaimPrint(t.Context(), later, later.Add(time.Minute)); err != nil || p.Attempt != 2 {
			t.Errorf("after a silence: %+v, %v; want a second attempt", p, err)
		}
	})
}

func TestClaimPrint_givesOneNodeThePage(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		h.request(t, "it")
		var all sync.WaitGroup
		var lock sync.Mutex
		claims := 0
		for range 6 {
			all.Go(func() {
				if _, err := h.store.ClaimPrint(context.Background(), h.clock.T, h.clock.T.Add(time.Minute)); err == nil {
					lock.Lock()
					claims++
					lock.Unlock()
				}
			})
		}
		all.Wait()
		if claims != 1 {
			t.Errorf("%d nodes print it; want one", claims)
		}
	})
}
