// Package sample holds what a demonstration begins with: one real organisation,
// invented ones that are marked so, and a few proposals at the review desk, all
// written as content.
package sample

import (
	"io/fs"
	"path"
	"strings"

	"telaio/internal/consent"
	"telaio/internal/organisation"
	"telaio/internal/strictyaml"
	"telaio/internal/taxonomy"
)

// Problem is one thing that is wrong in a content file.
type Problem = strictyaml.Problem

// Samples is everything under content/sample.
type Samples struct {
	Organisations []Organisation
	Practices     []Practice
	Sheets        []Sheet // of initiatives
	Proposals     []Proposal
	Words         Words
}

// Words sign the revisions of the sample organisations.
type Words struct {
	Reviewer string `yaml:"reviewer"`
	First    string `yaml:"first"` // reason of a first revision
	Later    string `yaml:"later"`
}

// Organisation is one file of an organisation. Ages are in days before the
// demonstration begins.
type Organisation struct {
	Slug string `yaml:"slug"`
	Real bool   `yaml:"real"` // not invented
	// Draft says that only the team knows it.
	Draft bool `yaml:"draft"`
	// Archived says that it has left the atlas again.
	Archived struct {
		DaysAgo   int              `yaml:"days_ago"`
		Why       organisation.Why `yaml:"why"`
		Successor string           `yaml:"successor"` // slug
	} `yaml:"archived"`
	PublishedDaysAgo int `yaml:"published_days_ago"`
	// Earlier makes a first revision that lacked some fields.
	Earlier struct {
		DaysAgo int                  `yaml:"days_ago"`
		Without []organisation.Field `yaml:"without"`
		Reason  string               `yaml:"reason"`
	} `yaml:"earlier"`
	Confirmed struct {
		By      organisation.ConfirmedBy `yaml:"by"`
		DaysAgo int                      `yaml:"days_ago"`
	} `yaml:"confirmed"`
	Card `yaml:",inline"`
}

// Card is what a file says about an organisation.
type Card struct {
	Name         string   `yaml:"name"`
	OtherNames   []string `yaml:"other_names"`
	Types        []string `yaml:"types"`
	TypeOther    string   `yaml:"type_other"`
	LegalStatus  string   `yaml:"legal_status"`
	Year         int      `yaml:"year"`
	Target       string   `yaml:"target"`
	TargetGroups []string `yaml:"target_groups"`
	People       string   `yaml:"people"`
	Reach        string   `yaml:"reach"`
	Solidarity   []struct {
		Form     string `yaml:"form"`
		Practice string `yaml:"practice"`
	} `yaml:"solidarity"`
	Services         []string     `yaml:"services"`
	Governance       []string     `yaml:"governance"`
	Funding          []string     `yaml:"funding"`
	Places           []Place      `yaml:"places"`
	Contacts         Contacts     `yaml:"contacts"`
	ShortDescription string       `yaml:"short_description"`
	Story            string       `yaml:"story"`
	Initiatives      []Initiative `yaml:"initiatives"`
	Relations        []Relation   `yaml:"relations"`
	Source           string       `yaml:"source"` // "" = the organisation itself
	Language         string       `yaml:"language"`
}

// Place is where an organisation is, as it told the team.
type Place struct {
	Kind         string                 `yaml:"kind"`
	Publicity    organisation.Publicity `yaml:"publicity"`
	Name         string                 `yaml:"name"`
	Address      string                 `yaml:"address"`
	Municipality struct {
		Code     string  `yaml:"code"`
		Name     string  `yaml:"name"`
		Province string  `yaml:"province"`
		Region   string  `yaml:"region"`
		Country  string  `yaml:"country"`
		Lat      float64 `yaml:"lat"`
		Lon      float64 `yaml:"lon"`
	} `yaml:"municipality"`
}

// Contacts are an organisation's public ones.
type Contacts struct {
	Email   string   `yaml:"email"`
	Phone   string   `yaml:"phone"`
	Website string   `yaml:"website"`
	Links   []string `yaml:"links"`
}

// Initiative is something an organisation does for workers.
type Initiative struct {
	Title       string   `yaml:"title"`
	Description string   `yaml:"description"`
	Forms       []string `yaml:"forms"`
	Since       int      `yaml:"since"`
}

// Relation is a tie to another sample organisation.
type Relation struct {
	Kind         string `yaml:"kind"`
	Organisation string `yaml:"organisation"` // slug, "" = it is told by its name only
	Name         string `yaml:"name"`         // of one that is told so
	Note         string `yaml:"note"`
	Since        int    `yaml:"since"`
	Until        int    `yaml:"until"`
}

// Proposal is one file of something that waits at the review desk.
type Proposal struct {
	Origin       organisation.Origin        `yaml:"origin"`
	State        organisation.ProposalState `yaml:"state"`
	DaysAgo      int                        `yaml:"days_ago"`
	Organisation string                     `yaml:"organisation"` // slug of the one that a change is about
	Sender       struct {
		Name  string `yaml:"name"`
		Email string `yaml:"email"`
		Role  string `yaml:"role"`
	} `yaml:"sender"`
	Consents map[consent.Purpose]bool `yaml:"consents"`
	Note     string                   `yaml:"note"` // of the sender to the team
	Messages []struct {
		FromTeam bool   `yaml:"from_team"`
		Author   string `yaml:"author"`
		DaysAgo  int    `yaml:"days_ago"`
		Body     string `yaml:"body"`
	} `yaml:"messages"`
	Card Card `yaml:"card"` // of a change, only the fields that it changes
}

// Load reads the sample content and says what is wrong in it.
func Load(files fs.FS, taxonomies taxonomy.Set) (Samples, []Problem) {
	c := checker{taxonomies: taxonomies, slugs: map[string]bool{}}
	var s Samples
	var documents []*strictyaml.Document
	for _, file := range glob(files, "sample/organisation/*.yaml") {
		var o Organisation
		document := c.read(files, file, &o)
		o.Story = strings.TrimSpace(o.Story)
		s.Organisations, documents = append(s.Organisations, o), append(documents, document)
		c.slugs[o.Slug] = true
	}
	for i, o := range s.Organisations {
		c.organisation(documents[i], strings.TrimSuffix(path.Base(documents[i].File()), ".yaml"), o)
	}
	for _, file := range glob(files, "sample/practice/*.yaml") {
		p := Practice{slug: strings.TrimSuffix(path.Base(file), ".yaml")}
		document := c.read(files, file, &p)
		c.practice(document, p, s.Organisations)
		s.Practices, documents = append(s.Practices, p), append(documents, document)
	}
	for _, file := range glob(files, "sample/initiative/*.yaml") {
		var f Sheet
		document := c.read(files, file, &f)
		c.sheet(document, f, s.Organisations)
		s.Sheets, documents = append(s.Sheets, f), append(documents, document)
	}
	for _, file := range glob(files, "sample/proposal/*.yaml") {
		var p Proposal
		document := c.read(files, file, &p)
		p.Card.Story, p.Note = strings.TrimSpace(p.Card.Story), strings.TrimSpace(p.Note)
		c.proposal(document, p)
		s.Proposals, documents = append(s.Proposals, p), append(documents, document)
	}
	if len(documents) > 0 {
		documents = append(documents, c.read(files, "sample/desk.yaml", &s.Words))
	}
	var problems []Problem
	for _, d := range documents {
		problems = append(problems, d.Problems()...)
	}
	return s, problems
}

// glob lists the files that match the pattern, which must be a valid one.
func glob(files fs.FS, pattern string) []string {
	names, err := fs.Glob(files, pattern)
	if err != nil {
		panic(err)
	}
	return names
}
