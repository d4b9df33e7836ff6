package participate

import (
	"net/http"
	"slices"
	"strconv"

	"telaio/internal/participation"
	"telaio/internal/questionnaire"
	"telaio/internal/web/part/form"
)

// addTies puts beside each relation the page of the atlas that it leads to, or
// may lead to.
func (p Pages) addTies(r *http.Request, f *participation.Form, step *stepPage) error {
	if !slices.ContainsFunc(step.Page.Questions, relates) {
		return nil
	}
	var err error
	step.Fields.Ties, err = p.UseCases.Ties(r.Context(), f)
	return err
}

func relates(q questionnaire.Question) bool { return q.ID == form.Relations }

// unaskedTie is the id of the first relation of a saved page that may lead to a
// page of the atlas and of which nobody has been asked yet, "" if there is none.
// It is asked once and holds nobody up.
func (p Pages) unaskedTie(r *http.Request, f *participation.Form, page questionnaire.Page) (string, error) {
	if !slices.ContainsFunc(page.Questions, relates) {
		return "", nil
	}
	ties, err := p.UseCases.Ties(r.Context(), f)
	if err != nil {
		return "", err
	}
	for i, item := range f.Answers[form.Relations].Items {
		id := item[questionnaire.ItemID].Text
		if tie, found := ties[id]; found && !tie.Linked && !slices.Contains(r.PostForm[form.TieAsked], id) {
			return form.Fields{}.ControlID(form.Relations) + "-" + strconv.Itoa(i), nil
		}
	}
	return "", nil
}
