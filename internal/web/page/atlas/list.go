package atlas

import (
	"cmp"
	"strings"

	"telaio/internal/atlas"
	"telaio/internal/i18n"
	"telaio/internal/taxonomy"
	"telaio/internal/web/part/fresh"
	"telaio/internal/web/part/organisationrow"
	"telaio/internal/web/part/pager"
	"telaio/internal/web/part/townmap"
	"telaio/internal/web/shell"
)

// list is the page.
type list struct {
	atlas.Result
	visit  *shell.Visit
	path   string              // of the list, without a query
	Rows   func(h *shell.HTML) // draws those of the page
	Tags   []tag
	Facets []facet
	Map    townmap.Map
}

// tag is one thing that narrows the list, with the address of the list without
// it.
type tag struct {
	Label string
	Form  string // code, for its thread; "" = not a solidarity form
	Path  string
}

// newList puts the result in the reader's words.
func newList(v *shell.Visit, r atlas.Result) *list {
	l := &list{Result: r, visit: v, path: v.Path("atlas")}
	l.Facets = newFacets(&r)
	l.Tags = l.tags()
	l.Map = l.drawn()
	return l
}

// Row is an entry of the index as a list shows it.
func Row(v *shell.Visit, e atlas.Entry) organisationrow.Entry {
	var types []string
	for _, code := range e.Types {
		if code != "other" || e.TypeOther == "" {
			types = append(types, v.Label(taxonomy.OrganisationType, code))
		}
	}
	if e.TypeOther != "" {
		types = append(types, e.TypeOther)
	}
	town := ""
	if m := e.Town(); m != nil {
		town = v.Town(m)
	}
	return organisationrow.Entry{
		Name: e.Name, Path: v.Path("organisation", "slug", e.Slug), Logo: v.Logo(e.Logo, shell.SmallLogo), Types: types,
		Municipality: town, Forms: e.Forms, Text: e.Text, Language: e.Language, Example: e.Example,
		Fresh: fresh.Page(v, e.Mark(), e.Freshness),
	}
}

func (l *list) tags() []tag {
	var tags []tag
	if l.Query.Text != "" {
		tags = append(tags, tag{Label: "“" + l.Query.Text + "”", Path: l.address(l.Query.WithoutText())})
	}
	for f, codes := range l.Query.Chosen {
		for i, code := range codes {
			tags = append(tags, l.tag(atlas.Facet(f), i, code))
		}
	}
	if l.Query.Area != (atlas.Area{}) {
		tags = append(tags, tag{Label: l.visit.T("atlas.area"), Path: l.address(l.Query.WithoutArea())})
	}
	if l.Near.Town != nil {
		tags = append(tags, tag{Label: l.visit.T("atlas.near.tag", i18n.Args{"Town": l.visit.Town(l.Near.Town)}), Path: l.address(l.Query.WithoutNear().OnPage(0))})
	}
	return tags
}

// tag is the ith chosen value of the facet.
func (l *list) tag(f atlas.Facet, i int, code string) tag {
	t := tag{Path: l.address(l.Query.Without(f, code))}
	switch f {
	case atlas.Forms:
		t.Form = code
		t.Label = l.visit.Label(taxonomy.SolidarityForm, code)
	case atlas.Towns:
		t.Label = l.visit.Town(l.Towns[i])
	default:
		t.Label = valueLabel(l.visit, f, code)
	}
	return t
}

// address is that of the list for a query.
func (l *list) address(q atlas.Query) string { return q.At(l.path) }

// at is the address of a page about what the list finds.
func (l *list) at(route string) string { return l.Query.OnPage(0).At(l.visit.Path(route)) }

func (l *list) pager() pager.Pager {
	return pager.Pager{
		Page: max(l.Query.Page, 1), Pages: l.Pages,
		Path: func(n int) string { return l.address(l.Query.OnPage(n)) },
	}
}

// drawn is the map: a dot leads to the list of its town, a chosen one back to
// all.
func (l *list) drawn() townmap.Map {
	m := townmap.Map{Land: l.visit.Site.Land, Shown: l.Total, Size: l.Size}
	if len(l.Query.Chosen[atlas.Towns]) == 0 {
		m.Abroad, m.Unplaced = l.Abroad, l.Unplaced
	}
	if v := l.visit; v.Site.Assets.MapScript != "" {
		q := l.Query.WithoutNear().OnPage(0)
		q.Order = ""
		m.Live = townmap.Live{Script: v.Site.Assets.MapScript, Style: v.Site.Assets.MapStyle, State: q.At(v.Path("atlas-map"))}
	}
	m.Towns = make([]townmap.Town, len(l.Dots))
	for i, d := range l.Dots {
		m.Towns[i] = townmap.Town{Municipality: d.Town, Count: d.Count, Chosen: d.Chosen, Stale: d.Stale}
	}
	m.Others = l.address(l.Query.Only(atlas.Towns))
	if strings.Contains(m.Others, "?") {
		m.Others += "&"
	} else {
		m.Others += "?"
	}
	m.Others += atlas.Towns.Parameter() + "="
	m.Back = func(t townmap.Town) string { return l.address(l.Query.Without(atlas.Towns, t.Code)) }
	return m
}

// found is "7 organizzazioni trovate", or without filters "139 organizzazioni".
func (l *list) found() string {
	if l.Query.Active() == 0 {
		return l.visit.N("atlas.all", l.Total)
	}
	return l.visit.N("atlas.found", l.Total)
}

// nothingFound says what was not found, and what to try.
func (l *list) nothingFound() (title, body string) {
	v, text := l.visit, i18n.Args{"Text": l.Query.Text}
	switch {
	case l.Query.Text == "":
		return v.T("atlas.nothing_found"), v.T("atlas.nothing_found_body")
	case l.Query.WithoutText().Active() == 0:
		return v.T("atlas.nothing_for", text), v.T("atlas.nothing_for_body")
	default:
		return v.T("atlas.nothing_for_here", text), v.T("atlas.nothing_for_body")
	}
}

// hasWayOn reports whether a change of the query would find something.
func (l *list) hasWayOn() bool { return l.Elsewhere > 0 || l.TownHint != nil || len(l.Hints) > 0 }

// feed is where programs follow the changes of the list.
func (l *list) feed() shell.Feed {
	q, v := l.Query.OnPage(0), l.visit
	return shell.Feed{Type: feedMedia, Title: feedTitle(v, q, l.Towns), Path: q.WithoutNear().At(v.Path("atlas-atom"))}
}

// link is one way of seeing the list.
type link struct {
	Label  string
	Path   string
	Chosen bool
}

// orders are the ways of sorting the list; none when there is nothing to sort.
func (l *list) orders() []link {
	if l.Total < 2 {
		return nil
	}
	var all []link
	for _, o := range l.Query.Orders() {
		q := l.Query.OnPage(0)
		if q.Order = o; o == l.Query.Orders()[0] {
			q.Order = ""
		}
		all = append(all, link{l.visit.T("atlas.order." + string(cmp.Or(o, "rilevanza"))), l.address(q), o == l.Query.Sorted()})
	}
	return all
}

// meant says which words were taken for others, "" if none were.
func (l *list) meant() string {
	if l.Total == 0 || len(l.Meant) == 0 {
		return ""
	}
	var typed, words []string
	for _, m := range l.Meant {
		typed, words = append(typed, "“"+m.Typed+"”"), append(words, "“"+m.Word+"”")
	}
	return l.visit.T("atlas.meant", i18n.Args{"Typed": strings.Join(typed, ", "), "Words": strings.Join(words, ", ")})
}

// position is "Da 1 a 20 di 139, in ordine alfabetico".
func (l *list) position() string {
	v := l.visit
	return v.T("atlas.position", i18n.Args{"From": v.Number(l.From()), "To": v.Number(l.To()), "Total": v.Number(l.Total)})
}

// head names the state that the list is in, so that tabs and history can be
// told apart. Search engines are sent to the plain lists only.
func (l *list) head() shell.Head {
	v := l.visit
	head := shell.Head{
		First: true, Title: v.T("atlas.title"), Description: v.T("atlas.lead"), Current: "atlas",
		Canonical: l.address(l.Query), NoIndex: l.Query.Text != "" || len(l.Tags) > 1 || l.Query.Area != (atlas.Area{}) || l.Query.Near != "",
		Feeds: append(v.OEmbed(v.T("atlas.title"), l.address(l.Query.OnPage(0))), l.feed()),
	}
	var labels []string
	for _, t := range l.Tags {
		labels = append(labels, t.Label)
	}
	if len(labels) > 0 {
		head.Title = strings.Join(labels[:min(3, len(labels))], ", ") + " · " + v.T("atlas.heading")
	}
	if l.Query.Page > 1 {
		head.Title += " · " + v.T("part.page", i18n.Args{"Page": v.Number(l.Query.Page)})
	}
	return head
}
