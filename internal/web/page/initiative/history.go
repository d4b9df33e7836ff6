package initiative

import (
	"net/http"
	"strconv"

	"telaio/internal/i18n"
	"telaio/internal/initiative"
	"telaio/internal/web/part/chart"
	"telaio/internal/web/shell"
)

func (p Pages) history(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	s, err := p.find(r, v)
	if err != nil {
		return err
	}
	events, err := p.UseCases.History(r.Context(), s)
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, historyView(v, s, events))
}

// bringBack makes an older version of a part, or a measurement that was taken
// back, the present one again.
func (p Pages) bringBack(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	s, err := p.find(r, v)
	if err != nil {
		return err
	}
	if indicator := r.PostFormValue("indicator"); indicator != "" {
		err = p.UseCases.BringBackMeasurement(r.Context(), v.Subject, s, indicator, initiative.Day(r.PostFormValue("day")))
	} else {
		number, convertErr := strconv.Atoi(r.PostFormValue(numberField))
		if convertErr != nil {
			return errNotFound
		}
		err = p.UseCases.BringBackPart(r.Context(), v.Subject, s, r.PostFormValue("part"), number)
	}
	if err != nil {
		return err
	}
	return done(w, r, v, s, "initiative_brought_back")
}

// happened says in words what an event was.
func happened(v *shell.Visit, s initiative.Sheeted, e initiative.Event) string {
	args := i18n.Args{"Name": e.Indicator, "Item": itemText(v, s, e.Item)}
	switch e.Kind {
	case initiative.SavedPart:
		page, _ := s.Sheet.Page(e.Section)
		args["Part"] = in(v, page.Title)
	case initiative.Measured, initiative.Corrected, initiative.TakenBack:
		i, _ := s.Content.Indicator(e.Measurement.IndicatorID)
		args["Value"], args["Day"] = chart.Quantity(v, e.Measurement.Value, i.Unit), day(v, e.Measurement.On)
	case initiative.Linked, initiative.Unlinked: // the item says it
	}
	return v.T("initiative.event."+string(e.Kind), args)
}

// changedWords lists the questions that were answered anew.
func changedWords(v *shell.Visit, e initiative.Event) []string {
	var labels []string
	for _, q := range e.Questions {
		labels = append(labels, in(v, q.Label))
	}
	return labels
}

// itemText is the question of a kit's item.
func itemText(v *shell.Visit, s initiative.Sheeted, id string) string {
	item, ok := s.Sheet.Kit.Item(id)
	if !ok {
		return id
	}
	return kitText(v, item.Text)
}
