// Package respond is where people answer a self-assessment: the invitation, one
// question on a page, the overview, the end, and the ways in and back. A key in
// the address opens one person's answers and nothing else. Every page works
// without a script, and none shows a score.
package respond

import (
	"context"
	"net/http"

	"telaio/internal/account"
	"telaio/internal/assessment"
	"telaio/internal/attachment"
	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/initiative"
	"telaio/internal/web/shell"
)

// Pages are the routes of this group.
type Pages struct {
	UseCases    assessment.UseCases
	Initiatives Initiatives // nil = none are evidence
	Clock       clock.Clock
}

// Initiatives lists those of an organisation that are evidence, by the item of
// the kit.
type Initiatives interface {
	Evidence(ctx context.Context, organisationID string) (map[string][]initiative.Cited, error)
}

// Routes lists the pages.
func (p Pages) Routes() []shell.Route {
	return append(p.heldRoutes(), p.openRoutes()...)
}

// heldRoutes are those that a personal key opens.
func (p Pages) heldRoutes() []shell.Route {
	held := func(method, name, italian, english string, handle shell.Handler) shell.Route {
		return shell.Route{
			Name: name, Method: method, Paths: under(italian, english),
			Action: account.HoldAssessment, Object: p.held, Handle: handle,
		}
	}
	get, post := http.MethodGet, http.MethodPost
	save := held(post, "respond-save", "/domande/{item}", "/questions/{item}", p.save)
	save.Limit, save.MaxFile, save.AnyText = shell.LimitSave, attachment.MaxBytes, true
	sheet := held(post, "respond-sheet-save", "/tutte-insieme", "/all-at-once", p.saveSheet)
	sheet.Limit, sheet.AnyText = shell.LimitSave, true
	mail := held(post, "respond-pause-mail", "/pausa", "/pause", p.mailLink)
	mail.Limit = shell.LimitMessage
	withdraw := held(post, "respond-withdraw", "/togli", "/withdraw", p.withdraw)
	withdraw.Limit = shell.LimitSave
	return []shell.Route{
		held(get, "respond", "", "", p.welcome),
		withdraw,
		held(get, "respond-item", "/domande/{item}", "/questions/{item}", p.show),
		save,
		held(get, "respond-overview", "/tutte", "/all", p.overview),
		held(get, "respond-sheet", "/tutte-insieme", "/all-at-once", p.sheet),
		sheet,
		held(get, "respond-finish", "/fine", "/finish", p.askFinish),
		held(post, "respond-finish-do", "/fine", "/finish", p.finish),
		held(get, "respond-pause", "/pausa", "/pause", p.pause),
		mail,
		held(get, "respond-file", "/prove/{file}", "/evidence/{file}", p.file),
	}
}

// openRoutes are those that need no personal key.
func (p Pages) openRoutes() []shell.Route {
	room := shell.Both("/autovalutazione/entra/{room}", "/en/self-assessment/join/{room}")
	return []shell.Route{
		{Name: "respond-room", Method: http.MethodGet, Paths: room, Action: account.Participate, Handle: p.askJoin},
		{Name: "respond-room-join", Method: http.MethodPost, Paths: room, Action: account.Participate, Handle: p.join, Limit: shell.LimitDraft},
	}
}

// under are the addresses below one person's answers.
func under(italian, english string) map[i18n.Language]string {
	return shell.Both("/autovalutazione/risposte/{key}"+italian, "/en/self-assessment/answers/{key}"+english)
}

// held finds whose answers the key in the address opens.
func (p Pages) held(r *http.Request, v *shell.Visit) (account.Object, error) {
	h, err := p.UseCases.Hold(r.Context(), r.PathValue("key"))
	if fault.KindOf(err) == fault.NotFound {
		return account.Object{}, fault.Wrap(fault.NotFound, "respond.no_key", err)
	}
	if err != nil {
		return account.Object{}, err
	}
	v.Loaded = h
	return account.Object{Held: true}, nil
}
