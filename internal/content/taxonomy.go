package content

import (
	"io/fs"
	"path"
	"regexp"
	"strings"

	"telaio/internal/i18n"
	"telaio/internal/strictyaml"
	"telaio/internal/taxonomy"
)

// readTaxonomies reads every taxonomy.
func readTaxonomies(files fs.FS) (taxonomy.Set, []Problem) {
	set := taxonomy.Set{}
	var problems []Problem
	for _, file := range glob(files, "taxonomy/*.yaml") {
		raw, err := fs.ReadFile(files, file)
		if err != nil {
			problems = append(problems, Problem{File: file, Reason: err.Error()})
			continue
		}
		var t taxonomy.Taxonomy
		document := strictyaml.Read(file, raw, &t)
		if len(document.Problems()) == 0 {
			checkTaxonomy(document, strings.TrimSuffix(path.Base(file), ".yaml"), t)
		}
		problems = append(problems, document.Problems()...)
		set[t.ID] = t
	}
	return set, problems
}

var termPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,59}$`)

func checkTaxonomy(document *strictyaml.Document, name string, t taxonomy.Taxonomy) {
	if string(t.ID) != name {
		document.Add("id", "the id is %q, the file's name says %q", t.ID, name)
	}
	checkLanguages(document, "label", t.Label, true)
	if len(t.Terms) == 0 {
		document.Add("terms", "there are no terms")
	}
	seen := map[string]bool{}
	for i, term := range t.Terms {
		at := strictyaml.Path("terms", i)
		switch {
		case !termPattern.MatchString(term.Code):
			document.Add(at, "code %q must be lower-case letters, digits, _ and -", term.Code)
		case seen[term.Code]:
			document.Add(at+".code", "code %q is used twice", term.Code)
		}
		seen[term.Code] = true
		checkLanguages(document, at+".label", term.Label, true)
		checkLanguages(document, at+".gloss", term.Gloss, false)
		checkLanguages(document, at+".plural", term.Plural, false)
	}
}

// checkLanguages checks that a text is there in every language, or in none if
// it need not be there.
func checkLanguages(document *strictyaml.Document, at string, text map[string]string, needed bool) {
	if len(text) == 0 && !needed {
		return
	}
	for _, language := range i18n.Languages() {
		if strings.TrimSpace(text[string(language)]) == "" {
			document.Add(at, "%s has no text in %q", path.Base(strings.ReplaceAll(at, ".", "/")), language)
		}
	}
	if len(text) > len(i18n.Languages()) {
		document.Add(at, "there is a language that the site does not speak")
	}
}
