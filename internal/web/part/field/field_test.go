package field_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/testkit"
	"telaio/internal/web/part/field"
	"telaio/internal/web/shell"
)

func TestMain(m *testing.M) { testkit.Main(m) }

func TestProblemsIn_countsAsPeopleDo(t *testing.T) {
	v := &shell.Visit{Printer: testkit.Library(t).Messages.Printer(i18n.Italian)}
	for over, want := range map[int]string{
		1:    "Togli un carattere. Al massimo sono 500",
		3:    "Togli 3 caratteri. Al massimo sono 500",
		1200: "Togli 1.200 caratteri. Al massimo sono 500",
	} {
		err := fault.InvalidFields(map[string]fault.Message{"note": {Key: "question.too_long", Args: map[string]any{"Count": over, "Max": 500}}})
		got, ok := field.ProblemsIn(v, err, "reason", "note")
		if diff := cmp.Diff(field.Problems{{Name: "note", Text: want}}, got); !ok || diff != "" {
			t.Errorf("%d too many (-want +got):\n%s", over, diff)
		}
	}
}

func TestProblemsIn_leavesOtherFieldsToOthers(t *testing.T) {
	v := &shell.Visit{Printer: testkit.Library(t).Messages.Printer(i18n.Italian)}
	err := fault.InvalidFields(map[string]fault.Message{"elsewhere": {Key: "question.number"}})
	if _, ok := field.ProblemsIn(v, err, "note"); ok {
		t.Error("a problem with a field that the form does not have is taken for one of its own")
	}
	if _, ok := field.ProblemsIn(v, fault.New(fault.Conflict, "assessment.closed"), "note"); ok {
		t.Error("a conflict is taken for a problem with a field")
	}
}
