package review

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"github.com/adrg/strutil/metrics"

	"telaio/internal/lookalike"
	"telaio/internal/organisation"
)

// Profile is the little of an organisation by which it is recognised.
type Profile struct {
	OrganisationID string
	Slug           string
	Name           string
	State          organisation.State
	Town           string // name of its first town, for people

	names   []string // skeletons of every name, without legal forms
	towns   []string // gazetteer codes
	host    string   // of the website
	mailing string   // domain of the address, "" at a private provider
}

// Likeness is one reason why two organisations may be the same.
type Likeness string

// The reasons.
const (
	SameName    Likeness = "same_name"
	SimilarName Likeness = "similar_name"
	SameTown    Likeness = "same_town"
	SameWebsite Likeness = "same_website"
	SameMail    Likeness = "same_mail"
)

// Twin is an organisation that may be the proposed one, and why.
type Twin struct {
	Profile
	Reasons []Likeness
	Score   float64 // 0 to 1, to put the likeliest first; never shown
}

// ProfileOf describes a card.
func ProfileOf(card organisation.Card) Profile {
	p := Profile{Name: card.Name, host: hostOf(card.Contacts.Website), mailing: mailDomain(card.Contacts.Email)}
	for _, name := range append([]string{card.Name}, card.OtherNames...) {
		if core := coreName(name); core != "" && !slices.Contains(p.names, core) {
			p.names = append(p.names, core)
		}
	}
	for _, place := range card.Places {
		if code := place.Municipality.Code; code != "" && !slices.Contains(p.towns, code) {
			p.towns = append(p.towns, code)
		}
		if p.Town == "" {
			p.Town = place.Municipality.Name
		}
	}
	return p
}

const (
	similarName = 0.88 // Jaro-Winkler; below, names are merely of one kind
	enough      = 0.5
)

// Likely compares two profiles. It reports false when there is not enough
// reason to ask a person.
func Likely(a, b Profile) (Twin, bool) {
	twin := Twin{Profile: b}
	name := nameLikeness(a, b)
	add := func(reason Likeness, weight float64) {
		twin.Reasons = append(twin.Reasons, reason)
		twin.Score += weight
	}
	town := shared(a.towns, b.towns)
	switch {
	case name >= 1:
		add(SameName, 0.6)
	case name >= similarName && (town || name >= 0.94):
		add(SimilarName, 0.4*name+0.1)
	}
	if a.host != "" && a.host == b.host {
		add(SameWebsite, 0.6)
	}
	if a.mailing != "" && a.mailing == b.mailing {
		add(SameMail, 0.5)
	}
	if town && len(twin.Reasons) > 0 {
		add(SameTown, 0.2)
	}
	twin.Score = min(1, twin.Score)
	return twin, twin.Score >= enough-1e-9 || (town && slices.Contains(twin.Reasons, SimilarName))
}

func nameLikeness(a, b Profile) float64 {
	measure := metrics.NewJaroWinkler()
	best := 0.0
	for _, x := range a.names {
		for _, y := range b.names {
			if x == y {
				return 1
			}
			best = max(best, min(0.99, measure.Compare(x, y)))
		}
	}
	return best
}

func shared(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}

// likeliest sorts twins by score and keeps a handful.
func likeliest(twins []Twin) []Twin {
	slices.SortFunc(twins, func(a, b Twin) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Name, b.Name), cmp.Compare(a.OrganisationID, b.OrganisationID))
	})
	return twins[:min(len(twins), 5)]
}

// legalForms are words that say what an organisation is in law, or nothing.
var legalForms = setOf("aps", "odv", "ets", "onlus", "asd", "srl", "srls", "spa", "snc", "sas", "ss", "scarl", "scrl", "soc", "coop", "societa",
	"cooperativa", "cooperativo", "sociale", "associazione", "ass", "fondazione", "comitato", "collettivo", "consorzio", "impresa", "benefit",
	"the", "il", "la", "lo", "i", "gli", "le", "l", "di", "del", "della", "dei", "delle", "d", "e", "ed", "per", "a", "in")

// coreName is the skeleton of a name without legal forms and small words. A
// name of nothing else is kept whole.
func coreName(name string) string {
	skeleton := strings.ReplaceAll(lookalike.Skeleton(name), ".", "")
	words := strings.FieldsFunc(skeleton, func(r rune) bool { return !isLetterOrDigit(r) })
	var core []string
	for _, w := range words {
		if !legalForms[w] {
			core = append(core, w)
		}
	}
	if len(core) == 0 {
		core = words
	}
	return strings.Join(core, " ")
}

func isLetterOrDigit(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > 127
}

// sharedHosts are sites on which many organisations have a page.
var sharedHosts = setOf("facebook.com", "instagram.com", "linkedin.com", "linktr.ee", "sites.google.com", "x.com", "twitter.com", "youtube.com",
	"t.me", "wordpress.com", "medium.com", "github.com", "github.io", "wixsite.com")

func hostOf(website string) string {
	if website == "" {
		return ""
	}
	if !strings.Contains(website, "://") {
		website = "https://" + website
	}
	u, err := url.Parse(website)
	if err != nil {
		return ""
	}
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	if sharedHosts[host] {
		return ""
	}
	return host
}

func mailDomain(address string) string {
	_, domain, _ := strings.Cut(strings.ToLower(address), "@")
	if privateMail[domain] {
		return ""
	}
	return domain
}
