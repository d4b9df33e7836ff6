package shell

import (
	"io"
	"net/http"

	"telaio/internal/fault"
)

// Upload is a file that came with a form.
type Upload struct {
	Name    string // as it was called on the reader's machine
	Content []byte
}

// Uploaded reads the file in a field of a form that has been parsed. Without a
// chosen file, or with an empty one, Content is nil.
func Uploaded(r *http.Request, field string) (Upload, error) {
	if r.MultipartForm == nil || len(r.MultipartForm.File[field]) == 0 || r.MultipartForm.File[field][0].Size == 0 {
		return Upload{}, nil
	}
	header := r.MultipartForm.File[field][0]
	file, err := header.Open()
	if err != nil {
		return Upload{}, fault.Wrap(fault.Malformed, "error.malformed", err)
	}
	defer file.Close()
	content, err := io.ReadAll(file)
	if err != nil {
		return Upload{}, fault.Wrap(fault.Malformed, "error.malformed", err)
	}
	return Upload{header.Filename, content}, nil
}
