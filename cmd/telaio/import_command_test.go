package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sparse is a file of so many bytes that takes no room on the disk.
func sparse(t *testing.T, folder string, size int64) string {
	t.Helper()
	path := filepath.Join(folder, "sparse.csv")
	if err := os.WriteFile(path, []byte("name\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, size); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestImportCommand_saysWhatToDo goes through what somebody may try at the command
// line, one after the other in one atlas.
func TestImportCommand_saysWhatToDo(t *testing.T) {
	data, folder := t.TempDir(), t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := file("good.csv", "name;municipality;year;Note\nFilo Comune;Prato;2013;x\nBottega Diffusa;Perugia;2009;y\n")
	mixed := file("mixed.csv", "name;year\nTerza;2013\nQuarta;boh\n")
	other := file("other.csv", "Boh;Chissà\nQuinta;2013\n")
	report := filepath.Join(folder, "report.csv")
	do := func(args ...string) (int, string) {
		var out, errs bytes.Buffer
		status := run(t.Context(), append(args, "--data", data), terminal{&out, &errs})
		return status, out.String() + errs.String()
	}
	if status, said := do("migrate"); status != 0 {
		t.Fatal(said)
	}
	for _, step := range []struct {
		args   []string
		status int
		says   string
	}{
		{[]string{good, "--dry-run"}, 0, "Nothing was changed: this was a dry run."},
		{[]string{good, "--publish"}, 0, "Done: 2 added, 0 changed."},
		{[]string{good, "--publish"}, 0, "Nothing to change."},
		{[]string{mixed, "--report", report}, 3, "1 row has to be mended. Nothing was taken: correct the file, or leave such rows out with --skip"},
		{[]string{mixed, "--skip"}, 0, "Done: 1 added, 0 changed; 1 waits to be reviewed first"},
		{[]string{other}, 2, "--map FILE says what the headings mean"},
		{[]string{other, "--map", file("map.json", `{"columns": {"Boh": "nome"}}`)}, 2, "map.json: For \"Boh\" there is no column nome."},
		{[]string{other, "--map", file("map2.json", `{"columns": {"Boh": "name", "Chissà": "year"}}`), "--dry-run"}, 0, `column "Boh" is taken for name, as the mapping says`},
		{[]string{other, "--map", file("map3.json", `{"columns": {"Boh": "name", "Chissà": ""}}`), "--dry-run"}, 0, `column "Chissà" is left out`},
		{[]string{file("town.csv", "id;name;municipality\nZ1;Sesta;Samone\n"), "--dry-run"}, 3, `"samone": "it-001235"  (Samone (TO))`},
		{[]string{file("again.csv", "id;name;municipality\nZ1;Filo Comune;Prato\n"), "--dry-run"}, 0, `"id:Z1": "apart"  (another one)`},
		{[]string{file("empty.csv", "")}, 2, "empty.csv: The file is empty. Nothing was taken"},
		{[]string{file("scan.pdf", "%PDF-1.4")}, 2, "This is a PDF"},
		{[]string{sparse(t, folder, 10<<30)}, 2, "sparse.csv has more than 64 MB. Nothing was taken: split it"},
		{[]string{filepath.Join(folder, "nowhere.csv")}, 1, "no such file"},
	} {
		if status, said := do(append([]string{"import"}, step.args...)...); status != step.status || !strings.Contains(said, step.says) {
			t.Errorf("import %s = %d; want %d with %q:\n%s", strings.Join(step.args, " "), status, step.status, step.says, said)
		}
	}
	table, err := os.ReadFile(report)
	if err != nil || !strings.Contains(string(table), "3,Quarta,To be mended") {
		t.Errorf("the report is %v\n%s", err, table)
	}
}
