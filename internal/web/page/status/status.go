// Package status is the page on which a sender follows a submission: where it
// stands, what was sent, the consents with their receipt, and the conversation
// with the team. Whoever has the mailed link may open it.
package status

import (
	"errors"
	"net/http"
	"strings"

	"telaio/internal/account"
	"telaio/internal/consent"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/participation"
	"telaio/internal/questionnaire"
	"telaio/internal/web/shell"
)

// Pages are the routes of this group.
type Pages struct {
	UseCases participation.UseCases
}

// Routes lists the pages.
func (p Pages) Routes() []shell.Route {
	page := shell.Both("/stato/{token}", "/en/status/{token}")
	withdraw := shell.Both("/stato/{token}/ritira", "/en/status/{token}/withdraw")
	text := shell.Both("/stato/{token}/ricevuta.txt", "/en/status/{token}/receipt.txt")
	data := shell.Both("/stato/{token}/ricevuta.json", "/en/status/{token}/receipt.json")
	get, post, hold := http.MethodGet, http.MethodPost, account.HoldStatus
	lost := shell.Both("/stato", "/en/status")
	return []shell.Route{
		{Name: "status-lost", Method: get, Paths: lost, Action: account.Participate, Handle: p.lost},
		{Name: "status-find", Method: post, Paths: lost, Action: account.Participate, Handle: p.find, Limit: shell.LimitSignIn, AnyText: true},
		{Name: "status", Method: get, Paths: page, Action: hold, Object: p.held, Handle: p.show},
		{Name: "status-answer", Method: post, Paths: page, Action: hold, Object: p.held, Handle: p.answer, Limit: shell.LimitMessage, AnyText: true},
		{Name: "status-withdraw", Method: get, Paths: withdraw, Action: hold, Object: p.held, Handle: p.askWithdraw},
		{Name: "status-withdraw-do", Method: post, Paths: withdraw, Action: hold, Object: p.held, Handle: p.withdraw, Limit: shell.LimitMessage},
		{Name: "status-receipt", Method: get, Paths: text, Action: hold, Object: p.held, Handle: p.receiptText},
		{Name: "status-receipt-data", Method: get, Paths: data, Action: hold, Object: p.held, Handle: p.receiptData},
	}
}

// held loads the proposal whose status page the token in the address opens.
func (p Pages) held(r *http.Request, v *shell.Visit) (account.Object, error) {
	proposal, err := p.UseCases.Open(r.Context(), r.PathValue("token"))
	if err != nil {
		return account.Object{}, err
	}
	v.Loaded = proposal
	return account.Object{OrganisationID: proposal.OrganisationID, Held: true}, nil
}

func proposalOf(v *shell.Visit) organisation.Proposal {
	proposal, _ := v.Loaded.(organisation.Proposal)
	return proposal
}

// statusPage is what the sender sees.
type statusPage struct {
	participation.Status
	Typed   string // the message as it was typed
	Wrong   string // sentence beside the message
	Problem string // sentence on top of the message
}

func (p Pages) show(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	return p.render(w, r, v, answered{status: http.StatusOK})
}

// answered is how the page is shown again after a form was sent.
type answered struct {
	status                int
	typed, wrong, problem string
}

func (p Pages) render(w http.ResponseWriter, r *http.Request, v *shell.Visit, a answered) error {
	s, err := p.UseCases.Status(r.Context(), proposalOf(v))
	if err != nil {
		return err
	}
	page := statusPage{Status: s, Typed: a.typed, Wrong: a.wrong, Problem: a.problem}
	return shell.Render(w, r, a.status, statusView(v, page))
}

// answer takes the sender's words to the team.
func (p Pages) answer(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	typed := questionnaire.Clean(r.PostFormValue(participation.MessageField), true)
	err := p.UseCases.Answer(r.Context(), proposalOf(v), typed)
	if err == nil {
		http.Redirect(w, r, path(v, "status")+"?notice=answered", http.StatusSeeOther)
		return nil
	}
	refusal, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return err
	}
	switch refusal.Kind {
	case fault.Invalid:
		wrong := questionnaire.Sentence(v.Printer, refusal.Fields[participation.MessageField])
		return p.render(w, r, v, answered{status: http.StatusUnprocessableEntity, typed: typed, wrong: wrong})
	case fault.Conflict:
		return p.render(w, r, v, answered{status: http.StatusConflict, typed: typed, problem: v.T(refusal.Message.Key)})
	case fault.Unavailable:
		v.Cause = err
		w.Header().Set("Retry-After", "30")
		return p.render(w, r, v, answered{status: http.StatusServiceUnavailable, typed: typed, problem: v.T("status.not_sent")})
	default:
		return err
	}
}

// withdrawPage says what a withdrawal does before it is done.
type withdrawPage struct {
	Purpose consent.Purpose // "" = the whole submission
	Title   string
	Lead    string
}

func (p Pages) askWithdraw(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	purpose, err := purposeOf(r.URL.Query().Get(purposeParameter))
	if err != nil {
		return err
	}
	page := withdrawPage{Purpose: purpose, Title: v.T("status.withdraw"), Lead: v.T("status.withdraw_lead")}
	if purpose != "" {
		page.Title = v.T("status.withdraw_consent", map[string]any{"Purpose": v.T("consent." + string(purpose))})
		page.Lead = v.T("status.withdraw_" + string(purpose))
	}
	return shell.Render(w, r, http.StatusOK, withdrawView(v, page))
}

// purposeParameter names the consent to take back; without it, it is all that
// was sent.
const purposeParameter = "consenso"

func purposeOf(raw string) (consent.Purpose, error) {
	if raw == "" {
		return "", nil
	}
	for _, purpose := range consent.Purposes() {
		if string(purpose) == raw {
			return purpose, nil
		}
	}
	return "", fault.New(fault.NotFound, "error.not_found")
}

func (p Pages) withdraw(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	purpose, err := purposeOf(r.PostFormValue(purposeParameter))
	if err != nil {
		return err
	}
	notice := "consent_withdrawn"
	if purpose == "" {
		notice = "withdrawn"
		err = p.UseCases.Withdraw(r.Context(), proposalOf(v))
	} else {
		err = p.UseCases.WithdrawConsent(r.Context(), proposalOf(v), purpose)
	}
	if fault.KindOf(err) == fault.Conflict {
		notice, err = "attention_decided_meanwhile", nil
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, path(v, "status")+"?notice="+notice, http.StatusSeeOther)
	return nil
}

// path is the address of one of the pages behind the same link.
func path(v *shell.Visit, route string) string { return v.Path(route, "token", v.Values["token"]) }

func (s statusPage) stageKey(point participation.Point) string {
	key := "status.stage_" + string(point.Stage)
	if point.Stage != participation.StageDecided || point.Progress != participation.Behind {
		return key
	}
	return key + "_" + string(s.Proposal.State)
}

// progressWord is the state of a stage for those who do not see the drawing.
func progressWord(v *shell.Visit, point participation.Point) string {
	switch point.Progress {
	case participation.Behind:
		return v.T("status.behind")
	case participation.Here:
		return v.T("status.here")
	default:
		return v.T("status.ahead")
	}
}

func progressMark(point participation.Point) string {
	if point.Progress == participation.Behind {
		return "fill-mark fill-mark--done"
	}
	return "fill-mark"
}

// stateKey is the sentence that says where the proposal stands.
func (s statusPage) stateKey() string { return "status.state_" + string(s.Proposal.State) }

func (s statusPage) canAnswer() bool { return s.Proposal.State.Open() }

func (s statusPage) canWithdraw() bool {
	return s.Proposal.State.Open() || s.Proposal.State == organisation.Unconfirmed
}

func (s statusPage) receipt() string {
	if len(s.Consents) == 0 {
		return ""
	}
	return s.Consents[0].Receipt
}

// paragraphs splits a message at its lines.
func paragraphs(body string) []string {
	return strings.FieldsFunc(body, func(r rune) bool { return r == '\n' })
}
