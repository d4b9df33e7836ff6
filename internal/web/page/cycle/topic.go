package cycle

import (
	"telaio/internal/assessment"
	"telaio/internal/i18n"
	"telaio/internal/kit"
	"telaio/internal/web/shell"
)

// undecided is the id of the first item without a decision, "" if all have one.
func undecided(p meetingPage) string {
	for _, list := range [][]assessment.Topic{p.Discuss, p.Others} {
		for _, t := range list {
			if !t.Decision.Decided() {
				return t.Item.ID
			}
		}
	}
	return ""
}

// decision says what the group decided about an item.
func decision(v *shell.Visit, t assessment.Topic) string {
	if level, ok := t.Decision.Level(); ok {
		return v.T("cycle.decided_level", i18n.Args{"Level": level})
	}
	return v.T("cycle.decided_both")
}

// agreement says in the kit's words how close the answers are, and what else to
// look at.
func agreement(v *shell.Visit, k *kit.Kit, t assessment.Topic) []string {
	var words []string
	if s := t.Result.Spread; t.Visible && s != nil {
		phrase := map[kit.Agreement]kit.Text{
			kit.Close: k.Phrases.AgreementFull, kit.Partly: k.Phrases.AgreementPartial, kit.Divergence: k.Phrases.Divergence,
		}[s.Agreement]
		words = append(words, phrase.In(string(v.Language)))
		if s.Split {
			words = append(words, v.T("cycle.split"))
		}
	}
	if t.Result.NotApplicable {
		words = append(words, v.T("cycle.not_applicable"))
	}
	if t.Visible && t.Result.ApplicabilityDisagreement {
		words = append(words, v.T("cycle.applicability"))
	}
	return words
}

// decimals is how many digits a median needs: levels are whole, halves are not.
func decimals(x float64) int {
	if x == float64(int(x)) {
		return 0
	}
	return 1
}

// row is how many gave an answer, and in a named cycle who.
type row struct {
	Code  kit.Code
	Count int
	Names []string
}

func rows(m assessment.Material, t assessment.Topic) []row {
	var list []row
	for _, code := range kit.Codes() {
		r := row{Code: code}
		for _, given := range m.Answers[t.Item.ID] {
			if given == code {
				r.Count++
			}
		}
		for _, voice := range m.Voices {
			if voice.Sheet[t.Item.ID].Code == code {
				r.Names = append(r.Names, voice.Name)
			}
		}
		list = append(list, r)
	}
	return list
}
