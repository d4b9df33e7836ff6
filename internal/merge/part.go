package merge

import (
	"slices"
	"strings"

	"telaio/internal/folding"
	"telaio/internal/organisation"
)

// Part is what is chosen about at once: a field of the card, or one of the
// contacts.
type Part string

// The parts of the field of contacts.
const (
	Email   Part = "email"
	Phone   Part = "phone"
	Website Part = "website"
	Pages   Part = "links" // elsewhere on the web
)

// The other parts that the rules name.
const (
	Name   Part = "name"
	Places Part = "places"
)

// Side is where a part is taken from.
type Side string

// The sides. The left one is the organisation that stays.
const (
	Left  Side = "left"
	Right Side = "right"
	Both  Side = "both" // lists only
)

// Choices say where each part is taken from; a part without one is taken as
// Suggested.
type Choices map[Part]Side

// rule says how one part is taken and united.
type rule struct {
	part  Part
	field organisation.Field
	value func(organisation.Card) []string // what it says, item by item; none = nothing
	take  func(into *organisation.Card, from organisation.Card)
	unite func(into *organisation.Card, from organisation.Card) // nil = one value only
}

// Parts lists every part in the order of the page.
func Parts() []Part {
	var parts []Part
	for _, r := range rules() {
		parts = append(parts, r.part)
	}
	return parts
}

// FieldOf is the field of the card that holds the part.
func FieldOf(p Part) organisation.Field { return ruleOf(p).field }

// Many reports whether the part is a list, which can be united.
func Many(p Part) bool { return ruleOf(p).unite != nil }

func ruleOf(p Part) rule {
	all := rules()
	return all[slices.IndexFunc(all, func(r rule) bool { return r.part == p })]
}

func rules() []rule {
	text := func(part Part, of func(*organisation.Card) *string) rule {
		return rule{
			part, organisation.Field(part), func(c organisation.Card) []string { return filled(*of(&c)) },
			func(into *organisation.Card, from organisation.Card) { *of(into) = *of(&from) }, nil,
		}
	}
	list := func(part Part, of func(*organisation.Card) *[]string) rule {
		return rule{
			part, organisation.Field(part), func(c organisation.Card) []string { return *of(&c) },
			func(into *organisation.Card, from organisation.Card) { *of(into) = slices.Clone(*of(&from)) },
			func(into *organisation.Card, from organisation.Card) { *of(into) = union(*of(into), *of(&from)) },
		}
	}
	contact := func(r rule) rule { r.field = "contacts"; return r }
	return []rule{
		text(Name, func(c *organisation.Card) *string { return &c.Name }),
		list("other_names", func(c *organisation.Card) *[]string { return &c.OtherNames }),
		list("types", func(c *organisation.Card) *[]string { return &c.Types }),
		text("type_other", func(c *organisation.Card) *string { return &c.TypeOther }),
		text("legal_status", func(c *organisation.Card) *string { return &c.LegalStatus }),
		yearRule(),
		text("target", func(c *organisation.Card) *string { return &c.Target }),
		list("target_groups", func(c *organisation.Card) *[]string { return &c.TargetGroups }),
		text("people", func(c *organisation.Card) *string { return &c.People }),
		text("reach", func(c *organisation.Card) *string { return &c.Reach }),
		solidarityRule(),
		list("services", func(c *organisation.Card) *[]string { return &c.Services }),
		list("governance", func(c *organisation.Card) *[]string { return &c.Governance }),
		list("funding", func(c *organisation.Card) *[]string { return &c.Funding }),
		placesRule(),
		contact(text(Email, func(c *organisation.Card) *string { return &c.Contacts.Email })),
		contact(text(Phone, func(c *organisation.Card) *string { return &c.Contacts.Phone })),
		contact(text(Website, func(c *organisation.Card) *string { return &c.Contacts.Website })),
		contact(list(Pages, func(c *organisation.Card) *[]string { return &c.Contacts.Links })),
		text("short_description", func(c *organisation.Card) *string { return &c.ShortDescription }),
		text("story", func(c *organisation.Card) *string { return &c.Story }),
		initiativesRule(),
		relationsRule(),
		text("logo", func(c *organisation.Card) *string { return &c.Logo }),
		text("source", func(c *organisation.Card) *string { return &c.Source }),
		text("language", func(c *organisation.Card) *string { return &c.Language }),
	}
}

func filled(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

// union adds what is not there yet, whatever its case and accents.
func union(into, from []string) []string {
	all := slices.Clone(into)
	for _, text := range from {
		same := func(known string) bool { return known == text || sameWords(known, text) }
		if !slices.ContainsFunc(all, same) {
			all = append(all, text)
		}
	}
	return all
}

// sameWords reports whether two texts differ by case, accents and signs only.
func sameWords(a, b string) bool {
	folded := folding.Fold(a)
	return folded != "" && folded == folding.Fold(b) && !strings.Contains(a, "://")
}

// Suggested is the side from which a part is taken unless somebody chooses
// otherwise: lists are united, and one value is that of the organisation that
// stays, if it has one.
func Suggested(p Part, left, right organisation.Card) Side {
	r := ruleOf(p)
	switch {
	case r.unite != nil:
		return Both
	case len(r.value(left)) == 0 && len(r.value(right)) > 0:
		return Right
	default:
		return Left
	}
}

// Differs reports whether the two say different things.
func Differs(p Part, left, right organisation.Card) bool {
	r := ruleOf(p)
	return !slices.Equal(r.value(left), r.value(right))
}

// Complete fills in the suggested side where none is chosen, and where both are
// chosen of what has one value.
func (c Choices) Complete(left, right organisation.Card) Choices {
	full := Choices{}
	for _, p := range Parts() {
		side := c[p]
		if side != Left && side != Right && (side != Both || !Many(p)) {
			side = Suggested(p, left, right)
		}
		full[p] = side
	}
	return full
}
