package twin

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
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

// Directory finds organisations that may be the same as another. It keeps a
// profile of each in memory, a few hundred bytes, filed so that only a few are
// compared. It is safe for concurrent use.
type Directory struct {
	register Register

	mu       sync.Mutex
	loaded   bool
	sequence int64
	profiles []Profile
	at       map[string]int32  // organisation id to its place in profiles
	filed    []filing          // in the order of their keys
	answered map[string][]Twin // by what was asked for; only until something changes
}

// filing says that a profile is compared with others that have the key. There
// are nine for each profile: a list for each key would take five times the memory.
type filing struct {
	key   uint64
	place int32 // in profiles
}

func compareFilings(a, b filing) int {
	return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.place, b.place))
}

// mostAnswered is how many answers are kept: people save the same name again
// and again while they fill in the rest.
const mostAnswered = 500

// NewDirectory returns a directory that is filled when it is first asked.
func NewDirectory(register Register) *Directory {
	return &Directory{register: register, answered: map[string][]Twin{}}
}

// Fill reads what there is, so that the first who asks need not wait for it.
func (d *Directory) Fill(ctx context.Context) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.refresh(ctx); err != nil {
		return fmt.Errorf("fill the directory: %w", err)
	}
	return nil
}

// Twins lists the organisations that may be the one described, likeliest first,
// without those that were said to be another, that have left, or that are one
// with another already.
func (d *Directory) Twins(ctx context.Context, wanted Profile, others map[string]bool) ([]Twin, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.refresh(ctx); err != nil {
		return nil, fmt.Errorf("refresh the directory: %w", err)
	}
	asked := wanted.question(others)
	if twins, known := d.answered[asked]; known {
		return slices.Clone(twins), nil
	}
	var twins []Twin
	for known := range d.comparable(wanted) {
		if others[known.OrganisationID] || known.OrganisationID == wanted.OrganisationID || !known.State.Stands() {
			continue
		}
		if t, ok := Likely(wanted, known); ok {
			twins = append(twins, t)
		}
	}
	if len(d.answered) >= mostAnswered {
		clear(d.answered)
	}
	d.answered[asked] = likeliest(twins)
	return slices.Clone(d.answered[asked]), nil
}

// comparable are the profiles that share a key with the one wanted, each once.
func (d *Directory) comparable(wanted Profile) iter.Seq[Profile] {
	return d.filedUnder(wanted.blockKeys()...)
}

// filedUnder are the profiles that have one of the keys, each once.
func (d *Directory) filedUnder(keys ...uint64) iter.Seq[Profile] {
	return func(yield func(Profile) bool) {
		met := map[int32]bool{}
		for _, key := range keys {
			at, _ := slices.BinarySearchFunc(d.filed, filing{key: key}, compareFilings)
			for ; at < len(d.filed) && d.filed[at].key == key; at++ {
				place := d.filed[at].place
				if met[place] {
					continue
				}
				met[place] = true
				if !yield(d.profiles[place]) {
					return
				}
			}
		}
	}
}

// Find returns the profile of the organisation with the id, and false if there
// is none.
func (d *Directory) Find(ctx context.Context, id string) (Profile, bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.refresh(ctx); err != nil {
		return Profile{}, false, fmt.Errorf("refresh the directory: %w", err)
	}
	n, ok := d.at[id]
	if !ok {
		return Profile{}, false, nil
	}
	return d.profiles[n], true, nil
}

// All lists every organisation that the team knows, by name.
func (d *Directory) All(ctx context.Context) ([]Profile, error) {
	all, err := d.copied(ctx)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b Profile) int {
		return cmp.Or(cmp.Compare(a.SortName(), b.SortName()), cmp.Compare(a.OrganisationID, b.OrganisationID))
	})
	return all, nil
}

func (d *Directory) copied(ctx context.Context) ([]Profile, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.refresh(ctx); err != nil {
		return nil, fmt.Errorf("refresh the directory: %w", err)
	}
	return slices.Clone(d.profiles), nil
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
	if len(changes) == 0 {
		return nil
	}
	defer func() { slices.SortFunc(d.filed, compareFilings) }()
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

// atOnce is how many whole cards are in memory while the directory is loaded.
const atOnce = 500

func (d *Directory) load(ctx context.Context) error {
	sequence, err := d.register.LastPublicChange(ctx)
	if err != nil {
		return err
	}
	d.profiles, d.at, d.filed = nil, map[string]int32{}, nil
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
	slices.SortFunc(d.filed, compareFilings)
	d.profiles, d.filed = slices.Clone(d.profiles), slices.Clone(d.filed) // without the room that they grew in
	d.sequence, d.loaded = sequence, true
	return nil
}

// put takes in an organisation. Whoever puts sorts what is filed afterwards.
func (d *Directory) put(o organisation.Organisation) {
	clear(d.answered)
	profile := Of(o)
	profile.keepTogether()
	n, known := d.at[o.ID]
	if known {
		d.filed = slices.DeleteFunc(d.filed, func(f filing) bool { return f.place == n })
	} else {
		n = int32(len(d.profiles))
		d.profiles, d.at[profile.OrganisationID] = append(d.profiles, Profile{}), n
	}
	d.profiles[n] = profile
	keys := append(d.profiles[n].blockKeys(), d.profiles[n].nameKeys()...)
	slices.Sort(keys)
	for _, key := range slices.Compact(keys) {
		d.filed = append(d.filed, filing{key, n})
	}
}
