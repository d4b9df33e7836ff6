package i18n

import "testing"

func TestSentence_saysWhatATemplateWould(t *testing.T) {
	for message, want := range map[string]string{
		"senza valori":                   "senza valori",
		"{{.Name}}":                      "Filo",
		"{{ .Name }}: {{.Count}} {{.N}}": "Filo: 1.234 7",
		"{{.Name}}{{.Name}}!":            "FiloFilo!",
	} {
		s, ok := cutSentence(message)
		if !ok {
			t.Errorf("%q is not cut", message)
			continue
		}
		if got, ok := s.say([]Args{{"Name": "altro"}, {"Name": "Filo", "N": 7, "Count": "x"}}, "1.234"); !ok || got != want {
			t.Errorf("%q says %q, %v; want %q", message, got, ok, want)
		}
	}
}

func TestSentence_leavesTheRestToTemplates(t *testing.T) {
	for _, message := range []string{"{{if .Name}}x{{end}}", "{{.Name | printf}}", "{{.A.B}}", "{{"} {
		if _, ok := cutSentence(message); ok {
			t.Errorf("%q is cut", message)
		}
	}
	s, _ := cutSentence("{{.Name}} {{.Missing}}")
	if said, ok := s.say([]Args{{"Name": "x"}}, ""); ok {
		t.Errorf("a sentence without a value says %q", said)
	}
}
