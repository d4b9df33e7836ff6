package shell

import "telaio/internal/account"

// entry is one link of the navigation.
type entry struct {
	Route string // name
	Label string
}

// navigation lists the links of the area that the page belongs to. A route that
// this site does not have is left out.
func navigation(v *Visit, area Area) []entry {
	var wanted []entry
	switch area {
	case DeskArea:
		wanted = deskNavigation(v)
	case OrganisationArea:
		wanted = []entry{{"area", v.T("nav.area")}, {"atlas", v.T("nav.atlas")}}
	default:
		wanted = []entry{
			{"atlas", v.T("nav.atlas")},
			{"practices", v.T("nav.practices")},
			{"data", v.T("nav.data")},
			{"research", v.T("nav.research")},
		}
	}
	var entries []entry
	for _, e := range wanted {
		if v.Site.Paths.Has(e.Route) {
			entries = append(entries, e)
		}
	}
	return entries
}

func deskNavigation(v *Visit) []entry {
	entries := []entry{{"desk", v.T("nav.inbox")}, {"desk-organisations", v.T("nav.organisations")}}
	if account.Can(v.Subject, account.Administer, account.Object{}) {
		entries = append(entries, entry{"people", v.T("nav.people")})
	}
	if v.Site.Demo && account.Can(v.Subject, account.ReadMailbox, account.Object{}) {
		entries = append(entries, entry{"mailbox", v.T("nav.mailbox")})
	}
	return append(entries, entry{"atlas", v.T("nav.atlas")})
}

// ownPages lists the areas that the reader may enter, outside of them.
func ownPages(v *Visit, area Area) []entry {
	var entries []entry
	if area != DeskArea && v.Subject.Team() && v.Site.Paths.Has("desk") {
		entries = append(entries, entry{"desk", v.T("nav.desk")})
	}
	if area == PublicArea && v.Subject.Has(account.OrganisationEditor) && v.Site.Paths.Has("area") {
		entries = append(entries, entry{"area", v.T("nav.area")})
	}
	if v.Subject.SignedIn() && v.Site.Paths.Has("account") {
		entries = append(entries, entry{"account", v.T("nav.account")})
	}
	return entries
}

// current is the aria-current of a link to the route: the page itself, a page
// below it, or "" for another part of the site.
func current(v *Visit, head Head, route string) string {
	switch route {
	case v.Route:
		return "page"
	case head.Current:
		return "true"
	default:
		return ""
	}
}

// areaName stands beside the brand.
func areaName(v *Visit, area Area) string {
	switch area {
	case DeskArea:
		return v.T("site.team_area")
	case OrganisationArea:
		return v.T("site.organisation_area")
	default:
		return ""
	}
}
