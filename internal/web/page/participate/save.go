package participate

import (
	"encoding/json"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"telaio/internal/fault"
	"telaio/internal/intake"
	"telaio/internal/participation"
	"telaio/internal/questionnaire"
	"telaio/internal/web/part/form"
	"telaio/internal/web/shell"
)

// The form's own fields, beside those of the questions.
const (
	numberField  = "number"
	actionField  = "action"
	choicePrefix = "choose." // then the question's id
)

// What the buttons ask. Those of repeats are "add:ID" and "remove:ID:N".
const (
	continueAction = "continue"
	pauseAction    = "pause"
	settleAction   = "settle"
	autosaveAction = "autosave"
)

// save keeps what was typed on a page and leads on.
func (p Pages) save(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	d, reached := loaded(v)
	if !reached {
		return p.unsaved(w, r, v, nil, fault.New(fault.Unavailable, "error.unavailable"))
	}
	f, page, err := p.keep(r, v, d)
	switch {
	case err == nil && wantsJSON(r):
		return p.tellSaved(w, v, f, page)
	case err == nil:
		return p.goOn(w, r, v, f, page)
	case messageOf(err) == "participate.already_sent" && !wantsJSON(r):
		http.Redirect(w, r, way{v, f}.to(sentPlace), http.StatusSeeOther)
		return nil
	case fault.KindOf(err) == fault.Conflict && !wantsJSON(r):
		return p.showConflict(w, r, v, conflict{f, page, messageOf(err)})
	case retries(err):
		return p.unsaved(w, r, v, f, err)
	default:
		return err
	}
}

// retries reports whether the reader can try again with what was typed.
func retries(err error) bool {
	switch fault.KindOf(err) {
	case fault.Unavailable, fault.TooMany, fault.TooLarge, fault.Conflict:
		return true
	default:
		return false
	}
}

// messageOf is the key of the sentence that says what happened.
func messageOf(err error) string {
	if refusal, ok := errors.AsType[*fault.Error](err); ok {
		return refusal.Message.Key
	}
	return "error.internal"
}

// keep reads the request and saves it.
func (p Pages) keep(r *http.Request, v *shell.Visit, d participation.Draft) (*participation.Form, questionnaire.Page, error) {
	blank, ok := p.UseCases.Empty(d)
	if !ok {
		return nil, questionnaire.Page{}, fault.New(fault.NotFound, "error.not_found")
	}
	page, ok := pageOf(blank, r.PathValue("page"))
	if !ok {
		return nil, page, fault.New(fault.NotFound, "error.not_found")
	}
	if !hasFile(page) && r.ContentLength > maxPlain {
		return nil, questionnaire.Page{}, fault.New(fault.TooLarge, "error.too_large")
	}
	in, err := p.input(r, v, page)
	if err != nil {
		return nil, page, err
	}
	if r.PostFormValue(actionField) == settleAction {
		f, err := p.UseCases.Settle(r.Context(), d, in, choices(r.PostForm))
		return f, page, err
	}
	f, err := p.UseCases.Save(r.Context(), d, in)
	return f, page, err
}

// maxPlain is the largest form without a file.
const maxPlain = 1 << 20

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

// goOn leads on after a save: to a repeat's item, to the pause, or to the next
// page unless something on this one has to be mended.
func (p Pages) goOn(w http.ResponseWriter, r *http.Request, v *shell.Visit, f *participation.Form, page questionnaire.Page) error {
	to := way{v, f}
	edit := editOf(r.PostFormValue(actionField))
	var target string
	switch {
	case len(f.Refused) > 0:
		return p.showProblems(w, r, v, f, page)
	case edit != (participation.Edit{}):
		target = to.page(page.ID) + "#" + anchor(f, edit)
	case r.PostFormValue(actionField) == pauseAction:
		return p.pauseNow(w, r, v, f)
	case len(f.Problems(page)) > 0:
		return p.showProblems(w, r, v, f, page)
	case to.short():
		return p.send(w, r, v, f)
	default:
		target = to.page(f.After(page.ID))
	}
	http.Redirect(w, r, target, http.StatusSeeOther)
	return nil
}

// anchor is the id of the element to go on from after an item came or went.
func anchor(f *participation.Form, edit participation.Edit) string {
	if edit.Add == "" {
		return form.Fields{}.ControlID(edit.Remove)
	}
	last := len(f.Answers[edit.Add].Items) - 1
	return form.Fields{}.ControlID(edit.Add) + "-" + strconv.Itoa(max(last, 0))
}

func (p Pages) showProblems(w http.ResponseWriter, r *http.Request, v *shell.Visit, f *participation.Form, page questionnaire.Page) error {
	return shell.Render(w, r, http.StatusUnprocessableEntity, stepView(v, p.stepPage(v, f, page, f.Problems(page))))
}

// unsaved shows the whole form again with what was typed, and says plainly that
// it has not been saved.
func (p Pages) unsaved(w http.ResponseWriter, r *http.Request, v *shell.Visit, f *participation.Form, cause error) error {
	status, retry := statusOf(cause)
	if retry != "" {
		w.Header().Set("Retry-After", retry)
	}
	if wantsJSON(r) {
		return tell(w, status, saved{Message: v.T(messageOf(cause))})
	}
	if f == nil {
		typed, ok := p.typed(r)
		if !ok {
			return cause
		}
		f = typed
	}
	page, ok := pageOf(f, r.PathValue("page"))
	if !ok {
		return cause
	}
	s := p.stepPage(v, f, page, nil)
	s.Problem, s.Unsaved = v.T(messageOf(cause)), true
	if n, err := strconv.Atoi(r.PostFormValue(numberField)); err == nil {
		s.Number = n
	}
	return shell.Render(w, r, status, stepView(v, s))
}

// typed is a form with nothing but what was typed, for when the draft itself is
// out of reach.
func (p Pages) typed(r *http.Request) (*participation.Form, bool) {
	for _, id := range []string{intake.QuestionnaireID, intake.SuggestionID} {
		f, ok := p.UseCases.Blank(id, r.PathValue("draft"))
		if !ok {
			continue
		}
		if page, ok := pageOf(f, r.PathValue("page")); ok {
			f.Answers = p.UseCases.Read(f, page, r.PostForm)
			return f, true
		}
	}
	return nil, false
}

// statusOf is the status with which an unsaved form is shown again, and how
// many seconds to wait before the next try, "" if waiting does not help.
func statusOf(err error) (status int, retry string) {
	switch fault.KindOf(err) {
	case fault.Unavailable:
		return http.StatusServiceUnavailable, "30"
	case fault.TooLarge:
		return http.StatusRequestEntityTooLarge, ""
	case fault.TooMany:
		return http.StatusTooManyRequests, "60"
	default:
		return http.StatusConflict, ""
	}
}

// saved is what the script that saves while one writes is told.
type saved struct {
	Saved   bool   `json:"saved"`
	Number  int    `json:"number,omitempty"`
	Message string `json:"message"`
}

func (p Pages) tellSaved(w http.ResponseWriter, v *shell.Visit, f *participation.Form, page questionnaire.Page) error {
	step := f.Steps[page.ID]
	return tell(w, http.StatusOK, saved{Saved: true, Number: step.Number, Message: v.T("participate.saved_at", map[string]any{"Time": v.Time(step.At)})})
}

func tell(w http.ResponseWriter, status int, s saved) error {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(s) // nobody is left to tell
	return nil
}

func wantsJSON(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "application/json")
}
