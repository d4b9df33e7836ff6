package alert

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"telaio/internal/atlas"
)

// Filter is a query that some people wait for, in the same rhythm.
type Filter struct {
	Every Every
	Query string
}

// State is what a filter found when it was last told.
type State struct {
	Period string // in which it was told
	At     time.Time
	Found  Known
}

// Known is when the page of each organisation last changed, by its id.
type Known map[string]time.Time

// sendHour is when a new period begins: letters leave early on a Monday, or on
// the first of a month, and not in the night before.
const sendHour = 5 // UTC

// Period names the week or the month that a time is in.
func Period(e Every, t time.Time) string {
	t = t.UTC().Add(-sendHour * time.Hour)
	if e == Month {
		return t.Format("2006-01")
	}
	year, week := t.ISOWeek()
	return fmt.Sprintf("%04d-W%02d", year, week)
}

// Digest is what happened under a filter.
type Digest struct {
	New, Changed []atlas.Entry // as the filter orders them
	Left         []atlas.Entry // still public, but no longer found
	NotPublic    int           // no longer public: their names are told to nobody
}

// Empty reports whether nothing happened.
func (d Digest) Empty() bool {
	return len(d.New)+len(d.Changed)+len(d.Left)+d.NotPublic == 0
}

// Gone is how many are no longer found, for whatever reason.
func (d Digest) Gone() int { return len(d.Left) + d.NotPublic }

// Compare says what happened between what was known and what is found. Public
// tells of an organisation that is no longer found whether it can still be read.
func Compare(before Known, found []*atlas.Entry, public map[string]*atlas.Entry) Digest {
	var d Digest
	still := map[string]bool{}
	for _, e := range found {
		still[e.ID] = true
		switch at, known := before[e.ID]; {
		case !known:
			d.New = append(d.New, *e)
		case e.UpdatedAt.Unix() > at.Unix():
			d.Changed = append(d.Changed, *e)
		}
	}
	for _, id := range before.ids() {
		if still[id] {
			continue
		}
		if e, ok := public[id]; ok {
			d.Left = append(d.Left, *e)
		} else {
			d.NotPublic++
		}
	}
	return d
}

// knownOf is what is found, to be compared with the next time.
func knownOf(found []*atlas.Entry) Known {
	k := make(Known, len(found))
	for _, e := range found {
		k[e.ID] = e.UpdatedAt
	}
	return k
}

func (k Known) ids() []string {
	ids := make([]string, 0, len(k))
	for id := range k {
		ids = append(ids, id)
	}
	return sorted(ids)
}

// String writes a line for each organisation, as it is stored.
func (k Known) String() string {
	var b strings.Builder
	for _, id := range k.ids() {
		fmt.Fprintf(&b, "%s %d\n", id, k[id].Unix())
	}
	return b.String()
}

// ReadKnown reads what String wrote. A line that cannot be read is an error.
func ReadKnown(text string) (Known, error) {
	k := Known{}
	for line := range strings.Lines(text) {
		id, at, ok := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		seconds, err := strconv.ParseInt(at, 10, 64)
		if !ok || err != nil || id == "" {
			return nil, fmt.Errorf("what a filter found cannot be read: %q", line)
		}
		k[id] = time.Unix(seconds, 0).UTC()
	}
	return k, nil
}
