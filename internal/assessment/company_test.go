package assessment_test

import (
	"testing"

	"telaio/internal/assessment"
	"telaio/internal/fault"
	"telaio/internal/kit"
)

func TestWithdraw_forgetsEveryAnswerAndFile(t *testing.T) {
	for _, mode := range []assessment.Mode{assessment.Named, assessment.Confidential} {
		eachHouse(t, func(t *testing.T, h house) {
			c, people := h.start(t, mode, 2)
			pieces, uploads := evidence()
			if _, err := h.Respond(t.Context(), people[0], assessment.Answer{Item: "EMP1", Code: kit.L3, Evidence: pieces}, uploads); err != nil {
				t.Fatal(err)
			}
			h.answer(t, people[0], "EMP2", kit.L1)
			h.answer(t, people[1], "EMP1", kit.L2)
			if err := h.Finish(t.Context(), people[0]); err != nil {
				t.Fatal(err)
			}
			who := people[0]
			who.Participant.FinishedAt, who.Cycle = h.now.UTC(), h.again(t, c)
			if err := h.Withdraw(t.Context(), who); err != nil {
				t.Fatal(err)
			}
			if sheet, err := h.Sheet(t.Context(), people[0]); err != nil || len(sheet) > 0 {
				t.Errorf("%s: %d answers are left, %v", mode, len(sheet), err)
			}
			if files := append(h.pieces(t, c.ID), folder(t, h.fileFolder)...); len(files) > 0 {
				t.Errorf("%s: %d files are left", mode, len(files))
			}
			h.answer(t, people[0], "EMP2", kit.L4) // from the beginning
			if err := h.End(t.Context(), h.ada, h.again(t, c)); err != nil {
				t.Fatal(err)
			}
			material, err := h.Result(t.Context(), h.again(t, c))
			if err != nil || len(material.Answers["EMP1"]) != 1 || len(material.Answers["EMP2"]) != 1 {
				t.Errorf("%s: the result has %v, %v; want one answer to each", mode, material.Answers, err)
			}
			if err := h.Withdraw(t.Context(), people[1]); fault.KindOf(err) != fault.Conflict {
				t.Errorf("%s: after the end: %v; want a conflict", mode, err)
			}
		})
	}
}

func TestInvite_writesToAMailboxOnce(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		c, people := h.start(t, assessment.Confidential, 1)
		n, err := h.Invite(t.Context(), h.ada, c, "ada@example.org\nAda+uno@example.org\nada+due@example.org\nbruno@example.org", "it")
		if err != nil || n != 2 {
			t.Fatalf("Invite = %d, %v; want two people", n, err)
		}
		company, err := h.Company(t.Context(), people[0])
		if err != nil || company.People != 3 || company.Invited != 2 || company.Came() != 1 || company.Fewest < 5 {
			t.Errorf("Company = %+v, %v; want three, two of them invited", company, err)
		}
	})
}
