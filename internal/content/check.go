package content

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"telaio/internal/i18n"
)

// Check says everything that is wrong in the content, file by file.
func Check(files fs.FS) []Problem {
	taxonomies, problems := readTaxonomies(files)
	_, found := readQuestionnaires(files, taxonomies)
	problems = append(problems, found...)
	_, found = readKits(files, taxonomies)
	problems = append(problems, found...)
	_, found = readPages(files)
	problems = append(problems, found...)
	_, found = readLetters(files)
	problems = append(problems, found...)
	_, found = readSynonyms(files)
	problems = append(problems, found...)
	problems = append(problems, checkLocale(files)...)
	problems = append(problems, checkPairs(files)...)
	problems = append(problems, checkNames(files)...)
	slices.SortStableFunc(problems, func(a, b Problem) int {
		if a.File != b.File {
			return strings.Compare(a.File, b.File)
		}
		return a.Line - b.Line
	})
	return problems
}

// checkPairs checks that each page is there in every language: it is named
// NAME.LANGUAGE.md.
func checkPairs(files fs.FS) []Problem {
	var problems []Problem
	for _, file := range glob(files, "page/*.md") {
		if isNote(file) {
			continue
		}
		parts := strings.Split(path.Base(file), ".")
		if len(parts) != 3 || !slices.Contains(i18n.Languages(), i18n.Language(parts[1])) {
			problems = append(problems, Problem{File: file, Reason: "the name must be NAME.it." + parts[len(parts)-1] + " or NAME.en." + parts[len(parts)-1]})
			continue
		}
		for _, language := range i18n.Languages() {
			twin := path.Join(path.Dir(file), parts[0]+"."+string(language)+"."+parts[2])
			if _, err := fs.Stat(files, twin); err != nil {
				problems = append(problems, Problem{File: file, Reason: "there is no " + twin})
			}
		}
	}
	return problems
}

// places are the patterns of the files that the program reads.
var places = []string{
	"locale/it/*.yaml", "locale/en/*.yaml", "taxonomy/*.yaml", "questionnaire/*.yaml", "kit/*.yaml", "page/*.md", "mail/*.yaml",
	synonymFile, "sample/desk.yaml", "sample/organisation/*.yaml", "sample/proposal/*.yaml", "sample/practice/*.yaml", "sample/assessment/*.yaml", "sample/comparison.yaml", "sample/initiative/*.yaml",
}

// checkNames points at files that nothing reads: their editor would wait in
// vain for them to show.
func checkNames(files fs.FS) []Problem {
	var problems []Problem
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if strings.HasPrefix(entry.Name(), ".") && name != "." && entry.IsDir() {
			return fs.SkipDir
		}
		read := func(pattern string) bool { ok, err := path.Match(pattern, name); return ok && err == nil }
		if !entry.IsDir() && !isNote(name) && !slices.ContainsFunc(places, read) {
			problems = append(problems, Problem{File: name, Reason: "nothing reads a file of this name in this folder"})
		}
		return nil
	})
	if err != nil {
		problems = append(problems, Problem{File: ".", Reason: err.Error()})
	}
	return problems
}

// isNote reports whether the file is a note for editors.
func isNote(name string) bool {
	base := path.Base(name)
	return strings.HasPrefix(base, "README") || strings.HasPrefix(base, "LICEN") || strings.HasPrefix(base, ".") || strings.HasSuffix(base, ".go") || strings.HasSuffix(base, "~")
}
