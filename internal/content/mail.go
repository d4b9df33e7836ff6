package content

import (
	"io/fs"
	"path"
	"strings"

	"telaio/internal/letter"
)

// readLetters reads the template of each letter; the file's name is its name.
func readLetters(files fs.FS) (map[string]*letter.Template, []Problem) {
	templates := map[string]*letter.Template{}
	var problems []Problem
	for _, file := range glob(files, "mail/*.yaml") {
		raw, err := fs.ReadFile(files, file)
		if err != nil {
			problems = append(problems, Problem{File: file, Reason: err.Error()})
			continue
		}
		name := strings.TrimSuffix(path.Base(file), ".yaml")
		t, found := letter.Parse(file, name, raw)
		problems = append(problems, found...)
		if t != nil {
			templates[name] = t
		}
	}
	return templates, problems
}
