package practice

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"telaio/internal/fault"
	"telaio/internal/organisation"
)

// Records is what the public's reading needs stored.
type Records interface {
	Organisations
	PublishedPractices(ctx context.Context) ([]Practice, error)
	PracticeBySlug(ctx context.Context, slug string) (Practice, error)
	PracticeSlugMovedTo(ctx context.Context, slug string) (string, error)
	PracticeRevisions(ctx context.Context, practiceID string) ([]Revision, error)
}

// Catalogue is what the public reads of the practices. It is safe for
// concurrent use.
type Catalogue struct {
	Records    Records
	Vocabulary Vocabulary
	// Generation grows with every change of what the public sees, and is 0 while
	// it is not known. The catalogue is read again when it has grown; nil reads
	// it every time.
	Generation func() uint64

	kept atomic.Pointer[shelf]
}

// shelf is the catalogue as it was in a generation.
type shelf struct {
	generation uint64
	pages      []Page
}

// Find answers a query.
func (c *Catalogue) Find(ctx context.Context, q Query) (Result, error) {
	pages, err := c.All(ctx)
	if err != nil {
		return Result{}, err
	}
	return c.Vocabulary.Find(pages, q), nil
}

// All lists every published practice by title. The slice must not be changed.
func (c *Catalogue) All(ctx context.Context) ([]Page, error) {
	var generation uint64
	if c.Generation != nil {
		generation = c.Generation() // before the records are read: what changes meanwhile is read again
	}
	if kept := c.kept.Load(); kept != nil && generation != 0 && kept.generation == generation {
		return kept.pages, nil
	}
	practices, err := c.Records.PublishedPractices(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the published practices: %w", err)
	}
	known := map[string]organisation.Organisation{}
	var pages []Page
	for _, p := range practices {
		page, err := c.withDoers(ctx, p, known)
		if err != nil {
			return nil, err
		}
		pages = append(pages, page)
	}
	inOrder(pages)
	c.kept.Store(&shelf{generation, pages})
	return pages, nil
}

// PracticesForItem lists the published practices that help with an item of the
// kit, by title.
func (c *Catalogue) PracticesForItem(ctx context.Context, item string) ([]Page, error) {
	return c.where(ctx, func(p Page) bool { return slices.Contains(p.Sheet.Items, item) })
}

// PracticesOf lists the published practices that the organisation does, by
// title. There are none for an organisation whose page is not public.
func (c *Catalogue) PracticesOf(ctx context.Context, organisationID string) ([]Page, error) {
	return c.where(ctx, func(p Page) bool {
		return slices.ContainsFunc(p.Doers, func(d Doing) bool { return d.ID == organisationID })
	})
}

// Similar lists at most so many published practices with one of the solidarity
// forms that somebody else does, those that most organisations do first.
func (c *Catalogue) Similar(ctx context.Context, o organisation.Organisation, most int) ([]Page, error) {
	forms := o.Card.Forms()
	pages, err := c.where(ctx, func(p Page) bool {
		shared := slices.ContainsFunc(p.Sheet.Forms, func(f string) bool { return slices.Contains(forms, f) })
		return shared && slices.ContainsFunc(p.Doers, func(d Doing) bool { return d.ID != o.ID })
	})
	slices.SortStableFunc(pages, func(a, b Page) int { return cmp.Compare(len(b.Doers), len(a.Doers)) })
	return pages[:min(most, len(pages))], err
}

func (c *Catalogue) where(ctx context.Context, wanted func(Page) bool) ([]Page, error) {
	all, err := c.All(ctx)
	if err != nil {
		return nil, err
	}
	var pages []Page
	for _, p := range all {
		if wanted(p) {
			pages = append(pages, p)
		}
	}
	return pages, nil
}

// BySlug returns the published practice with the slug. A practice that now has
// another slug is found by its old one: compare Page.Slug. A withdrawn one is
// fault.Gone; any other is fault.NotFound.
func (c *Catalogue) BySlug(ctx context.Context, slug string) (Page, error) {
	p, err := c.find(ctx, slug)
	if err != nil {
		return Page{}, err
	}
	switch p.State {
	case Published:
		return c.withDoers(ctx, p, map[string]organisation.Organisation{})
	case Withdrawn:
		return Page{}, fault.New(fault.Gone, "practice.gone")
	default:
		return Page{}, fault.New(fault.NotFound, "error.not_found")
	}
}

// Successor returns the published practice that took the place of a withdrawn
// one, and false if none did.
func (c *Catalogue) Successor(ctx context.Context, slug string) (Practice, bool, error) {
	p, err := c.find(ctx, slug)
	if err != nil || p.Successor == "" {
		return Practice{}, false, err
	}
	next, err := c.find(ctx, p.Successor)
	if fault.KindOf(err) == fault.NotFound {
		return Practice{}, false, nil
	}
	return next, err == nil && next.State == Published, err
}

func (c *Catalogue) find(ctx context.Context, slug string) (Practice, error) {
	p, err := c.Records.PracticeBySlug(ctx, slug)
	if fault.KindOf(err) != fault.NotFound {
		return p, err
	}
	now, err := c.Records.PracticeSlugMovedTo(ctx, slug)
	if err != nil {
		return Practice{}, err
	}
	return c.Records.PracticeBySlug(ctx, now)
}

// History lists the revisions of a published practice, newest first.
func (c *Catalogue) History(ctx context.Context, p Practice) ([]Revision, error) {
	revisions, err := c.Records.PracticeRevisions(ctx, p.ID)
	if err != nil {
		return nil, fmt.Errorf("read the revisions of the practice %s: %w", p.ID, err)
	}
	return revisions, nil
}

// withDoers adds the organisations whose pages are public. Those in known are
// not read again.
func (c *Catalogue) withDoers(ctx context.Context, p Practice, known map[string]organisation.Organisation) (Page, error) {
	page := Page{Practice: p}
	doers, err := Doings(ctx, c.Records, p.Sheet, known)
	if err != nil {
		return Page{}, err
	}
	for _, d := range doers {
		if d.State == organisation.Published {
			page.Doers = append(page.Doers, d)
		}
	}
	return page, nil
}

// Organisations finds organisations.
type Organisations interface {
	Organisation(ctx context.Context, id string) (organisation.Organisation, error)
	// SurvivorOf returns the id of what the organisation has become, its own
	// unless it is one with another.
	SurvivorOf(ctx context.Context, organisationID string) (string, error)
}

// Doings finds the organisations that the sheet names, public or not, each once
// and by name, with the initiatives that it names. Those in known are not read
// again.
func Doings(ctx context.Context, organisations Organisations, s Sheet, known map[string]organisation.Organisation) ([]Doing, error) {
	var doings []Doing
	for _, d := range s.Doers {
		id, err := organisations.SurvivorOf(ctx, d.OrganisationID)
		if err != nil {
			return nil, fmt.Errorf("find what became of an organisation: %w", err)
		}
		d.OrganisationID = id
		at := slices.IndexFunc(doings, func(k Doing) bool { return k.ID == d.OrganisationID })
		if at < 0 {
			o, ok := known[d.OrganisationID]
			if !ok {
				var err error
				o, err = organisations.Organisation(ctx, d.OrganisationID)
				if fault.KindOf(err) == fault.NotFound {
					continue
				}
				if err != nil {
					return nil, fmt.Errorf("find who does a practice: %w", err)
				}
				known[o.ID] = o
			}
			at, doings = len(doings), append(doings, Doing{Organisation: o})
		}
		for _, i := range doings[at].Card.Initiatives {
			if i.ID == d.InitiativeID {
				doings[at].Initiatives = append(doings[at].Initiatives, i)
			}
		}
	}
	slices.SortFunc(doings, func(a, b Doing) int {
		return cmp.Or(strings.Compare(a.Card.Name, b.Card.Name), strings.Compare(a.ID, b.ID))
	})
	return doings, nil
}
