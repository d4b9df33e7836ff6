package alert

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"telaio/internal/atlas"
	"telaio/internal/fault"
	"telaio/internal/letter"
)

func sorted(ids []string) []string {
	slices.Sort(ids)
	return ids
}

// mostItems is how many organisations of a kind a letter names.
const mostItems = 25

func (u UseCases) known(ctx context.Context, q atlas.Query) (Known, error) {
	found, err := u.Atlas.Entries(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("look for what a filter finds: %w", err)
	}
	return knownOf(found), nil
}

// Send writes to everybody whose week or month has ended and under whose filter
// something happened. It returns how many letters it put into the outbox. A
// filter is told in one transaction, with what it will be compared to next.
func (u UseCases) Send(ctx context.Context) (letters int, err error) {
	filters, err := u.Records.AlertFilters(ctx)
	if err != nil {
		return 0, fmt.Errorf("list the filters that are waited for: %w", err)
	}
	var failed error
	for _, f := range filters {
		n, err := u.tell(ctx, f)
		letters += n
		if err != nil { // the others are told all the same
			failed = errors.Join(failed, fmt.Errorf("tell of a filter: %w", err))
		}
	}
	return letters, failed
}

func (u UseCases) tell(ctx context.Context, f Filter) (letters int, err error) {
	now := u.Clock.Now()
	before, err := u.Records.AlertState(ctx, f)
	begun := fault.KindOf(err) != fault.NotFound
	if begun && (err != nil || before.Period == Period(f.Every, now)) {
		return 0, err
	}
	q := u.parse(f.Query)
	found, err := u.Atlas.Entries(ctx, q)
	if err != nil {
		return 0, err
	}
	after := State{Period: Period(f.Every, now), At: now, Found: knownOf(found)}
	if !begun { // there is nothing to compare with yet
		return 0, u.Records.SetAlertState(ctx, f, after)
	}
	public, err := u.public(ctx, before.Found, found)
	if err != nil {
		return 0, err
	}
	digest := Compare(before.Found, found, public)
	err = u.Records.InTx(ctx, func(ctx context.Context) error {
		if letters, err = u.write(ctx, f, q, digest, before.At); err != nil {
			return err
		}
		return u.Records.SetAlertState(ctx, f, after)
	})
	return letters, err
}

// public finds those that are no longer found, but can still be read.
func (u UseCases) public(ctx context.Context, before Known, found []*atlas.Entry) (map[string]*atlas.Entry, error) {
	missing := len(before)
	for _, e := range found {
		if _, known := before[e.ID]; known {
			missing--
		}
	}
	public := map[string]*atlas.Entry{}
	if missing == 0 {
		return public, nil
	}
	s, err := u.Atlas.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	all := s.All()
	for i := range all {
		if _, known := before[all[i].ID]; known {
			public[all[i].ID] = &all[i]
		}
	}
	return public, nil
}

// write puts a letter for each person into the outbox, if there is anything to
// tell.
func (u UseCases) write(ctx context.Context, f Filter, q atlas.Query, d Digest, since time.Time) (letters int, err error) {
	if d.Empty() {
		return 0, nil
	}
	alerts, err := u.Records.AlertsOfFilter(ctx, f)
	if err != nil {
		return 0, err
	}
	lists := map[string][]letter.List{}
	for _, a := range alerts {
		to, err := u.open(a)
		if err != nil { // sealed with a key that this program no longer has
			continue
		}
		if lists[a.Language] == nil {
			if lists[a.Language], err = u.lists(ctx, a.Language, d, since); err != nil {
				return letters, err
			}
		}
		stop := u.Words.Link(a.Language, to.Token)
		err = u.Outbox.Send(ctx, letter.Letter{
			To: to.Address, Language: a.Language, Template: "alert_digest", Lists: lists[a.Language], Stop: stop,
			Values: map[string]string{
				"Filter": u.Words.Filter(a.Language, q), "Summary": u.Words.Summary(a.Language, d),
				"Link": u.Words.Atlas(a.Language, f.Query), "Stop": stop,
			},
		})
		if err != nil {
			return letters, err
		}
		letters++
	}
	return letters, nil
}

// The lists of a digest, as its template names them.
const (
	listNew     = "new"
	listChanged = "changed"
	listGone    = "gone"
)

// lists are what happened, in words.
func (u UseCases) lists(ctx context.Context, language string, d Digest, since time.Time) ([]letter.List, error) {
	added, changed, gone := letter.List{Name: listNew}, letter.List{Name: listChanged}, letter.List{Name: listGone}
	for _, e := range first(d.New) {
		added.Items = append(added.Items, u.Words.Item(language, e))
	}
	for _, e := range first(d.Changed) {
		steps, err := u.History.StepsSince(ctx, e.ID, since)
		if err != nil {
			return nil, err
		}
		changed.Items = append(changed.Items, u.Words.Changed(language, e, steps))
	}
	for _, e := range first(d.Left) {
		gone.Items = append(gone.Items, u.Words.Item(language, e))
	}
	if d.NotPublic > 0 {
		gone.Items = append(gone.Items, u.Words.NotPublic(language, d.NotPublic))
	}
	for _, more := range []struct {
		to *letter.List
		n  int
	}{{&added, len(d.New)}, {&changed, len(d.Changed)}, {&gone, len(d.Left)}} {
		if more.n > mostItems {
			more.to.Items = append(more.to.Items, u.Words.More(language, more.n-mostItems))
		}
	}
	return slices.DeleteFunc([]letter.List{added, changed, gone}, func(l letter.List) bool { return len(l.Items) == 0 }), nil
}

// first are those that are named.
func first(entries []atlas.Entry) []atlas.Entry { return entries[:min(mostItems, len(entries))] }
