package api

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"time"

	"telaio/internal/atlas"
	"telaio/internal/fault"
	"telaio/internal/publication"
)

// mark is where a page of a walk ended, as it stands in an address.
type mark struct {
	Order     string    `json:"o"`
	ID        string    `json:"i"`
	Name      string    `json:"n,omitempty"`
	At        time.Time `json:"t,omitzero"`
	Relevance float32   `json:"r,omitempty"`
	Named     bool      `json:"m,omitempty"`
	Rarities  []float32 `json:"w,omitempty"`
}

// markOf keeps what the order needs.
func markOf(order atlas.Order, m atlas.Mark) mark {
	made := mark{Order: string(order), ID: m.ID}
	switch order {
	case atlas.ByName:
		made.Name = m.Name
	case atlas.ByFreshness:
		made.At = m.At
	case atlas.ByRelevance:
		made.Relevance, made.Named, made.Rarities = m.Relevance, m.Named, m.Rarities
	case atlas.ByID, atlas.ByDistance: // the id is enough, or no walk goes by it
	}
	return made
}

// readMark reads a cursor of a walk in an order; "" is the beginning.
func readMark(cursor string, order atlas.Order) (atlas.Mark, error) {
	if cursor == "" {
		return atlas.Mark{}, nil
	}
	m, err := unpack[mark](cursor)
	if err != nil || m.ID == "" || m.Order != string(order) || slices.ContainsFunc(m.Rarities, neverRarity) {
		return atlas.Mark{}, fault.New(fault.Malformed, "problem.cursor")
	}
	return atlas.Mark{ID: m.ID, Name: m.Name, At: m.At, Relevance: m.Relevance, Named: m.Named, Rarities: m.Rarities}, nil
}

// neverRarity reports whether no word counts so much, or so little, in any walk: a
// logarithm of how many organisations there are.
func neverRarity(r float32) bool { return r < 0 || r > 100 }

// moment is a point in the list of changes, as it stands in an address.
type moment struct {
	Last int64 `json:"l"`
}

// readMoment reads a cursor of the list of changes; "" is the beginning.
func readMoment(cursor string) (publication.Moment, error) {
	if cursor == "" {
		return publication.Moment{}, nil
	}
	m, err := unpack[moment](cursor)
	if err != nil || m.Last < 0 {
		return publication.Moment{}, fault.New(fault.Malformed, "problem.cursor")
	}
	return publication.Moment{Last: m.Last}, nil
}

// pack writes a value as one word for an address.
func pack(value any) string {
	raw, err := json.Marshal(value)
	if err != nil { // plain values can be written
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

func unpack[T any](word string) (value T, err error) {
	raw, err := base64.RawURLEncoding.DecodeString(word)
	if err != nil {
		return value, err
	}
	err = json.Unmarshal(raw, &value)
	return value, err
}
