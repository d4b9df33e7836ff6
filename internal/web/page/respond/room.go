package respond

import (
	"net/http"

	"telaio/internal/assessment"
	"telaio/internal/fault"
	"telaio/internal/web/part/field"
	"telaio/internal/web/shell"
)

// roomPage lets somebody come in by the link of the room.
type roomPage struct {
	Cycle    assessment.Cycle
	Room     string
	Host     string // the organisation
	Name     string
	Problems field.Problems
}

// unnamedField is sent by the button of those who would rather not say a name.
const unnamedField = "unnamed"

func (p Pages) askJoin(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	page, err := p.room(r)
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, roomView(v, page))
}

func (p Pages) room(r *http.Request) (roomPage, error) {
	key := r.PathValue("room")
	c, err := p.UseCases.Room(r.Context(), key)
	if err != nil {
		return roomPage{}, err
	}
	o, err := p.UseCases.Organisation(r.Context(), c.OrganisationID)
	return roomPage{Cycle: c, Room: key, Host: o.Card.Name}, err
}

// join gives the person a link of their own. In a confidential cycle nobody is
// asked for a name, and none is taken.
func (p Pages) join(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	page, err := p.room(r)
	if err != nil {
		return err
	}
	page.Name = r.PostFormValue(assessment.NameField)
	name := page.Name
	if page.confidential() || r.PostFormValue(unnamedField) != "" {
		name = v.T("respond.unnamed")
	}
	token, err := p.UseCases.Join(r.Context(), page.Room, name, string(v.Language))
	if problems, ok := field.ProblemsIn(v, err, assessment.NameField); ok {
		page.Problems = problems
		return shell.Render(w, r, http.StatusUnprocessableEntity, roomView(v, page))
	}
	if fault.KindOf(err) == fault.Conflict {
		return fault.Wrap(fault.Gone, fault.KeyOf(err), err)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, v.Path("respond", "key", token)+"?notice=respond_joined", http.StatusSeeOther)
	return nil
}

func (p roomPage) confidential() bool { return p.Cycle.Mode == assessment.Confidential }
