package evidence

import (
	"io"
	"net/http"
	"strconv"
	"strings"

	"telaio/internal/assessment"
	"telaio/internal/fault"
	"telaio/internal/kit"
)

// Read takes the pieces and their files from the form, without the one whose
// button was pressed to take it away.
func Read(r *http.Request) ([]assessment.Evidence, []assessment.Upload, error) {
	removed := removedPiece(r.PostFormValue(ActionField))
	var pieces []assessment.Evidence
	var uploads []assessment.Upload
	for i := range assessment.MostEvidence {
		if i == removed {
			continue
		}
		e := readPiece(r, i)
		upload, err := readUpload(r, Field(i, "upload"))
		if err != nil {
			return nil, nil, err
		}
		if upload.Content != nil {
			upload.Piece = len(pieces)
			uploads = append(uploads, upload)
		} else if e.Title == "" && e.Link == "" && e.File == "" {
			continue
		}
		pieces = append(pieces, e)
	}
	return pieces, uploads, nil
}

// removedPiece is the piece that the pressed button takes away, -1 for none.
func removedPiece(action string) int {
	if raw, ok := strings.CutPrefix(action, RemoveAction); ok {
		if i, err := strconv.Atoi(raw); err == nil {
			return i
		}
	}
	return -1
}

func readPiece(r *http.Request, index int) assessment.Evidence {
	value := func(name string) string { return strings.TrimSpace(r.PostFormValue(Field(index, name))) }
	return assessment.Evidence{
		Strength: kit.Strength(value("strength")), Title: value("title"), Link: value("link"),
		File: value("file"), FileName: value("file_name"), Date: value("date"),
	}
}

// readUpload returns the file in the field, without content if none was chosen.
func readUpload(r *http.Request, name string) (assessment.Upload, error) {
	if r.MultipartForm == nil || len(r.MultipartForm.File[name]) == 0 || r.MultipartForm.File[name][0].Size == 0 {
		return assessment.Upload{}, nil
	}
	header := r.MultipartForm.File[name][0]
	file, err := header.Open()
	if err != nil {
		return assessment.Upload{}, fault.Wrap(fault.Malformed, "error.malformed", err)
	}
	defer file.Close()
	raw, err := io.ReadAll(file)
	if err != nil {
		return assessment.Upload{}, fault.Wrap(fault.Malformed, "error.malformed", err)
	}
	return assessment.Upload{Name: header.Filename, Content: raw}, nil
}

// Clean leaves out pieces that hold nothing, such as one whose file was refused.
func Clean(pieces []assessment.Evidence) []assessment.Evidence {
	var kept []assessment.Evidence
	for _, e := range pieces {
		if e.Title != "" || e.Link != "" || e.File != "" {
			kept = append(kept, e)
		}
	}
	return kept
}
