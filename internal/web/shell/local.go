package shell

import (
	"net/url"
	"strings"
)

// LocalPath returns raw if it is the address of a page of this site, with its
// query, and "" if a browser could be led elsewhere by it.
func LocalPath(raw string) string {
	if len(raw) > 1000 || !strings.HasPrefix(raw, "/") || strings.HasPrefix(raw, "//") {
		return ""
	}
	for _, c := range raw {
		if c <= ' ' || c == '\\' || c > '~' {
			return ""
		}
	}
	u, err := url.Parse(raw)
	if err != nil || u.Host != "" || u.Scheme != "" || u.Fragment != "" {
		return ""
	}
	return raw
}
