package organisation

import (
	"maps"
	"slices"
)

// Survivors says what organisations that were merged have become, by the ids of
// those that went. What names one of them is followed when it is read, so that a
// merge rewrites nobody's card and can be undone.
type Survivors map[string]string

// longestChain is how many merges one after the other are followed.
const longestChain = 16

// Of returns the id of what the organisation has become at last, its own unless
// it was merged.
func (s Survivors) Of(id string) string {
	for range longestChain {
		next, went := s[id]
		if !went {
			break
		}
		id = next
	}
	return id
}

// Whole lists the ids that lead to the organisation, its own first.
func (s Survivors) Whole(id string) []string {
	whole := []string{id}
	for _, went := range slices.Sorted(maps.Keys(s)) {
		if s.Of(went) == id {
			whole = append(whole, went)
		}
	}
	return whole
}

// Relations returns the relations that tellerID's card tells, with the
// organisations that those it names have become. What it told both of one that
// went and of one that stays is there once; nobody is related to themselves.
func (s Survivors) Relations(tellerID string, told []Relation) []Relation {
	if len(s) == 0 {
		return told
	}
	followed := make([]Relation, 0, len(told))
	for _, r := range told {
		now := s.Of(r.OrganisationID)
		moved := now != r.OrganisationID
		r.OrganisationID = now
		twice := func(other Relation) bool {
			return other.OrganisationID == now && other.Kind == r.Kind
		}
		if moved && (now == tellerID || slices.ContainsFunc(told, twice) || slices.ContainsFunc(followed, twice)) {
			continue
		}
		followed = append(followed, r)
	}
	return followed
}

// Links returns the links between what their ends have become.
func (s Survivors) Links(told []Link) []Link {
	followed := slices.Clone(told)
	for i, l := range followed {
		followed[i].From, followed[i].To = s.Of(l.From), s.Of(l.To)
	}
	return slices.DeleteFunc(followed, func(l Link) bool { return l.From == l.To })
}

// Answers returns what was said of relations between what their sides have
// become. Where that is two answers to one question, the newer holds; that a
// question was only asked never counts more than an answer.
func (s Survivors) Answers(said []RelationAnswer) []RelationAnswer {
	if len(s) == 0 {
		return said
	}
	type question struct{ teller, other, kind string }
	at := map[question]int{}
	var followed []RelationAnswer
	for _, a := range said {
		a.TellerID, a.OtherID = s.Of(a.TellerID), s.Of(a.OtherID)
		q := question{a.TellerID, a.OtherID, a.Kind}
		i, twice := at[q]
		switch {
		case a.TellerID == a.OtherID:
		case !twice:
			at[q] = len(followed)
			followed = append(followed, a)
		case a.outweighs(followed[i]):
			followed[i] = a
		}
	}
	return followed
}

// outweighs reports whether a counts and not b, of two answers to one question.
func (a RelationAnswer) outweighs(b RelationAnswer) bool {
	if a.given() != b.given() {
		return a.given()
	}
	return a.At.After(b.At)
}

// given reports whether somebody has answered, be it to take an answer back.
func (a RelationAnswer) given() bool { return a.Standing != Told || a.PersonID != "" }
