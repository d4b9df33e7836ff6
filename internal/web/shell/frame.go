package shell

import (
	"slices"

	"github.com/a-h/templ"
)

// headerKey is all that the header of a visitor depends on.
type headerKey struct {
	route   string // of the page, if the header leads to it
	current string
}

// footerKey is all that the footer depends on.
type footerKey struct{ theme string }

// header is the same on every public page that a visitor sees, but for the link
// to the other language.
func header(v *Visit, head Head) templ.Component {
	if v.Subject.SignedIn() || head.Area != PublicArea {
		return siteHeader(v, head, inOther(v))
	}
	key := headerKey{current: head.Current}
	if slices.Contains(publicNavigation(), v.Route) {
		key.route = v.Route
	}
	return Fixed(v, key, siteHeader(v, head, Hole), inOther(v))
}

// footer is the same on every page, but for the address to come back to.
func footer(v *Visit) templ.Component {
	return Fixed(v, footerKey{v.Theme}, siteFooter(v, Hole), here(v))
}

// publicNavigation are the routes that the header of a visitor leads to.
func publicNavigation() []string {
	return []string{"home", "atlas", "practices", "kit", "data", "research", "sign-in", "participate"}
}
