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
