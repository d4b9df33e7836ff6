package content

import (
	"io/fs"
	"maps"
	"slices"
	"strings"

	"telaio/internal/i18n"
	"telaio/internal/strictyaml"
)

// sentence is a message as it stands in a locale file.
type sentence struct {
	file   string
	line   int
	forms  map[string]string // plural form to text; "" to text if there are none
	values []string          // names of the {{.Values}}, sorted
}

// pluralForms are the forms that a message with plurals needs in each language.
// English may have the form many as well; it is never used.
var pluralForms = map[i18n.Language][]string{
	i18n.Italian: {"many", "one", "other"},
	i18n.English: {"one", "other"},
}

// checkLocale compares the messages of the languages, unless a file cannot be
// read: everything in it would seem to be missing.
func checkLocale(files fs.FS) []Problem {
	var problems []Problem
	languages, whole := map[i18n.Language]map[string]sentence{}, true
	for _, language := range i18n.Languages() {
		messages := map[string]sentence{}
		for _, file := range glob(files, "locale/"+string(language)+"/*.yaml") {
			found, read := readLocale(files, file, language, messages)
			problems, whole = append(problems, found...), whole && read
		}
		languages[language] = messages
	}
	for _, here := range i18n.Languages() {
		for _, there := range i18n.Languages() {
			if whole && here != there {
				problems = append(problems, compareLocales(languages[here], languages[there], there)...)
			}
		}
	}
	return problems
}

// compareLocales says what the messages of one language have that those of the
// other lack.
func compareLocales(here, there map[string]sentence, language i18n.Language) []Problem {
	var problems []Problem
	for _, key := range slices.Sorted(maps.Keys(here)) {
		mine := here[key]
		other, ok := there[key]
		reason := ""
		switch {
		case !ok:
			reason = "there is no " + key + " in " + string(language)
		case (len(mine.forms) > 1) != (len(other.forms) > 1):
			reason = key + " has plural forms in one language only"
		case !slices.Equal(mine.values, other.values):
			reason = key + " uses " + listed(mine.values) + " here and " + listed(other.values) + " in " + string(language)
		}
		if reason != "" {
			problems = append(problems, Problem{File: mine.file, Line: mine.line, Reason: reason})
		}
	}
	return problems
}

func listed(values []string) string {
	if len(values) == 0 {
		return "no values"
	}
	return "{{." + strings.Join(values, "}}, {{.") + "}}"
}

// readLocale adds the messages of one file, and reports whether it can be read.
func readLocale(files fs.FS, file string, language i18n.Language, messages map[string]sentence) ([]Problem, bool) {
	raw, err := fs.ReadFile(files, file)
	if err != nil {
		return []Problem{{File: file, Reason: err.Error()}}, false
	}
	var tree map[string]any
	document := strictyaml.Read(file, raw, &tree)
	if len(document.Problems()) > 0 {
		return document.Problems(), false
	}
	r := localeReader{document: document, file: file, language: language, messages: messages}
	r.walk("", tree)
	return document.Problems(), true
}

type localeReader struct {
	document *strictyaml.Document
	file     string
	language i18n.Language
	messages map[string]sentence
}

func (r localeReader) walk(path string, tree map[string]any) {
	for _, key := range slices.Sorted(maps.Keys(tree)) {
		at := strictyaml.Path(path, key)
		switch v := tree[key].(type) {
		case string:
			r.add(at, map[string]string{"": v})
		case map[string]any:
			if i18n.IsPlural(v) {
				r.addPlural(at, v)
				continue
			}
			r.walk(at, v)
		default:
			r.document.Add(at, "%s is not a text: put it in quotes", at)
		}
	}
}

func (r localeReader) addPlural(at string, tree map[string]any) {
	forms := map[string]string{}
	for form, value := range tree {
		text, ok := value.(string)
		if !ok {
			r.document.Add(at+"."+form, "%s.%s is not a text: put it in quotes", at, form)
			return
		}
		forms[form] = text
	}
	got := slices.Sorted(maps.Keys(forms))
	if needed := pluralForms[r.language]; !slices.Equal(got, needed) && !slices.Equal(got, pluralForms[i18n.Italian]) {
		r.document.Add(at, "%s has the plural forms %s; %s needs %s", at,
			strings.Join(got, ", "), r.language, strings.Join(needed, ", "))
	}
	r.add(at, forms)
}

func (r localeReader) add(at string, forms map[string]string) {
	if before, twice := r.messages[at]; twice {
		r.document.Add(at, "%s is in %s too", at, before.file)
		return
	}
	names := map[string]bool{}
	for _, text := range forms {
		if strings.TrimSpace(text) == "" {
			r.document.Add(at, "%s is empty", at)
		}
		gaps, err := i18n.Gaps(text)
		if err != nil {
			r.document.Add(at, "%s: %v", at, err)
		}
		for _, name := range gaps {
			names[name] = true
		}
	}
	if len(forms) > 1 {
		delete(names, "Count") // a form may say "one" in words
	}
	r.messages[at] = sentence{file: r.file, line: r.document.Line(at), forms: forms, values: slices.Sorted(maps.Keys(names))}
}
