package report_test

import (
	"slices"
	"testing"
	"time"

	"telaio/internal/assessment"
	"telaio/internal/kit"
	"telaio/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

func newest(t testing.TB) *kit.Kit {
	t.Helper()
	k, ok := testkit.Library(t).NewestKit()
	if !ok {
		t.Fatal("there is no kit")
	}
	return k
}

// closed is a closed cycle of the mode to which nobody has answered.
func closed(k *kit.Kit, mode assessment.Mode, year int) assessment.Material {
	day := time.Date(year, time.November, 17, 12, 0, 0, 0, time.UTC)
	id := day.Format("2006")
	return assessment.Material{
		Cycle: assessment.Cycle{
			ID: id, OrganisationID: "filo", Kit: k.ID, KitVersion: k.Version, Extent: assessment.Full, Mode: mode, Label: id,
			AnswersOf: id, CreatedAt: day.AddDate(0, 0, -14), EndedAt: day, ClosedAt: day.AddDate(0, 0, 7), Respondents: 5,
		},
		Kit: k, Answers: map[string][]kit.Code{}, Decisions: map[string]assessment.Consensus{}, Notes: map[string][]string{},
		Reasons: map[string][]string{}, Evidence: map[string][]assessment.Evidence{}, Means: map[string][]float64{},
	}
}

// answer gives the item these answers.
func answer(m assessment.Material, item string, codes ...kit.Code) {
	slices.SortFunc(codes, func(a, b kit.Code) int { return slices.Index(kit.Codes(), a) - slices.Index(kit.Codes(), b) })
	m.Answers[item] = codes
}

// answerAll lets five people give every item of a dimension the same level.
func answerAll(m assessment.Material, dimension string, level int) {
	d, _ := m.Kit.Dimension(dimension)
	for _, item := range d.Items {
		answer(m, item.ID, slices.Repeat([]kit.Code{kit.LevelCode(level)}, 5)...)
	}
}

// typical is a confidential cycle with everything in it that a report tells.
func typical(k *kit.Kit, year int) assessment.Material {
	m := closed(k, assessment.Confidential, year)
	for dimension, level := range map[string]int{"EMP": 2, "NET": 3, "DEM": 2, "CARE": 2, "SUS": 1, "IMP": 1} {
		answerAll(m, dimension, level)
	}
	answer(m, "ADV1", kit.NotApplicable, kit.NotApplicable, kit.NotApplicable)
	answer(m, "ADV2", kit.NotApplicable)
	answer(m, "ADV3", kit.NotApplicable)
	answer(m, "IMP1", kit.L0, kit.L1, kit.L3, kit.L4, kit.L4)
	answer(m, "EMP1", kit.L0, kit.L0, kit.L3)
	m.Notes["IMP1"], m.Notes["EMP1"] = []string{"Un questionario solo."}, []string{"Una voce riconoscibile."}
	m.Evidence["NET1"] = []assessment.Evidence{{Strength: kit.Document, Title: "Verbale", Date: "2026-05-31"}}
	m.Decisions["IMP1"] = assessment.Consensus{Item: "IMP1", Both: true, Reason: "Vediamo due cose diverse."}
	return m
}
