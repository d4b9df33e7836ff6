package practice

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"telaio/internal/account"
	"telaio/internal/audit"
	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/organisation"
	"telaio/internal/secret"
)

// Store is what the desk needs kept.
type Store interface {
	InTx(ctx context.Context, fn func(context.Context) error) error
	AppendAudit(ctx context.Context, e audit.Entry) error
	AuditOf(ctx context.Context, object string) ([]audit.Entry, error)
	Organisations
	Practice(ctx context.Context, id string) (Practice, error)
	PracticeBySlug(ctx context.Context, slug string) (Practice, error)
	Practices(ctx context.Context) ([]Practice, error)
	CreatePractice(ctx context.Context, p Practice) error
	UpdatePractice(ctx context.Context, p Practice) error
	DeletePractice(ctx context.Context, id string) error
	PracticeSlugTaken(ctx context.Context, slug, except string) (bool, error)
	AddPracticeRevision(ctx context.Context, p Practice, r Revision) error
	PracticeRevisions(ctx context.Context, practiceID string) ([]Revision, error)
	PracticeDraft(ctx context.Context, practiceID string) (Draft, error)
	PracticeDrafts(ctx context.Context) ([]Draft, error)
	// SavePracticeDraft keeps the draft if its version follows the one that is
	// kept; otherwise it is a fault.Conflict.
	SavePracticeDraft(ctx context.Context, d Draft) error
	DeletePracticeDraft(ctx context.Context, practiceID string) error
}

// Desk is where the team writes and approves practices.
type Desk struct {
	Store      Store
	Vocabulary Vocabulary
	Clock      clock.Clock
}

// Start is what a new practice begins from: an item of the kit, an initiative
// of an organisation, or nothing.
type Start struct {
	Item           string
	OrganisationID string
	InitiativeID   string
}

// Begin makes a new practice with a draft that the start has filled in.
func (d *Desk) Begin(ctx context.Context, start Start, by account.Subject) (Practice, error) {
	if err := mayCurate(by); err != nil {
		return Practice{}, err
	}
	sheet, err := d.sheetOf(ctx, start)
	if err != nil {
		return Practice{}, err
	}
	now := d.Clock.Now()
	id := secret.ID()
	p := Practice{ID: id, Slug: "bozza-" + id, State: Unpublished, CreatedAt: now, UpdatedAt: now}
	err = d.Store.InTx(ctx, func(ctx context.Context) error {
		if err := d.Store.CreatePractice(ctx, p); err != nil {
			return err
		}
		if err := d.Store.SavePracticeDraft(ctx, d.draft(p, Draft{}, d.Vocabulary.Clean(sheet), by)); err != nil {
			return err
		}
		return d.record(ctx, by, "practice.begun", id, nil)
	})
	if err != nil {
		return Practice{}, fmt.Errorf("begin a practice: %w", err)
	}
	return p, nil
}

// sheetOf is what the team need not type again.
func (d *Desk) sheetOf(ctx context.Context, start Start) (Sheet, error) {
	sheet := Sheet{Words: map[i18n.Language]Words{}}
	if item, ok := d.Vocabulary.Kit.Item(start.Item); ok {
		sheet.Items, sheet.Forms = []string{item.ID}, item.Forms
		for _, language := range i18n.Languages() {
			pattern := item.GoodPractice.In(string(language))
			title, what, cut := strings.Cut(pattern, ": ")
			if !cut || len([]rune(title)) > Title.Most() {
				title, what = "", pattern
			}
			sheet.Words[language] = Words{Title: title, What: capital(what)}
		}
	}
	if start.OrganisationID == "" {
		return sheet, nil
	}
	o, err := d.Store.Organisation(ctx, start.OrganisationID)
	if err != nil {
		return Sheet{}, fmt.Errorf("find whose initiative it is: %w", err)
	}
	sheet.Source = o.Card.Name
	for _, i := range o.Card.Initiatives {
		if i.ID == start.InitiativeID {
			sheet.Words[languageOf(o.Card)] = Words{Title: i.Title, What: i.Description}
			sheet.Forms = i.Forms
			sheet.Doers = []Doer{{OrganisationID: o.ID, InitiativeID: i.ID}}
		}
	}
	return sheet, nil
}

func languageOf(c organisation.Card) i18n.Language {
	if c.Language == string(i18n.English) {
		return i18n.English
	}
	return i18n.Italian
}

func capital(s string) string {
	runes := []rune(s)
	if len(runes) == 0 {
		return s
	}
	return strings.ToUpper(string(runes[:1])) + string(runes[1:])
}

// draft is the next one after the draft that was kept.
func (d *Desk) draft(p Practice, before Draft, sheet Sheet, by account.Subject) Draft {
	return Draft{
		PracticeID: p.ID, Version: before.Version + 1, Base: p.Revision, Sheet: sheet, Stage: Writing,
		Note: before.Note, AuthorID: by.PersonID, Author: by.Name, UpdatedAt: d.Clock.Now(),
	}
}

// Save keeps what somebody has written. Version is that of the draft that they
// saw, 0 for none. A draft that waited for approval has to be sent again.
func (d *Desk) Save(ctx context.Context, id string, version int, sheet Sheet, by account.Subject) error {
	if err := mayCurate(by); err != nil {
		return err
	}
	sheet = d.Vocabulary.Clean(sheet)
	if err := tooLong(sheet); err != nil {
		return err
	}
	err := d.Store.InTx(ctx, func(ctx context.Context) error {
		p, before, err := d.at(ctx, id, version)
		if err != nil {
			return err
		}
		return d.Store.SavePracticeDraft(ctx, d.draft(p, before, sheet, by))
	})
	if err != nil {
		return fmt.Errorf("save the draft of a practice: %w", err)
	}
	return nil
}

// at returns the practice with its draft, which must be of the version.
func (d *Desk) at(ctx context.Context, id string, version int) (Practice, Draft, error) {
	p, err := d.Store.Practice(ctx, id)
	if err != nil {
		return p, Draft{}, err
	}
	draft, err := d.Store.PracticeDraft(ctx, id)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return p, draft, err
	}
	if draft.Version != version {
		return p, draft, fault.New(fault.Conflict, "practice.conflict")
	}
	return p, draft, nil
}

// Send asks for somebody's approval of a draft that says all it must.
func (d *Desk) Send(ctx context.Context, id string, version int, by account.Subject) error {
	return d.stage(ctx, id, version, by, func(p Practice, draft *Draft) (string, error) {
		if err := Unfinished(draft.Sheet); err != nil {
			return "", err
		}
		if p.State == Published && len(Diff(p.Sheet, draft.Sheet)) == 0 {
			return "", fault.New(fault.Conflict, "practice.nothing_changed")
		}
		draft.Stage, draft.Note = Waiting, ""
		return "practice.sent", nil
	})
}

// NoteField names the field of what somebody says when they send a draft back.
const NoteField = "note"

// mostNote is how many characters a note or a reason may have.
const mostNote = 1000

// SendBack returns a draft that waits to who wrote it, with a note.
func (d *Desk) SendBack(ctx context.Context, id string, version int, note string, by account.Subject) error {
	return d.stage(ctx, id, version, by, func(_ Practice, draft *Draft) (string, error) {
		note = strings.TrimSpace(note)
		if note == "" || len([]rune(note)) > mostNote {
			return "", fault.InvalidFields(map[string]fault.Message{NoteField: {Key: "practice.problem.note"}})
		}
		if draft.Stage != Waiting {
			return "", fault.New(fault.Conflict, "practice.conflict")
		}
		draft.Stage, draft.Note = Writing, note
		return "practice.sent_back", nil
	})
}

// stage changes where a draft stands and leaves its text and author alone.
func (d *Desk) stage(ctx context.Context, id string, version int, by account.Subject, change func(Practice, *Draft) (string, error)) error {
	if err := mayCurate(by); err != nil {
		return err
	}
	err := d.Store.InTx(ctx, func(ctx context.Context) error {
		p, draft, err := d.at(ctx, id, version)
		if err != nil {
			return err
		}
		action, err := change(p, &draft)
		if err != nil {
			return err
		}
		draft.Version++
		draft.UpdatedAt = d.Clock.Now()
		if err := d.Store.SavePracticeDraft(ctx, draft); err != nil {
			return err
		}
		return d.record(ctx, by, action, id, nil)
	})
	if err != nil {
		return fmt.Errorf("move the draft of a practice on: %w", err)
	}
	return nil
}

// Discard throws a draft away; of a practice that was never public nothing
// stays but the record that it was.
func (d *Desk) Discard(ctx context.Context, id string, version int, by account.Subject) error {
	if err := mayCurate(by); err != nil {
		return err
	}
	err := d.Store.InTx(ctx, func(ctx context.Context) error {
		p, draft, err := d.at(ctx, id, version)
		if err != nil {
			return err
		}
		if err := d.Store.DeletePracticeDraft(ctx, id); err != nil {
			return err
		}
		if p.Revision == 0 {
			if err := d.Store.DeletePractice(ctx, id); err != nil {
				return err
			}
		}
		return d.record(ctx, by, "practice.discarded", id, map[string]string{"version": strconv.Itoa(draft.Version)})
	})
	if err != nil {
		return fmt.Errorf("discard the draft of a practice: %w", err)
	}
	return nil
}

// record leaves an audit row.
func (d *Desk) record(ctx context.Context, by account.Subject, action, id string, details map[string]string) error {
	return d.Store.AppendAudit(ctx, audit.Entry{At: d.Clock.Now(), Actor: by.PersonID, Action: action, Object: object(id), Details: details})
}

func object(id string) string { return "practice:" + id }

func mayCurate(by account.Subject) error {
	if !account.Can(by, account.CuratePractices, account.Object{}) {
		return fault.New(fault.Denied, "error.denied")
	}
	return nil
}
