package cycle

import (
	"net/http"

	"telaio/internal/assessment"
	"telaio/internal/web/part/field"
	"telaio/internal/web/part/qr"
	"telaio/internal/web/shell"
)

// invitation is what somebody typed to invite people.
type invitation struct {
	Text     string
	Problems field.Problems
}

// peoplePage is a cycle while people answer.
type peoplePage struct {
	place
	assessment.Progress
	People     []assessment.Participant
	Remindable int // how many can be reminded now
	Room       qr.Link
	Form       invitation
}

func (p Pages) peopleWith(w http.ResponseWriter, r *http.Request, v *shell.Visit, form invitation) error {
	page := peoplePage{place: loaded(v), Form: form}
	var err error
	if page.People, err = p.UseCases.Participants(r.Context(), page.Cycle); err != nil {
		return err
	}
	if page.Progress, err = p.UseCases.Progress(r.Context(), page.Cycle); err != nil {
		return err
	}
	page.Remindable = len(p.UseCases.Remindable(page.People))
	page.Room = qr.Link{
		ID: "room-code", Address: p.Links.Room(string(v.Language), page.Cycle.RoomKey),
		Title: v.T("cycle.room_code"), Caption: v.T("cycle.room_caption"),
	}
	return shell.Render(w, r, statusFor(form.Problems), peopleView(v, page))
}

func (p Pages) invite(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	form := invitation{Text: r.PostFormValue(assessment.PeopleField)}
	_, err := p.UseCases.Invite(r.Context(), v.Subject, loaded(v).Cycle, form.Text, string(v.Language))
	if problems, ok := field.ProblemsIn(v, err, assessment.PeopleField); ok {
		form.Problems = problems
		return p.peopleWith(w, r, v, form)
	}
	if err != nil {
		return err
	}
	return back(w, r, v, "cycle_invited")
}

func (p Pages) remind(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	if _, err := p.UseCases.Remind(r.Context(), v.Subject, loaded(v).Cycle); err != nil {
		return err
	}
	return back(w, r, v, "cycle_reminded")
}

// room opens the room's link, makes another one, or closes it.
func (p Pages) room(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	if r.PostFormValue("action") == "close" {
		if _, err := p.UseCases.CloseRoom(r.Context(), v.Subject, loaded(v).Cycle); err != nil {
			return err
		}
		return back(w, r, v, "cycle_room_closed")
	}
	if _, err := p.UseCases.OpenRoom(r.Context(), v.Subject, loaded(v).Cycle); err != nil {
		return err
	}
	http.Redirect(w, r, cyclePath(v, "cycle", loaded(v).Cycle)+"?notice=cycle_room_opened#room", http.StatusSeeOther)
	return nil
}

// together goes on to the questions on this device.
func (p Pages) together(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	token, err := p.UseCases.Together(r.Context(), v.Subject, loaded(v).Cycle)
	if err != nil {
		return err
	}
	http.Redirect(w, r, v.Path("respond", "key", token), http.StatusSeeOther)
	return nil
}
