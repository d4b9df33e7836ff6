package cycle

import (
	"strings"

	"telaio/internal/assessment"
	"telaio/internal/kit"
	"telaio/internal/web/shell"
)

func planTitle(v *shell.Visit, isNew bool) string {
	if isNew {
		return v.T("cycle.new")
	}
	return v.T("cycle.change")
}

func planButton(v *shell.Visit, isNew bool) string {
	if isNew {
		return v.T("cycle.start")
	}
	return v.T("cycle.save")
}

func planAction(v *shell.Visit, p planPage, isNew bool) string {
	if isNew {
		return v.Path("cycle-start", "organisation", p.ID)
	}
	return cyclePath(v, "cycle-change-do", p.Cycle)
}

func planBack(v *shell.Visit, p planPage, isNew bool) string {
	if isNew {
		return v.Path("cycles", "organisation", p.ID)
	}
	return cyclePath(v, "cycle", p.Cycle)
}

func modeHint(v *shell.Visit, isNew bool) string {
	if isNew {
		return v.T("cycle.mode_hint")
	}
	return v.T("cycle.mode_change_hint")
}

// minutes is how long one person takes.
func minutes(k *kit.Kit, e assessment.Extent) int {
	if e == assessment.Quick {
		return k.TimeNeeded.QuickCheck
	}
	return k.TimeNeeded.Individual
}

// personStatus says whether somebody is done.
func personStatus(p assessment.Participant) (class, key string) {
	if p.Finished() {
		return "status--done", "cycle.person_finished"
	}
	return "status--waiting", "cycle.person_open"
}

// textArea is a field of several lines.
type textArea struct{ Name, Label, Hint, Value, Problem string }

// describedBy names what explains the control, for screen readers.
func (t textArea) describedBy() string {
	var ids []string
	if t.Hint != "" {
		ids = append(ids, t.Name+"-hint")
	}
	if t.Problem != "" {
		ids = append(ids, t.Name+"-error")
	}
	return strings.Join(ids, " ")
}
