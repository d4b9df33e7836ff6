// Package twin recognises the same organisation told twice: by its names, its
// website, its mail, its telephone and where it is. The rule is pure and is the
// same wherever it is asked: while somebody fills in the form, at the desk, at
// an import and every night. It sees only what is public of a card.
package twin

import (
	"cmp"
	"slices"
)

// Reason is something that two organisations have in common.
type Reason string

// The reasons, the ones that tell most first.
const (
	SameName    Reason = "same_name"
	SimilarName Reason = "similar_name"
	SameWebsite Reason = "same_website"
	SameMailbox Reason = "same_mailbox"
	SameMail    Reason = "same_mail" // the domain, not the whole address
	SamePhone   Reason = "same_phone"
	SameStreet  Reason = "same_street" // and the same number, in the same town
	SameTown    Reason = "same_town"
)

// weights say how much each reason adds to the score. A similar name counts by
// how similar it is.
var weights = map[Reason]float64{
	SameName: 0.6, SameWebsite: 0.6, SameMailbox: 0.6, SameMail: 0.5, SamePhone: 0.5, SameStreet: 0.3, SameTown: 0.2,
}

const (
	similarName = 0.88 // Jaro-Winkler; below, names are merely of one kind
	anywhere    = 0.94 // what names need that nothing else brings together
	enough      = 0.5  // the score from which a person is asked
)

// Twin is an organisation that may be the one in question, and why.
type Twin struct {
	Profile
	Reasons []Reason
	Score   float64 // 0 to 1, to put the likeliest first; shown in words only
}

// Sureness is a score in words.
type Sureness string

// The words for a score.
const (
	AlmostCertain Sureness = "almost_certain"
	Probable      Sureness = "probable"
	Possible      Sureness = "possible"
)

// Words puts a score into words.
func Words(score float64) Sureness {
	switch {
	case score >= 0.95:
		return AlmostCertain
	case score >= 0.7:
		return Probable
	default:
		return Possible
	}
}

// Likely compares two profiles and describes the second. It reports false when
// there is not enough reason to ask a person.
func Likely(a, b Profile) (Twin, bool) {
	score, reasons, ok := compare(&a, &b)
	return Twin{Profile: b, Reasons: reasons, Score: score}, ok
}

func compare(a, b *Profile) (score float64, reasons []Reason, ok bool) {
	add := func(reason Reason, weight float64) {
		reasons = append(reasons, reason)
		score += weight
	}
	town := shared(a.towns, b.towns)
	switch name := nameLikeness(a, b); {
	case name >= 1:
		add(SameName, weights[SameName])
	case name >= similarName && (town || name >= anywhere):
		add(SimilarName, 0.4*name+0.1)
	}
	if a.site != 0 && a.site == b.site {
		add(SameWebsite, weights[SameWebsite])
	}
	switch {
	case a.mailbox != 0 && a.mailbox == b.mailbox:
		add(SameMailbox, weights[SameMailbox])
	case a.domain != 0 && a.domain == b.domain:
		add(SameMail, weights[SameMail])
	}
	if a.phone != 0 && a.phone == b.phone {
		add(SamePhone, weights[SamePhone])
	}
	if shared(a.streets, b.streets) {
		add(SameStreet, weights[SameStreet])
	} else if town && len(reasons) > 0 {
		add(SameTown, weights[SameTown])
	}
	score = min(1, score)
	return score, reasons, score >= enough-1e-9 || town && slices.Contains(reasons, SimilarName)
}

func shared[T comparable](a, b []T) bool {
	return slices.ContainsFunc(a, func(x T) bool { return slices.Contains(b, x) })
}

// likeliest sorts twins by score and keeps a handful.
func likeliest(twins []Twin) []Twin {
	slices.SortFunc(twins, func(a, b Twin) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Name, b.Name), cmp.Compare(a.OrganisationID, b.OrganisationID))
	})
	return twins[:min(len(twins), handful)]
}

// handful is how many twins of one organisation a person is shown.
const handful = 5
