package webhook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
	"unicode"

	"telaio/internal/outbound"
)

// Poster sends requests.
type Poster interface {
	// Check says whether the address may be asked at all.
	Check(address string) error
	Post(ctx context.Context, address string, header http.Header, body []byte) (Answer, error)
}

// Answer is what a program answered.
type Answer struct {
	Status int
	Text   string // its beginning
}

// OK reports whether it has taken the request.
func (a Answer) OK() bool { return a.Status >= 200 && a.Status < 300 }

// HTTP sends requests to public addresses only. It follows no redirect.
type HTTP struct {
	Client *outbound.Client
	Agent  string // what it calls itself
	// Plain lets a test use an address without TLS.
	Plain bool
}

// NewHTTP returns a poster that waits for an answer as long as the specification
// asks for. It says from which site it comes.
func NewHTTP(site string) HTTP {
	return HTTP{Agent: outbound.Agent + " (+" + site + ")", Client: outbound.New(outbound.Limits{Timeout: 15 * time.Second, MaxBytes: 64 << 10})}
}

// errPlain is what an address without TLS gets.
var errPlain = errors.New("an address needs https")

// Check refuses what is no public address with TLS.
func (p HTTP) Check(address string) error {
	u, err := p.Client.Check(address)
	if err != nil {
		return err
	}
	if u.Scheme != "https" && !p.Plain {
		return errPlain
	}
	return nil
}

// Post sends a request. The error tells in a few words why there was no answer.
func (p HTTP) Post(ctx context.Context, address string, header http.Header, body []byte) (Answer, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return Answer{}, fmt.Errorf("put a request together: %w", err)
	}
	r.Header = header.Clone()
	r.Header.Set("User-Agent", p.Agent)
	answer, err := p.Client.Do(r)
	if err != nil {
		return Answer{}, err
	}
	defer answer.Body.Close()
	const most = 500 // bytes that are kept
	text, err := io.ReadAll(io.LimitReader(answer.Body, most))
	if err != nil {
		text = nil // the status is what counts
	}
	return Answer{Status: answer.StatusCode, Text: readable(string(text))}, nil
}

// readable leaves of an answer what can be stored and read, on one line.
func readable(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case r == unicode.ReplacementChar || !unicode.IsPrint(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	runes := []rune(strings.Join(strings.Fields(text), " "))
	return string(runes[:min(len(runes), 200)])
}
