package initiative

import (
	"strings"

	"telaio/internal/i18n"
	"telaio/internal/initiative"
	"telaio/internal/kit"
	"telaio/internal/organisation"
	"telaio/internal/questionnaire"
	"telaio/internal/web/part/form"
	"telaio/internal/web/shell"
)

// sheetPage is an initiative at a glance.
type sheetPage struct {
	initiative.Sheeted
	Saved    initiative.Save
	Proposal organisation.Proposal // that waits for the team
	Waiting  bool                  // there is one
	OnCard   bool                  // something of it is on the organisation's page
}

// savedWords says when it was saved last, and by whom.
func (s sheetPage) savedWords(v *shell.Visit) string {
	args := i18n.Args{"Date": v.Date(s.Saved.At), "Time": v.Time(s.Saved.At), "Name": s.Saved.Name}
	if s.Saved.Name == "" {
		return v.T("initiative.saved", args)
	}
	return v.T("initiative.saved_by", args)
}

// gapPath leads to where a gap is filled.
func gapPath(v *shell.Visit, s initiative.Sheeted, g initiative.Gap) string {
	if g.Indicator != "" {
		return to(v, "initiative-measure", s, "indicator", g.Indicator)
	}
	return to(v, "initiative-part", s, "part", g.Section) + "#" + form.Fields{}.ControlID(g.Field)
}

// gapWords says what to do.
func gapWords(v *shell.Visit, g initiative.Gap) string {
	said := questionnaire.Sentence(v.Printer, g.Message)
	if g.Item != "" && g.Indicator == "" {
		return v.T("form.item_problem", i18n.Args{"Item": g.Item, "Problem": said})
	}
	return said
}

// partState says how far a part is.
func partState(v *shell.Visit, s initiative.Sheeted, page questionnaire.Page) (class, words string) {
	if s.Steps[page.ID].Number == 0 {
		return "", v.T("initiative.part_empty")
	}
	gaps := 0
	for _, g := range s.Gaps() {
		if g.Section == page.ID {
			gaps++
		}
	}
	if gaps > 0 {
		return "status--active", v.N("initiative.gaps", gaps)
	}
	return "status--done", v.T("initiative.part_filled")
}

// glance is one line of the figures.
type glance struct{ Term, Value string }

// figures are what the sheet works out, in the kit's words.
func figures(v *shell.Visit, s initiative.Sheeted) []glance {
	values := map[string]string{
		"reach":            share(v, s.Content.Reach()),
		"cost_per_person":  quantity(v, s.Content.CostPerPerson(), v.T("initiative.euros")),
		"hours_per_person": quantity(v, s.Content.HoursPerPerson(), v.T("initiative.hours")),
	}
	var lines []glance
	for _, f := range computed(s.Sheet.Kit) {
		if value, ok := values[f.ID]; ok {
			lines = append(lines, glance{kitText(v, f.Text), value})
		}
	}
	return lines
}

// computed lists what the kit works out of a sheet.
func computed(k *kit.Kit) []kit.ComputedField {
	var fields []kit.ComputedField
	for _, section := range k.InitiativeSheet.Sections {
		fields = append(fields, section.Computed...)
	}
	return fields
}

// label is the kit's word for something that it works out.
func label(v *shell.Visit, s initiative.Sheeted, id string) string {
	for _, f := range computed(s.Sheet.Kit) {
		if f.ID == id {
			return kitText(v, f.Text)
		}
	}
	return id
}

// partTitle is the title of a part without its letter: "A. Descrizione" has one
// in front.
func partTitle(v *shell.Visit, page questionnaire.Page) string {
	title := in(v, page.Title)
	if _, rest, ok := strings.Cut(title, ". "); ok {
		return rest
	}
	return title
}
