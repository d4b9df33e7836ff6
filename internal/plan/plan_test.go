package plan_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/account"
	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/plan"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// house is an organisation that Ada looks after.
type house struct {
	plan.UseCases
	store *store.Store
	clock *clock.Fixed
	ada   account.Subject
}

type links struct{}

func (links) Plan(language, organisationID string) string {
	return "https://telaio.example/" + language + "/" + organisationID
}

func eachHouse(t *testing.T, test func(*testing.T, house)) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		now := &clock.Fixed{T: testkit.Day()}
		people := account.People{Store: s, Clock: now}
		testkit.Publish(t, s, organisation.Organisation{ID: "filo", Slug: "filo-comune"}, organisation.Card{Name: "Filo Comune"})
		grant := account.Grant{Role: account.OrganisationEditor, OrganisationID: "filo"}
		ada, err := people.GrantTo(t.Context(), account.System, account.Newcomer{Email: "ada@filo.example", Name: "Ada", Language: "it"}, grant)
		if err != nil {
			t.Fatal(err)
		}
		test(t, house{plan.UseCases{Records: s, People: people, Outbox: s, Links: links{}, Clock: now}, s, now, ada.Subject()})
	})
}

func (h house) add(t *testing.T, a plan.Action) plan.Action {
	t.Helper()
	a.OrganisationID = "filo"
	added, err := h.Add(t.Context(), h.ada, a)
	if err != nil {
		t.Fatal(err)
	}
	return added
}

func (h house) whats(t *testing.T) []string {
	t.Helper()
	p, err := h.Plan(t.Context(), "filo")
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, a := range p.Actions {
		list = append(list, a.What+" "+string(a.State))
	}
	return list
}

func TestAdd_keepsAtMostThreeForNow(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		var last plan.Action
		for _, what := range []string{"a", "b", "c"} {
			last = h.add(t, plan.Action{What: what, Now: true})
		}
		fourth := plan.Action{OrganisationID: "filo", What: "d", Now: true}
		_, err := h.Add(t.Context(), h.ada, fourth)
		if refusal, ok := errors.AsType[*fault.Error](err); !ok || refusal.Fields[plan.NowField].Key != "plan.too_many_now" {
			t.Errorf("a fourth for now: %v; want it refused", err)
		}
		last.State = plan.Done
		if _, err := h.Change(t.Context(), h.ada, last); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Add(t.Context(), h.ada, fourth); err != nil {
			t.Errorf("once one is done: %v; want room", err)
		}
	})
}

func TestAdd_keepsAtMostThreeWhenFourComeAtOnce(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		var all sync.WaitGroup
		for range 6 {
			all.Go(func() {
				_, _ = h.Add(context.Background(), h.ada, plan.Action{OrganisationID: "filo", What: "x", Now: true})
			})
		}
		all.Wait()
		p, err := h.Plan(t.Context(), "filo")
		if err != nil || len(p.Now()) != plan.MostNow {
			t.Errorf("%d for now, %v; want %d", len(p.Now()), err, plan.MostNow)
		}
	})
}

func TestAdd_saysWhatToMend(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		_, err := h.Add(t.Context(), h.ada, plan.Action{
			OrganisationID: "filo", What: " ", Who: strings.Repeat("è", plan.MostWho+2), Due: "31/3/2027", State: "soon",
		})
		refusal, _ := errors.AsType[*fault.Error](err)
		want := map[string]fault.Message{
			plan.WhatField: {Key: "plan.what_missing"}, plan.DueField: {Key: "plan.due_unknown"}, plan.StateField: {Key: "plan.state_unknown"},
			plan.WhoField: {Key: "question.too_long", Args: map[string]any{"Count": 2, "Max": plan.MostWho}},
		}
		if refusal == nil || cmp.Diff(want, refusal.Fields) != "" {
			t.Errorf("Add = %v; want the four fields", err)
		}
	})
}

func TestChange_neverOverwritesWhatSomebodyElseSaved(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		first := h.add(t, plan.Action{What: "a", Item: "EMP1", Recommendation: "EMP1-R1"})
		mine, theirs := first, first
		mine.What, theirs.What = "mine", "theirs"
		mine.Item = "" // a form does not carry it
		saved, err := h.Change(t.Context(), h.ada, mine)
		if err != nil || saved.Item != "EMP1" || saved.Number != 2 {
			t.Fatalf("Change = %+v, %v", saved, err)
		}
		if _, err := h.Change(t.Context(), h.ada, theirs); fault.KindOf(err) != fault.Conflict {
			t.Errorf("the second change = %v; want a conflict", err)
		}
		if diff := cmp.Diff([]string{"mine to_start"}, h.whats(t)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestUndo_bringsBackTheVersionBefore(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		a := h.add(t, plan.Action{What: "a", Now: true})
		changed := a
		changed.What, changed.State = "b", plan.Dropped
		if _, err := h.Change(t.Context(), h.ada, changed); err != nil {
			t.Fatal(err)
		}
		steps := []struct {
			do   func(context.Context, account.Subject, string, string) error
			want []string
		}{
			{h.Undo, []string{"a to_start"}},
			{h.Undo, []string{"b dropped"}}, // undoing twice changes nothing
			{h.Remove, nil},
			{h.Undo, []string{"b dropped"}},
		}
		for i, step := range steps {
			if err := step.do(t.Context(), h.ada, "filo", a.ID); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(step.want, h.whats(t)); diff != "" {
				t.Errorf("step %d: %s", i, diff)
			}
		}
	})
}

func TestUndo_ofAnAdditionRemovesIt(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		a := h.add(t, plan.Action{What: "a"})
		if err := h.Undo(t.Context(), h.ada, "filo", a.ID); err != nil || len(h.whats(t)) != 0 {
			t.Errorf("Undo = %v, left %v; want nothing", err, h.whats(t))
		}
	})
}

func TestUndo_leavesThreeForNow(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		a := h.add(t, plan.Action{What: "a", Now: true})
		a.Now = false
		if _, err := h.Change(t.Context(), h.ada, a); err != nil {
			t.Fatal(err)
		}
		for range 3 {
			h.add(t, plan.Action{What: "x", Now: true})
		}
		if err := h.Undo(t.Context(), h.ada, "filo", a.ID); err != nil {
			t.Fatal(err)
		}
		p, err := h.Plan(t.Context(), "filo")
		if err != nil || len(p.Now()) != 3 || len(p.Later()) != 1 {
			t.Errorf("%d now and %d later, %v; want three and one", len(p.Now()), len(p.Later()), err)
		}
	})
}

func TestPlan_putsFirstWhatIsForNow(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		h.add(t, plan.Action{What: "over", State: plan.Done, Now: true})
		h.add(t, plan.Action{What: "later"})
		h.add(t, plan.Action{What: "without day", Now: true})
		h.add(t, plan.Action{What: "in march", Now: true, Due: "2027-03-31", State: plan.UnderWay})
		want := []string{"in march under_way", "without day to_start", "later to_start", "over done"}
		if diff := cmp.Diff(want, h.whats(t)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestUseCases_areForTheOrganisationsEditors(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		a := h.add(t, plan.Action{What: "a"})
		for name, who := range map[string]account.Subject{
			"nobody":        {},
			"another's":     {PersonID: "x", Grants: []account.Grant{{Role: account.OrganisationEditor, OrganisationID: "other"}}},
			"administrator": {PersonID: "x", Grants: []account.Grant{{Role: account.Administrator}}},
		} {
			_, added := h.Add(t.Context(), who, plan.Action{OrganisationID: "filo", What: "b"})
			_, changed := h.Change(t.Context(), who, a)
			for what, err := range map[string]error{
				"Add": added, "Change": changed, "Remove": h.Remove(t.Context(), who, "filo", a.ID),
				"Undo": h.Undo(t.Context(), who, "filo", a.ID), "SetReminders": h.SetReminders(t.Context(), who, "filo", false),
			} {
				if fault.KindOf(err) != fault.Denied {
					t.Errorf("%s by %s = %v; want denied", what, name, err)
				}
			}
		}
		if err := h.Undo(t.Context(), h.ada, "filo", "another"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("an action that is not the organisation's: %v; want not found", err)
		}
	})
}

func (h house) remind(t *testing.T) []string {
	t.Helper()
	if _, err := h.Remind(t.Context()); err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, l := range testkit.Letters(t, h.store) {
		said = append(said, l.To+" "+l.Values["Months"]+" "+l.Values["Actions"])
	}
	return said
}

func TestRemind_writesAfterThreeSixAndTwelveMonthsOnce(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		h.add(t, plan.Action{What: "a", CycleID: "c1"})
		h.add(t, plan.Action{What: "done", CycleID: "c1", State: plan.Done})
		began := h.clock.T
		for _, step := range []struct {
			months, days int
			want         []string
		}{
			{2, 27, nil},
			{3, 0, []string{"ada@filo.example 3 – a"}},
			{3, 0, nil}, // however often it runs
			{6, 10, []string{"ada@filo.example 6 – a"}},
			{11, 0, nil},
			{12, 1, []string{"ada@filo.example 12 – a"}},
			{24, 0, nil},
		} {
			h.clock.T = began.AddDate(0, step.months, step.days)
			if diff := cmp.Diff(step.want, h.remind(t)); diff != "" {
				t.Errorf("after %d months and %d days: %s", step.months, step.days, diff)
			}
		}
	})
}

func TestRemind_keepsSilent(t *testing.T) {
	for name, prepare := range map[string]func(*testing.T, house, plan.Action){
		"when they do not want it": func(t *testing.T, h house, _ plan.Action) {
			if err := h.SetReminders(t.Context(), h.ada, "filo", false); err != nil {
				t.Fatal(err)
			}
		},
		"when all is done": func(t *testing.T, h house, a plan.Action) {
			a.State = plan.Done
			if _, err := h.Change(t.Context(), h.ada, a); err != nil {
				t.Fatal(err)
			}
		},
		"about what was removed": func(t *testing.T, h house, a plan.Action) {
			if err := h.Remove(t.Context(), h.ada, "filo", a.ID); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			eachHouse(t, func(t *testing.T, h house) {
				a := h.add(t, plan.Action{What: "a"})
				prepare(t, h, a)
				h.clock.Advance(100 * 24 * time.Hour)
				if got := h.remind(t); got != nil {
					t.Errorf("written: %v", got)
				}
			})
		})
	}
}
