// Package intake turns the answers of the participation questionnaire into an
// organisation's card and its exact places, and a card back into answers, so
// that the first submission and every later change go through the same form.
// The shorter suggestion goes the same way.
package intake

import (
	"maps"

	"telaio/internal/consent"
	"telaio/internal/organisation"
	"telaio/internal/questionnaire"
)

// QuestionnaireID names the questionnaire that describes an organisation.
const QuestionnaireID = "participation"

// SuggestionID names the one-page form of those who know an organisation.
const SuggestionID = "suggestion"

// Submission is what a completed questionnaire says.
type Submission struct {
	Card     organisation.Card // with the public side of the places only
	Places   []organisation.ExactPlace
	Sender   organisation.Sender
	Consents map[consent.Purpose]bool // only the purposes that were answered
	Note     string                   // why someone suggests the organisation; for the team only
}

// Municipalities gives the gazetteer's municipality for a code.
type Municipalities interface {
	ByCode(code string) (organisation.Municipality, bool)
}

// The repeats of the questionnaire.
const (
	placesID      = "places"
	initiativesID = "initiatives"
	relationsID   = "relations"
)

// relationOrganisation is the question that holds the id of the page that a
// relation leads to.
const relationOrganisation = "relation_organisation"

// practicePrefix begins the question that asks how a form is practised; the
// form's code ends it.
const practicePrefix = "practice_"

// Read makes a submission of the answers. Items without an id are given one,
// items in which nothing was said are left out.
func Read(answers questionnaire.Answers, towns Municipalities) Submission {
	places := readPlaces(answers, towns)
	return Submission{
		Card:     readCard(answers, places),
		Places:   places,
		Sender:   readSender(answers),
		Consents: readConsents(answers),
		Note:     text(answers, "why"),
	}
}

func readCard(answers questionnaire.Answers, places []organisation.ExactPlace) organisation.Card {
	types := codes(answers, "types")
	return organisation.Card{
		Name:             text(answers, "name"),
		OtherNames:       lines(answers, "other_names"),
		Types:            types,
		TypeOther:        other(answers, "types"),
		LegalStatus:      text(answers, "legal_status"),
		Year:             number(answers, "year"),
		Target:           text(answers, "target"),
		TargetGroups:     codes(answers, "target_groups"),
		People:           text(answers, "people"),
		Reach:            text(answers, "reach"),
		Solidarity:       readSolidarity(answers),
		Services:         codes(answers, "services"),
		Governance:       codes(answers, "governance"),
		Funding:          codes(answers, "funding"),
		Places:           organisation.PublicPlaces(places),
		Contacts:         readContacts(answers),
		ShortDescription: text(answers, "short_description"),
		Story:            text(answers, "story"),
		Initiatives:      readInitiatives(answers),
		Relations:        readRelations(answers),
		Logo:             text(answers, "logo"),
		Source:           readSource(answers),
		Language:         text(answers, "language"),
	}
}

func readSolidarity(answers questionnaire.Answers) []organisation.Solidarity {
	var forms []organisation.Solidarity
	for _, form := range codes(answers, "solidarity") {
		forms = append(forms, organisation.Solidarity{Form: form, Practice: text(answers, practicePrefix+form)})
	}
	return forms
}

func readContacts(answers questionnaire.Answers) organisation.Contacts {
	c := organisation.Contacts{
		Email:   text(answers, "email"),
		Phone:   text(answers, "phone"),
		Website: text(answers, "website"),
		Links:   lines(answers, "links"),
	}
	if trace := text(answers, "trace"); c.Website == "" && isWebAddress(trace) {
		c.Website = trace
	}
	return c
}

// readSource returns who tells it: of a suggestion, the trace that it gives.
func readSource(answers questionnaire.Answers) string {
	if s := text(answers, "source"); s != "" {
		return s
	}
	return text(answers, "trace")
}

func readInitiatives(answers questionnaire.Answers) []organisation.Initiative {
	var initiatives []organisation.Initiative
	ids := newIDs()
	for _, item := range items(answers, initiativesID) {
		i := organisation.Initiative{
			Title:       text(item, "initiative_title"),
			Description: text(item, "initiative_description"),
			Forms:       codes(item, "initiative_forms"),
			Since:       number(item, "initiative_since"),
		}
		if i.Title == "" && i.Description == "" {
			continue
		}
		i.ID = ids.of(item)
		initiatives = append(initiatives, i)
	}
	return initiatives
}

func readRelations(answers questionnaire.Answers) []organisation.Relation {
	var relations []organisation.Relation
	ids := newIDs()
	for _, item := range items(answers, relationsID) {
		r := organisation.Relation{
			Kind:           text(item, "relation_kind"),
			Name:           text(item, "relation_name"),
			OrganisationID: text(item, relationOrganisation),
			Note:           text(item, "relation_note"),
			Since:          number(item, "relation_since"),
			Until:          number(item, "relation_until"),
		}
		if r.Name == "" && r.Note == "" {
			continue
		}
		r.ID = ids.of(item)
		relations = append(relations, r)
	}
	return relations
}

// LinkRelation returns a relation's answers with the page that it leads to; ""
// takes the link off.
func LinkRelation(item questionnaire.Answers, organisationID string) questionnaire.Answers {
	linked := maps.Clone(item)
	if linked[relationOrganisation] = (questionnaire.Value{Text: organisationID}); organisationID == "" {
		delete(linked, relationOrganisation)
	}
	return linked
}

// Relations are those that the answers tell.
func Relations(answers questionnaire.Answers) []organisation.Relation { return readRelations(answers) }

func readSender(answers questionnaire.Answers) organisation.Sender {
	return organisation.Sender{
		Name:  text(answers, "contact_name"),
		Email: text(answers, "contact_email"),
		Role:  text(answers, "contact_role"),
	}
}

func readConsents(answers questionnaire.Answers) map[consent.Purpose]bool {
	given := map[consent.Purpose]bool{}
	for _, p := range consent.Purposes() {
		switch text(answers, "consent_"+string(p)) {
		case "yes":
			given[p] = true
		case "no":
			given[p] = false
		}
	}
	return given
}
