package cycle

import (
	"net/http"
	"strconv"
	"strings"

	"telaio/internal/assessment"
	"telaio/internal/fault"
	"telaio/internal/kit"
	"telaio/internal/web/part/evidence"
	"telaio/internal/web/part/field"
	"telaio/internal/web/shell"
)

// What the buttons of a decision ask, beside those of part/evidence.
const (
	nextAction = "next"
	listAction = "list"
	undoAction = "undo"
)

// addedParameter marks the page that comes after evidence was saved, to add
// more.
const addedParameter = "altra"

// decide records what the group decided, or takes it back.
func (p Pages) decide(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	page, err := p.itemPage(r, v)
	if err != nil {
		return err
	}
	version, _ := strconv.Atoi(r.PostFormValue("version")) // a broken one is a conflict
	if r.PostFormValue(evidence.ActionField) == undoAction {
		return p.undecide(w, r, v, page, version)
	}
	d, uploads, err := readDecision(r, page.Item.ID, version)
	if err != nil {
		return err
	}
	if d, err = p.UseCases.WithFiles(r.Context(), v.Subject, page.place.Cycle, d, uploads); err == nil {
		err = p.UseCases.Decide(r.Context(), v.Subject, page.place.Cycle, d)
	}
	if err == nil {
		http.Redirect(w, r, page.after(v, r.PostFormValue(evidence.ActionField)), http.StatusSeeOther)
		return nil
	}
	page, status, err := page.again(v, d, err)
	if err != nil {
		return err
	}
	return shell.Render(w, r, status, itemView(v, page))
}

func readDecision(r *http.Request, item string, version int) (assessment.Consensus, []assessment.Upload, error) {
	pieces, uploads, err := evidence.Read(r)
	d := assessment.Consensus{Item: item, Number: version, Reason: r.PostFormValue(assessment.ReasonField), Evidence: pieces}
	if choice := r.PostFormValue(assessment.DecisionField); choice == bothReadings {
		d.Both = true
	} else {
		d.Code = kit.Code(choice)
	}
	return d, uploads, err
}

// again is the page with what was typed and what has to be mended, and its
// status. If somebody has decided meanwhile, their decision stands above it. A
// cause that nothing typed can mend comes back.
func (p itemPage) again(v *shell.Visit, d assessment.Consensus, cause error) (itemPage, int, error) {
	problems, mendable := field.ProblemsIn(v, cause, assessment.DecisionField, assessment.ReasonField, assessment.EvidenceField)
	status := statusFor(problems)
	if !mendable {
		if p.Decision.Number == d.Number || fault.KindOf(cause) != fault.Conflict {
			return p, 0, cause
		}
		p.Overtook, status = true, http.StatusConflict
	}
	p.Choice, p.Reason, p.Pieces, p.Open, p.Problems = chosen(d), d.Reason, evidence.Clean(d.Evidence), true, problems
	return p, status, nil
}

func (p Pages) undecide(w http.ResponseWriter, r *http.Request, v *shell.Visit, page itemPage, version int) error {
	if err := p.UseCases.Undecide(r.Context(), v.Subject, page.place.Cycle, page.Item.ID, version); err != nil {
		return err
	}
	http.Redirect(w, r, cyclePath(v, "cycle-item", page.place.Cycle, "item", page.Item.ID)+"?notice=cycle_undecided", http.StatusSeeOther)
	return nil
}

// after is where to go once the decision is saved, as the button asked.
func (p itemPage) after(v *shell.Visit, action string) string {
	c := p.place.Cycle
	here := cyclePath(v, "cycle-item", c, "item", p.Item.ID)
	switch {
	case action == evidence.AddAction:
		return here + "?" + addedParameter + "&notice=cycle_decided#" + assessment.EvidenceField
	case strings.HasPrefix(action, evidence.RemoveAction):
		return here + "?notice=cycle_decided#" + assessment.EvidenceField
	case p.Next != "" && action != listAction:
		return cyclePath(v, "cycle-item", c, "item", p.Next) + "?notice=cycle_decided"
	default:
		return cyclePath(v, "cycle", c) + "?notice=cycle_decided"
	}
}

// evidence is what shows the decision, as it is asked for.
func (p itemPage) evidence(v *shell.Visit) evidence.Form {
	return evidence.Form{
		Kit: p.Kit, Pieces: p.Pieces, Open: p.Open && len(p.Problems) == 0 || p.Problems.Of(assessment.EvidenceField) != "",
		Hint:    v.T("cycle.evidence_hint", map[string]any{"Examples": strings.Join(p.Item.Evidence.In(string(v.Language)), " · ")}),
		Wanted:  v.T("respond.group.evidence_wanted", map[string]any{"Level": p.Kit.Rules.EvidenceRequiredFromLevel}),
		Problem: p.Problems.Of(assessment.EvidenceField),
		File:    func(id string) string { return cyclePath(v, "cycle-file", p.place.Cycle, "file", id) },
	}
}
