package claim

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/secret"
)

// Site is the proof on the organisation's web site and how the search for it
// goes.
type Site struct {
	Token        string // to be put there; "" = not begun
	State        SiteState
	AskedAt      time.Time
	CheckedAt    time.Time // zero = not yet
	Attempt      int
	NextAt       time.Time // when to look again; zero = no more
	ClaimedUntil time.Time // somebody is looking until then
}

// SiteState is what the last look at the site found.
type SiteState string

// The states.
const (
	SiteWaiting     SiteState = "waiting"     // nobody has looked yet
	SiteMissing     SiteState = "missing"     // the site answers, the token is not there
	SiteUnreachable SiteState = "unreachable" // the site does not answer
	SiteRefused     SiteState = "refused"     // an address that this server does not ask
	SiteFound       SiteState = "found"
)

// Looking reports whether the site will be looked at within a moment.
func (s Site) Looking(now time.Time) bool {
	return !s.NextAt.IsZero() && !s.NextAt.After(now.Add(time.Second)) || s.ClaimedUntil.After(now)
}

// MetaName and FileName name the mark in a page's head, and the file.
const (
	MetaName = "telaio-claim"
	FileName = "/.well-known/telaio.txt"
)

// SiteProofs is where a proof may lie. Of an address with a path only the page
// itself counts: whoever has a folder on a host does not speak for the host.
type SiteProofs struct {
	Page string // "" = the site is none where a proof can lie
	File string // "" = only the page counts
}

// sharedHosts are sites where everybody has a page and nobody its head.
var sharedHosts = []string{
	"facebook.com", "instagram.com", "linkedin.com", "x.com", "twitter.com", "youtube.com", "tiktok.com", "t.me", "wa.me", "linktr.ee",
	"threads.net", "telegram.me", "whatsapp.com",
}

// SiteProofsOf reads the web site of a card.
func SiteProofsOf(website string) SiteProofs {
	u, err := url.Parse(strings.TrimSpace(website))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil {
		return SiteProofs{}
	}
	host := strings.ToLower(u.Hostname())
	if slices.ContainsFunc(sharedHosts, func(shared string) bool { return host == shared || strings.HasSuffix(host, "."+shared) }) {
		return SiteProofs{}
	}
	u.Fragment = ""
	proofs := SiteProofs{Page: u.String()}
	if (u.Path == "" || u.Path == "/") && u.RawQuery == "" {
		proofs.File = u.Scheme + "://" + u.Host + FileName
	}
	return proofs
}

// SameSite reports whether an answer from one address speaks for another: the
// host is the same, "www." aside.
func SameSite(asked, answered *url.URL) bool {
	bare := func(u *url.URL) string { return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.") }
	return bare(asked) == bare(answered)
}

// How long the site is looked at again by itself.
const siteLife = 7 * 24 * time.Hour

// NextLook says when to look at the site again after so many attempts, and false
// if it has been long enough. Whoever has put the proof there need not wait: they
// can ask for a look at once.
func NextLook(s Site, now time.Time) (time.Time, bool) {
	pauses := []time.Duration{2 * time.Minute, 10 * time.Minute, time.Hour, 6 * time.Hour}
	next := now.Add(pauses[min(max(s.Attempt-1, 0), len(pauses)-1)])
	return next, next.Before(s.AskedAt.Add(siteLife))
}

// BeginSite gives the person a token to put on the organisation's web site, the
// one that they have if there is one.
func (u UseCases) BeginSite(ctx context.Context, who account.Subject, o organisation.Organisation) error {
	return u.look(ctx, who, o, func(c *Claim) {
		if c.Site.Token == "" {
			c.Site = Site{Token: strings.ToLower(secret.ID())}
		}
	})
}

// LookAgain has the site looked at as soon as possible, and for a week from now.
func (u UseCases) LookAgain(ctx context.Context, who account.Subject, o organisation.Organisation) error {
	return u.look(ctx, who, o, func(c *Claim) {
		now := u.now()
		if c.Site.Token == "" || c.Site.Looking(now) {
			return
		}
		c.Site.AskedAt, c.Site.NextAt, c.Site.Attempt = now, now, 0
		if c.Site.State == "" {
			c.Site.State = SiteWaiting
		}
	})
}

func (u UseCases) look(ctx context.Context, who account.Subject, o organisation.Organisation, change func(*Claim)) error {
	if err := mayClaim(who, o); err != nil {
		return err
	}
	if SiteProofsOf(o.Card.Contacts.Website).Page == "" {
		return fault.New(fault.Conflict, "claim.no_site")
	}
	err := u.Records.InTx(ctx, func(ctx context.Context) error {
		if err := u.Records.BeginClaim(ctx, Claim{OrganisationID: o.ID, PersonID: who.PersonID, BegunAt: u.now()}); err != nil {
			return err
		}
		c, err := u.begun(ctx, who, o)
		if err != nil {
			return err
		}
		change(&c)
		return u.Records.SetClaimSite(ctx, c)
	})
	if err != nil {
		return fmt.Errorf("have a site looked at: %w", err)
	}
	return nil
}
