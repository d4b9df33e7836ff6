package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	embedded "telaio/content"
)

// A later version of the kit is a file more: cycles that name the earlier one
// are worked out with it, those that name none with the later one.
func TestKitScore_findsTheVersionThatTheCycleNames(t *testing.T) {
	raw, err := fs.ReadFile(embedded.Files, "kit/solidarieta.1.yaml")
	if err != nil {
		t.Fatal(err)
	}
	later := strings.NewReplacer(`version: "1.0.0-draft"`, `version: "1.0.0"`, "id: EMP5\n", "id: EMP6\n", "EMP5-R", "EMP6-R").Replace(string(raw))
	folder := t.TempDir()
	write := func(name, text string) string {
		file := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	write("content/kit/solidarieta.2.yaml", later)
	now := write("now.json", `{"respondents": [{"id": "a", "answers": {"EMP1": "L2", "EMP2": "L2", "EMP3": "L2", "EMP4": "L2", "EMP6": "L2"}}]}`)
	before := write("before.json", `{"kit": "kit-solidarieta@1.0.0-draft", "respondents": [{"id": "a", "answers": {"EMP1": "L1", "EMP2": "L1", "EMP3": "L1", "EMP4": "L1", "EMP5": "L4"}}]}`)

	var out, errs bytes.Buffer
	status := run(t.Context(), []string{"kit", "score", now, "--before", before, "--content", filepath.Join(folder, "content")}, terminal{&out, &errs})

	if status != 0 || errs.Len() > 0 {
		t.Fatalf("status %d: %s", status, errs.String())
	}
	for _, want := range []string{`"EMP6": {`, `"diff": 1,`, `"comparable_share": 0.8`} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("there is no %s in\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), "EMP5") {
		t.Error("the later version has an EMP5")
	}
}

func TestKitScore_endsWithTwoWhenAFileCannotBeUnderstood(t *testing.T) {
	file := filepath.Join(t.TempDir(), "now.json")
	if err := os.WriteFile(file, []byte(`{"respondents": [{"id": "a", "answers": {"EMP1": "L7"}}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"kit", "score", file}, {"kit", "score", file + "x"}} {
		var out, errs bytes.Buffer
		if status := run(t.Context(), args, terminal{&out, &errs}); status != 2 || out.Len() > 0 || strings.Count(errs.String(), "\n") != 1 {
			t.Errorf("%v: status %d, %q, %q", args, status, out.String(), errs.String())
		}
	}
}

func TestKitScore_takesTheExampleOfItsDocument(t *testing.T) {
	document, err := os.ReadFile("../../docs/kit-json.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(document), "```json\n")
	example, _, _ := strings.Cut(rest, "```")
	file := filepath.Join(t.TempDir(), "now.json")
	if err := os.WriteFile(file, []byte(example), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	if status := run(t.Context(), []string{"kit", "score", file}, terminal{&out, &errs}); status != 0 || !strings.Contains(out.String(), `"official": 3`) {
		t.Errorf("status %d: %s", status, errs.String())
	}
}
