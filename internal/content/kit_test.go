package content_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	content "telaio/content"
	library "telaio/internal/content"
)

// withKits is small content with the shipped kit in several versions.
func withKits(t *testing.T, versions ...string) fstest.MapFS {
	t.Helper()
	files := small()
	for _, name := range []string{"kit/solidarieta.1.yaml", "taxonomy/solidarity_form.yaml"} {
		raw, err := fs.ReadFile(content.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: raw}
	}
	first := string(files["kit/solidarieta.1.yaml"].Data)
	delete(files, "kit/solidarieta.1.yaml")
	for i, version := range versions {
		text := strings.Replace(first, `"1.0.0-draft"`, `"`+version+`"`, 1)
		files["kit/solidarieta."+string(rune('1'+i))+".yaml"] = &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

func TestLibrary_hasEveryVersionOfAKit(t *testing.T) {
	l, err := library.Load(withKits(t, "1.0.0", "1.10.0", "1.9.0", "2.0.0-draft"))
	if err != nil {
		t.Fatal(err)
	}
	if k, ok := l.NewestKit(); !ok || k.Version != "2.0.0-draft" {
		t.Errorf("the newest kit is %v", k)
	}
	if k, ok := l.Kit("kit-solidarieta@1.10.0"); !ok || k.Version != "1.10.0" {
		t.Errorf("1.10.0 is %v", k)
	}
	for _, reference := range []string{"", "kit-solidarieta", "kit-solidarieta@", "kit-solidarieta@3.0.0", "other@1.0.0"} {
		if _, ok := l.Kit(reference); ok {
			t.Errorf("there is a kit %q", reference)
		}
	}
}

func TestLibrary_beginsNoCycleWithARetiredKit(t *testing.T) {
	files := withKits(t, "1.0.0", "1.1.0")
	second := files["kit/solidarieta.2.yaml"]
	second.Data = []byte(strings.Replace(string(second.Data), "status: draft", "status: retired", 1))
	l, err := library.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	if k, ok := l.NewestKit(); !ok || k.Version != "1.0.0" {
		t.Errorf("the newest kit is %v", k)
	}
	if _, ok := l.Kit("kit-solidarieta@1.1.0"); !ok {
		t.Error("cycles of the retired kit are lost")
	}
}

func TestCheck_findsAVersionOfAKitTwice(t *testing.T) {
	problems := library.Check(withKits(t, "1.0.0", "1.0.0"))
	want := `kit/solidarieta.2.yaml:1: version 1.0.0 of kit "kit-solidarieta" is in another file too`
	if len(problems) != 1 || problems[0].String() != want {
		t.Errorf("problems = %v", problems)
	}
}
