package participate

import (
	"encoding/json"
	"fmt"
	"net/http"

	"telaio/internal/participation"
	"telaio/internal/questionnaire"
	"telaio/internal/twin"
	"telaio/internal/web/shell"
)

const (
	// similarParameter asks a page to show what may be the same.
	similarParameter = "simili"
	// shownField says that a form was sent after that was shown.
	shownField = "similar_shown"
	// differentAction saves, remembers that it is another one, and goes on.
	differentAction = "different"
)

// names reports whether the page asks by what an organisation is recognised.
func names(page questionnaire.Page) bool {
	for _, q := range page.Questions {
		if q.ID == "name" || q.ID == "website" {
			return true
		}
	}
	return false
}

// mayBeThere reports whether a saved page has to be shown once more, because the
// organisation may be on the atlas already. It is said once and holds nobody up.
func (p Pages) mayBeThere(r *http.Request, f *participation.Form, page questionnaire.Page) (bool, error) {
	if !names(page) || r.PostFormValue(shownField) != "" {
		return false, nil
	}
	twins, err := p.UseCases.Similar(r.Context(), f)
	return len(twins) > 0, err
}

// similar is an organisation as the script shows it.
type similar struct {
	Name string `json:"name"`
	Town string `json:"town,omitempty"`
	Path string `json:"path"`
}

// suggest answers the script that looks while a name is being typed.
func (p Pages) suggest(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	d, ok := loaded(v)
	if !ok {
		return unreached(v)
	}
	twins, err := p.UseCases.SimilarName(r.Context(), d, questionnaire.Clean(r.URL.Query().Get("q"), false))
	if err != nil {
		return err
	}
	found := []similar{}
	for _, t := range twins {
		found = append(found, similar{t.Name, t.Town, organisationPath(v, t)})
	}
	raw, err := json.Marshal(found)
	if err != nil {
		return fmt.Errorf("write what is similar: %w", err)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(raw) // nobody is left to tell
	return nil
}

func organisationPath(v *shell.Visit, t twin.Twin) string {
	return v.Path("organisation", "slug", t.Slug)
}
