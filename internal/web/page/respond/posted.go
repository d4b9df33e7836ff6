package respond

import (
	"net/http"

	"telaio/internal/assessment"
	"telaio/internal/kit"
	"telaio/internal/web/part/evidence"
)

// read takes an answer and its files from the form.
func read(r *http.Request, item string) (assessment.Answer, []assessment.Upload, error) {
	pieces, uploads, err := evidence.Read(r)
	return assessment.Answer{
		Item: item, Number: numberOf(r.PostFormValue(numberField)),
		Code: kit.Code(r.PostFormValue(assessment.CodeField)), Reason: r.PostFormValue(assessment.ReasonField), Note: r.PostFormValue(assessment.NoteField),
		Evidence: pieces,
	}, uploads, err
}
