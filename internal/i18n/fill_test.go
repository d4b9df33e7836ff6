package i18n

import "testing"

func TestFill_putsTheValuesIntoTheGaps(t *testing.T) {
	for message, want := range map[string]string{
		"senza valori":                   "senza valori",
		"{{.Name}}":                      "Filo",
		"{{ .Name }}: {{.Count}} {{.N}}": "Filo: 1.234 7",
		"{{.Name}}{{.Name}}!":            "FiloFilo!",
		"{{.Name}} {{.Missing}}":         "Filo [Missing]",
	} {
		if _, err := Gaps(message); err != nil {
			t.Errorf("%q is refused: %v", message, err)
			continue
		}
		if got := fill(message, []Args{{"Name": "altro"}, {"Name": "Filo", "N": 7, "Count": "x"}}, "1.234"); got != want {
			t.Errorf("%q says %q; want %q", message, got, want)
		}
	}
}

func TestGaps_refusesWhatIsMoreThanAValue(t *testing.T) {
	for _, message := range []string{"{{if .Name}}x{{end}}", "{{.Name | printf}}", "{{.A.B}}", "{{", "{{.Name", "{{}}", "{{Name}}"} {
		if _, err := Gaps(message); err == nil {
			t.Errorf("%q is taken", message)
		}
	}
}
