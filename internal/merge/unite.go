package merge

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"

	"telaio/internal/folding"
	"telaio/internal/organisation"
)

// Unite makes one card of two. The name that is not chosen stays as another
// name, and a relation of one to the other goes: nobody is related to
// themselves.
func Unite(left, right organisation.Organisation, chosen Choices) organisation.Card {
	card := left.Card
	full := chosen.Complete(left.Card, right.Card)
	for _, r := range rules() {
		switch full[r.part] {
		case Right:
			r.take(&card, right.Card)
		case Both:
			r.unite(&card, right.Card)
		case Left:
		}
	}
	if full["other_names"] == Both {
		card.OtherNames = union(card.OtherNames, []string{left.Card.Name, right.Card.Name})
		card.OtherNames = slices.DeleteFunc(card.OtherNames, func(name string) bool { return sameWords(name, card.Name) || name == card.Name || name == "" })
	}
	own := func(r organisation.Relation) bool {
		return r.OrganisationID != "" && (r.OrganisationID == left.ID || r.OrganisationID == right.ID)
	}
	card.Relations = slices.DeleteFunc(slices.Clone(card.Relations), own)
	return card
}

func yearRule() rule {
	return rule{
		"year", "year",
		func(c organisation.Card) []string {
			if c.Year == 0 {
				return nil
			}
			return []string{strconv.Itoa(c.Year)}
		},
		func(into *organisation.Card, from organisation.Card) { into.Year = from.Year }, nil,
	}
}

// solidarityRule unites by form: how a form is practised is told by whoever
// tells it, the one that stays first.
func solidarityRule() rule {
	return rule{
		"solidarity", "solidarity",
		func(c organisation.Card) []string { return told(c.Solidarity) },
		func(into *organisation.Card, from organisation.Card) { into.Solidarity = slices.Clone(from.Solidarity) },
		func(into *organisation.Card, from organisation.Card) {
			all := slices.Clone(into.Solidarity)
			for _, s := range from.Solidarity {
				i := slices.IndexFunc(all, func(known organisation.Solidarity) bool { return known.Form == s.Form })
				if i < 0 {
					all = append(all, s)
				} else {
					all[i].Practice = cmp.Or(all[i].Practice, s.Practice)
				}
			}
			into.Solidarity = all
		},
	}
}

// placesRule is about what is public of places. What is kept apart goes through
// UnitePlaces.
func placesRule() rule {
	return rule{
		Places, "places",
		func(c organisation.Card) []string { return told(c.Places) },
		func(into *organisation.Card, from organisation.Card) { into.Places = slices.Clone(from.Places) },
		func(into *organisation.Card, from organisation.Card) {
			into.Places = organisation.PublicPlaces(UnitePlaces(tellPlaces(into.Places), tellPlaces(from.Places), Both))
		},
	}
}

// initiativesRule unites by id and title; of two of one title, the one that
// tells effects stays, otherwise the left one.
func initiativesRule() rule {
	return rule{
		"initiatives", "initiatives",
		func(c organisation.Card) []string { return told(c.Initiatives) },
		func(into *organisation.Card, from organisation.Card) {
			into.Initiatives = slices.Clone(from.Initiatives)
		},
		func(into *organisation.Card, from organisation.Card) {
			all := slices.Clone(into.Initiatives)
			for _, one := range from.Initiatives {
				i := slices.IndexFunc(all, func(known organisation.Initiative) bool {
					return known.ID == one.ID || sameWords(known.Title, one.Title)
				})
				switch {
				case i < 0:
					all = append(all, one)
				case all[i].Effects == nil && one.Effects != nil:
					all[i] = one
				}
			}
			into.Initiatives = all
		},
	}
}

// relationsRule unites by kind and the other side.
func relationsRule() rule {
	return rule{
		"relations", "relations",
		func(c organisation.Card) []string { return told(c.Relations) },
		func(into *organisation.Card, from organisation.Card) { into.Relations = slices.Clone(from.Relations) },
		func(into *organisation.Card, from organisation.Card) {
			all := slices.Clone(into.Relations)
			for _, one := range from.Relations {
				same := func(known organisation.Relation) bool { return known.ID == one.ID || tie(known) == tie(one) }
				if !slices.ContainsFunc(all, same) {
					all = append(all, one)
				}
			}
			into.Relations = all
		},
	}
}

func tie(r organisation.Relation) string {
	return r.Kind + " " + cmp.Or(r.OrganisationID, folding.Fold(r.Name))
}

// told writes each item of a list, to compare them.
func told[T any](items []T) []string {
	var texts []string
	for _, item := range items {
		raw, err := json.Marshal(item)
		if err != nil {
			panic(err) // texts and numbers always marshal
		}
		texts = append(texts, string(raw))
	}
	return texts
}
