package initiative

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"telaio/internal/account"
	"telaio/internal/questionnaire"
	"telaio/internal/secret"
)

// Copy begins a new initiative from an older one, a year later: the description
// and the chain of change stay, each indicator starts from what was measured
// last. People, costs and ratings are to be filled in anew.
func (u UseCases) Copy(ctx context.Context, who account.Subject, s Sheeted) (Sheeted, error) {
	if err := mayEdit(who, s.OrganisationID); err != nil {
		return Sheeted{}, err
	}
	next := u.Blank(s.OrganisationID)
	next.ID, next.CopiedFrom, next.CreatedBy, next.CreatedAt = secret.ID(), s.ID, who.PersonID, u.Clock.Now()
	next.Answers = nextYear(s)
	err := u.Records.InTx(ctx, func(ctx context.Context) error {
		for n, page := range next.Sheet.Parts.Pages {
			answers := next.on(page)
			switch {
			case n == 0:
				if err := u.add(ctx, who, next.Initiative, page, answers); err != nil {
					return err
				}
			case len(answers) > 0:
				step := Step{InitiativeID: next.ID, Section: page.ID, Number: 1, Answers: answers, Who: who.PersonID, At: u.Clock.Now()}
				if err := u.addStep(ctx, step); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return Sheeted{}, fmt.Errorf("copy an initiative: %w", err)
	}
	return u.Find(ctx, s.OrganisationID, next.ID)
}

// nextYear are the answers that stay, moved on by a year.
func nextYear(s Sheeted) questionnaire.Answers {
	answers := questionnaire.Answers{}
	for _, page := range s.Sheet.Parts.Pages {
		if page.ID != "a" && page.ID != "b" {
			continue
		}
		for _, q := range page.Questions {
			if v, ok := s.Answers[q.ID]; ok {
				answers[q.ID] = v
			}
		}
	}
	for _, field := range []string{startField, endField} {
		if day := dayIn(s.Answers, field); day != "" {
			answers[field] = questionnaire.Value{Text: string(yearLater(day))}
		}
	}
	if start := s.Content.Start; start != "" {
		year := start.Time().Year()
		name := strings.ReplaceAll(s.Content.Name, strconv.Itoa(year), strconv.Itoa(year+1))
		answers[nameField] = questionnaire.Value{Text: name}
	}
	var items []questionnaire.Answers
	for n, item := range s.Answers[indicatorsField].Items {
		items = append(items, fromWhereItEnded(item, s.Content.Indicators[n]))
	}
	if len(items) > 0 {
		answers[indicatorsField] = questionnaire.Value{Items: items}
	}
	return answers
}

func yearLater(d Day) Day { return Day(d.Time().AddDate(1, 0, 0).Format("2006-01-02")) }

// fromWhereItEnded is an indicator with a new id, whose baseline is the newest
// measurement of the old one.
func fromWhereItEnded(item questionnaire.Answers, i Indicator) questionnaire.Answers {
	next := questionnaire.Answers{questionnaire.ItemID: {Text: secret.ID()}}
	for field, v := range item {
		if !slices.Contains([]string{questionnaire.ItemID, baselineField, baselineOnField}, field) {
			next[field] = v
		}
	}
	from, ok := i.Latest()
	switch {
	case ok:
		next[baselineField] = questionnaire.Value{Text: questionnaire.FormatDecimal(from.Value)}
		next[baselineOnField] = questionnaire.Value{Text: string(from.On)}
	default:
		next[baselineField], next[baselineOnField] = item[baselineField], item[baselineOnField]
	}
	return next
}
