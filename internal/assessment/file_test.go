package assessment_test

import (
	"io"
	"strings"
	"testing"

	"telaio/internal/assessment"
	"telaio/internal/fault"
	"telaio/internal/kit"
	"telaio/internal/testkit"
)

// evidence is a piece with a PDF to upload.
func evidence() ([]assessment.Evidence, []assessment.Upload) {
	return []assessment.Evidence{{Title: "Verbale", Strength: kit.Document}},
		[]assessment.Upload{{Piece: 0, Name: "verbale.pdf", Content: testkit.PDF()}}
}

func TestRespond_keepsAFileForItsAuthorAndLaterForTheOrganisation(t *testing.T) {
	for _, mode := range []assessment.Mode{assessment.Named, assessment.Confidential} {
		eachHouse(t, func(t *testing.T, h house) {
			c, people := h.start(t, mode, 2)
			pieces, uploads := evidence()
			saved, err := h.Respond(t.Context(), people[0], assessment.Answer{Item: "EMP1", Code: kit.L3, Evidence: pieces}, uploads)
			if err != nil {
				t.Fatal(err)
			}
			id := saved.Evidence[0].File
			if got := h.read(t, people[0], id); got != string(testkit.PDF()) {
				t.Errorf("%s: the author gets %d bytes back; want the file", mode, len(got))
			}
			if _, _, err := h.OwnFile(t.Context(), people[1], id); fault.KindOf(err) != fault.NotFound {
				t.Errorf("%s: somebody else gets %v; want not found", mode, err)
			}
			if _, _, err := h.CycleFile(t.Context(), h.again(t, c), id); fault.KindOf(err) != fault.Conflict {
				t.Errorf("%s: the organisation gets %v while people answer; want a conflict", mode, err)
			}
			if err := h.End(t.Context(), h.ada, h.again(t, c)); err != nil {
				t.Fatal(err)
			}
			material, err := h.Result(t.Context(), h.again(t, c))
			if err != nil {
				t.Fatal(err)
			}
			kept := material.Evidence["EMP1"][0].File
			if renamed := kept != id; renamed != (mode == assessment.Confidential) {
				t.Errorf("%s: the file has another name afterwards: %v", mode, renamed)
			}
			name, file, err := h.CycleFile(t.Context(), h.again(t, c), kept)
			if err != nil || name != "verbale.pdf" {
				t.Fatalf("%s: the organisation gets %q, %v; want verbale.pdf", mode, name, err)
			}
			defer file.Close()
			if got, err := io.ReadAll(file); err != nil || string(got) != string(testkit.PDF()) {
				t.Errorf("%s: the organisation gets %d bytes, %v; want the file", mode, len(got), err)
			}
		})
	}
}

func (h house) read(t *testing.T, who assessment.Held, id string) string {
	t.Helper()
	_, file, err := h.OwnFile(t.Context(), who, id)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	content, err := io.ReadAll(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// The same document of two people is two files: one goes, the other stays.
func TestRespond_forgetsTheFileOfEvidenceThatIsTakenAway(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		_, people := h.start(t, assessment.Confidential, 2)
		var ids []string
		for _, who := range people {
			pieces, uploads := evidence()
			saved, err := h.Respond(t.Context(), who, assessment.Answer{Item: "EMP1", Code: kit.L3, Evidence: pieces}, uploads)
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, saved.Evidence[0].File)
		}
		if ids[0] == ids[1] {
			t.Fatal("two people share a file")
		}
		if _, err := h.Respond(t.Context(), people[0], assessment.Answer{Item: "EMP1", Code: kit.L3, Number: 1}, nil); err != nil {
			t.Fatal(err)
		}
		if _, _, err := h.OwnFile(t.Context(), people[0], ids[0]); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the file that was taken away: %v; want not found", err)
		}
		if left := h.pieces(t, people[0].Cycle.ID); len(left) != 1 {
			t.Errorf("%d pieces are kept; want that of the other person's file", len(left))
		}
		if got := h.read(t, people[1], ids[1]); got != string(testkit.PDF()) {
			t.Error("the other person's file has gone too")
		}
	})
}

func TestRemove_forgetsTheFilesOfAConfidentialAnswer(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		c, people := h.start(t, assessment.Confidential, 1)
		pieces, uploads := evidence()
		if _, err := h.Respond(t.Context(), people[0], assessment.Answer{Item: "EMP1", Code: kit.L3, Evidence: pieces}, uploads); err != nil {
			t.Fatal(err)
		}
		if err := h.Remove(t.Context(), h.ada, h.again(t, c), people[0].Participant.ID); err != nil {
			t.Fatal(err)
		}
		if left := h.pieces(t, c.ID); len(left) > 0 {
			t.Errorf("%d pieces of a removed person's files are kept", len(left))
		}
	})
}

func TestRespond_savesTheRestWhenAFileCannotBeTaken(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		_, people := h.start(t, assessment.Named, 1)
		a := assessment.Answer{Item: "EMP1", Code: kit.L3, Note: "Un corso l'anno.", Evidence: []assessment.Evidence{{}}}
		saved, err := h.Respond(t.Context(), people[0], a, []assessment.Upload{{Name: "x.html", Content: []byte("<html>")}})
		if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), assessment.EvidenceField) {
			t.Errorf("error %v; want one about the evidence", err)
		}
		if saved.Number != 1 || saved.Note != a.Note || len(saved.Evidence) != 0 {
			t.Errorf("saved %+v; want all but the file", saved)
		}
	})
}

func TestPaper_isTypedInByACoordinatorAlone(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		c, _ := h.start(t, assessment.Confidential, 0)
		key, err := h.Paper(t.Context(), h.ada, c, "Foglio 1")
		if err != nil {
			t.Fatal(err)
		}
		if held := h.hold(t, key); !held.Answerable() || held.Participant.Name != "Foglio 1" {
			t.Errorf("the key opens %+v; want a sheet to answer", held.Participant)
		}
		stranger := h.ada
		stranger.Grants = nil
		if _, err := h.Paper(t.Context(), stranger, c, "Foglio 2"); fault.KindOf(err) != fault.Denied {
			t.Errorf("a stranger: %v; want denied", err)
		}
	})
}

func TestCollective_whatTheGroupChoseIsItsDecision(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		c, err := h.Start(t.Context(), h.ada, h.o.ID, assessment.Plan{Label: "2026", Extent: assessment.Full, Mode: assessment.Collective})
		if err != nil {
			t.Fatal(err)
		}
		key, err := h.Together(t.Context(), h.ada, c)
		if err != nil {
			t.Fatal(err)
		}
		group := h.hold(t, key)
		if _, err := h.Save(t.Context(), group, assessment.Answer{Item: "EMP1", Code: kit.L2}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("a level without a reason: %v; want it to be asked for", err)
		}
		for _, a := range []assessment.Answer{
			{Item: "EMP1", Code: kit.L2, Note: "Ascoltiamo poco chi lavora la sera."}, {Item: "EMP2", Code: kit.DontKnow},
		} {
			if _, err := h.Save(t.Context(), group, a); err != nil {
				t.Fatal(err)
			}
		}
		if err := h.End(t.Context(), h.ada, h.again(t, c)); err != nil {
			t.Fatal(err)
		}
		decisions, err := h.Decisions(t.Context(), h.again(t, c))
		if err != nil {
			t.Fatal(err)
		}
		if d := decisions["EMP1"]; len(decisions) != 1 || d.Code != kit.L2 || d.Reason != "Ascoltiamo poco chi lavora la sera." {
			t.Errorf("decisions %+v; want level 2 of EMP1 with its reason alone", decisions)
		}
	})
}
