package web

import (
	"net/http"
	"strings"
)

// contentPolicy lets a page load from this site and nowhere else, and nothing
// that is written into the page. Pictures, and what scripts read, may come from
// one origin more each, if the operator names one.
func contentPolicy(pictures, reads string) string {
	return strings.Join([]string{
		"default-src 'none'", "script-src 'self'", "style-src 'self'", strings.TrimSpace("img-src 'self' data: " + pictures), "font-src 'self'",
		strings.TrimSpace("connect-src 'self' " + reads), "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'", "object-src 'none'",
	}, "; ")
}

// protection is the headers of every answer. They are written once and shared:
// nobody changes their values.
func protection(https bool, pictures, reads string) http.Header {
	h := http.Header{}
	h.Set("Content-Security-Policy", contentPolicy(pictures, reads))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(self), payment=(), usb=(), browsing-topics=()")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Embedder-Policy", "require-corp")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "private, no-store")
	if https {
		h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
	}
	return h
}

// allowShared lets anyone keep a public page, if they ask again before they use
// it. The cookies decide the theme, and whether the reader is signed in.
func allowShared(h http.Header) {
	h.Set("Cache-Control", "public, no-cache")
	h.Add("Vary", "Cookie")
}

// withholdPath keeps a key in the address from the sites that the page links
// to. It is strict-origin and not no-referrer: with the latter browsers send
// "Origin: null" with the page's own forms, and those without Sec-Fetch-Site
// (before 2023) would be taken for another site.
func withholdPath(h http.Header) {
	h.Set("Referrer-Policy", "strict-origin")
}
