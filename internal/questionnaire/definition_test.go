package questionnaire_test

import (
	"os"
	"testing"

	"telaio/internal/questionnaire"
	"telaio/internal/taxonomy"
)

// everyType is a definition with a question of every type.
func everyType(t testing.TB) *questionnaire.Definition {
	t.Helper()
	raw, err := os.ReadFile("testdata/every_type.yaml")
	if err != nil {
		t.Fatal(err)
	}
	d, problems := questionnaire.Parse("every_type.yaml", raw, taxonomy.Set{})
	for _, p := range problems {
		t.Error(p)
	}
	if d == nil {
		t.FailNow()
	}
	return d
}

func TestParse_acceptsEveryType(t *testing.T) { everyType(t) }
