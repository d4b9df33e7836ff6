package main

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"telaio/internal/testkit"
)

// TestAlertPages asks for alerts about a filter, confirms them by the link in the
// letter, and stops them as a mail program does.
func TestAlertPages(t *testing.T) {
	p, handler := openCage(t, io.Discard)
	browser := testkit.NewBrowser(t, handler)
	const asking = "/avvisi?forma=advocacy"
	page := browser.Get(asking)
	testkit.CheckHTML(t, page.Body.String())
	if !strings.Contains(page.Body.String(), "Advocacy") {
		t.Errorf("the form does not say what is followed:\n%s", page.Body)
	}
	wrong := browser.Post(asking, url.Values{"email": {"niente"}, "every": {"month"}})
	testkit.CheckHTML(t, wrong.Body.String())
	if wrong.Code != http.StatusUnprocessableEntity || !strings.Contains(wrong.Body.String(), `value="niente"`) {
		t.Errorf("a wrong address = %d", wrong.Code)
	}
	asked := browser.Post(asking, url.Values{"email": {"giulia@example.org"}, "every": {"month"}})
	if to := asked.Header().Get("Location"); to != "/atlante?forma=advocacy&notice=alert_asked" {
		t.Fatalf("asked: %d to %q", asked.Code, to)
	}
	letters := testkit.Letters(t, p.store)
	if len(letters) != 1 || letters[0].To != "giulia@example.org" {
		t.Fatalf("letters: %+v", letters)
	}
	path := strings.TrimPrefix(letters[0].Values["Link"], "http://127.0.0.1:8080")
	confirming := browser.Get(path)
	testkit.CheckHTML(t, confirming.Body.String())
	browser.Post(path, url.Values{"do": {"confirm"}})
	confirmed := browser.Get(path + "?notice=alert_confirmed")
	testkit.CheckHTML(t, confirmed.Body.String())
	if !strings.Contains(confirmed.Body.String(), `value="month" checked`) || strings.Contains(confirmed.Body.String(), "Sì, avvisatemi") {
		t.Errorf("after the confirmation:\n%s", confirmed.Body)
	}
	if confirmed.Header().Get("Referrer-Policy") != "strict-origin" {
		t.Error("the key in the address would be told to other sites")
	}
	stopped := testkit.NewBrowser(t, handler).Post(path, url.Values{"List-Unsubscribe": {"One-Click"}})
	if stopped.Code != http.StatusOK {
		t.Errorf("one click = %d", stopped.Code)
	}
	gone := browser.Get(path)
	testkit.CheckHTML(t, gone.Body.String())
	if gone.Code != http.StatusGone {
		t.Errorf("after the stop = %d", gone.Code)
	}
}
