// Package town answers the script that suggests municipalities while a name is
// being typed. Forms work without it: the server asks which town is meant.
package town

import (
	"encoding/json"
	"fmt"
	"net/http"

	"telaio/internal/account"
	"telaio/internal/questionnaire"
	"telaio/internal/web/shell"
)

// Pages are the routes of this group.
type Pages struct {
	Towns questionnaire.Gazetteer
}

// Routes lists the one address, which the form's fields name in data-towns. It has
// each language's own, so that a kept answer is in the reader's.
func (p Pages) Routes() []shell.Route {
	return []shell.Route{
		{
			Name: "towns", Method: http.MethodGet, Paths: shell.Both("/comuni", "/en/towns"), Action: account.ReadPublic,
			Handle: p.suggest, Limit: shell.LimitSave, // one request for each letter
		},
	}
}

// suggestion is a municipality as the script shows it.
type suggestion struct {
	Code  string `json:"code"`
	Label string `json:"label"`
}

func (p Pages) suggest(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	suggestions := []suggestion{}
	for _, t := range p.Towns.In(v.Language).Towns(questionnaire.Clean(r.URL.Query().Get("q"), false)) {
		suggestions = append(suggestions, suggestion{Code: t.Code, Label: t.Label})
	}
	raw, err := json.Marshal(suggestions)
	if err != nil {
		return fmt.Errorf("write the towns: %w", err)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "public, max-age=86400")
	_, _ = w.Write(raw)
	return nil
}
