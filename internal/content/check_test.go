package content_test

import (
	"io/fs"
	"maps"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	content "telaio/content"
	library "telaio/internal/content"
)

func TestCheck_theShippedContentIsWhole(t *testing.T) {
	for _, p := range library.Check(content.Files) {
		t.Error(p)
	}
}

// small is content without mistakes.
func small() fstest.MapFS {
	files := fstest.MapFS{}
	for name, text := range map[string]string{
		"locale/it/a.yaml":               "a:\n  hello: Ciao {{.Name}}\n  days:\n    one: Un giorno\n    many: '{{.Count}} di giorni'\n    other: '{{.Count}} giorni'\n",
		"locale/en/a.yaml":               "a:\n  hello: Hello {{.Name}}\n  days:\n    one: One day\n    other: '{{.Count}} days'\n",
		"taxonomy/colour.yaml":           "id: colour\nlabel: {it: Colore, en: Colour}\nterms:\n  - code: red\n    label: {it: Rosso, en: Red}\n",
		"questionnaire/q.yaml":           "id: q\nversion: 1\ntitle: {it: Q, en: Q}\npages:\n  - id: p\n    title: {it: P, en: P}\n    questions:\n      - id: c\n        variable: c\n        class: public\n        type: single\n        taxonomy: colour\n        label: {it: C, en: C}\n",
		"page/about.it.md":               "---\ntitle: Chi siamo\n---\nNoi.\n",
		"page/about.en.md":               "---\ntitle: About\n---\nUs.\n",
		"mail/hello.yaml":                "it: {subject: Ciao, title: Ciao, body: 'Ciao {{.Name}}'}\nen: {subject: Hello, title: Hello, body: 'Hello {{.Name}}'}\n",
		"page/README.txt":                "for editors",
		"sample/organisation/trame.yaml": "name: Trame",
	} {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

// mistake is a change of the small content, and what Check says of it.
type mistake struct {
	name    string
	changes map[string]string // file to text, "" to remove it
	want    []string
}

func TestCheck_saysWhatIsWrongWithMessages(t *testing.T) {
	saysFileLineAndReason(t, []mistake{
		{"nothing is wrong", nil, nil},
		{"a message in one language", map[string]string{"locale/it/b.yaml": "b:\n  only: Solo\n"}, []string{"locale/it/b.yaml:2: there is no b.only in en"}},
		{"a message twice", map[string]string{"locale/it/b.yaml": "a:\n  hello: Ciao {{.Name}}\n"}, []string{"locale/it/b.yaml:2: a.hello is in locale/it/a.yaml too"}},
		{"other values", map[string]string{"locale/en/a.yaml": "a:\n  hello: Hello {{.Nome}}\n  days:\n    one: One day\n    other: '{{.Count}} days'\n"}, []string{
			"locale/en/a.yaml:2: a.hello uses {{.Nome}} here and {{.Name}} in it", "locale/it/a.yaml:2: a.hello uses {{.Name}} here and {{.Nome}} in en",
		}},
		{"a broken value", map[string]string{"locale/en/b.yaml": "b: '{{.Name'\n", "locale/it/b.yaml": "b: Nome\n"}, []string{`locale/en/b.yaml:1: b: "{{.Name": want values such as {{.Name}} only`}},
		{"a message that is a number", map[string]string{"locale/en/b.yaml": "b: 12\n", "locale/it/b.yaml": "b: dodici\n"}, []string{
			"locale/en/b.yaml:1: b is not a text: put it in quotes", "locale/it/b.yaml:1: there is no b in en",
		}},
		{"a missing plural form", map[string]string{"locale/it/a.yaml": "a:\n  hello: Ciao {{.Name}}\n  days:\n    one: Un giorno\n    other: '{{.Count}} giorni'\n"}, []string{
			"locale/it/a.yaml:3: a.days has the plural forms one, other; it needs many, one, other",
		}},
		{"a group with a message called other", map[string]string{
			"locale/it/b.yaml": "b:\n  title: Motivo\n  other: Altro\n", "locale/en/b.yaml": "b:\n  title: Reason\n  other: Other\n",
		}, nil},
		{"a message file that cannot be read", map[string]string{"locale/it/b.yaml": "b: [\n"}, []string{"locale/it/b.yaml:1: sequence end token ']' not found"}},
	})
}

func TestCheck_saysWhatIsWrongWithOtherFiles(t *testing.T) {
	saysFileLineAndReason(t, []mistake{
		{"a code twice", map[string]string{"taxonomy/colour.yaml": "id: colour\nlabel: {it: Colore, en: Colour}\nterms:\n  - {code: red, label: {it: Rosso, en: Red}}\n  - {code: red, label: {it: Rosso}}\n"}, []string{
			`taxonomy/colour.yaml:5: code "red" is used twice`, `taxonomy/colour.yaml:5: label has no text in "en"`,
		}},
		{"a taxonomy under another name", map[string]string{"taxonomy/hue.yaml": "id: colour\nlabel: {it: Colore, en: Colour}\nterms:\n  - {code: red, label: {it: Rosso, en: Red}}\n"}, []string{
			`taxonomy/hue.yaml:1: the id is "colour", the file's name says "hue"`,
		}},
		{"a questionnaire twice", map[string]string{"questionnaire/z.yaml": string(small()["questionnaire/q.yaml"].Data)}, []string{
			`questionnaire/z.yaml:1: version 1 of questionnaire "q" is in another file too`,
		}},
		{"a questionnaire without its taxonomy", map[string]string{"taxonomy/colour.yaml": ""}, []string{`questionnaire/q.yaml:12: unknown taxonomy "colour"`}},
		{"a page in one language", map[string]string{"page/about.en.md": ""}, []string{"page/about.it.md: there is no page/about.en.md"}},
		{"a page without a title", map[string]string{"page/about.en.md": "---\nlead: Us\n---\nUs.\n"}, []string{"page/about.en.md:2: the page has no title"}},
		{"a page without a beginning", map[string]string{"page/about.en.md": "Us.\n"}, []string{"page/about.en.md:1: the page must begin with ---, a title, ---"}},
		{"a page of two versions", map[string]string{"page/about.en.md": "---\ntitle: About\nversion: '2'\n---\nUs.\n", "page/about.it.md": "---\ntitle: Noi\nversion: '1'\n---\nNoi.\n"}, []string{
			"page/about.it.md:1: version 1 in Italian, 2 in English",
		}},
		{"a letter in one language", map[string]string{"mail/hello.yaml": "it: {subject: Ciao, title: Ciao, body: Ciao}\n"}, []string{`mail/hello.yaml:1: the letter has no words in language "en"`}},
		{"a letter of the old kind", map[string]string{"mail/hello.it.txt": "Ciao"}, []string{"mail/hello.it.txt: nothing reads a file of this name in this folder"}},
		{"a file that nothing reads", map[string]string{"taxonomies/colour.yaml": "id: colour"}, []string{"taxonomies/colour.yaml: nothing reads a file of this name in this folder"}},
	})
}

func saysFileLineAndReason(t *testing.T, mistakes []mistake) {
	t.Helper()
	for _, test := range mistakes {
		t.Run(test.name, func(t *testing.T) {
			files := small()
			for name, text := range test.changes {
				files[name] = &fstest.MapFile{Data: []byte(text)}
				if text == "" {
					delete(files, name)
				}
			}
			var got []string
			for _, p := range library.Check(files) {
				got = append(got, p.String())
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOverlay_looksAboveFirst(t *testing.T) {
	lower := fstest.MapFS{"a/one.txt": {Data: []byte("low")}, "a/two.txt": {Data: []byte("low")}, "b/three.txt": {Data: []byte("low")}}
	upper := fstest.MapFS{"a/one.txt": {Data: []byte("up")}, "c/four.txt": {Data: []byte("up")}}
	files := library.Overlay(upper, lower)
	want := map[string]string{"a/one.txt": "up", "a/two.txt": "low", "b/three.txt": "low", "c/four.txt": "up"}
	got := map[string]string{}
	for name := range maps.Keys(want) {
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			t.Fatal(err)
		}
		got[name] = string(raw)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	if err := fstest.TestFS(files, "a/one.txt", "a/two.txt", "b/three.txt", "c/four.txt"); err != nil {
		t.Error(err)
	}
}

func TestLibrary_givesTheNewestQuestionnaireAndThePageInALanguage(t *testing.T) {
	files := small()
	second := "version: 2" + string(files["questionnaire/q.yaml"].Data[len("id: q\nversion: 1"):])
	files["questionnaire/q2.yaml"] = &fstest.MapFile{Data: []byte("id: q\n" + second)}
	l, err := library.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	newest, _ := l.Questionnaire("q", 0)
	first, _ := l.Questionnaire("q", 1)
	if newest == nil || newest.Version != 2 || first == nil || first.Version != 1 {
		t.Errorf("newest = %v, first = %v", newest, first)
	}
	if _, ok := l.Questionnaire("q", 3); ok {
		t.Error("there is no version 3")
	}
	page, ok := l.Page("about", "en")
	if !ok || page.Title != "About" || page.Body != "Us." || len(page.Hash) != 64 {
		t.Errorf("page = %+v", page)
	}
}
