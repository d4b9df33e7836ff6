package content

import (
	"fmt"
	"io/fs"
	"slices"

	"telaio/internal/questionnaire"
	"telaio/internal/taxonomy"
)

// Questionnaire returns one version of a questionnaire, the newest if version
// is 0. Answers name the version that they were given to.
func (l *Library) Questionnaire(id string, version int) (*questionnaire.Definition, bool) {
	versions := l.Questionnaires[id]
	if version == 0 && len(versions) > 0 {
		return versions[len(versions)-1], true
	}
	for _, d := range versions {
		if d.Version == version {
			return d, true
		}
	}
	return nil, false
}

// readQuestionnaires reads every version of every questionnaire, newest last.
func readQuestionnaires(files fs.FS, taxonomies taxonomy.Set) (map[string][]*questionnaire.Definition, []Problem) {
	library := map[string][]*questionnaire.Definition{}
	var problems []Problem
	for _, name := range glob(files, "questionnaire/*.yaml") {
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			problems = append(problems, Problem{File: name, Reason: err.Error()})
			continue
		}
		d, found := questionnaire.Parse(name, raw, taxonomies)
		problems = append(problems, found...)
		if d == nil {
			continue
		}
		twin := func(other *questionnaire.Definition) bool { return other.Version == d.Version }
		if slices.ContainsFunc(library[d.ID], twin) {
			reason := fmt.Sprintf("version %d of questionnaire %q is in another file too", d.Version, d.ID)
			problems = append(problems, Problem{File: name, Line: 1, Reason: reason})
			continue
		}
		library[d.ID] = append(library[d.ID], d)
	}
	for _, versions := range library {
		slices.SortFunc(versions, func(a, b *questionnaire.Definition) int { return a.Version - b.Version })
	}
	return library, problems
}

// glob lists the files that match the pattern, which must be a valid one.
func glob(files fs.FS, pattern string) []string {
	names, err := fs.Glob(files, pattern)
	if err != nil {
		panic(err)
	}
	return names
}
