package questionnaire_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/questionnaire"
	"telaio/internal/taxonomy"
)

const head = `id: short
version: 1
title: {it: Prova, en: Trial}
pages:
  - id: one
    title: {it: Uno, en: One}
    questions:
`

// question is the seventh line and those after it.
func short(question string) string {
	return head + "      - " + strings.ReplaceAll(strings.TrimSpace(question), "\n", "\n        ")
}

func TestParse_saysWhereAndWhy(t *testing.T) {
	const plain = "id: a\nvariable: a\ntype: text\nclass: public\nlabel: {it: A, en: A}"
	tests := []struct {
		name, file string
		want       []string
	}{
		{"broken syntax", "id: [", []string{"x.yaml:1: sequence end token ']' not found"}},
		{"nothing", "", []string{"x.yaml: the file must hold one YAML document"}},
		{"unknown keys", short(plain + "\ncolour: red\nshape: round"), []string{
			`x.yaml:13: unknown key "colour"`, `x.yaml:14: unknown key "shape"`,
		}},
		{"wrong kind of value", short(plain + "\nmax: many"), []string{"x.yaml:13: want a whole number here"}},
		{"an anchor", short(plain + "\nhint: &h {it: A, en: A}"), []string{"x.yaml:13: anchors, aliases and tags are not used in these files"}},
		{"a missing language", short(strings.Replace(plain, ", en: A", "", 1)), []string{`x.yaml:12: label has no text in "en"`}},
		{"an unknown language", short(strings.Replace(plain, "en: A", "en: A, fr: A", 1)), []string{`x.yaml:12: unknown language "fr"`}},
		{"no label", short("id: a\nvariable: a\ntype: text\nclass: public"), []string{
			`x.yaml:8: label has no text in "it"`, `x.yaml:8: label has no text in "en"`,
		}},
		{"a repeated id and variable", short(plain) + "\n      - " + strings.ReplaceAll(plain, "\n", "\n        "), []string{
			`x.yaml:13: question id "a" is used twice`, `x.yaml:14: variable "a" is used twice`,
		}},
		{"an unknown type", short(strings.Replace(plain, "type: text", "type: colour", 1)), []string{`x.yaml:10: unknown type "colour"`}},
		{"an unknown taxonomy", short(strings.Replace(plain, "type: text", "type: single\ntaxonomy: moods", 1)), []string{`x.yaml:11: unknown taxonomy "moods"`}},
		{"no class", short(strings.Replace(plain, "class: public\n", "", 1)), []string{
			`x.yaml:8: question "a" needs a class: direct, quasi, sensitive, public, freetext or technical`,
		}},
		{"no variable", short(strings.Replace(plain, "variable: a\n", "", 1)), []string{
			`x.yaml:8: question "a" needs a variable of lower-case letters, digits and _`,
		}},
		{"required without a message", short(plain + "\nrequired: true"), []string{
			`x.yaml:8: required_message has no text in "it"`, `x.yaml:8: required_message has no text in "en"`,
		}},
		{"a choice without options", short(strings.Replace(plain, "text", "single", 1)), []string{`x.yaml:8: question "a" needs a taxonomy or options`}},
		{"an option without code", short(strings.Replace(plain, "type: text", "type: single\noptions:\n  - label: {it: Sì, en: Yes}", 1)), []string{
			"x.yaml:12: an option has no code",
		}},
		{"other without its option", short(strings.Replace(plain, "type: text", "type: single\nother: true\noptions:\n  - {code: b, label: {it: B, en: B}}", 1)), []string{
			`x.yaml:11: question "a": other needs an option with the code "other"`,
		}},
		{"a reason that cannot be chosen", short(plain + "\nmissing: [-97]"), []string{"x.yaml:13: missing reason -97 cannot be chosen: use -99 or -98"}},
		{"a repeat without item_name", short("id: r\ntype: repeat\nlabel: {it: R, en: R}\nquestions:\n  - " + strings.ReplaceAll(plain, "\n", "\n    ")), []string{
			`x.yaml:8: item_name has no text in "it"`, `x.yaml:8: item_name has no text in "en"`,
		}},
		{"a condition on an unknown question", short(plain + "\nwhen: answered(b)"), []string{
			`x.yaml:13: question "a": when: no earlier question has the id "b"`,
		}},
		{"a condition on itself", short(plain + "\nwhen: a == 'x'"), []string{
			`x.yaml:13: question "a": when: no earlier question has the id "a"`,
		}},
		{"a condition that is no yes or no", short(plain + "\nwhen: 1 + 1"), []string{`x.yaml:13: question "a": when: expected bool, but got int`}},
		{"a value of a question that people answer", short(plain + "\nvalue: '1'"), []string{
			`x.yaml:13: question "a": calculated questions have a value, others have none`,
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d, problems := questionnaire.Parse("x.yaml", []byte(test.file), taxonomy.Set{})
			var got []string
			for _, p := range problems {
				got = append(got, p.String())
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
			if d != nil {
				t.Error("Parse returned a definition together with problems")
			}
		})
	}
}

func TestParse_refusesExpressionsThatReachOut(t *testing.T) {
	for _, source := range []string{
		"now() > 0", "len('a') == 1", "all([1], # > 0)", "'a' matches 'a*'", "1..9999999 == []",
		"let x = 1; x == 1", "$env == nil", "'a' contains 'b'", "2 ** 99 > 1", "[1][0] == 1",
		"{'a': 1}.a == 1", "first.x == 1", "has", "value('nobody') == ''", "value(first + '') == ''",
		"answered() == true", "count(1) > 1", strings.Repeat("true or ", 130) + "true", "true or " + strings.Repeat("(", 2000),
	} {
		file := short("id: first\nvariable: first\ntype: text\nclass: public\nlabel: {it: A, en: A}") +
			"\n      - id: second\n        variable: second\n        type: text\n        class: public\n        label: {it: A, en: A}\n        when: \"" + source + "\""
		if _, problems := questionnaire.Parse("x.yaml", []byte(file), taxonomy.Set{}); len(problems) != 1 || problems[0].Line != 18 {
			t.Errorf("when: %.40s: problems = %v; want one in line 18", source, problems)
		}
	}
}

func FuzzParse(f *testing.F) {
	raw, err := os.ReadFile("testdata/every_type.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Add([]byte(short("id: a\nvariable: a\ntype: text\nclass: public\nlabel: {it: A, en: A}\nwhen: \"true\"")))
	f.Add([]byte("a: &a [*a]"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		d, problems := questionnaire.Parse("x.yaml", raw, taxonomy.Set{})
		if (d == nil) == (len(problems) == 0) {
			t.Fatalf("definition %v with problems %v", d, problems)
		}
		if d != nil {
			d.Complete(questionnaire.Answers{})
		}
	})
}
