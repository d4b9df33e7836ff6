// Package cited lists the initiatives of an organisation that are evidence for
// an item of the kit.
package cited

import (
	"strings"

	"telaio/internal/i18n"
	"telaio/internal/initiative"
	"telaio/internal/kit"
	"telaio/internal/web/shell"
)

// about says how far an initiative is, how solid what it shows is, and when it
// was measured last. What is only planned shows nothing yet.
func about(v *shell.Visit, k *kit.Kit, c initiative.Cited) string {
	if c.State == initiative.Planned {
		return v.T("initiative.cited_planned")
	}
	parts := []string{v.T("initiative.state." + string(c.State))}
	for _, o := range k.EvidenceStrength {
		if o.Code == c.Strength {
			parts = append(parts, o.In(string(v.Language)))
		}
	}
	if c.On != "" {
		parts = append(parts, v.T("initiative.cited_measured", i18n.Args{"Date": v.Date(c.On.Time())}))
	}
	return strings.Join(parts, " · ")
}
