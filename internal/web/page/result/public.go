package result

import (
	"net/http"

	"telaio/internal/fault"
	"telaio/internal/kit"
	"telaio/internal/organisation"
	"telaio/internal/report"
	"telaio/internal/web/shell"
)

// choosing is the form with what may be public, and what is.
type choosing struct {
	subject
	Kit    *kit.Kit
	Offer  report.Offer
	Choice report.Choice
	Public bool // something is public at present
	Empty  bool // nothing was chosen for the preview
}

// shown is what the public sees of an assessment.
type shown struct {
	Organisation organisation.Organisation
	Kit          *kit.Kit
	report.Public
}

// The names of the choices in the form.
const (
	dimensionsField      = "dimension"
	itemsField           = "item"
	recommendationsField = "recommendation"
	actionsField         = "action"
	changeField          = "change" // back from the preview to the form
)

func choiceIn(r *http.Request) report.Choice {
	return report.Choice{
		Dimensions: r.PostForm[dimensionsField], Items: r.PostForm[itemsField],
		Recommendations: r.PostForm[recommendationsField], Actions: r.PostForm[actionsField],
	}
}

func (p Pages) choose(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	public, _, err := p.Reports.Published(r.Context(), loaded(v).Organisation.ID)
	if err != nil {
		return err
	}
	choice := report.Choice{}
	if public.CycleID == loaded(v).Cycle.ID {
		choice = public.Choice()
	}
	return p.showChoice(w, r, v, choice, false)
}

func (p Pages) showChoice(w http.ResponseWriter, r *http.Request, v *shell.Visit, choice report.Choice, empty bool) error {
	s := loaded(v)
	read, err := p.read(r.Context(), s)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if empty {
		status = http.StatusUnprocessableEntity
	}
	return shell.Render(w, r, status, chooseView(v, choosing{s, read.Report.Kit, read.Report.Offer(read.Plan), choice, read.Public, empty}))
}

// preview shows what the public would see, exactly.
func (p Pages) preview(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	s := loaded(v)
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, "error.invalid", err)
	}
	choice := choiceIn(r)
	public, err := p.Reports.Preview(r.Context(), s.Cycle, choice)
	if err != nil {
		return err
	}
	if r.PostForm.Has(changeField) || public.Empty() {
		return p.showChoice(w, r, v, choice, public.Empty())
	}
	k, ok := p.Kits.Kit(public.Kit)
	if !ok {
		return fault.New(fault.NotFound, "error.not_found")
	}
	return shell.Render(w, r, http.StatusOK, previewView(v, s, shown{s.Organisation, k, public}))
}

func (p Pages) publish(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	s := loaded(v)
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, "error.invalid", err)
	}
	if err := p.Reports.Publish(r.Context(), v.Subject, s.Cycle, choiceIn(r)); err != nil {
		return err
	}
	http.Redirect(w, r, s.path(v, "kit-result-public")+"?notice=report_public", http.StatusSeeOther)
	return nil
}

func (p Pages) withdraw(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	s := loaded(v)
	if err := p.Reports.Withdraw(r.Context(), v.Subject, s.Organisation.ID); err != nil {
		return err
	}
	http.Redirect(w, r, s.path(v, "kit-result-public")+"?notice=report_withdrawn", http.StatusSeeOther)
	return nil
}

// showPublic is the page that everybody may see.
func (p Pages) showPublic(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	slug := r.PathValue("slug")
	found, err := p.Reader.Find(r.Context(), slug)
	if err != nil {
		return err
	}
	if found.Slug != slug {
		http.Redirect(w, r, v.Path("self-assessment", "slug", found.Slug), http.StatusMovedPermanently)
		return nil
	}
	public, ok, err := p.Reports.Published(r.Context(), found.ID)
	if err != nil {
		return err
	}
	k, known := p.Kits.Kit(public.Kit)
	if !ok || !known {
		return fault.New(fault.NotFound, "error.not_found")
	}
	return shell.Render(w, r, http.StatusOK, publicView(v, shown{found.Organisation, k, public}))
}

// recommendation finds one of the kit by its id.
func (s shown) recommendation(id string) (kit.Item, kit.Recommendation, bool) {
	for _, item := range s.Kit.Items() {
		for _, r := range item.Recommendations {
			if r.ID == id {
				return item, r, true
			}
		}
	}
	return kit.Item{}, kit.Recommendation{}, false
}
