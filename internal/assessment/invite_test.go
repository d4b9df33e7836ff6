package assessment_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/account"
	"telaio/internal/assessment"
	"telaio/internal/fault"
	"telaio/internal/kit"
	"telaio/internal/testkit"
)

func TestReadGuests(t *testing.T) {
	text := "ada@example.org\n\n Bruno Neri <BRUNO@example.org>,\nnon un indirizzo\n\"Carla Sala\" <carla@example.org>\n<dario@example.org\n"
	guests, wrong := assessment.ReadGuests(text)
	want := []assessment.Guest{{"", "ada@example.org"}, {"Bruno Neri", "bruno@example.org"}, {"Carla Sala", "carla@example.org"}}
	if diff := cmp.Diff(want, guests); diff != "" {
		t.Errorf("guests (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]int{4, 6}, wrong); diff != "" {
		t.Errorf("lines to mend (-want +got):\n%s", diff)
	}
}

func FuzzReadGuests(f *testing.F) {
	f.Add("ada@example.org\nBruno <b@example.org>")
	f.Fuzz(func(t *testing.T, text string) {
		guests, _ := assessment.ReadGuests(text)
		for _, g := range guests {
			if clean, err := account.CleanEmail(g.Email); err != nil || clean != g.Email || strings.ContainsAny(g.Name, "\r\n") {
				t.Errorf("%+v is no guest to write to", g)
			}
		}
	})
}

func TestInvite_writesToEachOnceWithALinkOfTheirOwn(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		c, _ := h.start(t, assessment.Confidential, 0)
		for want, text := range map[int]string{2: "zoe@example.org\nYuri Sala <yuri@example.org>"} {
			if n, err := h.Invite(t.Context(), h.ada, c, text, "it"); err != nil || n != want {
				t.Fatalf("Invite = %d, %v; want %d", n, err, want)
			}
		}
		if n, err := h.Invite(t.Context(), h.ada, c, "ZOE@example.org", "it"); err != nil || n != 0 {
			t.Errorf("inviting somebody again = %d, %v; want nobody", n, err)
		}
		letters := testkit.Letters(t, h.store)
		if len(letters) != 2 || letters[0].Values["Link"] == letters[1].Values["Link"] || letters[0].Values["Mode"] != "confidential" {
			t.Fatalf("%d letters; want two with different links that say the mode", len(letters))
		}
		for _, l := range letters {
			held := h.hold(t, strings.TrimPrefix(l.Values["Link"], "https://telaio.example/answers/"))
			if held.Participant.Email != l.To {
				t.Errorf("the link to %s opens the answers of %s", l.To, held.Participant.Email)
			}
		}
	})
}

func TestInvite_refusesALineWithoutAnAddress(t *testing.T) {
	h := newHouse(t, testkit.SQLite(t))
	c, _ := h.start(t, assessment.Named, 0)
	_, err := h.Invite(t.Context(), h.ada, c, "zoe@example.org\nnon so", "it")
	people, listErr := h.Participants(t.Context(), c)
	if fault.KindOf(err) != fault.Invalid || listErr != nil || len(people) != 0 {
		t.Errorf("Invite = %v with %d people, %v; want a fault and nobody", err, len(people), listErr)
	}
}

func TestInvite_takesThirtyAtMost(t *testing.T) {
	h := newHouse(t, testkit.SQLite(t))
	c, _ := h.start(t, assessment.Named, assessment.MostPeople)
	if _, err := h.Invite(t.Context(), h.ada, c, "zoe@example.org", "it"); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a 31st = %v; want a fault", err)
	}
	if _, err := h.Join(t.Context(), c.RoomKey, "Zoe", "it"); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a 31st in the room = %v; want a conflict", err)
	}
}

func TestRemind_writesToThoseWhoHaveNotFinishedOnceInTwoDays(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		c, _ := h.start(t, assessment.Named, 1)
		if _, err := h.Invite(t.Context(), h.ada, c, "zoe@example.org\nyuri@example.org", "it"); err != nil {
			t.Fatal(err)
		}
		zoe := h.hold(t, strings.TrimPrefix(testkit.Letters(t, h.store)[0].Values["Link"], "https://telaio.example/answers/"))
		if err := h.Finish(t.Context(), zoe); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Remind(t.Context(), h.ada, c); fault.KindOf(err) != fault.TooMany {
			t.Errorf("reminding at once = %v; want too many", err)
		}
		*h.now = h.now.Add(48 * time.Hour)
		if n, err := h.Remind(t.Context(), h.ada, c); err != nil || n != 1 {
			t.Errorf("reminding after two days = %d, %v; want one", n, err)
		}
		letters := testkit.Letters(t, h.store)
		if len(letters) != 1 || letters[0].Template != "assessment_reminder" || letters[0].To == zoe.Participant.Email {
			t.Errorf("letters %v; want a reminder to the other", letters)
		}
	})
}

func TestChangeOfMode_isToldAndEndsWithTheFirstAnswer(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		c, people := h.start(t, assessment.Named, 1)
		if _, err := h.Invite(t.Context(), h.ada, c, "zoe@example.org", "it"); err != nil {
			t.Fatal(err)
		}
		testkit.Letters(t, h.store)
		if err := h.Change(t.Context(), h.ada, c, assessment.Plan{Label: c.Label, Mode: assessment.Confidential}); err != nil {
			t.Fatal(err)
		}
		if letters := testkit.Letters(t, h.store); len(letters) != 1 || letters[0].Values["Mode"] != "confidential" {
			t.Errorf("%d letters say that the mode has changed; want one", len(letters))
		}
		people[0].Cycle = h.again(t, c)
		h.answer(t, people[0], "EMP1", kit.L2)
		for name, believed := range map[string]assessment.Cycle{"as it is": h.again(t, c), "as another browser believes": people[0].Cycle} {
			err := h.Change(t.Context(), h.ada, believed, assessment.Plan{Label: c.Label, Mode: assessment.Named})
			if fault.KindOf(err) != fault.Conflict {
				t.Errorf("changing the mode %s = %v; want a conflict", name, err)
			}
		}
	})
}

func TestCoordinators_ofAnotherOrganisationAreRefused(t *testing.T) {
	h := newHouse(t, testkit.SQLite(t))
	c, people := h.start(t, assessment.Named, 1)
	stranger := account.Subject{PersonID: "eve", Grants: []account.Grant{{Role: account.OrganisationEditor, OrganisationID: "other"}, {Role: account.Administrator}}}
	for name, attempt := range map[string]func() error{
		"start":  func() error { _, err := h.Start(t.Context(), stranger, h.o.ID, assessment.Plan{}); return err },
		"invite": func() error { _, err := h.Invite(t.Context(), stranger, c, "z@example.org", "it"); return err },
		"remind": func() error { _, err := h.Remind(t.Context(), stranger, c); return err },
		"remove": func() error { return h.Remove(t.Context(), stranger, c, people[0].Participant.ID) },
		"room":   func() error { _, err := h.OpenRoom(t.Context(), stranger, c); return err },
		"end":    func() error { return h.End(t.Context(), stranger, c) },
		"decide": func() error { return h.Decide(t.Context(), stranger, c, assessment.Consensus{}) },
		"close":  func() error { return h.Close(t.Context(), stranger, c) },
		"reopen": func() error { _, err := h.Reopen(t.Context(), stranger, c, "x"); return err },
	} {
		if err := attempt(); fault.KindOf(err) != fault.Denied {
			t.Errorf("%s by a stranger = %v; want it denied", name, err)
		}
	}
	if _, err := h.Cycle(t.Context(), "other", c.ID); fault.KindOf(err) != fault.NotFound {
		t.Errorf("another organisation's cycle = %v; want not found", err)
	}
}

func TestRemove_takesTheAnswersOfWhoHasNotFinished(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		c, people := h.start(t, assessment.Confidential, 2)
		h.answer(t, people[0], "EMP1", kit.L0)
		h.answer(t, people[1], "EMP1", kit.L4)
		if err := h.Finish(t.Context(), people[1]); err != nil {
			t.Fatal(err)
		}
		if err := h.Remove(t.Context(), h.ada, c, people[0].Participant.ID); err != nil {
			t.Fatal(err)
		}
		if err := h.Remove(t.Context(), h.ada, c, people[1].Participant.ID); fault.KindOf(err) != fault.Conflict {
			t.Errorf("removing who has finished = %v; want a conflict", err)
		}
		if err := h.End(t.Context(), h.ada, h.again(t, c)); err != nil {
			t.Fatal(err)
		}
		m, err := h.Result(t.Context(), h.again(t, c))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]kit.Code{kit.L4}, m.Answers["EMP1"]); diff != "" || m.Cycle.Respondents != 1 {
			t.Errorf("%d respondents, answers (-want +got):\n%s", m.Cycle.Respondents, diff)
		}
	})
}
