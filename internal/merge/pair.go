package merge

import (
	"context"
	"fmt"
	"strings"
	"time"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/twin"
)

// List is one page of what may be the same.
type List struct {
	Pairs      []twin.Pair
	Page       int // from 1
	Pages      int // at least 1
	Total      int
	SearchedAt time.Time // zero = never
}

// PageSize is how many pairs a page shows.
const PageSize = 20

// Search looks for what may be the same among all organisations and keeps it
// for the desk. It returns how many pairs wait for somebody's judgement.
func (u UseCases) Search(ctx context.Context) (int, error) {
	pairs, err := u.Directory.Pairs(ctx)
	if err != nil {
		return 0, fmt.Errorf("search for twins: %w", err)
	}
	apart, err := u.apart(ctx)
	if err != nil {
		return 0, err
	}
	var found []Found
	for _, p := range pairs {
		if apart[ids{p.First.OrganisationID, p.Second.OrganisationID}].Holds(p.First, p.Second) {
			continue
		}
		found = append(found, Found{p.First.OrganisationID, p.Second.OrganisationID, p.Score, p.Reasons})
	}
	if err := u.Store.ReplaceTwinPairs(ctx, found, u.Clock.Now()); err != nil {
		return 0, fmt.Errorf("keep the twins: %w", err)
	}
	return len(found), nil
}

// ids are those of a pair, the smaller one first.
type ids struct{ first, second string }

func idsOf(a, b string) ids {
	if b < a {
		a, b = b, a
	}
	return ids{a, b}
}

func (u UseCases) apart(ctx context.Context) (map[ids]twin.Apart, error) {
	all, err := u.Store.ToldApart(ctx)
	if err != nil {
		return nil, fmt.Errorf("read what is not the same: %w", err)
	}
	apart := map[ids]twin.Apart{}
	for _, a := range all {
		apart[ids{a.FirstID, a.SecondID}] = a
	}
	return apart, nil
}

// Waiting lists the pairs that nobody has judged, the likeliest first. What has
// left since the search is left out.
func (u UseCases) Waiting(ctx context.Context, page int) (List, error) {
	found, err := u.Store.TwinPairs(ctx)
	if err != nil {
		return List{}, fmt.Errorf("list the twins: %w", err)
	}
	list := List{}
	if list.SearchedAt, err = u.Store.TwinsSearchedAt(ctx); err != nil && fault.KindOf(err) != fault.NotFound {
		return list, fmt.Errorf("find when twins were searched for: %w", err)
	}
	var pairs []twin.Pair
	for _, f := range found {
		p := twin.Pair{Score: f.Score, Reasons: f.Reasons}
		var one, other bool
		if p.First, one, err = u.Directory.Find(ctx, f.FirstID); err != nil {
			return list, err
		}
		if p.Second, other, err = u.Directory.Find(ctx, f.SecondID); err != nil {
			return list, err
		}
		if one && other && p.First.State.Stands() && p.Second.State.Stands() {
			pairs = append(pairs, p)
		}
	}
	list.Total = len(pairs)
	list.Pages = max(1, (len(pairs)+PageSize-1)/PageSize)
	list.Page = min(max(1, page), list.Pages)
	from := (list.Page - 1) * PageSize
	list.Pairs = pairs[from:min(from+PageSize, len(pairs))]
	return list, nil
}

// mostWhy is how long a reason may be, in characters.
const mostWhy = 500

func shortened(why string) string {
	letters := []rune(strings.TrimSpace(why))
	return string(letters[:min(len(letters), mostWhy)])
}

// NotTheSame remembers that two organisations are two, and why. It is a conflict
// if one of them is no longer there.
func (u UseCases) NotTheSame(ctx context.Context, a, b, why string, by account.Subject) error {
	err := u.Store.InTx(ctx, func(ctx context.Context) error {
		if err := u.record(ctx, by, "organisation.told_apart", a, map[string]string{"organisation": b}); err != nil {
			return err
		}
		first, second, err := u.both(ctx, idsOf(a, b))
		if err != nil {
			return err
		}
		if !first.State.Stands() || !second.State.Stands() {
			return fault.New(fault.Conflict, "merge.error.gone") // somebody has merged or archived one meanwhile
		}
		return u.tellApart(ctx, first, second, why, by)
	})
	if err != nil {
		return fmt.Errorf("tell two organisations apart: %w", err)
	}
	return nil
}

func (u UseCases) tellApart(ctx context.Context, a, b organisation.Organisation, why string, by account.Subject) error {
	said := twin.TellApart(twin.Of(a), twin.Of(b))
	if err := u.Store.RemoveTwinPair(ctx, said.FirstID, said.SecondID); err != nil {
		return err
	}
	said.Why, said.PersonID, said.Person, said.At = shortened(why), by.PersonID, by.Name, u.Clock.Now()
	return u.Store.TellApart(ctx, said)
}

func (u UseCases) both(ctx context.Context, pair ids) (first, second organisation.Organisation, err error) {
	if first, err = u.Store.Organisation(ctx, pair.first); err != nil {
		return first, second, err
	}
	second, err = u.Store.Organisation(ctx, pair.second)
	return first, second, err
}
