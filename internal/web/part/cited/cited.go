// Package cited lists the initiatives of an organisation that are evidence for
// an item of the kit.
package cited

import (
	"telaio/internal/i18n"
	"telaio/internal/initiative"
	"telaio/internal/web/shell"
)

// about says how far an initiative is, and when it was measured last.
func about(v *shell.Visit, c initiative.Cited) string {
	state := v.T("initiative.state." + string(c.State))
	if c.On == "" {
		return state
	}
	return v.T("initiative.cited_about", i18n.Args{"State": state, "Date": v.Date(c.On.Time())})
}
