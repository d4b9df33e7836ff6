package intake

import (
	"strconv"
	"strings"

	"telaio/internal/organisation"
	"telaio/internal/questionnaire"
	"telaio/internal/secret"
)

// Answers is the inverse of Read for the organisation's part: the form filled
// in with what is published and with the places as they were told.
func Answers(card organisation.Card, places []organisation.ExactPlace) questionnaire.Answers {
	a := questionnaire.Answers{}
	setText(a, "name", card.Name)
	setText(a, "other_names", strings.Join(card.OtherNames, "\n"))
	setCodes(a, "types", card.Types, card.TypeOther)
	setText(a, "legal_status", card.LegalStatus)
	setNumber(a, "year", card.Year)
	setText(a, "target", card.Target)
	setCodes(a, "target_groups", card.TargetGroups, "")
	setText(a, "people", card.People)
	setText(a, "reach", card.Reach)
	setCodes(a, "solidarity", card.Forms(), "")
	for _, s := range card.Solidarity {
		setText(a, practicePrefix+s.Form, s.Practice)
	}
	setCodes(a, "services", card.Services, "")
	setCodes(a, "governance", card.Governance, "")
	setCodes(a, "funding", card.Funding, "")
	setText(a, "email", card.Contacts.Email)
	setText(a, "phone", card.Contacts.Phone)
	setText(a, "website", card.Contacts.Website)
	setText(a, "links", strings.Join(card.Contacts.Links, "\n"))
	setText(a, "short_description", card.ShortDescription)
	setText(a, "story", card.Story)
	setText(a, "logo", card.Logo)
	setText(a, "source", card.Source)
	setText(a, "language", card.Language)
	setItems(a, placesID, places, placeAnswers)
	setItems(a, initiativesID, card.Initiatives, initiativeAnswers)
	setItems(a, relationsID, card.Relations, relationAnswers)
	return a
}

// NewItem is what an item of the repeat holds before anything is typed. A new
// place shows its municipality only, until someone chooses otherwise.
func NewItem(repeat string) questionnaire.Answers {
	item := questionnaire.Answers{questionnaire.ItemID: {Text: secret.ID()}}
	if repeat == placesID {
		setText(item, "place_publicity", string(organisation.PublicityMunicipality))
	}
	return item
}

func placeAnswers(p organisation.ExactPlace) questionnaire.Answers {
	a := questionnaire.Answers{}
	setText(a, questionnaire.ItemID, p.ID)
	setText(a, "place_kind", p.Kind)
	setText(a, "place_name", p.Name)
	setText(a, "place_address", p.Address)
	setText(a, "place_publicity", string(p.Publicity))
	setText(a, "place_point", pointText(p.Lat, p.Lon))
	if p.Municipality != (organisation.Municipality{}) {
		town := questionnaire.Value{Text: p.Municipality.Name}
		if p.Municipality.Code != "" {
			town.Codes = []string{p.Municipality.Code}
		}
		a["place_municipality"] = town
	}
	return a
}

func initiativeAnswers(i organisation.Initiative) questionnaire.Answers {
	a := questionnaire.Answers{}
	setText(a, questionnaire.ItemID, i.ID)
	setText(a, "initiative_title", i.Title)
	setText(a, "initiative_description", i.Description)
	setCodes(a, "initiative_forms", i.Forms, "")
	setNumber(a, "initiative_since", i.Since)
	return a
}

func relationAnswers(r organisation.Relation) questionnaire.Answers {
	a := questionnaire.Answers{}
	setText(a, questionnaire.ItemID, r.ID)
	setText(a, "relation_kind", r.Kind)
	setText(a, "relation_name", r.Name)
	setText(a, "relation_note", r.Note)
	setNumber(a, "relation_since", r.Since)
	setNumber(a, "relation_until", r.Until)
	setText(a, relationOrganisation, r.OrganisationID)
	return a
}

func setText(a questionnaire.Answers, id, s string) {
	if s != "" {
		a[id] = questionnaire.Value{Text: s}
	}
}

func setNumber(a questionnaire.Answers, id string, n int) {
	if n != 0 {
		setText(a, id, strconv.Itoa(n))
	}
}

func setCodes(a questionnaire.Answers, id string, codes []string, other string) {
	if len(codes) > 0 {
		a[id] = questionnaire.Value{Codes: codes, Other: other}
	}
}

func setItems[T any](a questionnaire.Answers, id string, values []T, answers func(T) questionnaire.Answers) {
	if len(values) == 0 {
		return
	}
	items := make([]questionnaire.Answers, len(values))
	for i, v := range values {
		items[i] = answers(v)
	}
	a[id] = questionnaire.Value{Items: items}
}
