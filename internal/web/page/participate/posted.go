package participate

import (
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"telaio/internal/fault"
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
		raw, err := uploaded(r.MultipartForm, form.FileField(q.ID))
		if err != nil {
			return in, err
		}
		if raw != nil {
			if in.Uploads == nil {
				in.Uploads = map[string][]byte{}
			}
			in.Uploads[q.ID] = raw
		}
	}
	return in, nil
}

// uploaded returns the bytes of the file in the field, nil if none was chosen.
func uploaded(body *multipart.Form, field string) ([]byte, error) {
	if body == nil || len(body.File[field]) == 0 || body.File[field][0].Size == 0 {
		return nil, nil
	}
	file, err := body.File[field][0].Open()
	if err != nil {
		return nil, fault.Wrap(fault.Malformed, "error.malformed", err)
	}
	defer file.Close()
	raw, err := io.ReadAll(file)
	if err != nil {
		return nil, fault.Wrap(fault.Malformed, "error.malformed", err)
	}
	return raw, nil
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
