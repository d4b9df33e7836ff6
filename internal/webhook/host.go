package webhook

import "net/url"

// host is the part of an address that can be told: the rest may hold a key.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}

// Host is the name of the program's server.
func (h Hook) Host() string { return host(h.Address) }
