package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// draft is a form that one client fills in over and over.
type draft struct {
	path    string // of its first step
	cookies string
	saves   int // how many steps have been acknowledged
}

// measureSteps saves steps of the participation form: each client has a draft
// of its own, and each answer is "saved" only once it is durable.
func measureSteps(ctx context.Context, p *process, duration time.Duration) (figure, error) {
	drafts := make([]*draft, connections)
	for i := range drafts {
		d, err := p.beginDraft(ctx)
		if err != nil {
			return figure{}, fmt.Errorf("begin a draft: %w", err)
		}
		drafts[i] = d
	}
	return measure(ctx, p, "durable form step", duration, func(ctx context.Context, client, i int) (*http.Request, int, error) {
		d := drafts[client]
		form := url.Values{
			"number": {strconv.Itoa(d.saves)}, "name": {fmt.Sprintf("Officina di prova %d", i)}, "types": {"association", "cooperative"},
			"other_names": {"OP\nOfficina"}, "legal_status": {"formal"}, "year": {"2013"}, "action": {"continue"},
		}
		d.saves++
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, p.url+d.path, strings.NewReader(form.Encode()))
		if err != nil {
			return nil, 0, err
		}
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Cookie", d.cookies)
		return request, http.StatusSeeOther, nil
	})
}

// beginDraft presses the button of the invitation and follows to the form's
// first step.
func (p *process) beginDraft(ctx context.Context) (*draft, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	web := &http.Client{Jar: jar}
	body := strings.NewReader(url.Values{"origin": {"new"}}.Encode())
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, p.url+"/partecipa", body)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := web.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK || response.Request.URL.Path == "/partecipa" {
		return nil, errors.New("the form did not open")
	}
	d := &draft{path: response.Request.URL.Path}
	for _, cookie := range jar.Cookies(response.Request.URL) {
		d.cookies += cookie.Name + "=" + cookie.Value + "; "
	}
	return d, nil
}
