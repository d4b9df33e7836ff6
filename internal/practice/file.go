package practice

import (
	"context"
	"fmt"
	"time"

	"telaio/internal/audit"
	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/organisation"
)

// File is everything that the team sees of a practice.
type File struct {
	Practice
	Draft     Draft // zero if there is none
	Revisions []Revision
	Audit     []audit.Entry
	Doers     []Doing // of the draft, or of the newest revision where there is none
}

// HasDraft reports whether something has been written since the newest
// revision.
func (f File) HasDraft() bool { return f.Draft.Version > 0 }

// Working is the sheet that the team goes on with.
func (f File) Working() Sheet {
	if f.HasDraft() {
		return f.Draft.Sheet
	}
	return f.Sheet
}

// Open gathers what the team sees of a practice.
func (d *Desk) Open(ctx context.Context, id string) (File, error) {
	p, err := d.Store.Practice(ctx, id)
	if err != nil {
		return File{}, err
	}
	file := File{Practice: p}
	if file.Draft, err = d.Store.PracticeDraft(ctx, id); err != nil && fault.KindOf(err) != fault.NotFound {
		return file, fmt.Errorf("read the draft of a practice: %w", err)
	}
	if file.Revisions, err = d.Store.PracticeRevisions(ctx, id); err != nil {
		return file, fmt.Errorf("read the revisions of a practice: %w", err)
	}
	if file.Audit, err = d.Store.AuditOf(ctx, object(id)); err != nil {
		return file, fmt.Errorf("read the record of a practice: %w", err)
	}
	file.Doers, err = d.Doings(ctx, file.Working())
	return file, err
}

// Doings finds the organisations that the sheet names, public or not.
func (d *Desk) Doings(ctx context.Context, s Sheet) ([]Doing, error) {
	return Doings(ctx, d.Store, s, map[string]organisation.Organisation{})
}

// Row is a practice in the team's list.
type Row struct {
	Practice
	Draft Draft // zero if there is none
}

// Title is what the team calls the practice: its newest title.
func (r Row) Title() string {
	if r.Draft.Version > 0 {
		w, _ := r.Draft.Sheet.In(i18n.Italian)
		if w.Title == "" {
			w = r.Draft.Sheet.Words[i18n.English]
		}
		return w.Title
	}
	w, _ := r.Sheet.In(i18n.Italian)
	return w.Title
}

// ChangedAt is when somebody last worked on it.
func (r Row) ChangedAt() time.Time {
	if r.Draft.UpdatedAt.After(r.UpdatedAt) {
		return r.Draft.UpdatedAt
	}
	return r.UpdatedAt
}

// Rows lists every practice, the last one worked on first.
func (d *Desk) Rows(ctx context.Context) ([]Row, error) {
	practices, err := d.Store.Practices(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the practices: %w", err)
	}
	drafts, err := d.Store.PracticeDrafts(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the drafts of practices: %w", err)
	}
	byID := map[string]Draft{}
	for _, draft := range drafts {
		byID[draft.PracticeID] = draft
	}
	rows := make([]Row, len(practices))
	for i, p := range practices {
		rows[i] = Row{p, byID[p.ID]}
	}
	newestFirst(rows)
	return rows, nil
}
