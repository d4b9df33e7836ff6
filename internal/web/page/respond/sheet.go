package respond

import (
	"net/http"
	"strconv"

	"telaio/internal/assessment"
	"telaio/internal/fault"
	"telaio/internal/kit"
	"telaio/internal/web/part/field"
	"telaio/internal/web/shell"
)

// sheetPage is every question on one page, for typing in what was answered on
// paper and for those who would rather see everything at once.
type sheetPage struct {
	way
	Typed    assessment.Sheet // what stands in the form
	Problems field.Problems   // by item
	Differ   []kit.Item       // answered otherwise elsewhere meanwhile
}

func (p Pages) sheet(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	to, err := p.way(r.Context(), v)
	if err != nil {
		return err
	}
	if !to.Answerable() {
		http.Redirect(w, r, to.to("respond-finish"), http.StatusSeeOther)
		return nil
	}
	return shell.Render(w, r, http.StatusOK, sheetView(v, sheetPage{way: to, Typed: to.sheet}))
}

// of is the name of an item's field.
func of(name, item string) string { return name + "." + item }

// saveSheet saves every answer that the form changes. What cannot be taken, or
// was answered otherwise meanwhile, is shown again; the rest is saved.
func (p Pages) saveSheet(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	to, err := p.way(r.Context(), v)
	if err != nil {
		return err
	}
	page := sheetPage{way: to, Typed: assessment.Sheet{}}
	for _, item := range to.Items {
		a := to.sheet[item.ID]
		a.Item, a.Number = item.ID, numberOf(r.PostFormValue(of(numberField, item.ID)))
		a.Code = kit.Code(r.PostFormValue(of(assessment.CodeField, item.ID)))
		a.Reason, a.Note = r.PostFormValue(of(assessment.ReasonField, item.ID)), r.PostFormValue(of(assessment.NoteField, item.ID))
		saved, err := p.UseCases.Save(r.Context(), to.Held, a)
		problems, mendable := field.ProblemsIn(v, err, assessment.CodeField, assessment.ReasonField, assessment.NoteField, assessment.EvidenceField)
		switch {
		case err == nil:
			page.Typed[item.ID] = saved
		case mendable:
			page.Typed[item.ID] = a
			page.Problems = append(page.Problems, field.Problem{Name: item.ID, Text: problems[0].Text})
		case fault.KindOf(err) == fault.Conflict && saved.Number > a.Number:
			a.Number = saved.Number
			page.Typed[item.ID] = a
			page.Differ = append(page.Differ, item)
		default:
			return err
		}
	}
	if len(page.Problems)+len(page.Differ) > 0 {
		return shell.Render(w, r, http.StatusUnprocessableEntity, sheetView(v, page))
	}
	http.Redirect(w, r, to.to("respond-overview")+"?notice=respond_saved", http.StatusSeeOther)
	return nil
}

// codes lists what can be chosen for the item.
func codes(item kit.Item) []kit.Code {
	var list []kit.Code
	for _, code := range kit.Codes() {
		if item.Allows(code) {
			list = append(list, code)
		}
	}
	return list
}

// short is a code as it stands on the paper: the level's number, or words.
func short(v *shell.Visit, code kit.Code) string {
	if l, ok := code.Level(); ok {
		return strconv.Itoa(l)
	}
	return v.T("respond.short_" + string(code))
}
