package respond

import (
	"net/http"
	"strconv"
	"strings"

	"telaio/internal/assessment"
	"telaio/internal/kit"
	"telaio/internal/web/shell"
)

// read takes an answer and its files from the form.
func read(r *http.Request, item string) (assessment.Answer, []assessment.Upload, error) {
	a := assessment.Answer{
		Item: item, Number: numberOf(r.PostFormValue(numberField)),
		Code: kit.Code(r.PostFormValue(assessment.CodeField)), Reason: r.PostFormValue(assessment.ReasonField), Note: r.PostFormValue(assessment.NoteField),
	}
	removed := removedPiece(r.PostFormValue(actionField))
	var uploads []assessment.Upload
	for i := range assessment.MostEvidence {
		if i == removed {
			continue
		}
		e := readPiece(r, i)
		upload, err := readUpload(r, piece{Index: i}.field("upload"))
		if err != nil {
			return a, nil, err
		}
		if upload.Content != nil {
			upload.Piece = len(a.Evidence)
			uploads = append(uploads, upload)
		} else if e.Title == "" && e.Link == "" && e.File == "" {
			continue
		}
		a.Evidence = append(a.Evidence, e)
	}
	return a, uploads, nil
}

// removedPiece is the piece that the pressed button takes away, -1 for none.
func removedPiece(action string) int {
	if raw, ok := strings.CutPrefix(action, removeAction); ok {
		if i, err := strconv.Atoi(raw); err == nil {
			return i
		}
	}
	return -1
}

func readPiece(r *http.Request, index int) assessment.Evidence {
	value := func(name string) string {
		return strings.TrimSpace(r.PostFormValue(piece{Index: index}.field(name)))
	}
	return assessment.Evidence{
		Strength: kit.Strength(value("strength")), Title: value("title"), Link: value("link"),
		File: value("file"), FileName: value("file_name"), Date: value("date"),
	}
}

// readUpload returns the file in the field, without content if none was chosen.
func readUpload(r *http.Request, name string) (assessment.Upload, error) {
	file, err := shell.Uploaded(r, name)
	return assessment.Upload{Name: file.Name, Content: file.Content}, err
}

// clean leaves out pieces that hold nothing, such as one whose file was refused.
func clean(pieces []assessment.Evidence) []assessment.Evidence {
	var kept []assessment.Evidence
	for _, e := range pieces {
		if e.Title != "" || e.Link != "" || e.File != "" {
			kept = append(kept, e)
		}
	}
	return kept
}
