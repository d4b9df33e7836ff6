// Package participate is the way in as pages: the invitation, the questionnaire
// step by step, check-your-answers, and the links that go on with a draft or
// confirm an address. Every page works without a script.
package participate

import (
	"net/http"

	"telaio/internal/account"
	"telaio/internal/participation"
	"telaio/internal/picture"
	"telaio/internal/web/shell"
)

// Pages are the routes of this group.
type Pages struct {
	UseCases participation.UseCases
}

// Routes lists the pages.
func (p Pages) Routes() []shell.Route {
	choose := shell.Both("/partecipa", "/en/participate")
	draft := shell.Both("/partecipa/{draft}", "/en/participate/{draft}")
	page := shell.Both("/partecipa/{draft}/{page}", "/en/participate/{draft}/{page}")
	preview := shell.Both("/partecipa/{draft}/immagine/{file}", "/en/participate/{draft}/picture/{file}")
	resume := shell.Both("/partecipa/riprendi/{token}", "/en/participate/resume/{token}")
	confirm := shell.Both("/partecipa/conferma/{token}", "/en/participate/confirm/{token}")
	get, post := http.MethodGet, http.MethodPost
	return []shell.Route{
		{Name: "participate", Method: get, Paths: choose, Action: account.ReadPublic, Handle: p.choose},
		{Name: "participate-begin", Method: post, Paths: choose, Action: account.Participate, Handle: p.begin, Limit: shell.LimitDraft},
		{
			Name: "similar", Method: get, Paths: shell.Both("/partecipa/{draft}/nome/simili", "/en/participate/{draft}/name/similar"), Action: account.HoldDraft,
			Object: p.held, Handle: p.suggest, Limit: shell.LimitSave, // one request for each pause in typing
		},
		{Name: "draft", Method: get, Paths: draft, Action: account.HoldDraft, Object: p.held, Handle: p.open},
		{Name: "draft-page", Method: get, Paths: page, Action: account.HoldDraft, Object: p.held, Handle: p.show},
		{
			Name: "draft-save", Method: post, Paths: page, Action: account.HoldDraft, Object: p.held, Handle: p.take,
			Limit: shell.LimitSave, MaxFile: picture.MaxBytes, AnyText: true,
		},
		{Name: "draft-picture", Method: get, Paths: preview, Action: account.HoldDraft, Object: p.held, Handle: p.picture},
		{Name: "draft-resume", Method: get, Paths: resume, Action: account.Participate, Handle: p.askResume},
		{Name: "draft-resume-do", Method: post, Paths: resume, Action: account.Participate, Handle: p.resume, Limit: shell.LimitDraft},
		{Name: "draft-confirm", Method: get, Paths: confirm, Action: account.Participate, Handle: p.askConfirm},
		{Name: "draft-confirm-do", Method: post, Paths: confirm, Action: account.Participate, Handle: p.confirm, Limit: shell.LimitDraft},
	}
}
