package strictyaml_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/strictyaml"
)

type shelf struct {
	Name  string `yaml:"name"`
	Books []struct {
		Title map[string]string `yaml:"title"`
		Pages int               `yaml:"pages"`
	} `yaml:"books"`
	Open bool `yaml:"open"`
}

func TestRead_refusesWhatTheValueDoesNotKnow(t *testing.T) {
	tests := []struct {
		name, file string
		want       []string
	}{
		{"a good file", "name: a\nbooks:\n  - title: {it: b}\n    pages: 3\n", nil},
		{"unknown keys at any depth", "nome: a\nbooks:\n  - titel: {it: b}\n", []string{`f:1: unknown key "nome"`, `f:3: unknown key "titel"`}},
		{"a key twice", "name: a\nopen: true\nname: b\n", []string{`f:3: mapping key "name" already defined at [1:1]`}},
		{"a text for a number", "books:\n  - pages: x\n", []string{"f:2: want a whole number here"}},
		{"a text for a list", "books: x\n", []string{"f:1: found a string here; want a sequence"}},
		{"a text for a choice", "open: maybe\n", []string{"f:1: want true or false here"}},
		{"an alias", "name: &a b\nbooks: *a\n", []string{"f:1: anchors, aliases and tags are not used in these files", "f:2: anchors, aliases and tags are not used in these files"}},
		{"two documents", "name: a\n---\nname: b\n", []string{"f: the file must hold one YAML document"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, p := range strictyaml.Read("f", []byte(test.file), &shelf{}).Problems() {
				got = append(got, p.String())
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLine_fallsBackToTheNodeAbove(t *testing.T) {
	d := strictyaml.Read("f", []byte("name: a\nbooks:\n  - pages: 1\n  - pages: 2\n    title:\n      it: b\n"), &shelf{})
	for path, want := range map[string]int{"": 1, "name": 1, "books.1": 4, "books.1.title.it": 6, "books.1.title.en": 5, "books.0.title.en": 3, "nothing": 1} {
		if got := d.Line(path); got != want {
			t.Errorf("Line(%q) = %d; want %d", path, got, want)
		}
	}
}
