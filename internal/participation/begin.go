package participation

import (
	"context"
	"fmt"

	"telaio/internal/fault"
	"telaio/internal/intake"
	"telaio/internal/organisation"
	"telaio/internal/secret"
)

// Begin starts a draft that the browser with the key hash can go on with: a
// member's own organisation, or the suggestion of one that somebody knows.
func (u UseCases) Begin(ctx context.Context, origin organisation.Origin, language, browserHash string) (Draft, error) {
	d := Draft{ID: secret.ID(), Origin: origin, Language: language}
	switch origin {
	case organisation.NewOrganisation:
		d.Questionnaire = intake.QuestionnaireID
	case organisation.Suggestion:
		d.Questionnaire = intake.SuggestionID
	default:
		return Draft{}, fault.New(fault.Invalid, "participate.choose")
	}
	return u.begin(ctx, d, browserHash)
}

// begin adds the draft on the newest version of its questionnaire.
func (u UseCases) begin(ctx context.Context, d Draft, browserHash string) (Draft, error) {
	definition, ok := u.Questionnaires.Questionnaire(d.Questionnaire, 0)
	if !ok {
		return Draft{}, fmt.Errorf("there is no questionnaire %q", d.Questionnaire)
	}
	d.Version = definition.Version
	d.BegunAt = u.now()
	d.SavedAt = d.BegunAt
	if err := u.Store.AddDraft(ctx, d, Key{DraftID: d.ID, Hash: browserHash, Kind: BrowserKey, At: d.BegunAt}); err != nil {
		return Draft{}, fmt.Errorf("begin a draft: %w", err)
	}
	return d, nil
}

// Hold returns the draft if the browser with the key hash holds it. To everyone
// else it does not exist.
func (u UseCases) Hold(ctx context.Context, draftID, browserHash string) (Draft, error) {
	if draftID == "" || browserHash == "" {
		return Draft{}, fault.New(fault.NotFound, "participate.no_draft")
	}
	d, err := u.Store.HeldDraft(ctx, draftID, browserHash)
	if fault.KindOf(err) == fault.NotFound {
		return Draft{}, fault.New(fault.NotFound, "participate.no_draft")
	}
	if err != nil {
		return Draft{}, fmt.Errorf("find a draft: %w", err)
	}
	return d, nil
}
