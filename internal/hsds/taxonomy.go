package hsds

import (
	"maps"
	"slices"

	"telaio/internal/taxonomy"
)

// Vocabulary writes the taxonomies in one language.
type Vocabulary struct {
	Taxonomies taxonomy.Set
	Language   string
	// Address is where a taxonomy can be read whole, in every language.
	Address func(taxonomy.ID) string
}

// All lists the taxonomies by their ids.
func (v Vocabulary) All() []Taxonomy {
	var all []Taxonomy
	for _, id := range slices.Sorted(maps.Keys(v.Taxonomies)) {
		all = append(all, v.taxonomy(id))
	}
	return all
}

// Terms lists the values of the taxonomies, of one if taxonomyID is not "".
func (v Vocabulary) Terms(taxonomyID string) []Term {
	var all []Term
	for _, id := range slices.Sorted(maps.Keys(v.Taxonomies)) {
		if taxonomyID != "" && taxonomyID != v.taxonomyID(id) {
			continue
		}
		for _, term := range v.Taxonomies[id].Terms {
			made := v.term(id, term.Code)
			detail := v.taxonomy(id)
			made.Detail = &detail
			all = append(all, made)
		}
	}
	return all
}

// Find returns the taxonomy with the UUID, and of a term's UUID the term's code
// too; false if it is none.
func (v Vocabulary) Find(uuid string) (id taxonomy.ID, code string, ok bool) {
	for id, t := range v.Taxonomies {
		if v.taxonomyID(id) == uuid {
			return id, "", true
		}
		for _, term := range t.Terms {
			if v.termID(id, term.Code) == uuid {
				return id, term.Code, true
			}
		}
	}
	return "", "", false
}

func (v Vocabulary) taxonomyID(id taxonomy.ID) string { return named("taxonomy", string(id)) }

func (v Vocabulary) termID(id taxonomy.ID, code string) string {
	return named("term", string(id), code)
}

func (v Vocabulary) taxonomy(id taxonomy.ID) Taxonomy {
	label := v.Taxonomies[id].Label[v.Language]
	if label == "" {
		label = string(id)
	}
	return Taxonomy{ID: v.taxonomyID(id), Name: string(id), Description: label, URI: v.Address(id)}
}

func (v Vocabulary) term(id taxonomy.ID, code string) Term {
	label := v.Taxonomies.Label(id, code, v.Language)
	gloss := v.Taxonomies.Gloss(id, code, v.Language)
	if gloss == "" {
		gloss = label
	}
	return Term{ID: v.termID(id, code), Code: code, Name: label, Description: gloss, Language: v.Language, Taxonomy: string(id), TaxonomyID: v.taxonomyID(id)}
}

// attributes give a thing terms. Words that are in no taxonomy are left out.
func (v Vocabulary) attributes(linkID, entity string, id taxonomy.ID, codes ...string) []Attribute {
	var all []Attribute
	for _, code := range codes {
		if !v.Taxonomies[id].Has(code) {
			continue
		}
		term := v.term(id, code)
		all = append(all, Attribute{
			ID: named("attribute", linkID, term.ID), LinkID: linkID, LinkEntity: entity, LinkType: string(id), TermID: term.ID, Term: &term,
		})
	}
	return all
}
