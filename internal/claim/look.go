package claim

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/outbound"
)

// Web asks other servers, and refuses those inside the network.
type Web interface {
	Do(request *http.Request) (*http.Response, error)
}

// Looker looks for proofs on web sites.
type Looker struct {
	UseCases
	Web Web
}

const lookClaim = time.Minute // another node takes over after this

// LookNext looks at the next site that is due and reports whether there was one.
func (l Looker) LookNext(ctx context.Context) (bool, error) {
	now := l.now()
	c, err := l.Records.TakeSiteCheck(ctx, now, now.Add(lookClaim))
	if fault.KindOf(err) == fault.NotFound {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("take a site to look at: %w", err)
	}
	if err := l.lookAt(ctx, c); err != nil {
		return true, fmt.Errorf("look at a site: %w", err)
	}
	return true, nil
}

func (l Looker) lookAt(ctx context.Context, c Claim) error {
	o, err := l.Records.Organisation(ctx, c.OrganisationID)
	if err != nil {
		return err
	}
	c.Site.Attempt++
	c.Site.State = SiteRefused
	if o.State == organisation.Published {
		c.Site.State = l.Find(ctx, SiteProofsOf(o.Card.Contacts.Website), c.Site.Token)
	}
	now := l.now()
	c.Site.CheckedAt, c.Site.NextAt, c.Site.ClaimedUntil = now, time.Time{}, time.Time{}
	if c.Site.State == SiteFound {
		_, err := l.prove(ctx, c, BySite, func(ctx context.Context) error { return l.Records.SetClaimSite(ctx, c) })
		return err
	}
	if next, again := NextLook(c.Site, now); again && c.Site.State != SiteRefused {
		c.Site.NextAt = next
	}
	return l.Records.SetClaimSite(ctx, c)
}

// Find looks for the token where a proof may lie.
func (l Looker) Find(ctx context.Context, at SiteProofs, token string) SiteState {
	if at.Page == "" || token == "" {
		return SiteRefused
	}
	state := l.ask(ctx, at.Page, func(body []byte) bool { return HeadHolds(body, token) })
	if at.File == "" || state != SiteMissing {
		return state
	}
	if inFile := l.ask(ctx, at.File, func(body []byte) bool { return FileHolds(body, token) }); inFile == SiteFound {
		return inFile
	}
	return state
}

// ask fetches one address and says what it found there.
func (l Looker) ask(ctx context.Context, address string, holds func([]byte) bool) SiteState {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return SiteRefused
	}
	response, err := l.Web.Do(request)
	if errors.Is(err, outbound.ErrRefused) {
		return SiteRefused
	}
	if err != nil {
		return SiteUnreachable
	}
	defer response.Body.Close()
	// A page that is longer than what is read may still have its mark on top.
	body, err := io.ReadAll(response.Body)
	if err != nil && !errors.Is(err, outbound.ErrTooLarge) || response.StatusCode >= http.StatusInternalServerError {
		return SiteUnreachable
	}
	if response.StatusCode != http.StatusOK || !SameSite(request.URL, response.Request.URL) || !holds(body) {
		return SiteMissing
	}
	return SiteFound
}

// FileHolds reports whether one line of the file is the token.
func FileHolds(file []byte, token string) bool {
	lines := bufio.NewScanner(bytes.NewReader(file))
	for lines.Scan() {
		if strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff")) == token {
			return true
		}
	}
	return false
}

// HeadHolds reports whether the page's head has the mark with the token, as a
// browser reads the page. What stands in the body counts for nothing: visitors
// may have written it.
func HeadHolds(page []byte, token string) bool {
	document, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return false
	}
	for n := range document.Descendants() {
		if n.DataAtom == atom.Meta && n.Parent.DataAtom == atom.Head &&
			attribute(n, "name") == MetaName && strings.TrimSpace(attribute(n, "content")) == token {
			return true
		}
	}
	return false
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if strings.EqualFold(a.Key, name) {
			return a.Val
		}
	}
	return ""
}
