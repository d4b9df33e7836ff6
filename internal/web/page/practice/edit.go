package practice

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/kit"
	"telaio/internal/organisation"
	"telaio/internal/practice"
	"telaio/internal/questionnaire"
	"telaio/internal/web/part/field"
	"telaio/internal/web/shell"
)

// editPage is the form of a practice.
type editPage struct {
	practice.File
	Version    int            // of the draft that the form was made from
	Sheet      practice.Sheet // as it stands in the form
	Chosen     []practice.Doing
	Search     string // words with which somebody looks for who does it
	Candidates []practice.Doing
	Problems   field.Problems
	Failed     string // what could not be done; what was typed stands in the form
	Vocabulary practice.Vocabulary
	Now        time.Time
}

func (p DeskPages) edit(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	file, err := p.Desk.Open(r.Context(), r.PathValue("practice"))
	if err != nil {
		return err
	}
	page := editPage{File: file, Version: file.Draft.Version, Sheet: file.Working(), Chosen: file.Doers}
	return p.showEdit(w, r, v, page)
}

func (p DeskPages) showEdit(w http.ResponseWriter, r *http.Request, v *shell.Visit, page editPage) error {
	page.Vocabulary, page.Now = p.Desk.Vocabulary, p.Clock.Now()
	code := http.StatusOK
	switch {
	case len(page.Problems) > 0:
		code = http.StatusUnprocessableEntity
	case page.Failed != "":
		code = http.StatusConflict
	}
	return shell.Render(w, r, code, editView(v, page))
}

// save keeps the form and does what its button asks besides.
func (p DeskPages) save(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Malformed, "error.malformed", err)
	}
	id, version, sheet := r.PathValue("practice"), versionIn(r), sheetIn(r)
	err := p.Desk.Save(r.Context(), id, version, sheet, v.Subject)
	if err != nil {
		return p.editAgain(w, r, v, editPage{Version: version, Sheet: sheet}, err)
	}
	switch r.PostFormValue("do") {
	case "find":
		return p.found(w, r, v)
	case "preview":
		http.Redirect(w, r, v.Path("desk-practice-preview", "practice", id), http.StatusSeeOther)
		return nil
	case "send":
		if err := p.Desk.Send(r.Context(), id, version+1, v.Subject); err != nil {
			return p.editAgain(w, r, v, editPage{Version: version + 1, Sheet: sheet}, err)
		}
		return back(w, r, v, "practice_sent")
	default:
		return back(w, r, v, "practice_saved")
	}
}

// found shows the saved form with the organisations that the search has found.
func (p DeskPages) found(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	file, err := p.Desk.Open(r.Context(), r.PathValue("practice"))
	if err != nil {
		return err
	}
	page := editPage{File: file, Version: file.Draft.Version, Sheet: file.Working(), Chosen: file.Doers, Search: r.PostFormValue("search")}
	if page.Search != "" {
		if page.Candidates, err = p.candidates(r.Context(), page.Search); err != nil {
			return err
		}
	}
	return p.showEdit(w, r, v, page)
}

// editAgain shows the form with what was typed and why it could not be taken.
func (p DeskPages) editAgain(w http.ResponseWriter, r *http.Request, v *shell.Visit, page editPage, cause error) error {
	refusal := refusalIn(cause)
	if refusal == nil {
		return cause
	}
	file, err := p.Desk.Open(r.Context(), r.PathValue("practice"))
	if err != nil {
		return err
	}
	page.File, page.Problems = file, problemsIn(v, refusal)
	if refusal.Kind == fault.Conflict {
		page.Failed = refusal.Message.Key
		page.Version = file.Draft.Version // who saves again has been told
	}
	if page.Chosen, err = p.Desk.Doings(r.Context(), page.Sheet); err != nil {
		return err
	}
	return p.showEdit(w, r, v, page)
}

// problemsIn lists the problems in the order of the form.
func problemsIn(v *shell.Visit, refusal *fault.Error) field.Problems {
	var problems field.Problems
	for _, f := range practice.Fields() {
		if m, ok := refusal.Fields[string(f)]; ok {
			problems = append(problems, field.Problem{Name: string(f), Text: questionnaire.Sentence(v.Printer, m)})
		}
	}
	return problems
}

// sheetIn reads the form.
func sheetIn(r *http.Request) practice.Sheet {
	s := practice.Sheet{
		Words: map[i18n.Language]practice.Words{}, Needs: r.PostForm["needs"], Forms: r.PostForm["forms"],
		Effort: kit.Effort(r.PostFormValue("effort")), Items: r.PostForm["items"], Source: r.PostFormValue("source"),
	}
	for _, language := range i18n.Languages() {
		var words practice.Words
		for _, part := range practice.Parts() {
			words = words.With(part, r.PostFormValue(practice.FieldOf(part, language)))
		}
		if words != (practice.Words{}) || language == i18n.Italian {
			s.Words[language] = words
		}
	}
	for _, value := range r.PostForm["doers"] {
		s.Doers = append(s.Doers, doerIn(value))
	}
	return s
}

// doerValue and doerIn write an organisation and its initiative as one value of
// a check box, and read them.
func doerValue(d practice.Doer) string { return d.OrganisationID + "/" + d.InitiativeID }

func doerIn(value string) practice.Doer {
	organisationID, initiativeID, _ := strings.Cut(value, "/")
	return practice.Doer{OrganisationID: organisationID, InitiativeID: initiativeID}
}

// slugIn takes the last part of a pasted page address.
func slugIn(typed string) string {
	typed = strings.Trim(strings.TrimSpace(typed), "/")
	return typed[strings.LastIndex(typed, "/")+1:]
}

// deskName is what the team calls the practice.
func deskName(v *shell.Visit, row practice.Row) string {
	if title := row.Title(); title != "" {
		return title
	}
	return v.T("practice_desk.untitled")
}

func (p editPage) row() practice.Row { return practice.Row{Practice: p.Practice, Draft: p.Draft} }

// itemsOf reports how many items of the dimension are chosen.
func (p editPage) itemsOf(d kit.Dimension) (n int) {
	for _, i := range d.Items {
		if slices.Contains(p.Sheet.Items, i.ID) {
			n++
		}
	}
	return n
}

// offered lists what a search found and the form does not have yet.
func (p editPage) offered() []practice.Doing {
	var offered []practice.Doing
	for _, d := range p.Candidates {
		rest := practice.Doing{Organisation: d.Organisation}
		for _, i := range d.Card.Initiatives {
			if !slices.Contains(p.Sheet.Doers, practice.Doer{OrganisationID: d.ID, InitiativeID: i.ID}) {
				rest.Initiatives = append(rest.Initiatives, i)
			}
		}
		offered = append(offered, rest)
	}
	return offered
}

// chosen is one organisation or initiative that the form names.
type chosen struct {
	Value, Label string
	Public       bool
}

// doers lists what the form names, in its order.
func (p editPage) doers() []chosen {
	var list []chosen
	for _, d := range p.Sheet.Doers {
		for _, doing := range p.Chosen {
			if doing.ID != d.OrganisationID {
				continue
			}
			c := chosen{Value: doerValue(d), Label: doing.Card.Name, Public: doing.State == organisation.Published}
			for _, i := range doing.Initiatives {
				if i.ID == d.InitiativeID {
					c.Label += ": " + i.Title
				}
			}
			list = append(list, c)
		}
	}
	return list
}

func chosenIn(codes []string, code string) bool { return slices.Contains(codes, code) }

// actionName is the end of the message key of an audit row's action.
func actionName(action string) string { return strings.TrimPrefix(action, "practice.") }
