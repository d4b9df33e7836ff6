package desk

import (
	"time"

	"telaio/internal/claim"
	"telaio/internal/i18n"
	"telaio/internal/organisation"
	"telaio/internal/review"
	"telaio/internal/web/shell"
)

// arrived says when something happened: today with the hour, yesterday, or the
// day.
func arrived(v *shell.Visit, at, now time.Time) string {
	day := v.ShortDate(at)
	switch day {
	case v.ShortDate(now):
		return v.T("desk.time.today", map[string]any{"Time": v.Time(at)})
	case v.ShortDate(now.AddDate(0, 0, -1)):
		return v.T("desk.time.yesterday", map[string]any{"Time": v.Time(at)})
	default:
		return day
	}
}

// days is a waiting time in whole days.
func days(waited time.Duration) int { return int(waited / (24 * time.Hour)) }

// what says what a proposal asks for.
func what(v *shell.Visit, p organisation.Proposal) string {
	return v.T("desk.what." + string(p.Origin))
}

// sender says who it comes from, to begin a cell with.
func sender(v *shell.Visit, p organisation.Proposal) string { return capital(senderWords(v, p)) }

// senderWords says who it comes from, with as little of a name as is needed.
func senderWords(v *shell.Visit, p organisation.Proposal) string {
	name := map[string]any{"Name": review.ShortName(p.Sender.Name)}
	switch {
	case p.Origin == organisation.Claim:
		return whoClaims(v, p)
	case p.Sender.PersonID != "" && p.Sender.Email == "":
		return v.T("desk.sender.team", name)
	case p.Origin == organisation.Suggestion:
		return v.T("desk.sender.outside")
	case p.Origin == organisation.Report && p.Sender.Name == "":
		return v.T("desk.sender.reader")
	case p.Sender.Name == "":
		return v.T("desk.sender.unknown")
	default:
		return v.T("desk.sender.member", name)
	}
}

// firstName is how messages address the sender.
func firstName(v *shell.Visit, p organisation.Proposal) string {
	for i, r := range p.Sender.Name {
		if r == ' ' {
			return p.Sender.Name[:i]
		}
	}
	if p.Sender.Name == "" {
		return v.T("desk.sender.somebody")
	}
	return p.Sender.Name
}

// whoClaims names the person whose claim it is.
func whoClaims(v *shell.Visit, p organisation.Proposal) string {
	if p.Sender.Name == "" {
		return v.T("desk.sender.somebody")
	}
	return p.Sender.Name
}

// sameWords offers the fields that a proposal leaves as they are: the whole page
// if it changes none.
func sameWords(v *shell.Visit, p proposalPage) string {
	if len(p.Differences) == 0 {
		return v.T("desk.show_page")
	}
	return v.N("desk.show_same", len(p.Unchanged))
}

// stateWord is how far a proposal is.
func stateWord(v *shell.Visit, p organisation.Proposal) string {
	if p.State == organisation.Refused && !refusesPage(p.Origin) {
		return v.T("desk.state.refused_request")
	}
	return v.T("desk.state." + string(p.State))
}

// stateClass is the sign that stands before a state's word.
func stateClass(s organisation.ProposalState) string {
	switch s {
	case organisation.InReview:
		return "status status--active"
	case organisation.Waiting:
		return "status status--waiting"
	case organisation.Accepted, organisation.Refused, organisation.Withdrawn:
		return "status status--done"
	default:
		return "status"
	}
}

func organisationClass(s organisation.State) string {
	switch s {
	case organisation.Published:
		return "status status--done"
	case organisation.Archived, organisation.Merged:
		return "status status--waiting"
	default:
		return "status"
	}
}

// decidedWords says who has decided, and when.
func (p proposalPage) decidedWords(v *shell.Visit) string {
	args := i18n.Args{"When": arrived(v, p.Proposal.DecidedAt, p.Now), "Name": p.Claim.Decision.Person}
	switch {
	case p.Claim.Decision.By == claim.TheEditors && p.Claim.Decision.Person == "":
		return v.T("desk.decided_by_editors", args)
	case p.Claim.Decision.By == claim.TheEditors:
		return v.T("desk.decided_by_editor", args)
	case p.Claim.Decision.Person != "":
		return v.T("desk.decided_by", args)
	case p.People[p.DecidedBy] != "":
		args["Name"] = p.People[p.DecidedBy]
		return v.T("desk.decided_by", args)
	default:
		return v.T("desk.decided_at", args)
	}
}
