// Package cycle is where coordinators run a self-assessment: start it, invite
// people, meet over what they see differently, record what they agree on, close.
package cycle

import (
	"telaio/internal/i18n"
	"telaio/internal/web/shell"
)

// Links are the addresses in the letters about a self-assessment.
type Links struct{ Site *shell.Site }

// Answers is where the participant with the personal token answers: the route
// "respond" with its {key}.
func (l Links) Answers(language, token string) string {
	return l.Site.BaseURL + l.Site.Paths.In(i18n.Language(language), "respond", "key", token)
}

// Room is where whoever is in the room comes in: the route "respond-room" with
// its {room}.
func (l Links) Room(language, roomKey string) string {
	return l.Site.BaseURL + l.Site.Paths.In(i18n.Language(language), "respond-room", "room", roomKey)
}

// Cycle is the coordinators' page of a cycle.
func (l Links) Cycle(language, organisationID, cycleID string) string {
	return l.Site.BaseURL + l.Site.Paths.In(i18n.Language(language), "cycle", "organisation", organisationID, "cycle", cycleID)
}
