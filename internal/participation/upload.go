package participation

import (
	"context"
	"errors"
	"fmt"
	"io"

	"telaio/internal/fault"
	"telaio/internal/questionnaire"
)

// takeUploads puts the pictures that were sent, and only files that are known,
// among the form's answers. A picture that cannot be taken is noted for the
// reader and everything else goes on being saved.
func (u UseCases) takeUploads(ctx context.Context, f *Form, page questionnaire.Page, uploads map[string][]byte) error {
	before := f.Steps[page.ID].Answers
	for _, q := range page.Questions {
		if q.Type != questionnaire.File {
			continue
		}
		raw, sent := uploads[q.ID]
		named := f.Answers[q.ID].Text
		switch {
		case sent:
			if err := u.takeLogo(ctx, f, q.ID, raw); err != nil {
				return err
			}
		case named != "" && named != before[q.ID].Text:
			there, err := u.Files.Keep(ctx, named)
			if err != nil {
				return fmt.Errorf("use a picture again: %w", err)
			}
			if !there {
				f.take(q.ID, before)
			}
		}
	}
	return nil
}

func (u UseCases) takeLogo(ctx context.Context, f *Form, question string, raw []byte) error {
	logo, err := u.Pictures.Logo(ctx, raw)
	if refusal, ok := errors.AsType[*fault.Error](err); ok && refusal.Kind != fault.Unavailable {
		if f.Refused == nil {
			f.Refused = map[string]fault.Message{}
		}
		f.Refused[question] = refusal.Message
		return nil
	}
	if err != nil {
		return fmt.Errorf("make a logo: %w", err)
	}
	id, err := u.Files.Put(ctx, logo.Large)
	if err != nil {
		return fmt.Errorf("keep a logo: %w", err)
	}
	if err := u.Files.PutVariant(ctx, id, SmallLogo, logo.Small); err != nil {
		return fmt.Errorf("keep a small logo: %w", err)
	}
	f.Answers[question] = questionnaire.Value{Text: id}
	return nil
}

// Preview opens a picture that is among the draft's own answers, for whoever
// holds the draft.
func (u UseCases) Preview(ctx context.Context, d Draft, id string) (io.ReadSeekCloser, error) {
	f, err := u.Form(ctx, d)
	if err != nil {
		return nil, err
	}
	for _, page := range f.Definition.Pages {
		for _, q := range page.Questions {
			if q.Type == questionnaire.File && f.Answers[q.ID].Text == id {
				return u.Files.Open(ctx, id, "")
			}
		}
	}
	return nil, fault.New(fault.NotFound, "error.not_found")
}
