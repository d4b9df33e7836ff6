package assessment_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/assessment"
	"telaio/internal/fault"
	"telaio/internal/kit"
)

func TestCycle_goesFromAnswersToAClosedResult(t *testing.T) {
	for _, mode := range []assessment.Mode{assessment.Named, assessment.Confidential} {
		t.Run(string(mode), func(t *testing.T) {
			eachHouse(t, func(t *testing.T, h house) {
				c, people := h.start(t, mode, 3)
				for i, code := range []kit.Code{kit.L3, kit.L1, kit.DontKnow} {
					h.answer(t, people[i], "EMP1", code)
					h.answer(t, people[i], "NET1", kit.L2)
				}
				if err := h.End(t.Context(), h.ada, h.again(t, c)); err != nil {
					t.Fatal(err)
				}
				c = h.again(t, c)
				decision := assessment.Consensus{Item: "EMP1", Code: kit.L2, Reason: "Tra i due livelli scegliamo quello di mezzo."}
				if err := h.Decide(t.Context(), h.ada, c, decision); err != nil {
					t.Fatal(err)
				}
				if err := h.Close(t.Context(), h.ada, c); err != nil {
					t.Fatal(err)
				}
				m, err := h.Result(t.Context(), h.again(t, c))
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff([]kit.Code{kit.L1, kit.L3, kit.DontKnow}, m.Answers["EMP1"]); diff != "" {
					t.Errorf("the answers to EMP1 (-want +got):\n%s", diff)
				}
				if m.Cycle.Respondents != 3 || m.Decisions["EMP1"].Code != kit.L2 || m.Cycle.State() != assessment.Closed {
					t.Errorf("%d respondents, decision %q, state %s; want 3, L2, closed", m.Cycle.Respondents, m.Decisions["EMP1"].Code, m.Cycle.State())
				}
			})
		})
	}
}

func TestClosedCycle_cannotChange(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		c, people := h.start(t, assessment.Named, 1)
		h.answer(t, people[0], "EMP1", kit.L3)
		open := h.again(t, c)
		if err := h.End(t.Context(), h.ada, open); err != nil {
			t.Fatal(err)
		}
		discussing := h.again(t, c)
		if err := h.Close(t.Context(), h.ada, discussing); err != nil {
			t.Fatal(err)
		}
		decision := assessment.Consensus{Item: "EMP1", Code: kit.L1, Reason: "Troppo tardi."}
		for name, attempt := range map[string]func(assessment.Cycle) error{
			"decide":   func(c assessment.Cycle) error { return h.Decide(t.Context(), h.ada, c, decision) },
			"undecide": func(c assessment.Cycle) error { return h.Undecide(t.Context(), h.ada, c, "EMP1", 0) },
			"close":    func(c assessment.Cycle) error { return h.Close(t.Context(), h.ada, c) },
			"end":      func(c assessment.Cycle) error { return h.End(t.Context(), h.ada, c) },
			"discard":  func(c assessment.Cycle) error { return h.Discard(t.Context(), h.ada, c) },
			"change": func(c assessment.Cycle) error {
				return h.Change(t.Context(), h.ada, c, assessment.Plan{Label: "x", Mode: c.Mode})
			},
			"invite": func(c assessment.Cycle) error {
				_, err := h.Invite(t.Context(), h.ada, c, "b@example.org", "it")
				return err
			},
			"save": func(c assessment.Cycle) error {
				late := people[0]
				late.Cycle = c
				_, err := h.Save(t.Context(), late, assessment.Answer{Item: "EMP2", Code: kit.L1})
				return err
			},
			"remove": func(c assessment.Cycle) error { return h.Remove(t.Context(), h.ada, c, people[0].Participant.ID) },
		} {
			// The stale cycles are what another browser still believes: the store itself refuses.
			for state, stale := range map[string]assessment.Cycle{"as it is": h.again(t, c), "still discussing": discussing, "still open": open} {
				if err := attempt(stale); fault.KindOf(err) != fault.Conflict {
					t.Errorf("%s of a closed cycle believed to be %s = %v; want a conflict", name, state, err)
				}
			}
		}
	})
}

func TestSave_neverOverwritesAnotherTab(t *testing.T) {
	for _, mode := range []assessment.Mode{assessment.Named, assessment.Confidential} {
		t.Run(string(mode), func(t *testing.T) {
			eachHouse(t, func(t *testing.T, h house) {
				_, people := h.start(t, mode, 1)
				h.answer(t, people[0], "EMP1", kit.L3)
				there, err := h.Save(t.Context(), people[0], assessment.Answer{Item: "EMP1", Code: kit.L1})
				if fault.KindOf(err) != fault.Conflict || there.Code != kit.L3 {
					t.Errorf("a stale save = %q, %v; want L3 and a conflict", there.Code, err)
				}
				same, err := h.Save(t.Context(), people[0], assessment.Answer{Item: "EMP1", Code: kit.L3})
				if err != nil || same.Number != 1 {
					t.Errorf("the same answer again = number %d, %v; want 1 and no error", same.Number, err)
				}
				changed, err := h.Save(t.Context(), people[0], assessment.Answer{Item: "EMP1", Number: 1, Code: kit.L1, Note: "Ripensandoci."})
				if err != nil || changed.Number != 2 {
					t.Errorf("a change = number %d, %v; want 2 and no error", changed.Number, err)
				}
				sheet, err := h.Sheet(t.Context(), people[0])
				if err != nil || sheet["EMP1"].Code != kit.L1 || sheet["EMP1"].Note != "Ripensandoci." {
					t.Errorf("the sheet holds %+v, %v", sheet["EMP1"], err)
				}
			})
		})
	}
}

func TestEndDue_endsWhatIsOver(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		c, people := h.start(t, assessment.Confidential, 1)
		h.answer(t, people[0], "EMP1", kit.L3)
		c = h.again(t, c)
		if err := h.Change(t.Context(), h.ada, c, assessment.Plan{Label: c.Label, Mode: c.Mode, Until: h.now.Add(time.Hour)}); err != nil {
			t.Fatal(err)
		}
		for _, step := range []struct {
			after time.Duration
			want  int
		}{{59 * time.Minute, 0}, {time.Minute, 1}, {time.Hour, 0}} {
			*h.now = h.now.Add(step.after)
			if n, err := h.EndDue(t.Context()); err != nil || n != step.want {
				t.Errorf("%s later %d cycles ended, %v; want %d", step.after, n, err, step.want)
			}
		}
		if c = h.again(t, c); c.State() != assessment.Discussing || c.Respondents != 1 {
			t.Errorf("the cycle is %s with %d respondents; want discussing with 1", c.State(), c.Respondents)
		}
	})
}

func TestReopen_beginsWithTheFormerConsensus(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		c, people := h.start(t, assessment.Confidential, 2)
		h.answer(t, people[0], "EMP1", kit.L3)
		h.answer(t, people[1], "EMP1", kit.L2)
		c = h.again(t, c)
		if err := h.End(t.Context(), h.ada, c); err != nil {
			t.Fatal(err)
		}
		c = h.again(t, c)
		if err := h.Decide(t.Context(), h.ada, c, assessment.Consensus{Item: "EMP1", Both: true, Reason: "Due letture."}); err != nil {
			t.Fatal(err)
		}
		if err := h.Close(t.Context(), h.ada, c); err != nil {
			t.Fatal(err)
		}
		closed := h.again(t, c)
		again, err := h.Reopen(t.Context(), h.ada, closed, "Mancava una prova.")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.Reopen(t.Context(), h.ada, closed, "Ancora."); fault.KindOf(err) != fault.Conflict {
			t.Errorf("reopening twice = %v; want a conflict", err)
		}
		if err := h.Decide(t.Context(), h.ada, again, assessment.Consensus{Item: "EMP1", Number: 1, Code: kit.L3, Reason: "Ora la prova c'è."}); err != nil {
			t.Fatal(err)
		}
		before, err := h.Result(t.Context(), closed)
		if err != nil {
			t.Fatal(err)
		}
		after, err := h.Result(t.Context(), h.again(t, again))
		if err != nil {
			t.Fatal(err)
		}
		if !before.Decisions["EMP1"].Both || after.Decisions["EMP1"].Code != kit.L3 || len(after.Answers["EMP1"]) != 2 {
			t.Errorf("before %+v, after %+v with %d answers", before.Decisions["EMP1"], after.Decisions["EMP1"], len(after.Answers["EMP1"]))
		}
	})
}
