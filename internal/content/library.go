// Package content reads and checks what editors write under content/ and gives
// it to the program as values.
package content

import (
	"fmt"
	"io/fs"

	"github.com/goccy/go-yaml"

	"telaio/internal/i18n"
	"telaio/internal/questionnaire"
	"telaio/internal/strictyaml"
	"telaio/internal/taxonomy"
)

// Library is the content of one observatory, read and checked.
type Library struct {
	Files      fs.FS
	Messages   *i18n.Catalogue
	Taxonomies taxonomy.Set
	// Questionnaires holds every version of each questionnaire by its id, the
	// newest last.
	Questionnaires map[string][]*questionnaire.Definition
}

// Problem is one thing that is wrong in a content file.
type Problem = strictyaml.Problem

// Load reads the whole content from files.
func Load(files fs.FS) (*Library, error) {
	messages, err := i18n.Load(files, "locale")
	if err != nil {
		return nil, fmt.Errorf("load the messages: %w", err)
	}
	taxonomies, err := loadTaxonomies(files)
	if err != nil {
		return nil, err
	}
	questionnaires, problems := readQuestionnaires(files, taxonomies)
	if len(problems) > 0 {
		return nil, fmt.Errorf("load the questionnaires: %s (and %d more: see telaio check)", problems[0], len(problems)-1)
	}
	return &Library{Files: files, Messages: messages, Taxonomies: taxonomies, Questionnaires: questionnaires}, nil
}

func loadTaxonomies(files fs.FS) (taxonomy.Set, error) {
	names, err := fs.Glob(files, "taxonomy/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list the taxonomies: %w", err)
	}
	set := taxonomy.Set{}
	for _, name := range names {
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("read a taxonomy: %w", err)
		}
		var t taxonomy.Taxonomy
		if err := yaml.UnmarshalWithOptions(raw, &t, yaml.Strict()); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		set[t.ID] = t
	}
	return set, nil
}
