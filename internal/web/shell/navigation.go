package shell

import "telaio/internal/account"

// entry is one link of the navigation.
type entry struct {
	Route string // name
	Label string
	pairs []string // fill the wildcards of its path
}

// navigation lists the links of the area that the page belongs to. A route that
// this site does not have is left out.
func navigation(v *Visit, head Head) []entry {
	var wanted []entry
	switch head.Area {
	case DeskArea:
		wanted = deskNavigation(v)
	case OrganisationArea:
		wanted = areaNavigation(v, head.Own)
	default:
		wanted = []entry{
			{Route: "atlas", Label: v.T("nav.atlas")},
			{Route: "practices", Label: v.T("nav.practices")},
			{Route: "kit", Label: v.T("nav.self_assessment")},
			{Route: "data", Label: v.T("nav.data")},
			{Route: "research", Label: v.T("nav.research")},
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

// areaNavigation leads to the pages of the organisation's area, or to all areas
// where the page belongs to none.
func areaNavigation(v *Visit, own Own) []entry {
	if own.ID == "" {
		return []entry{{Route: "area", Label: v.T("nav.area")}, {Route: "atlas", Label: v.T("nav.atlas")}}
	}
	of := []string{"organisation", own.ID}
	entries := []entry{{"area-organisation", v.T("nav.card"), of}}
	if account.Can(v.Subject, account.EditArea, account.Object{OrganisationID: own.ID}) {
		entries = append(entries, entry{"cycles", v.T("nav.kit"), of}, entry{"initiatives", v.T("nav.initiatives"), of})
	}
	entries = append(entries, entry{"area-people", v.T("nav.area_people"), of})
	if editsSeveral(v.Subject) {
		entries = append(entries, entry{Route: "area", Label: v.T("nav.area")})
	}
	return entries
}

func editsSeveral(s account.Subject) bool {
	n := 0
	for _, g := range s.Grants {
		if s.Edits(g.OrganisationID) {
			n++
		}
	}
	return n > 1
}

func deskNavigation(v *Visit) []entry {
	entries := []entry{
		{Route: "desk", Label: v.T("nav.inbox")},
		{Route: "desk-organisations", Label: v.T("nav.organisations")},
		{Route: "desk-practices", Label: v.T("nav.practices")},
	}
	if account.Can(v.Subject, account.StudyKit, account.Object{}) {
		entries = append(entries, entry{Route: "desk-kit", Label: v.T("nav.study")})
	}
	if account.Can(v.Subject, account.Administer, account.Object{}) {
		entries = append(entries, entry{Route: "people", Label: v.T("nav.people")})
	}
	if v.Site.Demo && account.Can(v.Subject, account.ReadMailbox, account.Object{}) {
		entries = append(entries, entry{Route: "mailbox", Label: v.T("nav.mailbox")})
	}
	return append(entries, entry{Route: "atlas", Label: v.T("nav.atlas")})
}

// ownPages lists the areas that the reader may enter, outside of them.
func ownPages(v *Visit, area Area) []entry {
	var entries []entry
	if area != DeskArea && v.Subject.Team() && v.Site.Paths.Has("desk") {
		entries = append(entries, entry{Route: "desk", Label: v.T("nav.desk")})
	}
	if area == PublicArea && v.Subject.Has(account.OrganisationEditor) && v.Site.Paths.Has("area") {
		entries = append(entries, entry{Route: "area", Label: v.T("nav.area")})
	}
	if v.Subject.SignedIn() && v.Site.Paths.Has("account") {
		entries = append(entries, entry{Route: "account", Label: v.T("nav.account")})
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
func areaName(v *Visit, head Head) string {
	switch {
	case head.Area == DeskArea:
		return v.T("site.team_area")
	case head.Own.Name != "":
		return head.Own.Name
	case head.Area == OrganisationArea:
		return v.T("site.organisation_area")
	default:
		return ""
	}
}
