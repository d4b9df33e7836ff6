package shell

import (
	"net/http"
	"strings"
)

// HasCopy reports whether the reader's copy of a page has the tag, by the
// If-None-Match of the request. Proxies that compress weaken the tag that they
// were given, and it counts all the same (RFC 9110, 13.1.2).
func HasCopy(r *http.Request, tag string) bool {
	for named := range strings.SplitSeq(r.Header.Get("If-None-Match"), ",") {
		named = strings.TrimSpace(named)
		if named == "*" || strings.TrimPrefix(named, "W/") == tag {
			return true
		}
	}
	return false
}

// WantsOther reports whether the reader wants other versions of a page only, by
// the If-Match of the request. Weakened tags match nothing (RFC 9110, 13.1.1).
func WantsOther(r *http.Request, tag string) bool {
	wanted := r.Header.Get("If-Match")
	if wanted == "" {
		return false
	}
	for named := range strings.SplitSeq(wanted, ",") {
		if named = strings.TrimSpace(named); named == "*" || named == tag {
			return false
		}
	}
	return true
}
