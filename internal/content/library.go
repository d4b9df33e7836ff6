// Package content reads and checks what editors write under content/ and gives
// it to the program as values.
package content

import (
	"fmt"
	"io/fs"

	"telaio/internal/i18n"
	"telaio/internal/kit"
	"telaio/internal/letter"
	"telaio/internal/questionnaire"
	"telaio/internal/search"
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
	// Kits holds every version of each kit by its id, the newest last.
	Kits    map[string][]*kit.Kit
	Pages   map[string]map[i18n.Language]Page // by name: see Page
	Letters map[string]*letter.Template       // by name
	Words   *search.Language                  // what the search knows of words
}

// Problem is one thing that is wrong in a content file.
type Problem = strictyaml.Problem

// Load reads the whole content from files. It fails on the first problem that
// Check would tell.
func Load(files fs.FS) (*Library, error) {
	messages, err := i18n.Load(files, "locale")
	if err != nil {
		if wrong := checkLocale(files); len(wrong) > 0 {
			return nil, fmt.Errorf("%s (telaio check lists all problems)", wrong[0])
		}
		return nil, fmt.Errorf("load the messages: %w", err)
	}
	taxonomies, problems := readTaxonomies(files)
	questionnaires, found := readQuestionnaires(files, taxonomies)
	problems = append(problems, found...)
	kits, found := readKits(files, taxonomies)
	problems = append(problems, found...)
	pages, found := readPages(files)
	problems = append(problems, found...)
	letters, found := readLetters(files)
	problems = append(problems, found...)
	words, found := readSynonyms(files)
	problems = append(problems, found...)
	if len(problems) > 0 {
		return nil, fmt.Errorf("%s (telaio check lists all problems)", problems[0])
	}
	return &Library{
		Files: files, Messages: messages, Taxonomies: taxonomies,
		Questionnaires: questionnaires, Kits: kits, Pages: pages, Letters: letters, Words: words,
	}, nil
}
