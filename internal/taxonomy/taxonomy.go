// Package taxonomy holds controlled vocabularies: codes that are stored and
// never change, with labels and glosses that may, in each language.
package taxonomy

// ID names a taxonomy; it is the file's name under content/taxonomy.
type ID string

// The taxonomies that the program itself refers to.
const (
	OrganisationType ID = "organisation_type"
	LegalStatus      ID = "legal_status"
	TargetGroup      ID = "target_group"
	PeopleBand       ID = "people_band"
	Reach            ID = "reach"
	SolidarityForm   ID = "solidarity_form"
	Service          ID = "service"
	Governance       ID = "governance"
	Funding          ID = "funding"
	PlaceKind        ID = "place_kind"
	Publicity        ID = "publicity"
	RelationKind     ID = "relation_kind"
	Region           ID = "region"
	Source           ID = "source"
	Need             ID = "need"
)

// Term is one value of a taxonomy.
type Term struct {
	Code   string            `yaml:"code"`
	Label  map[string]string `yaml:"label"`           // language to what people read
	Gloss  map[string]string `yaml:"gloss,omitempty"` // language to one explaining sentence
	Plural map[string]string `yaml:"plural,omitempty"`
	// Facts are machine-readable properties of the term, such as the
	// schema.org nonprofitStatus of an organisation type.
	Facts map[string]string `yaml:"facts,omitempty"`
}

// Taxonomy is an ordered list of terms.
type Taxonomy struct {
	ID    ID                `yaml:"id"`
	Label map[string]string `yaml:"label"`
	Terms []Term            `yaml:"terms"`
}

// Term returns the term with the code.
func (t Taxonomy) Term(code string) (Term, bool) {
	for _, term := range t.Terms {
		if term.Code == code {
			return term, true
		}
	}
	return Term{}, false
}

// Has reports whether code is one of the taxonomy's.
func (t Taxonomy) Has(code string) bool {
	_, ok := t.Term(code)
	return ok
}

// Set is every taxonomy of an observatory, by id.
type Set map[ID]Taxonomy

// Label returns the term's label in the language, in Italian if there is none,
// and the bare code if the term is unknown, so that old data stay readable.
func (s Set) Label(id ID, code, language string) string {
	term, ok := s[id].Term(code)
	if !ok {
		return code
	}
	return inLanguage(term.Label, language)
}

// Gloss returns the term's explaining sentence, "" if it has none.
func (s Set) Gloss(id ID, code, language string) string {
	term, _ := s[id].Term(code)
	return inLanguage(term.Gloss, language)
}

// Inverse returns the code by which the other side would tell a relation of
// this kind, the same code if it has no inverse.
func (s Set) Inverse(kind string) string {
	term, _ := s[RelationKind].Term(kind)
	if inverse := term.Facts["inverse"]; inverse != "" {
		return inverse
	}
	return kind
}

func inLanguage(texts map[string]string, language string) string {
	if t, ok := texts[language]; ok {
		return t
	}
	return texts["it"]
}
