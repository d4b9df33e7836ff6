package desk

import (
	"net/http"
	"strconv"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/review"
	"telaio/internal/taxonomy"
	"telaio/internal/web/shell"
)

// looseRoutes are the relations of published pages that are told by name only.
func (p Pages) looseRoutes() []shell.Route {
	const relations = "/redazione/legami"
	return []shell.Route{
		{Name: "desk-relations", Method: http.MethodGet, Paths: shell.Only(relations), Action: account.ReadDesk, Handle: p.loose},
		{Name: "desk-relations", Method: http.MethodPost, Paths: shell.Only(relations), Action: account.Review, Handle: p.judgeLoose},
	}
}

func (p Pages) loose(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	page, _ := strconv.Atoi(r.URL.Query().Get("pagina")) // anything else is the first
	list, err := p.Desk.LooseRelations(r.Context(), page)
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, looseView(v, list))
}

// judgeLoose does what the pressed button says about one relation.
func (p Pages) judgeLoose(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	revision, err := strconv.Atoi(r.PostFormValue("revision"))
	if err != nil {
		return fault.New(fault.Malformed, "error.malformed")
	}
	end := review.LooseEnd{
		TellerID: r.PostFormValue("teller"), Revision: revision, RelationID: r.PostFormValue("relation"), OtherID: r.PostFormValue("other"),
	}
	do := r.PostFormValue("do")
	switch do {
	case "linked":
		err = p.Desk.LinkPublished(r.Context(), end, v.Subject)
	case "apart", "again":
		err = p.Desk.NotMeant(r.Context(), end, do == "again", v.Subject)
	default:
		err = fault.New(fault.Malformed, "error.malformed")
	}
	switch {
	case fault.KindOf(err) == fault.Conflict || fault.KindOf(err) == fault.NotFound:
		do = "changed" // somebody else was quicker: the list shows what is left
	case err != nil:
		return err
	}
	http.Redirect(w, r, v.Path("desk-relations")+"?notice=relation_"+do, http.StatusSeeOther)
	return nil
}

func looseAddress(v *shell.Visit) func(int) string {
	return func(n int) string {
		if n == 1 {
			return v.Path("desk-relations")
		}
		return v.Path("desk-relations") + "?pagina=" + strconv.Itoa(n)
	}
}

// told is the relation as its page tells it: “fa parte di Rete dei telai”.
func told(v *shell.Visit, l review.Loose) string {
	return v.Label(taxonomy.RelationKind, l.Relation.Kind) + " " + l.Relation.Name
}
