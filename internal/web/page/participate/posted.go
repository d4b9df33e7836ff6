package participate

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"telaio/internal/participation"
	"telaio/internal/questionnaire"
	"telaio/internal/web/part/form"
	"telaio/internal/web/shell"
)

func (p Pages) input(r *http.Request, v *shell.Visit, page questionnaire.Page) (participation.Input, error) {
	number, err := strconv.Atoi(r.PostFormValue(numberField))
	if err != nil {
		number = 0
	}
	in := participation.Input{Page: page.ID, Number: number, Typed: r.PostForm, Edit: editOf(r.PostFormValue(actionField)), Who: v.Subject}
	for _, q := range page.Questions {
		if q.Type != questionnaire.File {
			continue
		}
		if r.PostFormValue(form.RemoveField(q.ID)) != "" {
			in.Edit = participation.Edit{Remove: q.ID}
		}
		file, err := shell.Uploaded(r, form.FileField(q.ID))
		if err != nil {
			return in, err
		}
		if file.Content != nil {
			if in.Uploads == nil {
				in.Uploads = map[string][]byte{}
			}
			in.Uploads[q.ID] = file.Content
		}
	}
	return in, nil
}

// editOf reads the button of a repeat.
func editOf(action string) participation.Edit {
	parts := strings.Split(action, ":")
	switch {
	case len(parts) == 2 && parts[0] == "add":
		return participation.Edit{Add: parts[1]}
	case len(parts) == 3 && parts[0] == "remove":
		if n, err := strconv.Atoi(parts[2]); err == nil {
			return participation.Edit{Remove: parts[1], Item: n}
		}
	case len(parts) == 4 && parts[0] == "link":
		if n, err := strconv.Atoi(parts[2]); err == nil {
			return participation.Edit{Link: parts[1], Item: n, To: parts[3]}
		}
	}
	return participation.Edit{}
}

func choices(posted url.Values) map[string]participation.Choice {
	chosen := map[string]participation.Choice{}
	for name, values := range posted {
		if id, ok := strings.CutPrefix(name, choicePrefix); ok {
			chosen[id] = participation.Choice(values[0])
		}
	}
	return chosen
}
