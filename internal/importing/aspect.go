package importing

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"telaio/internal/organisation"
	"telaio/internal/publication"
)

// aspect is something that a row says of an organisation, and that people may
// have changed meanwhile: one column, or all those of a place.
type aspect struct {
	name    string
	columns []string
	value   func(state) string          // "" = nothing is said
	set     func(to *state, from state) // makes to say what from says
	codes   bool                        // the value is a list of codes, whose order says nothing
}

// same reports whether two values of the aspect say the same.
func (a aspect) same(one, other string) bool {
	return one == other || a.codes && slices.Equal(sortedCodes(one), sortedCodes(other))
}

func sortedCodes(value string) []string { return slices.Sorted(strings.SplitSeq(value, ";")) }

// state is what an organisation says: its card, and the place that the import
// is about as it was told.
type state struct {
	card  organisation.Card
	place organisation.ExactPlace
}

// placePart is the one aspect whose value is private.
const placePart = "place"

// allAspects lists the aspects in the order of the table.
func allAspects() []aspect {
	text := func(name string, of func(*organisation.Card) *string) aspect {
		return aspect{
			name,
			[]string{name},
			func(s state) string { return *of(&s.card) },
			func(to *state, from state) { *of(&to.card) = *of(&from.card) },
			false,
		}
	}
	list := func(name string, codes bool, of func(*organisation.Card) *[]string) aspect {
		return aspect{
			name,
			[]string{name},
			func(s state) string { return strings.Join(*of(&s.card), ";") },
			func(to *state, from state) { *of(&to.card) = slices.Clone(*of(&from.card)) },
			codes,
		}
	}
	return []aspect{
		text("name", func(c *organisation.Card) *string { return &c.Name }),
		list("other_names", false, func(c *organisation.Card) *[]string { return &c.OtherNames }),
		list("types", true, func(c *organisation.Card) *[]string { return &c.Types }),
		text("target", func(c *organisation.Card) *string { return &c.Target }),
		list("target_groups", true, func(c *organisation.Card) *[]string { return &c.TargetGroups }),
		{"solidarity_forms", []string{"solidarity_forms"}, func(s state) string { return strings.Join(s.card.Forms(), ";") }, setForms, true},
		{
			placePart,
			[]string{"municipality", "region", "country", "address", "latitude", "longitude", "place_publicity"},
			placeValue, func(to *state, from state) { id := to.place.ID; to.place = from.place; to.place.ID = id },
			false,
		},
		text("email", func(c *organisation.Card) *string { return &c.Contacts.Email }),
		text("phone", func(c *organisation.Card) *string { return &c.Contacts.Phone }),
		text("website", func(c *organisation.Card) *string { return &c.Contacts.Website }),
		{"year", []string{"year"}, yearValue, func(to *state, from state) { to.card.Year = from.card.Year }, false},
		text("short_description", func(c *organisation.Card) *string { return &c.ShortDescription }),
		text("story", func(c *organisation.Card) *string { return &c.Story }),
		text("source", func(c *organisation.Card) *string { return &c.Source }),
	}
}

func yearValue(s state) string {
	if s.card.Year == 0 {
		return ""
	}
	return strconv.Itoa(s.card.Year)
}

// setForms keeps what the organisation says of how it practises a form.
func setForms(to *state, from state) {
	var forms []organisation.Solidarity
	for _, form := range from.card.Solidarity {
		i := slices.IndexFunc(to.card.Solidarity, func(s organisation.Solidarity) bool { return s.Form == form.Form })
		if i >= 0 {
			form = to.card.Solidarity[i]
		}
		forms = append(forms, form)
	}
	to.card.Solidarity = forms
}

// placeValue is everything that a table says of a place.
func placeValue(s state) string {
	p := s.place
	p.ID, p.Kind, p.Name = "", "", ""
	if p == (organisation.ExactPlace{}) {
		return ""
	}
	raw, err := json.Marshal(p)
	if err != nil {
		panic(err) // texts and numbers always marshal
	}
	return string(raw)
}

// shownPlace is what a table shows of the place: no more than is public.
func shownPlace(s state) string {
	card := organisation.Card{Places: organisation.PublicPlaces([]organisation.ExactPlace{s.place})}
	row := publication.Row(organisation.Organisation{Card: card})
	from := slices.Index(publication.Columns(), "municipality")
	return strings.Join(row[from:slices.Index(publication.Columns(), "email")], "\x00")
}

// digest stands for a value where the value itself may be private: the first
// half of SHA-256 in hex.
func digest(value string) string {
	sum := sha256.Sum256([]byte(value))
	return hex.EncodeToString(sum[:16])
}

// digestPlaces stands for all places of an organisation.
func digestPlaces(places []organisation.ExactPlace) string {
	raw, err := json.Marshal(places)
	if err != nil {
		panic(err) // texts and numbers always marshal
	}
	return digest(string(raw))
}

// merged is what comes of a row and of what is there already.
type merged struct {
	state
	changed []string // aspects that the row changes
	kept    []string // aspects that people have changed since the source spoke
	said    map[string]string
	applied map[string]string
}

// merge takes from the row what the source says anew, aspect by aspect. What people
// have changed since the last import stays, whatever the source says. A source
// that is heard for the first time only adds and changes: an empty cell says
// nothing.
func merge(aspects []aspect, row, today state, item Item) merged {
	m := merged{state: today, said: map[string]string{}, applied: map[string]string{}}
	for _, p := range aspects {
		says, now := p.value(row), p.value(today)
		m.said[p.name] = digest(says)
		last, heard := item.Said[p.name]
		switch {
		case heard && last == digest(says), !heard && says == "":
			m.applied[p.name] = item.Applied[p.name]
			if !heard {
				m.applied[p.name] = digest(now)
			}
		case p.same(says, now), !heard && now != "" && p.name == placePart && shownPlace(row) == shownPlace(today):
			m.applied[p.name] = digest(now)
		case heard && item.Applied[p.name] != digest(now):
			m.kept = append(m.kept, p.name)
			m.applied[p.name] = item.Applied[p.name]
		default:
			p.set(&m.state, row)
			m.changed = append(m.changed, p.name)
			m.applied[p.name] = digest(p.value(m.state))
		}
	}
	return m
}

// aspectsOf lists the aspects that the file has a column for.
func aspectsOf(at map[string]int) []aspect {
	var present []aspect
	for _, p := range allAspects() {
		if slices.ContainsFunc(p.columns, func(column string) bool { _, ok := at[column]; return ok }) {
			present = append(present, p)
		}
	}
	return present
}
