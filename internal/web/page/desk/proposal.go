package desk

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"telaio/internal/claim"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/questionnaire"
	"telaio/internal/review"
	"telaio/internal/web/shell"
)

// proposalPage is a proposal as a reviewer sees it.
type proposalPage struct {
	review.File
	People   map[string]string
	Now      time.Time
	Seen     *review.Confident // nil until the reviewer asks for it
	Refusal  *fault.Error      // why the last action was not done
	Comment  string            // begun, not added
	Invite   invitation
	Draft    review.DraftCard
	Town     string // typed for the draft card
	TownCode string
	Form     *questionnaire.Definition
	Claim    claim.Question // about who represents the organisation
}

// invitation is what a reviewer writes to a suggested organisation.
type invitation struct{ Address string }

func (p Pages) proposal(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	return p.showProposal(w, r, v, func(*proposalPage) {})
}

// showProposal renders the proposal, with what more the caller puts on it.
func (p Pages) showProposal(w http.ResponseWriter, r *http.Request, v *shell.Visit, more func(*proposalPage)) error {
	file, err := p.Desk.Open(r.Context(), v.Values["proposal"], v.Subject)
	if err != nil {
		return err
	}
	people, err := p.Desk.TeamNames(r.Context())
	if err != nil {
		return err
	}
	page := proposalPage{File: file, People: people, Now: p.Clock.Now(), Form: p.Form}
	page.Draft, page.Town, page.TownCode, page.Invite = suggested(v, file)
	if file.Proposal.Origin == organisation.Claim {
		if page.Claim, err = p.Claims.Question(r.Context(), file.Proposal); err != nil {
			return err
		}
	}
	more(&page)
	status := http.StatusOK
	if page.Refusal != nil {
		status = shell.StatusOf(page.Refusal.Kind)
	}
	return shell.Render(w, r, status, proposalView(v, page))
}

// suggested fills the forms under a suggestion with what it says.
func suggested(v *shell.Visit, f review.File) (review.DraftCard, string, string, invitation) {
	card, err := review.Proposed(organisation.Card{}, f.Proposal.Changes)
	if err != nil {
		return review.DraftCard{Name: f.Proposal.Name}, "", "", invitation{}
	}
	draft := review.DraftCard{Name: f.Proposal.Name, Website: card.Contacts.Website}
	town := ""
	if len(card.Places) > 0 {
		town = v.TownLabel(&card.Places[0].Municipality)
		draft.MunicipalityCode = card.Places[0].Municipality.Code
	}
	return draft, town, draft.MunicipalityCode, invitation{card.Contacts.Email}
}

// reveal shows the page once with what the places keep from the public.
func (p Pages) reveal(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, "error.invalid", err)
	}
	if _, err := p.keep(r, v, v.Values["proposal"]); err != nil {
		return err
	}
	seen, err := p.Desk.Reveal(r.Context(), v.Values["proposal"], v.Subject)
	if err != nil {
		return err
	}
	return p.showProposal(w, r, v, func(page *proposalPage) { page.Seen = &seen })
}

// decide does what the pressed button asks. What was chosen and written is kept
// first, whatever comes of it.
func (p Pages) decide(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, "error.invalid", err)
	}
	id := v.Values["proposal"]
	draft, err := p.keep(r, v, id)
	if err == nil {
		var to string
		if to, err = p.act(r, v, id, draft); err == nil {
			http.Redirect(w, r, to, http.StatusSeeOther)
			return nil
		}
	}
	refusal, told := errors.AsType[*fault.Error](err)
	if !told || refusal.Kind == fault.NotFound || refusal.Kind == fault.Denied {
		return err
	}
	v.Cause = err
	return p.showProposal(w, r, v, func(page *proposalPage) {
		page.Refusal = refusal
		page.Comment = r.PostForm.Get("comment")
		page.Message = r.PostForm.Get("message")
		for f, choice := range draft.Choices {
			page.Choices[f] = choice
		}
		page.Invite.Address = firstOf(r.PostForm.Get("address"), page.Invite.Address)
		page.Draft.Name = firstOf(r.PostForm.Get("name"), page.Draft.Name)
		page.Draft.Website = firstOf(r.PostForm.Get("website"), page.Draft.Website)
		page.Town, page.TownCode = firstOf(r.PostForm.Get("town"), page.Town), firstOf(r.PostForm.Get("town.code"), page.TownCode)
	})
}

func firstOf(words ...string) string {
	for _, w := range words {
		if w != "" {
			return w
		}
	}
	return ""
}

// keep saves the choices and the message that came with the form, if it had
// any. Amendments made before stay with their field.
func (p Pages) keep(r *http.Request, v *shell.Visit, id string) (review.Draft, error) {
	draft, err := p.Desk.DraftOf(r.Context(), id)
	if err != nil {
		return draft, err
	}
	touched := r.PostForm.Has("message")
	draft.Message = r.PostForm.Get("message")
	for _, f := range organisation.Fields() {
		verdict := review.Verdict(r.PostForm.Get("verdict." + string(f)))
		switch verdict {
		case review.Accept, review.Keep, review.Amend:
			choice := draft.Choices[f]
			choice.Verdict = verdict
			draft.Choices[f] = choice
			touched = true
		default: // not chosen, or nothing that the page offers
		}
	}
	if !touched {
		return draft, nil
	}
	return draft, p.Desk.KeepDraft(r.Context(), draft, v.Subject)
}

// act does what the button asks and says where to go on.
func (p Pages) act(r *http.Request, v *shell.Visit, id string, draft review.Draft) (string, error) {
	ctx, form := r.Context(), r.PostForm
	page := v.Path("proposal", "proposal", id)
	what, about, _ := strings.Cut(form.Get("do"), ":")
	switch what {
	case "publish":
		return p.publish(r, v, id, draft)
	case "ask":
		return page + "?notice=desk_asked#conversation", p.Desk.Ask(ctx, id, form.Get("message"), v.Subject)
	case "preview":
		return v.Path("desk-preview", "proposal", id), nil
	case "refuse":
		return v.Path("proposal-refuse", "proposal", id), nil
	case "settle":
		return v.Path("desk") + "?notice=desk_settled", p.Desk.Settle(ctx, id, form.Get("message"), v.Subject)
	case "represents":
		return v.Path("desk") + "?notice=desk_represents", p.Claims.Approve(ctx, v.Subject, id)
	case "archive":
		return v.Path("proposal-archive", "proposal", id), nil
	case "amend":
		return v.Path("proposal-field", "proposal", id, "field", about), nil
	case "comment":
		return page + "#comments", p.Desk.Comment(ctx, id, form.Get("comment"), v.Subject)
	case "assign":
		return page, p.Desk.Assign(ctx, id, v.Subject.PersonID, v.Subject)
	case "release":
		return page, p.Desk.Assign(ctx, id, "", v.Subject)
	case "take":
		return page, p.Desk.TakeOver(ctx, id, v.Subject)
	case "same":
		return page + "?notice=desk_merged", p.Desk.TheSame(ctx, id, about, v.Subject)
	case "different":
		return page + "#twins", p.Desk.NotTheSame(ctx, id, about, v.Subject)
	case "link":
		relation, other, _ := strings.Cut(about, ":")
		return page + "?notice=desk_linked#field-relations", p.Desk.Link(ctx, id, relation, other, v.Subject)
	case "draft":
		return p.turnIntoDraft(r, v, id)
	case "invite":
		return page + "?notice=desk_invited", p.Desk.Invite(ctx, id, form.Get("address"), form.Get("message"), v.Subject)
	default:
		return page + "?notice=desk_saved", nil
	}
}

func (p Pages) publish(r *http.Request, v *shell.Visit, id string, draft review.Draft) (string, error) {
	seen := 0
	if _, err := fmt.Sscanf(r.PostForm.Get("seen"), "%d", &seen); err != nil {
		return "", fault.Wrap(fault.Invalid, "error.invalid", err)
	}
	_, err := p.Desk.Publish(r.Context(), review.Decision{
		ProposalID: id, SeenRevision: seen, Choices: draft.Choices, Message: draft.Message, Reason: r.PostForm.Get("reason"),
	}, v.Subject)
	return v.Path("proposal", "proposal", id) + "?notice=desk_published", err
}

// turnIntoDraft makes a draft card, with the town that the typed name stands
// for.
func (p Pages) turnIntoDraft(r *http.Request, v *shell.Visit, id string) (string, error) {
	card := review.DraftCard{Name: r.PostForm.Get("name"), Website: r.PostForm.Get("website")}
	if typed := strings.TrimSpace(r.PostForm.Get("town")); typed != "" {
		card.MunicipalityCode = p.townCode(typed, r.PostForm.Get("town.code"))
		if card.MunicipalityCode == "" {
			return "", fault.InvalidFields(map[string]fault.Message{"town": {Key: "desk.error.no_such_town"}})
		}
	}
	o, err := p.Desk.TurnIntoDraft(r.Context(), id, card, v.Subject)
	return v.Path("desk-organisation", "organisation", o.ID) + "?notice=desk_drafted", err
}

// townCode is the code of the town that was typed: the one known before if the
// name is still its own, else the best that the gazetteer finds.
func (p Pages) townCode(typed, known string) string {
	towns := p.Towns.Towns(typed)
	for _, t := range towns {
		if t.Code == known {
			return known
		}
	}
	if len(towns) == 0 {
		return ""
	}
	return towns[0].Code
}

// query is the page's own address with values set.
func query(path string, pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	return path + "?" + q.Encode()
}
