package assessment_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/assessment"
	"telaio/internal/fault"
	"telaio/internal/kit"
)

// prose is text of so many letters as people write it: its words repeat.
func prose(letters int) string {
	words := strings.Fields("abbiamo deciso in assemblea di tenere una riunione ogni mese, con un verbale che resta aperto a chi lavora qui e a chi è appena arrivato; " +
		"qualcuno però non viene quasi mai perché gli orari dei turni cambiano senza preavviso")
	random := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	for b.Len() < letters {
		b.WriteString(words[random.IntN(len(words))] + " ")
	}
	return strings.TrimSpace(b.String()[:letters])
}

func TestConfidential_takesTheLongestNoteWithEvidence(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		_, people := h.start(t, assessment.Confidential, 1)
		a := assessment.Answer{Item: "EMP1", Code: kit.L3, Note: prose(assessment.MostNote)}
		for i := range assessment.MostEvidence {
			a.Evidence = append(a.Evidence, assessment.Evidence{
				Strength: kit.Document, Title: fmt.Sprintf("Verbale dell'assemblea numero %d", i), Date: "2026-05-31",
				Link: fmt.Sprintf("https://esempio.example/documenti/verbali/2026/assemblea-%d.html", i),
			})
		}
		saved, err := h.Save(t.Context(), people[0], a)
		if err != nil {
			t.Fatal(err)
		}
		sheet, err := h.Sheet(t.Context(), people[0])
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(saved, sheet["EMP1"]); diff != "" {
			t.Errorf("what is read is not what was saved (-want +got):\n%s", diff)
		}
	})
}

func TestConfidential_saysWhenAnAnswerIsTooLongAndKeepsTheFormer(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		_, people := h.start(t, assessment.Confidential, 1)
		first := h.answer(t, people[0], "EMP1", kit.L3)
		noise := rand.NewChaCha8([32]byte{1})
		a := assessment.Answer{Item: "EMP1", Code: kit.L1, Number: first.Number, Note: prose(assessment.MostNote)}
		for range assessment.MostEvidence {
			raw := make([]byte, 330)
			noise.Read(raw)
			link := "https://esempio.example/" + base64.RawURLEncoding.EncodeToString(raw)
			a.Evidence = append(a.Evidence, assessment.Evidence{Strength: kit.Document, Link: link, Title: link[100:300]})
		}
		_, err := h.Save(t.Context(), people[0], a)
		refusal, ok := errors.AsType[*fault.Error](err)
		if !ok || refusal.Fields[assessment.NoteField].Key != "assessment.answer_full" {
			t.Fatalf("Save = %v; want assessment.answer_full", err)
		}
		if sheet, err := h.Sheet(t.Context(), people[0]); err != nil || sheet["EMP1"].Code != kit.L3 {
			t.Errorf("the former answer is gone: %v, %v", sheet["EMP1"], err)
		}
	})
}
