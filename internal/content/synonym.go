package content

import (
	"errors"
	"io/fs"

	"telaio/internal/folding"
	"telaio/internal/search"
	"telaio/internal/strictyaml"
)

// synonymFile is what editors teach the search.
const synonymFile = "synonyms.yaml"

// synonyms is the content of synonymFile.
type synonyms struct {
	Groups  [][]string `yaml:"groups"`
	Ignored []string   `yaml:"ignored"`
}

// readSynonyms reads what the search knows of words. Without the file it knows
// none.
func readSynonyms(files fs.FS) (*search.Language, []Problem) {
	raw, err := fs.ReadFile(files, synonymFile)
	if errors.Is(err, fs.ErrNotExist) {
		return search.NewLanguage(nil, nil), nil
	}
	if err != nil {
		return nil, []Problem{{File: synonymFile, Reason: err.Error()}}
	}
	var s synonyms
	document := strictyaml.Read(synonymFile, raw, &s)
	if len(document.Problems()) == 0 {
		checkSynonyms(document, s)
	}
	return search.NewLanguage(s.Groups, s.Ignored), document.Problems()
}

func checkSynonyms(document *strictyaml.Document, s synonyms) {
	for i, group := range s.Groups {
		at := strictyaml.Path("groups", i)
		if len(group) < 2 {
			document.Add(at, "a group needs two words or phrases at least")
		}
		seen := map[string]bool{}
		for _, phrase := range group {
			folded := folding.Fold(phrase)
			switch {
			case folded == "":
				document.Add(at, "%q has no word in it", phrase)
			case seen[folded]:
				document.Add(at, "%q is in the group twice", phrase)
			}
			seen[folded] = true
		}
	}
	for _, word := range s.Ignored {
		if len(folding.Words(word)) != 1 {
			document.Add("ignored", "%q is not one word", word)
		}
	}
}
