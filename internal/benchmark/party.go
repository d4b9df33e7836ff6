package benchmark

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
)

// Key stands for one closed cycle: the first bytes of a hash of its id.
type Key [8]byte

// KeyOf returns the key of a cycle.
func KeyOf(cycleID string) Key {
	sum := sha256.Sum256([]byte(cycleID))
	return Key(sum[:8])
}

// MarshalText writes the key in hex.
func (k Key) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, k[:]), nil }

// UnmarshalText reads what MarshalText wrote.
func (k *Key) UnmarshalText(text []byte) error {
	if hex.DecodedLen(len(text)) != len(k) {
		return fmt.Errorf("a key of %d letters; want %d", len(text), hex.EncodedLen(len(k)))
	}
	_, err := hex.Decode(k[:], text)
	return err
}

// Party is a set of values that enter the figures together and leave them
// together.
type Party struct {
	Keys  []Key `json:"keys"`  // sorted
	Stays bool  `json:"stays"` // it is in the figures now
}

// State is the history of one snapshot's parties.
//
// Why parties: two snapshots that differ by one organisation tell what it
// brought, however large the group. Here a party comes in only with least values
// that were never in the figures before, and goes out whole as soon as one of
// its values may not be used any more. Every published set is then a union of
// parties, and no sum of multiples of published sets, over all time, is left
// with fewer than least values. Proof: look at the newest party that occurs in
// such a sum. Its new values occur in no older party, so all of them have one
// coefficient, that of the party; they are at least least, so it is zero, and
// the party can be left out. Go on with the next newest until none is left.
type State struct {
	Parties  []Party `json:"parties,omitempty"`
	Editions [][]int `json:"editions,omitempty"` // published sets, as numbers of parties, oldest first
}

// Present is one value that may be used now.
type Present struct {
	Key          Key
	Organisation int  // number
	Latest       bool // no newer cycle of the organisation may be used
	Value        float64
}

// Next returns the state after what may be used has become present. Values that
// are not there any more take their parties out at once; new ones wait until
// there are least of them.
func (s State) Next(present []Present, least int) State {
	usable := make(map[Key]Present, len(present))
	for _, p := range present {
		usable[p.Key] = p
	}
	next := State{Editions: s.Editions, Parties: slices.Clone(s.Parties)}
	next.leave(func(k Key) bool { _, ok := usable[k]; return !ok })
	known := s.known()
	var fresh []Present
	for _, p := range present {
		if p.Latest && !known[p.Key] {
			fresh = append(fresh, p)
		}
	}
	if len(fresh) < least {
		return next
	}
	// The newcomers' older values go, and with them their parties; whoever is
	// left over comes back in the new ones.
	renewed := map[int]bool{}
	for _, p := range fresh {
		renewed[p.Organisation] = true
	}
	next.leave(func(k Key) bool { return renewed[usable[k].Organisation] })
	standing, inside := next.standing(), map[int]bool{}
	for _, p := range present {
		inside[p.Organisation] = inside[p.Organisation] || standing[p.Key]
	}
	var rest []Present
	for _, p := range present {
		if p.Latest && known[p.Key] && !inside[p.Organisation] {
			rest = append(rest, p)
		}
	}
	next.Parties = append(next.Parties, parties(fresh, rest, least)...)
	return next
}

// parties divides values into as many parties as there are least new ones for
// each.
func parties(fresh, rest []Present, least int) []Party {
	byKey := func(a, b Present) int { return slices.Compare(a.Key[:], b.Key[:]) }
	slices.SortFunc(fresh, byKey)
	slices.SortFunc(rest, byKey)
	made := make([]Party, len(fresh)/least)
	for i, p := range append(fresh, rest...) {
		party := &made[i%len(made)]
		party.Keys = append(party.Keys, p.Key)
	}
	for i := range made {
		made[i].Stays = true
		slices.SortFunc(made[i].Keys, compareKeys)
	}
	return made
}

func compareKeys(a, b Key) int { return slices.Compare(a[:], b[:]) }

// leave takes out every party with a value that must go.
func (s *State) leave(must func(Key) bool) {
	for i, p := range s.Parties {
		if p.Stays && slices.ContainsFunc(p.Keys, must) {
			s.Parties[i] = Party{Keys: p.Keys}
		}
	}
}

// known are the values that have ever been in a party.
func (s State) known() map[Key]bool {
	known := map[Key]bool{}
	for _, p := range s.Parties {
		for _, k := range p.Keys {
			known[k] = true
		}
	}
	return known
}

// standing are the values in the figures.
func (s State) standing() map[Key]bool {
	standing := map[Key]bool{}
	for _, k := range s.Keys() {
		standing[k] = true
	}
	return standing
}

// edition is the set that would be published now.
func (s State) edition() []int {
	var edition []int
	for i, p := range s.Parties {
		if p.Stays {
			edition = append(edition, i)
		}
	}
	return edition
}

// Keys lists the values in the figures, sorted.
func (s State) Keys() []Key { return s.keysOf(s.edition()) }

func (s State) keysOf(edition []int) []Key {
	var keys []Key
	for _, i := range edition {
		keys = append(keys, s.Parties[i].Keys...)
	}
	slices.SortFunc(keys, compareKeys)
	return keys
}

// editions lists every set that was ever published.
func (s State) editions() [][]Key {
	sets := make([][]Key, len(s.Editions))
	for i, edition := range s.Editions {
		sets[i] = s.keysOf(edition)
	}
	return sets
}

// Published returns the state once the present set is public.
func (s State) Published() State {
	edition := s.edition()
	for _, before := range s.Editions {
		if slices.Equal(before, edition) {
			return s
		}
	}
	s.Editions = append(slices.Clone(s.Editions), edition)
	return s
}

// tells reports whether two sets differ by so few values that their figures
// together would tell of them.
func tells(a, b []Key, least int) bool {
	different := 0
	for len(a) > 0 && len(b) > 0 {
		switch order := compareKeys(a[0], b[0]); {
		case order < 0:
			a, different = a[1:], different+1
		case order > 0:
			b, different = b[1:], different+1
		default:
			a, b = a[1:], b[1:]
		}
		if different >= least {
			return false
		}
	}
	different += len(a) + len(b)
	return different > 0 && different < least
}

// byPreference orders groups: the first kind first, then by code.
func byPreference(a, b Group) int {
	return cmp.Or(cmp.Compare(slices.Index(Kinds(), a.Kind), slices.Index(Kinds(), b.Kind)), cmp.Compare(a.Code, b.Code))
}
