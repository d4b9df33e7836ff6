package review

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"telaio/internal/fault"
	"telaio/internal/organisation"
)

// Register is where the directory learns what organisations there are.
type Register interface {
	OrganisationsAfter(ctx context.Context, id string, limit int) ([]organisation.Organisation, error)
	Organisation(ctx context.Context, id string) (organisation.Organisation, error)
	PublicChangesSince(ctx context.Context, sequence int64) ([]organisation.PublicChange, error)
	LastPublicChange(ctx context.Context) (int64, error)
}

// Directory finds organisations that may be the same as a proposed one. It
// keeps a profile of each in memory, filed by the first letters of its names,
// its towns, its website and its mail domain, so that only a few are compared.
// It is safe for concurrent use.
type Directory struct {
	register Register

	mu       sync.Mutex
	loaded   bool
	sequence int64
	profiles map[string]Profile
	blocks   map[string]map[string]bool // block key to organisation ids
}

// NewDirectory returns a directory that is filled when it is first asked.
func NewDirectory(register Register) *Directory { return &Directory{register: register} }

// Twins lists the organisations that may be the one described, likeliest first,
// without those that were said to be another.
func (d *Directory) Twins(ctx context.Context, wanted Profile, others map[string]bool) ([]Twin, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.refresh(ctx); err != nil {
		return nil, fmt.Errorf("refresh the directory: %w", err)
	}
	compared := map[string]bool{wanted.OrganisationID: true}
	var twins []Twin
	for _, key := range blockKeys(wanted) {
		for id := range d.blocks[key] {
			if compared[id] || others[id] {
				continue
			}
			compared[id] = true
			if d.profiles[id].State == organisation.Archived {
				continue
			}
			if twin, ok := Likely(wanted, d.profiles[id]); ok {
				twins = append(twins, twin)
			}
		}
	}
	return likeliest(twins), nil
}

// All lists every organisation that the team knows, by name.
func (d *Directory) All(ctx context.Context) ([]Profile, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.refresh(ctx); err != nil {
		return nil, fmt.Errorf("refresh the directory: %w", err)
	}
	all := make([]Profile, 0, len(d.profiles))
	for _, p := range d.profiles {
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b Profile) int {
		return cmp.Or(cmp.Compare(a.sortName(), b.sortName()), cmp.Compare(a.OrganisationID, b.OrganisationID))
	})
	return all, nil
}

func (p Profile) sortName() string {
	if len(p.names) > 0 {
		return p.names[0]
	}
	return p.Slug
}

// refresh loads everything once, and from then on what has changed.
func (d *Directory) refresh(ctx context.Context) error {
	if !d.loaded {
		return d.load(ctx)
	}
	changes, err := d.register.PublicChangesSince(ctx, d.sequence)
	if err != nil {
		return err
	}
	for _, c := range changes {
		o, err := d.register.Organisation(ctx, c.OrganisationID)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
		if err == nil {
			d.put(o)
		}
		d.sequence = c.Sequence
	}
	return nil
}

func (d *Directory) load(ctx context.Context) error {
	sequence, err := d.register.LastPublicChange(ctx)
	if err != nil {
		return err
	}
	d.profiles, d.blocks = map[string]Profile{}, map[string]map[string]bool{}
	for last := ""; ; {
		some, err := d.register.OrganisationsAfter(ctx, last, atOnce)
		if err != nil {
			return err
		}
		for _, o := range some {
			d.put(o)
			last = o.ID
		}
		if len(some) < atOnce {
			break
		}
	}
	d.sequence, d.loaded = sequence, true
	return nil
}

// atOnce is how many whole cards are in memory while the directory is loaded.
const atOnce = 500

func (d *Directory) put(o organisation.Organisation) {
	if old, ok := d.profiles[o.ID]; ok {
		for _, key := range blockKeys(old) {
			delete(d.blocks[key], o.ID)
		}
	}
	p := ProfileOf(o.Card)
	p.OrganisationID, p.Slug, p.State = o.ID, o.Slug, o.State
	d.profiles[o.ID] = p
	for _, key := range blockKeys(p) {
		if d.blocks[key] == nil {
			d.blocks[key] = map[string]bool{}
		}
		d.blocks[key][o.ID] = true
	}
}

// blockKeys files a profile: two organisations are compared only if they share
// a key. Within a town the first letter is enough, elsewhere four letters.
func blockKeys(p Profile) []string {
	var keys []string
	for _, name := range p.names {
		letters := []rune(strings.ReplaceAll(name, " ", ""))
		keys = append(keys, "n:"+string(letters[:min(4, len(letters))]))
		for _, town := range p.towns {
			keys = append(keys, "t:"+town+":"+string(letters[:min(1, len(letters))]))
		}
	}
	if p.host != "" {
		keys = append(keys, "w:"+p.host)
	}
	if p.mailing != "" {
		keys = append(keys, "m:"+p.mailing)
	}
	return keys
}
