// Package fielddiff shows one field of a card in words, and what changed between
// two states of it: texts by words, lists by lines.
package fielddiff

import (
	"encoding/json"
	"strconv"
	"strings"

	"telaio/internal/gazetteer"
	"telaio/internal/organisation"
	"telaio/internal/taxonomy"
	"telaio/internal/web/part/chart"
	"telaio/internal/web/shell"
)

// Line is one value of a field as people read it. Lines with the same key in two
// states are the same thing, told otherwise.
type Line struct {
	Key    string
	Thread string // code of a solidarity form that stands before the text
	Text   string
}

// Label is the name of a field.
func Label(v *shell.Visit, f organisation.Field) string { return v.T("desk.field." + string(f)) }

// Lines puts the value of a field into words; none for an empty one.
func Lines(v *shell.Visit, f organisation.Field, value json.RawMessage) []Line {
	card, err := organisation.Apply(organisation.Card{}, map[organisation.Field]json.RawMessage{f: value})
	if err != nil {
		return []Line{{Text: string(value)}} // of an older shape: shown as it is
	}
	switch f {
	case "other_names":
		return listed(card.OtherNames)
	case "types":
		return labelled(v, taxonomy.OrganisationType, card.Types)
	case "target_groups":
		return labelled(v, taxonomy.TargetGroup, card.TargetGroups)
	case "services":
		return labelled(v, taxonomy.Service, card.Services)
	case "governance":
		return labelled(v, taxonomy.Governance, card.Governance)
	case "funding":
		return labelled(v, taxonomy.Funding, card.Funding)
	case "solidarity":
		return solidarity(card.Solidarity)
	case "places":
		return places(v, card.Places)
	case "contacts":
		return contacts(v, card.Contacts)
	case "initiatives":
		return initiatives(v, card.Initiatives)
	case "relations":
		return relations(v, card.Relations)
	default:
		return single(text(v, f, card))
	}
}

// text is the value of a field that holds one.
func text(v *shell.Visit, f organisation.Field, card organisation.Card) string {
	switch f {
	case "name":
		return card.Name
	case "type_other":
		return card.TypeOther
	case "legal_status":
		return code(v, taxonomy.LegalStatus, card.LegalStatus)
	case "year":
		return year(card.Year)
	case "target":
		return card.Target
	case "people":
		return code(v, taxonomy.PeopleBand, card.People)
	case "reach":
		return code(v, taxonomy.Reach, card.Reach)
	case "short_description":
		return card.ShortDescription
	case "story":
		return card.Story
	case "logo":
		return logo(v, card.Logo)
	case "source":
		return code(v, taxonomy.Source, card.Source)
	case "language":
		return language(v, card.Language)
	default:
		return ""
	}
}

func single(text string) []Line {
	if text == "" {
		return nil
	}
	return []Line{{Key: "text", Text: text}}
}

func code(v *shell.Visit, id taxonomy.ID, code string) string {
	if code == "" {
		return ""
	}
	return v.Label(id, code)
}

func year(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func language(v *shell.Visit, code string) string {
	if code == "" {
		return ""
	}
	if key := "desk.language." + code; v.Has(key) {
		return v.T(key)
	}
	return code
}

// logo names a picture by the beginning of its id: the words can tell only that
// it is another one.
func logo(v *shell.Visit, id string) string {
	if id == "" {
		return ""
	}
	return v.T("desk.logo", map[string]any{"ID": id[:min(8, len(id))]})
}

func listed(words []string) []Line {
	var lines []Line
	for _, w := range words {
		lines = append(lines, Line{Key: w, Text: w})
	}
	return lines
}

func labelled(v *shell.Visit, id taxonomy.ID, codes []string) []Line {
	var lines []Line
	for _, c := range codes {
		lines = append(lines, Line{Key: c, Text: v.Label(id, c)})
	}
	return lines
}

func solidarity(forms []organisation.Solidarity) []Line {
	var lines []Line
	for _, s := range forms {
		lines = append(lines, Line{Key: s.Form, Thread: s.Form, Text: s.Practice})
	}
	return lines
}

func places(v *shell.Visit, places []organisation.Place) []Line {
	var lines []Line
	for _, p := range places {
		lines = append(lines, Line{Key: p.ID, Text: joined(v.Label(taxonomy.PlaceKind, p.Kind), p.Name, p.Address, Town(v, p.Municipality, p.Country)) + public(v, p.Publicity)})
	}
	return lines
}

// Exact puts a place into words with what it keeps from the public.
func Exact(v *shell.Visit, p organisation.ExactPlace) string {
	return joined(v.Label(taxonomy.PlaceKind, p.Kind), p.Name, p.Address, Town(v, p.Municipality, p.Municipality.Country)) + public(v, p.Publicity)
}

// public says in brackets how much the public knows of a place.
func public(v *shell.Visit, p organisation.Publicity) string {
	return " (" + v.Label(taxonomy.Publicity, string(p)) + ")"
}

// Town is a municipality with what tells it from others of its name, or the country
// where nothing nearer is known.
func Town(v *shell.Visit, m organisation.Municipality, country string) string {
	switch {
	case m.Name != "":
		return v.TownLabel(&m)
	case country != "":
		return gazetteer.CountryIn(country, v.Language)
	}
	return ""
}

func contacts(v *shell.Visit, c organisation.Contacts) []Line {
	var lines []Line
	add := func(key, value string) {
		if value != "" {
			lines = append(lines, Line{Key: key, Text: v.T("desk.contact."+key) + ": " + value})
		}
	}
	add("email", c.Email)
	add("phone", c.Phone)
	add("website", c.Website)
	for _, link := range c.Links {
		lines = append(lines, Line{Key: "link:" + link, Text: v.T("desk.contact.link") + ": " + link})
	}
	return lines
}

func initiatives(v *shell.Visit, items []organisation.Initiative) []Line {
	var lines []Line
	for _, i := range items {
		since := ""
		if i.Since != 0 {
			since = v.T("desk.since", map[string]any{"Year": strconv.Itoa(i.Since)})
		}
		lines = append(lines, Line{Key: i.ID, Text: joined(i.Title, since, v.List(v.Labels(taxonomy.SolidarityForm, i.Forms))) + described(i.Description)})
		lines = append(lines, effects(v, i)...)
	}
	return lines
}

// effects are the figures that an initiative tells, a line each.
func effects(v *shell.Visit, i organisation.Initiative) []Line {
	if i.Effects == nil {
		return nil
	}
	var lines []Line
	add := func(key, text string) {
		lines = append(lines, Line{Key: i.ID + ":" + key, Text: i.Title + ": " + text})
	}
	if n := i.Effects.Reached; n > 0 {
		add("reached", v.N("effects.reached", n))
	}
	for _, e := range i.Effects.Figures {
		values := []string{}
		if e.Baseline != nil {
			values = append(values, reading(v, e, *e.Baseline))
		}
		for _, r := range e.Readings {
			values = append(values, reading(v, e, r))
		}
		text := e.Name + ": " + strings.Join(values, " → ")
		if e.Target != nil {
			text += ". " + v.T("chart.course_target", map[string]any{"Target": chart.Quantity(v, *e.Target, e.Unit)})
		}
		add("figure:"+e.Name, text)
	}
	if i.Effects.Limits != "" {
		add("limits", v.T("effects.limits")+": "+i.Effects.Limits)
	}
	if i.Effects.Story != "" {
		add("story", v.T("effects.story")+": "+i.Effects.Story)
	}
	return lines
}

// reading is a value with its day and how many people it is about.
func reading(v *shell.Visit, e organisation.Effect, r organisation.Reading) string {
	said := r.On
	if r.Answered > 0 {
		said += ", n = " + v.Number(r.Answered)
	}
	return chart.Quantity(v, r.Value, e.Unit) + " (" + said + ")"
}

func relations(v *shell.Visit, items []organisation.Relation) []Line {
	var lines []Line
	for _, r := range items {
		lines = append(lines, Line{Key: r.ID, Text: v.Label(taxonomy.RelationKind, r.Kind) + ": " + r.Name + dated(r) + onAtlas(v, r) + described(r.Note)})
	}
	return lines
}

// dated is the years of a relation in brackets, "" if none is known.
func dated(r organisation.Relation) string {
	switch {
	case r.Until > 0:
		return " (" + year(r.Since) + "–" + year(r.Until) + ")"
	case r.Since > 0:
		return " (" + year(r.Since) + "–)"
	default:
		return ""
	}
}

// onAtlas says that a relation leads to a page, "" if it is told by name only.
func onAtlas(v *shell.Visit, r organisation.Relation) string {
	if r.OrganisationID == "" {
		return ""
	}
	return " (" + v.T("desk.tie.on_atlas") + ")"
}

func described(text string) string {
	if text == "" {
		return ""
	}
	return ". " + text
}

func joined(parts ...string) string {
	var full []string
	for _, p := range parts {
		if p != "" {
			full = append(full, p)
		}
	}
	return strings.Join(full, ", ")
}
