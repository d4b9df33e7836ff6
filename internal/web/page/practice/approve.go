package practice

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/organisation"
	"telaio/internal/practice"
	"telaio/internal/taxonomy"
	"telaio/internal/web/part/field"
	"telaio/internal/web/shell"
	"telaio/internal/worddiff"
)

// approvalPage is a draft beside what is public, for somebody to decide.
type approvalPage struct {
	practice.File
	Differences []difference
	Own         bool // the reader wrote the draft
	Alone       bool
	Reason      string
	Note        string
	Problems    field.Problems
	Now         time.Time
}

// difference is a field in two states, with what changed marked.
type difference struct {
	Label         string
	Before, After []worddiff.Piece
	Language      i18n.Language // "" = the page's
}

func (p DeskPages) askApproval(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	return p.showApproval(w, r, v, approvalPage{})
}

func (p DeskPages) showApproval(w http.ResponseWriter, r *http.Request, v *shell.Visit, page approvalPage) error {
	var err error
	if page.File, err = p.Desk.Open(r.Context(), r.PathValue("practice")); err != nil {
		return err
	}
	if page.Draft.Stage != practice.Waiting {
		return fault.New(fault.Conflict, "practice.conflict")
	}
	page.Own, page.Now = page.Draft.AuthorID == v.Subject.PersonID, p.Clock.Now()
	if page.Differences, err = p.differences(r, v, page.Sheet, page.Draft.Sheet); err != nil {
		return err
	}
	code := http.StatusOK
	if len(page.Problems) > 0 {
		code = http.StatusUnprocessableEntity
	}
	return shell.Render(w, r, code, approvalView(v, page))
}

// differences compares two states of a practice field by field.
func (p DeskPages) differences(r *http.Request, v *shell.Visit, before, after practice.Sheet) ([]difference, error) {
	both := practice.Sheet{Doers: slices.Concat(before.Doers, after.Doers)}
	doings, err := p.Desk.Doings(r.Context(), both)
	if err != nil {
		return nil, err
	}
	var list []difference
	for _, f := range practice.Diff(before, after) {
		d := difference{Label: fieldName(v, f)}
		d.Before, d.After = worddiff.Sides(p.inWords(v, f, before, doings), p.inWords(v, f, after, doings))
		if _, language, ok := f.Words(); ok {
			d.Language = language
		}
		list = append(list, d)
	}
	return list, nil
}

// inWords is a field as people read it, a line for each of its values.
func (p DeskPages) inWords(v *shell.Visit, f practice.Field, s practice.Sheet, doings []practice.Doing) string {
	if part, language, ok := f.Words(); ok {
		return s.Words[language].Text(part)
	}
	var lines []string
	switch f {
	case practice.Needs:
		lines = v.Labels(taxonomy.Need, s.Needs)
	case practice.FormsOf:
		lines = v.Labels(taxonomy.SolidarityForm, s.Forms)
	case practice.Effort:
		if s.Effort != "" {
			lines = []string{p.Desk.Vocabulary.Kit.EffortText(s.Effort).In(string(v.Language))}
		}
	case practice.Items:
		for _, id := range s.Items {
			item, _ := p.Desk.Vocabulary.Kit.Item(id)
			lines = append(lines, id+" "+item.Text.In(string(v.Language)))
		}
	case practice.Doers:
		for _, d := range s.Doers {
			lines = append(lines, doerName(d, doings))
		}
	default:
		lines = []string{s.Source}
	}
	return strings.Join(lines, "\n")
}

func doerName(d practice.Doer, doings []practice.Doing) string {
	at := slices.IndexFunc(doings, func(k practice.Doing) bool { return k.ID == d.OrganisationID })
	if at < 0 {
		return d.OrganisationID
	}
	card := doings[at].Card
	i := slices.IndexFunc(card.Initiatives, func(i organisation.Initiative) bool { return i.ID == d.InitiativeID })
	if i < 0 {
		return card.Name
	}
	return card.Name + ": " + card.Initiatives[i].Title
}

func (p DeskPages) approve(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	a := practice.Approval{
		PracticeID: r.PathValue("practice"), Version: versionIn(r),
		Reason: r.PostFormValue(practice.ReasonField), Alone: r.PostFormValue(practice.AloneField) != "",
	}
	_, err := p.Desk.Approve(r.Context(), a, v.Subject)
	if problems, ok := field.ProblemsIn(v, err, practice.AloneField, practice.ReasonField); ok {
		return p.showApproval(w, r, v, approvalPage{Reason: a.Reason, Alone: a.Alone, Problems: problems})
	}
	if err != nil {
		return err
	}
	return back(w, r, v, "practice_published")
}

func (p DeskPages) sendBack(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	note := r.PostFormValue(practice.NoteField)
	err := p.Desk.SendBack(r.Context(), r.PathValue("practice"), versionIn(r), note, v.Subject)
	if problems, ok := field.ProblemsIn(v, err, practice.NoteField); ok {
		return p.showApproval(w, r, v, approvalPage{Note: note, Problems: problems})
	}
	if err != nil {
		return err
	}
	return back(w, r, v, "practice_returned")
}

// versionsPage is the history of a practice at the desk.
type versionsPage struct {
	practice.File
	From, To    int
	Differences []difference
	Now         time.Time
}

func (p DeskPages) versions(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	file, err := p.Desk.Open(r.Context(), r.PathValue("practice"))
	if err != nil {
		return err
	}
	page := versionsPage{File: file, Now: p.Clock.Now()}
	if n, err := strconv.Atoi(r.URL.Query().Get("a")); err == nil && n >= 1 && n <= len(file.Revisions) {
		page.From, page.To = n-1, n
		if page.Differences, err = p.differences(r, v, sheetAt(file, n-1), sheetAt(file, n)); err != nil {
			return err
		}
	}
	return shell.Render(w, r, http.StatusOK, versionsView(v, page))
}

// sheetAt is the state of the numbered revision, empty before the first.
func sheetAt(file practice.File, number int) practice.Sheet {
	for _, r := range file.Revisions {
		if r.Number == number {
			return r.Sheet
		}
	}
	return practice.Sheet{}
}

// when says when something happened: today with the hour, or the day.
func when(v *shell.Visit, at, now time.Time) string {
	if v.ShortDate(at) == v.ShortDate(now) {
		return v.T("desk.time.today", i18n.Args{"Time": v.Time(at)})
	}
	return v.ShortDate(at)
}
