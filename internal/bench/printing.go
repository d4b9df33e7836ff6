package bench

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"telaio/internal/pdf"
)

// mostPrinting is the most that a PDF may take from the request until it can be
// fetched.
const mostPrinting = 5 * time.Second

// prints is how often the PDF of the result is made.
const prints = 5

// measurePrinting asks for the PDF of the result, as its editor does, and waits
// until it can be fetched. Where there is no browser to print with it says so.
func (r *report) measurePrinting(ctx context.Context, server *process) error {
	if _, ok := pdf.Find(""); !ok || r.result.path == "" {
		r.printing = "PDF of the result: not measured, there is no Chromium here."
		return nil
	}
	var longest, whole time.Duration
	for range prints {
		took, err := r.printOnce(ctx, server)
		if err != nil {
			return err
		}
		longest, whole = max(longest, took), whole+took
	}
	r.printing = fmt.Sprintf("PDF of the result of %d people, from the request until it can be fetched, Chromium's start and the queue included: %.1f s on average, %.1f s at most of %d (limit %.0f s).",
		groupSize, (whole / prints).Seconds(), longest.Seconds(), prints, mostPrinting.Seconds())
	return nil
}

func (r *report) printOnce(ctx context.Context, server *process) (time.Duration, error) {
	page := server.url + strings.TrimSuffix(r.result.path, "risultato")
	begin := time.Now()
	if _, err := r.ask(ctx, http.MethodPost, page+"pdf", http.StatusSeeOther); err != nil {
		return 0, fmt.Errorf("ask for a PDF: %w", err)
	}
	for time.Since(begin) < time.Minute {
		answer, err := r.ask(ctx, http.MethodGet, page+"pdf", http.StatusOK)
		if err != nil {
			return 0, fmt.Errorf("look whether the PDF is made: %w", err)
		}
		if answer.Get("Refresh") != "" { // it is under way
			time.Sleep(50 * time.Millisecond)
			continue
		}
		took := time.Since(begin)
		if _, err := r.ask(ctx, http.MethodGet, page+"risultato.pdf", http.StatusOK); err != nil {
			return 0, fmt.Errorf("fetch the PDF: %w", err)
		}
		return took, nil
	}
	return 0, errors.New("the PDF was not made within a minute")
}

// ask sends a request as the editor and returns the header of the answer, whose
// status has to be the one that is wanted.
func (r *report) ask(ctx context.Context, method, address string, want int) (http.Header, error) {
	request, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Cookie", r.result.cookie)
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	response.Body.Close()
	if response.StatusCode != want {
		return nil, fmt.Errorf("%s %s answers %d", method, address, response.StatusCode)
	}
	return response.Header, nil
}
