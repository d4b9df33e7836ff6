package upkeep_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/letter"
	"telaio/internal/testkit"
	"telaio/internal/upkeep"
)

func TestEditorChange_Due(t *testing.T) {
	day := testkit.Day()
	for name, c := range map[string]struct {
		kind     upkeep.ChangeKind
		after    time.Duration
		others   int
		accepted bool
		want     bool
	}{
		"a removal while there is time to object":   {upkeep.Removal, upkeep.TimeToObject - 1, 2, false, false},
		"a removal after that":                      {upkeep.Removal, upkeep.TimeToObject, 2, false, true},
		"a hand-over that nobody accepted":          {upkeep.HandOver, upkeep.TimeToObject, 2, false, false},
		"one that was accepted, others may object":  {upkeep.HandOver, upkeep.TimeToObject - 1, 1, true, false},
		"one that was accepted and nobody objected": {upkeep.HandOver, upkeep.TimeToObject, 1, true, true},
		"one of the only editor, accepted at once":  {upkeep.HandOver, 0, 0, true, true},
		"one of the only editor, not yet accepted":  {upkeep.HandOver, 0, 0, false, false},
		"nothing that there is":                     {"", upkeep.TimeToObject, 2, true, false},
	} {
		change := upkeep.EditorChange{Kind: c.kind, DueAt: day.Add(upkeep.TimeToObject)}
		if got := change.Due(day.Add(c.after), c.others, c.accepted); got != c.want {
			t.Errorf("%s: Due = %t; want %t", name, got, c.want)
		}
	}
}

func TestInvitation_Open(t *testing.T) {
	day := testkit.Day()
	for name, c := range map[string]struct {
		state upkeep.InvitationState
		after time.Duration
		want  bool
	}{
		"fresh":     {upkeep.InvitationWaiting, 0, true},
		"last day":  {upkeep.InvitationWaiting, upkeep.InvitationLife - 1, true},
		"too old":   {upkeep.InvitationWaiting, upkeep.InvitationLife, false},
		"accepted":  {upkeep.InvitationAccepted, 0, false},
		"declined":  {upkeep.InvitationDeclined, 0, false},
		"withdrawn": {upkeep.InvitationWithdrawn, 0, false},
	} {
		i := upkeep.Invitation{State: c.state, ExpiresAt: day.Add(upkeep.InvitationLife)}
		if got := i.Open(day.Add(c.after)); got != c.want {
			t.Errorf("%s: Open = %t; want %t", name, got, c.want)
		}
	}
}

// letters takes everything that waits out of the outbox, as "template to".
func (h house) letters(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, l := range testkit.Letters(t, h.store) {
		all = append(all, l.Template+" "+l.To)
	}
	slices.Sort(all)
	return all
}

// token is what the only letter that waits leads to.
func (h house) token(t *testing.T) string {
	t.Helper()
	link := h.letter(t).Values["Link"]
	return link[strings.LastIndex(link, "/")+1:]
}

// join lets somebody in by an invitation that Ada writes.
func (h house) join(t *testing.T, email, name string) account.Person {
	t.Helper()
	if err := h.Invite(t.Context(), h.ada.Subject(), h.oz, account.Newcomer{Email: email, Name: name}); err != nil {
		t.Fatal(err)
	}
	if ready, err := h.Accept(t.Context(), h.token(t)); err != nil || !ready {
		t.Fatalf("Accept = %t, %v; want ready", ready, err)
	}
	h.letters(t)
	for _, e := range h.editors(t) {
		if e.Email == email {
			return e
		}
	}
	t.Fatalf("%s is no editor", email)
	return account.Person{}
}

func (h house) editors(t *testing.T) []account.Person {
	t.Helper()
	editors, err := h.People.EditorsOf(t.Context(), "oz")
	if err != nil {
		t.Fatal(err)
	}
	return editors
}

func (h house) wantEditors(t *testing.T, want ...string) {
	t.Helper()
	var names []string
	for _, e := range h.editors(t) {
		names = append(names, e.Name)
	}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("editors (-want +got):\n%s", diff)
	}
}

func (h house) wantLetters(t *testing.T, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, h.letters(t)); diff != "" {
		t.Errorf("letters (-want +got):\n%s", diff)
	}
}

func TestInvite_givesNothingBeforeItIsAccepted(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		if err := h.Invite(t.Context(), h.ada.Subject(), h.oz, account.Newcomer{Email: "carla@oz.example", Name: "Carla"}); err != nil {
			t.Fatal(err)
		}
		h.wantEditors(t, "Ada")
		token := h.token(t)
		if _, _, err := h.Invited(t.Context(), token); err != nil {
			t.Fatal(err)
		}
		if ready, err := h.Accept(t.Context(), token); err != nil || !ready {
			t.Fatalf("Accept = %t, %v", ready, err)
		}
		h.wantEditors(t, "Ada", "Carla")
		h.wantLetters(t, "editor_joined ada@oz.example")
		if _, err := h.Accept(t.Context(), token); fault.KindOf(err) != fault.Expired {
			t.Errorf("accepting twice = %v; want an expired invitation", err)
		}
	})
}

func TestInvite_isOverWhenDeclinedWithdrawnOrOld(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		invite := func(email string) string {
			if err := h.Invite(t.Context(), h.ada.Subject(), h.oz, account.Newcomer{Email: email}); err != nil {
				t.Fatal(err)
			}
			return h.token(t)
		}
		declined, withdrawn, replaced := invite("a@oz.example"), invite("b@oz.example"), invite("c@oz.example")
		if err := h.Decline(t.Context(), declined); err != nil {
			t.Fatal(err)
		}
		i, _, err := h.Invited(t.Context(), withdrawn)
		if err != nil {
			t.Fatal(err)
		}
		if err := h.TakeBack(t.Context(), h.ada.Subject(), h.oz, i.ID); err != nil {
			t.Fatal(err)
		}
		fresh := invite("c@oz.example")
		for name, token := range map[string]string{"declined": declined, "withdrawn": withdrawn, "replaced": replaced} {
			if _, err := h.Accept(t.Context(), token); fault.KindOf(err) != fault.Expired {
				t.Errorf("accepting one that was %s = %v; want expired", name, err)
			}
		}
		h.now.T = h.now.T.Add(upkeep.InvitationLife)
		if _, err := h.Accept(t.Context(), fresh); fault.KindOf(err) != fault.Expired {
			t.Errorf("accepting an old one = %v; want expired", err)
		}
		h.wantEditors(t, "Ada")
	})
}

func TestInvite_isLimited(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		var err error
		n := 0
		for ; n < 40 && err == nil; n++ {
			err = h.Invite(t.Context(), h.ada.Subject(), h.oz, account.Newcomer{Email: strings.Repeat("x", n+1) + "@oz.example"})
		}
		if fault.KindOf(err) != fault.Conflict || n != 20 { // nineteen beside Ada
			t.Errorf("invitation %d = %v; want a conflict at the twentieth", n, err)
		}
	})
}

func TestLeave_isNotForTheLastEditor(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		if err := h.Leave(t.Context(), h.ada.Subject(), h.oz); fault.KindOf(err) != fault.Conflict {
			t.Errorf("Leave = %v; want a conflict", err)
		}
		h.wantEditors(t, "Ada")
		h.join(t, "carla@oz.example", "Carla")
		if err := h.Leave(t.Context(), h.ada.Subject(), h.oz); err != nil {
			t.Fatal(err)
		}
		h.wantEditors(t, "Carla")
		h.wantLetters(t, "editor_left carla@oz.example")
	})
}

func TestAskRemoval_tellsEverybodyAndWaits(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		carla := h.join(t, "carla@oz.example", "Carla")
		h.join(t, "dora@oz.example", "Dora")
		if err := h.AskRemoval(t.Context(), h.ada.Subject(), h.oz, carla); err != nil {
			t.Fatal(err)
		}
		h.wantLetters(t, "removal_asked ada@oz.example", "removal_asked dora@oz.example", "removal_asked_you carla@oz.example")
		if err := h.AskRemoval(t.Context(), h.ada.Subject(), h.oz, carla); fault.KindOf(err) != fault.Conflict {
			t.Errorf("asking twice = %v; want a conflict", err)
		}
		h.now.T = h.now.T.Add(upkeep.TimeToObject - time.Minute)
		carryOut(t, h)
		h.wantEditors(t, "Ada", "Carla", "Dora")
		h.now.T = h.now.T.Add(time.Minute)
		carryOut(t, h)
		carryOut(t, h)
		h.wantEditors(t, "Ada", "Dora")
		h.wantLetters(t, "editor_left ada@oz.example", "editor_left dora@oz.example", "editor_removed carla@oz.example")
	})
}

func carryOut(t *testing.T, h house) {
	t.Helper()
	if err := h.CarryOut(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestObject_stopsARemoval(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		carla := h.join(t, "carla@oz.example", "Carla")
		if err := h.AskRemoval(t.Context(), h.ada.Subject(), h.oz, carla); err != nil {
			t.Fatal(err)
		}
		h.letters(t)
		area, err := h.Area(t.Context(), h.oz)
		if err != nil || len(area.Changes) != 1 {
			t.Fatalf("changes = %+v, %v; want one", area.Changes, err)
		}
		if err := h.Object(t.Context(), carla.Subject(), h.oz, area.Changes[0].ID); err != nil {
			t.Fatal(err)
		}
		h.wantLetters(t, "removal_stopped ada@oz.example", "removal_stopped carla@oz.example")
		h.now.T = h.now.T.Add(2 * upkeep.TimeToObject)
		carryOut(t, h)
		h.wantEditors(t, "Ada", "Carla")
	})
}

func TestCarryOut_leavesTheLastEditorInPlace(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		carla := h.join(t, "carla@oz.example", "Carla")
		if err := h.AskRemoval(t.Context(), h.ada.Subject(), h.oz, carla); err != nil {
			t.Fatal(err)
		}
		if err := h.Leave(t.Context(), h.ada.Subject(), h.oz); err != nil {
			t.Fatal(err)
		}
		h.now.T = h.now.T.Add(upkeep.TimeToObject)
		carryOut(t, h)
		h.wantEditors(t, "Carla")
	})
}

func TestAskHandOver_ofTheOnlyEditorIsDoneOnceAccepted(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		if err := h.AskHandOver(t.Context(), h.ada.Subject(), h.oz, account.Newcomer{Email: "carla@oz.example", Name: "Carla"}); err != nil {
			t.Fatal(err)
		}
		h.wantEditors(t, "Ada")
		if ready, err := h.Accept(t.Context(), h.token(t)); err != nil || !ready {
			t.Fatalf("Accept = %t, %v; want ready", ready, err)
		}
		h.wantEditors(t, "Carla")
		h.wantLetters(t, "editor_joined ada@oz.example", "editor_left carla@oz.example", "hand_over_done ada@oz.example")
	})
}

func TestAskHandOver_givesTheOthersTimeToObject(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		dora := h.join(t, "dora@oz.example", "Dora")
		ask := func() string {
			if err := h.AskHandOver(t.Context(), h.ada.Subject(), h.oz, account.Newcomer{Email: "carla@oz.example", Name: "Carla"}); err != nil {
				t.Fatal(err)
			}
			letters := testkit.Letters(t, h.store)
			i := slices.IndexFunc(letters, func(l letter.Letter) bool { return l.Template == "editor_invited" })
			if len(letters) != 2 || i < 0 {
				t.Fatalf("letters = %+v; want the invitation and the news to Dora", letters)
			}
			link := letters[i].Values["Link"]
			return link[strings.LastIndex(link, "/")+1:]
		}
		token := ask()
		if ready, err := h.Accept(t.Context(), token); err != nil || ready {
			t.Fatalf("Accept = %t, %v; want it to wait", ready, err)
		}
		h.wantEditors(t, "Ada", "Dora")
		area, err := h.Area(t.Context(), h.oz)
		if err != nil || len(area.Changes) != 1 {
			t.Fatalf("changes = %+v, %v", area.Changes, err)
		}
		if err := h.Object(t.Context(), dora.Subject(), h.oz, area.Changes[0].ID); err != nil {
			t.Fatal(err)
		}
		h.now.T = h.now.T.Add(2 * upkeep.TimeToObject)
		carryOut(t, h)
		h.wantEditors(t, "Ada", "Dora")
		h.letters(t)

		if _, err := h.Accept(t.Context(), ask()); err != nil {
			t.Fatal(err)
		}
		h.now.T = h.now.T.Add(upkeep.TimeToObject)
		carryOut(t, h)
		h.wantEditors(t, "Carla", "Dora")
	})
}
