package twin

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"maps"
	"net/url"
	"slices"
	"strings"

	"telaio/internal/compact"
	"telaio/internal/folding"
	"telaio/internal/organisation"
)

// Profile is the little of an organisation by which it is recognised. What is
// only ever compared is kept as a number.
type Profile struct {
	OrganisationID string
	Slug           string
	Name           string
	State          organisation.State
	Example        bool
	Town           string // name of its first town, for people

	names   []name
	towns   []string // gazetteer codes
	site    uint64   // of the website; 0 = none, as below
	mailbox uint64   // of the whole address
	domain  uint64   // of the address, 0 at a provider of private ones
	phone   uint64
	streets []uint64 // with number and town
}

// ProfileOf describes a card.
func ProfileOf(card organisation.Card) Profile {
	p := Profile{
		Name: card.Name, site: number(siteOf(card.Contacts.Website)), phone: number(phoneOf(card.Contacts.Phone)),
		mailbox: number(strings.ToLower(strings.TrimSpace(card.Contacts.Email))), domain: number(mailDomain(card.Contacts.Email)),
	}
	for _, text := range append([]string{card.Name}, card.OtherNames...) {
		if n := newName(text); n.core != "" && !slices.Contains(p.Names(), n.core) {
			p.names = append(p.names, n)
		}
	}
	for _, place := range card.Places {
		p.place(place)
	}
	return p
}

// Of describes an organisation that is known.
func Of(o organisation.Organisation) Profile {
	p := ProfileOf(o.Card)
	p.OrganisationID, p.Slug, p.State, p.Example = o.ID, o.Slug, o.State, o.Example
	return p
}

// keepTogether makes the profile's own words parts of one text, and what others
// say too the same for all.
func (p *Profile) keepTogether() {
	own := []*string{&p.OrganisationID, &p.Slug, &p.Name}
	for i := range p.names {
		n := &p.names[i]
		if own = append(own, &n.core); n.ordered != n.core {
			own = append(own, &n.ordered)
		}
	}
	compact.Together(own...)
	for i := range p.names {
		if n := &p.names[i]; n.ordered == n.core {
			n.ordered = n.core
		}
	}
	compact.Once(&p.Town, (*string)(&p.State))
	for i := range p.towns {
		compact.Once(&p.towns[i])
	}
}

func (p *Profile) place(place organisation.Place) {
	town := place.Municipality.Code
	if town != "" && !slices.Contains(p.towns, town) {
		p.towns = append(p.towns, town)
	}
	if p.Town == "" {
		p.Town = place.Municipality.Name
	}
	if street := folding.Fold(place.Address); town != "" && strings.ContainsAny(street, "0123456789") {
		p.streets = append(p.streets, number(town+" "+street))
	}
}

// question stands for everything by which the profile is compared, and for
// those that it is not to be compared with.
func (p Profile) question(others map[string]bool) string {
	apart := slices.Sorted(maps.Keys(others))
	return fmt.Sprint(p.OrganisationID, p.Names(), p.towns, p.site, p.mailbox, p.domain, p.phone, p.streets, apart)
}

// Looks stands for the names and the website: whoever said that two
// organisations differ is asked again only when it changes.
func (p Profile) Looks() string {
	names := slices.Sorted(slices.Values(p.Names()))
	sum := sha256.Sum256([]byte(strings.Join(names, "\n") + "\n" + hex.EncodeToString(bytesOf(p.site))))
	return hex.EncodeToString(sum[:12])
}

// SortName is the name to put profiles in order by.
func (p Profile) SortName() string {
	if len(p.names) > 0 {
		return p.names[0].core
	}
	return p.Slug
}

// Names are its names without legal forms, accents and case.
func (p Profile) Names() []string {
	names := make([]string, len(p.names))
	for i, n := range p.names {
		names[i] = n.core
	}
	return names
}

// number stands for a text that is only ever compared (FNV-1a, 64 bits); 0 for
// an empty one.
func number(text string) uint64 {
	if text == "" {
		return 0
	}
	h := fnv.New64a()
	h.Write([]byte(text))
	return max(1, h.Sum64())
}

func bytesOf(n uint64) []byte {
	b := make([]byte, 8)
	for i := range b {
		b[i] = byte(n >> (8 * i))
	}
	return b
}

// sharedHosts are sites on which many organisations have a page: there the page
// counts, not the site.
var sharedHosts = setOf("facebook.com", "m.facebook.com", "instagram.com", "linkedin.com", "linktr.ee", "sites.google.com", "x.com", "twitter.com",
	"youtube.com", "t.me", "wordpress.com", "medium.com", "github.com", "wixsite.com", "vimeo.com", "docs.google.com")

// siteOf is what tells a website from others.
func siteOf(website string) string {
	website = strings.ToLower(strings.TrimSpace(website))
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
	host := strings.TrimSuffix(strings.TrimPrefix(u.Hostname(), "www."), ".")
	if !sharedHosts[host] {
		return host
	}
	path := strings.Trim(u.Path, "/")
	if path == "" {
		return ""
	}
	return host + "/" + path
}

func mailDomain(address string) string {
	_, domain, _ := strings.Cut(strings.ToLower(strings.TrimSpace(address)), "@")
	if PrivateMail(domain) {
		return ""
	}
	return domain
}

// PrivateMail reports whether mostly private people have a mailbox at the
// domain.
func PrivateMail(domain string) bool { return privateMail[domain] }

var privateMail = setOf("gmail.com", "googlemail.com", "yahoo.it", "yahoo.com", "ymail.com", "hotmail.it", "hotmail.com", "outlook.it", "outlook.com",
	"live.it", "live.com", "msn.com", "icloud.com", "me.com", "libero.it", "virgilio.it", "tiscali.it", "alice.it", "tim.it", "tin.it", "fastwebnet.it",
	"email.it", "inwind.it", "iol.it", "proton.me", "protonmail.com", "gmx.com", "gmx.net", "aol.com", "mail.com", "pec.it", "legalmail.it")

// shortestPhone is how many digits tell one telephone from another.
const shortestPhone = 7

// phoneOf is a number without the signs between its digits and without the
// prefix of Italy.
func phoneOf(phone string) string {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, phone)
	digits = strings.TrimPrefix(digits, "00")
	if strings.HasPrefix(strings.TrimSpace(phone), "+39") || len(digits) > 10 {
		digits = strings.TrimPrefix(digits, "39")
	}
	if len(digits) < shortestPhone {
		return ""
	}
	return digits
}

func setOf(words ...string) map[string]bool {
	set := map[string]bool{}
	for _, w := range words {
		set[w] = true
	}
	return set
}
