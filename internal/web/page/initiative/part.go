package initiative

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"telaio/internal/fault"
	"telaio/internal/initiative"
	"telaio/internal/questionnaire"
	"telaio/internal/web/part/autosave"
	"telaio/internal/web/part/form"
	"telaio/internal/web/shell"
)

// The form's own fields, beside those of the questions.
const (
	numberField  = "number"
	actionField  = "action"
	choicePrefix = "choose." // then the question's id
	settleAction = "settle"
	backAction   = "back"
)

// partPage is one part of the sheet to fill in.
type partPage struct {
	initiative.Sheeted
	Page    questionnaire.Page
	Number  int // of the step that the page was filled in from
	Fields  form.Fields
	Problem string // sentence on top, "" = none
	Unsaved bool   // what is shown has not been saved
}

func newPartPage(s initiative.Sheeted, page questionnaire.Page, problems map[string]fault.Message) partPage {
	return partPage{
		Sheeted: s, Page: page, Number: s.Steps[page.ID].Number,
		Fields: form.Fields{Definition: s.Sheet.Parts, Questions: page.Questions, Answers: s.Answers, Errors: problems},
	}
}

// New reports whether the initiative has yet to be begun.
func (p partPage) New() bool { return p.ID == "" }

func (p partPage) action(v *shell.Visit) string {
	if p.New() {
		return v.Path("initiative-begin", "organisation", p.OrganisationID)
	}
	return to(v, "initiative-save", p.Sheeted, "part", p.Page.ID)
}

func (p partPage) back(v *shell.Visit) string {
	if p.New() {
		return v.Path("initiatives", "organisation", p.OrganisationID)
	}
	return to(v, "initiative", p.Sheeted)
}

// title is that of the browser's tab: first of all whether something is wrong.
func (p partPage) title(v *shell.Visit) string {
	title := in(v, p.Page.Title)
	if !p.New() {
		title += " · " + p.Content.Name
	}
	if len(p.Fields.Errors) > 0 {
		return v.T("form.error_prefix") + " " + title
	}
	return title
}

func (p Pages) askNew(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	s := p.UseCases.Blank(loaded(v).ID)
	return shell.Render(w, r, http.StatusOK, partView(v, newPartPage(s, s.Sheet.Parts.Pages[0], nil)))
}

func (p Pages) begin(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	s, err := p.UseCases.Begin(r.Context(), v.Subject, loaded(v).ID, input(r))
	page := s.Sheet.Parts.Pages[0]
	if refusal, ok := errors.AsType[*fault.Error](err); ok && refusal.Kind == fault.Invalid {
		return shell.Render(w, r, http.StatusUnprocessableEntity, partView(v, newPartPage(s, page, refusal.Fields)))
	}
	if err != nil {
		return p.unsaved(w, r, v, newPartPage(s, page, nil), err)
	}
	return p.goOn(w, r, v, s, page)
}

func (p Pages) showPart(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	s, page, err := p.part(r, v)
	if err != nil {
		return err
	}
	problems := s.Problems(page)
	if s.Steps[page.ID].Number == 0 {
		problems = nil // nothing has been typed yet
	}
	return shell.Render(w, r, http.StatusOK, partView(v, newPartPage(s, page, problems)))
}

// part finds the initiative and the part that the address names.
func (p Pages) part(r *http.Request, v *shell.Visit) (initiative.Sheeted, questionnaire.Page, error) {
	s, err := p.find(r, v)
	if err != nil {
		return s, questionnaire.Page{}, err
	}
	page, ok := s.Sheet.Page(r.PathValue("part"))
	if !ok {
		return s, page, errNotFound
	}
	return s, page, nil
}

// save keeps what was typed and leads on.
func (p Pages) save(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	s, page, err := p.part(r, v)
	if err != nil {
		return err
	}
	in := input(r)
	in.Section = page.ID
	typed, err := p.keep(r, v, s, in)
	switch {
	case err == nil && autosave.Asked(r):
		step := typed.Steps[page.ID]
		return autosave.Saved(w, v, step.Number, step.At)
	case err == nil:
		return p.goOn(w, r, v, typed, page)
	case isConflict(err) && !autosave.Asked(r):
		return shell.Render(w, r, http.StatusConflict, conflictView(v, newConflict(v, typed, page, err)))
	default:
		return p.unsaved(w, r, v, newPartPage(typed, page, nil), err)
	}
}

func (p Pages) keep(r *http.Request, v *shell.Visit, s initiative.Sheeted, in initiative.Input) (initiative.Sheeted, error) {
	if r.PostFormValue(actionField) == settleAction {
		return p.UseCases.Settle(r.Context(), v.Subject, s, in, choices(r.PostForm))
	}
	return p.UseCases.Save(r.Context(), v.Subject, s, in)
}

// isConflict reports whether somebody else saved the part: there is something
// to choose between.
func isConflict(err error) bool {
	key := fault.KeyOf(err)
	return key == "initiative.conflict" || key == "initiative.choose_each"
}

// goOn leads on after a save: to an indicator that came or went, back to what
// has to be mended, or to the next part.
func (p Pages) goOn(w http.ResponseWriter, r *http.Request, v *shell.Visit, s initiative.Sheeted, page questionnaire.Page) error {
	in := input(r)
	here := to(v, "initiative-part", s, "part", page.ID)
	control := form.Fields{}.ControlID
	target := to(v, "initiative", s) + "?notice=initiative_saved"
	switch next := after(s, page); {
	case in.Add != "":
		target = here + "#" + control(in.Add) + "-" + strconv.Itoa(max(len(s.Answers[in.Add].Items)-1, 0))
	case in.Remove != "":
		target = here + "#" + control(in.Remove)
	case r.PostFormValue(actionField) == backAction:
	case len(s.Problems(page)) > 0:
		shown := newPartPage(s, page, s.Problems(page))
		shown.Problem = v.T("initiative.saved_but")
		return shell.Render(w, r, http.StatusUnprocessableEntity, partView(v, shown))
	case next != "":
		target = to(v, "initiative-part", s, "part", next) + "?notice=initiative_saved"
	}
	http.Redirect(w, r, target, http.StatusSeeOther)
	return nil
}

// after is the id of the part after the page, "" after the last.
func after(s initiative.Sheeted, page questionnaire.Page) string {
	pages := s.Sheet.Parts.Pages
	for i := range pages {
		if pages[i].ID == page.ID && i+1 < len(pages) {
			return pages[i+1].ID
		}
	}
	return ""
}

// unsaved shows the form with what was typed, and says plainly that it has not
// been saved.
func (p Pages) unsaved(w http.ResponseWriter, r *http.Request, v *shell.Visit, shown partPage, cause error) error {
	if !shell.CanRetry(cause) {
		return cause
	}
	status := v.Explain(w.Header(), cause)
	if autosave.Asked(r) {
		return autosave.NotSaved(w, status, v.T(fault.KeyOf(cause)))
	}
	shown.Problem, shown.Unsaved, shown.Number = v.T(fault.KeyOf(cause)), true, input(r).Number
	return shell.Render(w, r, status, partView(v, shown))
}

// input reads what a form sends for a part.
func input(r *http.Request) initiative.Input {
	number, err := strconv.Atoi(r.PostFormValue(numberField))
	if err != nil {
		number = 0
	}
	in := initiative.Input{Number: number, Typed: r.PostForm}
	parts := strings.Split(r.PostFormValue(actionField), ":")
	switch {
	case len(parts) == 2 && parts[0] == "add":
		in.Add = parts[1]
	case len(parts) == 3 && parts[0] == "remove":
		if n, err := strconv.Atoi(parts[2]); err == nil {
			in.Remove, in.Item = parts[1], n
		}
	}
	return in
}

func choices(posted url.Values) map[string]initiative.Choice {
	chosen := map[string]initiative.Choice{}
	for name, values := range posted {
		if id, ok := strings.CutPrefix(name, choicePrefix); ok {
			chosen[id] = initiative.Choice(values[0])
		}
	}
	return chosen
}
