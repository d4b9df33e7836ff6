package organisation

import (
	"cmp"
	"slices"
	"time"
)

// Standing is how far two organisations agree on a relation.
type Standing string

// The standings.
const (
	Told      Standing = "told"      // one says so, the other has not answered
	Confirmed Standing = "confirmed" // both say so
	Denied    Standing = "denied"    // the other says that it is not so: the public does not see it
)

// RelationAnswer is what the other side says of a relation that Teller's card
// tells. It holds for that kind only: another kind is another question.
type RelationAnswer struct {
	TellerID string
	OtherID  string
	Kind     string // taxonomy relation_kind, as the teller says it
	Standing Standing
	PersonID string // who answered; "" = the question has been asked, or that person was erased
	At       time.Time
}

// Inverse returns the kind by which the other side would tell a relation.
type Inverse func(kind string) string

// Tells reports whether the card says that its organisation has the relation of
// that kind to the other.
func (c Card) Tells(otherID, kind string) bool {
	return slices.ContainsFunc(c.Relations, func(r Relation) bool { return r.OrganisationID == otherID && r.Kind == kind })
}

// StandingOf says how far the other side agrees with a relation that tellerID
// tells: by its own card, or by its answer. An answer to the contrary counts
// more than its card, which may be older.
func StandingOf(tellerID string, r Relation, other Card, answers []RelationAnswer, inverse Inverse) Standing {
	for _, a := range answers {
		if a.TellerID == tellerID && a.OtherID == r.OrganisationID && a.Kind == r.Kind && a.Standing != Told {
			return a.Standing
		}
	}
	if other.Tells(tellerID, inverse(r.Kind)) {
		return Confirmed
	}
	return Told
}

// Tie is a relation as the public sees it on an organisation's page.
type Tie struct {
	Relation
	Standing Standing
	Theirs   bool // only the other side's card tells it, and this one has confirmed it
}

// Ties lists what the public sees of o's relations: those that its card tells
// and the other side has not denied, then those that others tell and it has
// confirmed. Related holds the published organisations that either names.
func Ties(o Organisation, related map[string]Organisation, answers []RelationAnswer, inverse Inverse) []Tie {
	var ties []Tie
	for _, r := range o.Card.Relations {
		standing := StandingOf(o.ID, r, related[r.OrganisationID].Card, answers, inverse)
		if standing != Denied {
			ties = append(ties, Tie{Relation: r, Standing: standing})
		}
	}
	for _, a := range answers {
		teller, published := related[a.TellerID]
		if !published || a.OtherID != o.ID || a.Standing != Confirmed || o.Card.Tells(a.TellerID, inverse(a.Kind)) {
			continue
		}
		for _, r := range teller.Card.Relations {
			if r.OrganisationID == o.ID && r.Kind == a.Kind {
				ties = append(ties, Tie{
					Relation: Relation{Kind: inverse(r.Kind), Name: teller.Card.Name, OrganisationID: teller.ID, Since: r.Since, Until: r.Until},
					Standing: Confirmed, Theirs: true,
				})
				break
			}
		}
	}
	return ties
}

// Link is a relation between two published organisations, told by one or both.
type Link struct {
	From, To     string // ids; From tells it
	Kind         string // as From says it
	Since, Until int    // years, 0 = not said
	Standing     Standing
}

// Links joins what organisations tell of one another: what two tell of the same
// relation is one link. Denied ones and those to an organisation that is not
// published are left out. The order does not depend on that of the input.
func Links(told []Link, answers []RelationAnswer, inverse Inverse) []Link {
	type key struct{ from, to, kind string }
	standing := map[key]Standing{}
	for _, a := range answers {
		standing[key{a.TellerID, a.OtherID, a.Kind}] = a.Standing
	}
	told = slices.SortedFunc(slices.Values(told), func(a, b Link) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Since, b.Since), cmp.Compare(a.Until, b.Until))
	})
	at := map[key]int{}
	var links []Link
	for _, l := range told {
		own, theirs := key{l.From, l.To, l.Kind}, key{l.To, l.From, inverse(l.Kind)}
		if standing[own] == Denied || standing[theirs] == Denied {
			continue
		}
		if i, known := at[theirs]; known {
			links[i].Standing = Confirmed
			links[i].Since, links[i].Until = cmp.Or(links[i].Since, l.Since), cmp.Or(links[i].Until, l.Until)
			continue
		}
		if _, twice := at[own]; twice || l.From == l.To {
			continue
		}
		l.Standing = cmp.Or(standing[own], Told)
		at[own] = len(links)
		links = append(links, l)
	}
	return links
}
