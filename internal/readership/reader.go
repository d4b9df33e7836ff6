package readership

import (
	"net/http"
	"strings"
)

// By reports whether a request is a person's reading that may be counted. It is
// not when the browser asks not to be counted (DNT, GPC), when a browser fetches
// the page ahead of its reader, or when a program says what it is.
func By(h http.Header) bool {
	if h.Get("DNT") == "1" || h.Get("Sec-GPC") == "1" {
		return false
	}
	if strings.Contains(h.Get("Sec-Purpose")+h.Get("Purpose"), "prefetch") {
		return false
	}
	agent := h.Get("User-Agent")
	return strings.HasPrefix(agent, "Mozilla/") && !isProgram(strings.ToLower(agent))
}

// isProgram knows the words with which programs that look like browsers give
// themselves away.
func isProgram(agent string) bool {
	for _, word := range [...]string{"bot", "crawl", "spider", "slurp", "headless", "preview", "monitor", "scan", "lighthouse", "facebookexternal", "archive", "+http"} {
		if strings.Contains(agent, word) {
			return true
		}
	}
	return false
}
