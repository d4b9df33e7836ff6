package practice

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gosimple/slug"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/i18n"
)

// Approval is somebody's yes to a draft.
type Approval struct {
	PracticeID string
	Version    int // of the draft that they read
	Reason     string
	// Alone says that whoever wrote the draft approves it too, because nobody
	// else can: it needs a reason, and the history says so.
	Alone bool
}

// The fields of an approval.
const (
	ReasonField = "reason"
	AloneField  = "alone"
)

// Approve makes the draft the practice's next revision and public. Whoever saved
// the draft last needs somebody else, or has to say why not.
func (d *Desk) Approve(ctx context.Context, a Approval, by account.Subject) (Practice, error) {
	if err := mayCurate(by); err != nil {
		return Practice{}, err
	}
	a.Reason = strings.TrimSpace(a.Reason)
	var p Practice
	err := d.Store.InTx(ctx, func(ctx context.Context) error {
		before, draft, err := d.at(ctx, a.PracticeID, a.Version)
		if err != nil {
			return err
		}
		if draft.Stage != Waiting || draft.Base != before.Revision {
			return fault.New(fault.Conflict, "practice.conflict")
		}
		if err := approvable(draft, a, by); err != nil {
			return err
		}
		p, err = d.publish(ctx, before, draft, a, by)
		return err
	})
	if err != nil {
		return Practice{}, fmt.Errorf("approve a practice: %w", err)
	}
	return p, nil
}

// approvable says why the person can't approve the draft in this way, nil if
// they can.
func approvable(draft Draft, a Approval, by account.Subject) error {
	if err := Unfinished(draft.Sheet); err != nil {
		return err
	}
	problems := map[string]fault.Message{}
	own := draft.AuthorID == by.PersonID
	if own && !a.Alone {
		problems[AloneField] = fault.Message{Key: "practice.problem.alone"}
	}
	if own && a.Reason == "" {
		problems[ReasonField] = fault.Message{Key: "practice.problem.reason"}
	}
	if len([]rune(a.Reason)) > mostNote {
		problems[ReasonField] = fault.Message{Key: "practice.problem.long_reason"}
	}
	return invalid(problems)
}

func (d *Desk) publish(ctx context.Context, p Practice, draft Draft, a Approval, by account.Subject) (Practice, error) {
	now := d.Clock.Now()
	own := draft.AuthorID == by.PersonID
	r := Revision{
		PracticeID: p.ID, Number: p.Revision + 1, Sheet: draft.Sheet, Changed: Diff(p.Sheet, draft.Sheet),
		Author: draft.Author, Reviewer: by.Name, Alone: own, Reason: a.Reason, CreatedAt: now,
	}
	title := draft.Sheet.Words[i18n.Italian].Title
	if p.Revision == 0 || title != p.Sheet.Words[i18n.Italian].Title {
		free, err := d.freeSlug(ctx, title, p.ID)
		if err != nil {
			return p, err
		}
		p.Slug = free
	}
	p.State, p.Revision, p.Sheet, p.Successor, p.UpdatedAt = Published, r.Number, r.Sheet, "", now
	if err := d.Store.AddPracticeRevision(ctx, p, r); err != nil {
		return p, fmt.Errorf("add the revision: %w", err)
	}
	if err := d.Store.DeletePracticeDraft(ctx, p.ID); err != nil {
		return p, fmt.Errorf("close the draft: %w", err)
	}
	details := map[string]string{"revision": strconv.Itoa(r.Number), "author": draft.AuthorID}
	if own {
		details["alone"] = "yes"
	}
	return p, d.record(ctx, by, "practice.published", p.ID, details)
}

// freeSlug is the title as it stands in addresses, with a number if another
// practice has or had it.
func (d *Desk) freeSlug(ctx context.Context, title, id string) (string, error) {
	base := slug.MakeLang(title, "it")
	if base == "" {
		base = "pratica"
	}
	for n := 1; ; n++ {
		candidate := base
		if n > 1 {
			candidate = base + "-" + strconv.Itoa(n)
		}
		taken, err := d.Store.PracticeSlugTaken(ctx, candidate, id)
		if err != nil {
			return "", fmt.Errorf("look for a free address: %w", err)
		}
		if !taken {
			return candidate, nil
		}
	}
}

// SuccessorField names the field of the address that replaces a practice.
const SuccessorField = "successor"

// Withdraw takes a practice off the site. Its address says so from then on, and
// names the practice with the slug successor if that is not empty.
func (d *Desk) Withdraw(ctx context.Context, id, reason, successor string, by account.Subject) error {
	if err := mayCurate(by); err != nil {
		return err
	}
	reason = strings.TrimSpace(reason)
	if reason == "" || len([]rune(reason)) > mostNote {
		return fault.InvalidFields(map[string]fault.Message{ReasonField: {Key: "practice.problem.reason"}})
	}
	err := d.Store.InTx(ctx, func(ctx context.Context) error {
		p, err := d.Store.Practice(ctx, id)
		if err != nil {
			return err
		}
		if p.State != Published {
			return fault.New(fault.Conflict, "practice.not_public")
		}
		if successor != "" {
			next, err := d.Store.PracticeBySlug(ctx, successor)
			if fault.KindOf(err) == fault.NotFound || err == nil && (next.State != Published || next.ID == id) {
				return fault.InvalidFields(map[string]fault.Message{SuccessorField: {Key: "practice.problem.successor"}})
			}
			if err != nil {
				return err
			}
		}
		p.State, p.Successor, p.UpdatedAt = Withdrawn, successor, d.Clock.Now()
		if err := d.Store.UpdatePractice(ctx, p); err != nil {
			return err
		}
		return d.record(ctx, by, "practice.withdrawn", id, map[string]string{"reason": reason, "successor": successor})
	})
	if err != nil {
		return fmt.Errorf("withdraw a practice: %w", err)
	}
	return nil
}

func newestFirst(rows []Row) {
	slices.SortFunc(rows, func(a, b Row) int {
		return cmp.Or(b.ChangedAt().Compare(a.ChangedAt()), strings.Compare(a.ID, b.ID))
	})
}
