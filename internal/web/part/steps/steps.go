// Package steps shows how far a form has come: in words first, then as a weft
// that crosses the warp.
package steps

import "telaio/internal/web/shell"

// State is where one step stands.
type State string

// The states of a step.
const (
	Todo State = ""
	Now  State = "now"
	Done State = "done"
)

// Step is one page of a form.
type Step struct {
	Label string
	Path  string // "" = it cannot be opened yet
	State State
}

// present returns the number of the step being filled in, from 1.
func present(list []Step) int {
	for i, s := range list {
		if s.State == Now {
			return i + 1
		}
	}
	return len(list)
}

func mark(s State) string {
	if s == Done {
		return "fill-mark fill-mark--done"
	}
	return "fill-mark"
}

func progress(v *shell.Visit, list []Step) string {
	return v.T("part.step_of", map[string]any{"Step": present(list), "Steps": len(list)})
}
