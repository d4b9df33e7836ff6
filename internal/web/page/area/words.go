package area

import (
	"strings"
	"time"

	"telaio/internal/account"
	"telaio/internal/claim"
	"telaio/internal/i18n"
	"telaio/internal/organisation"
	"telaio/internal/upkeep"
	"telaio/internal/web/part/organisationrow"
	"telaio/internal/web/shell"
)

// textArea is a field of several lines.
type textArea struct {
	ID, Name, Label, Value, Problem string
	Optional                        bool
}

// messageID is the control's id: the field's name where the summary of errors
// points to it, unique on the page everywhere else.
func messageID(proposalID string, atFault bool) string {
	if atFault {
		return "message"
	}
	return "message-" + proposalID
}

// own names the organisation whose area a page is.
func own(o organisation.Organisation) shell.Own { return shell.Own{ID: o.ID, Name: o.Card.Name} }

func only(when bool, text string) string {
	if when {
		return text
	}
	return ""
}

// row links an organisation of the list to its area instead of its page.
func row(v *shell.Visit, o organisation.Organisation) organisationrow.Entry {
	e := organisationrow.Of(v, o)
	e.Path = v.Path("area-organisation", "organisation", o.ID)
	return e
}

// freshness says when the page was last said to be true.
func freshness(v *shell.Visit, o organisation.Organisation) string {
	if o.ConfirmedAt.IsZero() {
		return v.T("area.never_confirmed", i18n.Args{"Date": v.Date(o.UpdatedAt)})
	}
	return v.T("area.confirmed_"+string(o.ConfirmedBy), i18n.Args{"Date": v.Date(o.ConfirmedAt)})
}

func statusClass(state organisation.ProposalState) string {
	switch state {
	case organisation.Waiting:
		return "status--alert"
	case organisation.InReview:
		return "status--active"
	case organisation.Unread, organisation.Unconfirmed:
		return "status--waiting"
	default:
		return "status--done"
	}
}

func fieldNames(v *shell.Visit, changes []organisation.Change) string {
	var names []string
	for _, c := range changes {
		names = append(names, strings.ToLower(v.T("field."+string(c.Field))))
	}
	return v.List(names)
}

func author(v *shell.Visit, m organisation.Message) string {
	switch {
	case m.FromTeam:
		return v.T("site.team_area")
	case m.Author == "":
		return v.T("area.nameless")
	default:
		return m.Author
	}
}

func personName(v *shell.Visit, p account.Person) string {
	if p.Name == "" {
		return v.T("area.nameless")
	}
	return p.Name
}

// mayRemove reports whether the reader may take somebody's role away: the last
// editor stays, and one about whom something is going to change already.
func mayRemove(v *shell.Visit, a upkeep.Area, editor account.Person) bool {
	_, changing := a.ChangeOf(editor.ID)
	return !changing && len(a.Editors) > 1 && account.Can(v.Subject, account.EditArea, account.Object{OrganisationID: a.Organisation.ID})
}

// claimant is how somebody is called who claims to represent the organisation.
func claimant(v *shell.Visit, q claim.Question) string {
	return personName(v, account.Person{Name: q.Sender.Name})
}

func guestName(i upkeep.Invitation) string {
	return account.Person{Name: i.Guest.Name, Email: i.Guest.Email}.Greeting()
}

// changeWords says what is going to happen to an editor.
func changeWords(v *shell.Visit, c upkeep.EditorChange, now time.Time) string {
	key := "area.change_removal"
	if c.Kind == upkeep.HandOver {
		key = "area.change_hand_over"
	}
	if !now.Before(c.DueAt) { // waits for the other person, not for the day
		key += "_waits"
	}
	return v.T(key, i18n.Args{"Date": v.Date(c.DueAt)})
}

// objectWords is what stopping the change means to the reader.
func objectWords(v *shell.Visit, c upkeep.EditorChange) string {
	if c.AskedBy == v.Subject.PersonID {
		return v.T("area.change_undo")
	}
	return v.T("area.change_object")
}
