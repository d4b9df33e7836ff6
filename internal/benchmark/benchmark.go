// Package benchmark compares organisations with similar ones without telling of
// any: snapshots of fixed groups, made ahead, from those who have chosen to
// share their results. What a group is too small for is not written down at
// all. Organisations enter and leave the figures in parties of at least five,
// so that nobody learns from two snapshots what one organisation has brought.
package benchmark

import (
	"strconv"
	"strings"
	"time"

	"telaio/internal/kit"
	"telaio/internal/organisation"
	"telaio/internal/taxonomy"
)

// Choice is what an organisation allows to be done with its closed
// self-assessments. Without a choice it allows nothing.
type Choice struct {
	OrganisationID string
	Compare        bool // they count in the figures of groups
	Research       bool // researchers may export them, without any text
	PersonID       string
	At             time.Time
}

// Score is a closed cycle of the whole kit as numbers.
type Score struct {
	CycleID        string
	OrganisationID string
	Kit            string // ID@VERSION
	Mode           string
	ClosedAt       time.Time
	Respondents    int
	Dimensions     map[string]DimensionScore
	Items          map[string]ItemScore
}

// DimensionScore is the value of a scored dimension. Others have none.
type DimensionScore struct {
	Value   float64 `json:"value"`   // 0 to 4, unrounded
	Meaning string  `json:"meaning"` // of its items: see Meaning
}

// ItemScore is what all together said about an item.
type ItemScore struct {
	Official *float64 `json:"official,omitempty"` // nil = no value
	NA       bool     `json:"na,omitempty"`
	N        int      `json:"n"` // people who gave a level
	Levels   [5]int   `json:"levels"`
	AD       *float64 `json:"ad,omitempty"`
	Meaning  int      `json:"meaning"` // the item's meaning version
}

// Kind is a way in which organisations are grouped. The groups are fixed: there
// are no free filters, whose differences could single somebody out.
type Kind string

// The kinds, in the order in which a comparison is looked for.
const (
	ByForm   Kind = "form"   // solidarity form
	ByType   Kind = "type"   // organisation type
	BySize   Kind = "size"   // people involved
	ByArea   Kind = "area"   // large part of the country
	ByRegion Kind = "region" // region
)

// Kinds lists every kind.
func Kinds() []Kind { return []Kind{ByForm, ByType, BySize, ByArea, ByRegion} }

// Group is one comparison group.
type Group struct {
	Kind Kind
	Code string // of the taxonomy; of an area, the first level of NUTS
}

// ID names the group: "form:network".
func (g Group) ID() string { return string(g.Kind) + ":" + g.Code }

// groupsOf lists the groups that an organisation belongs to, by what its card
// says.
func groupsOf(c organisation.Card, taxonomies taxonomy.Set) []Group {
	var groups []Group
	add := func(kind Kind, code string) {
		g := Group{kind, code}
		for _, there := range groups {
			if there == g {
				return
			}
		}
		if code != "" {
			groups = append(groups, g)
		}
	}
	for _, f := range c.Forms() {
		add(ByForm, f)
	}
	for _, t := range c.Types {
		add(ByType, t)
	}
	add(BySize, c.People)
	for _, p := range c.Places {
		add(ByArea, areaOf(p.Municipality.Region, taxonomies))
		add(ByRegion, p.Municipality.Region)
	}
	return groups
}

// areaOf is the first level of NUTS that the region lies in: ITC, ITF, ITG, ITH
// or ITI.
func areaOf(region string, taxonomies taxonomy.Set) string {
	term, _ := taxonomies[taxonomy.Region].Term(region)
	if nuts := term.Facts["nuts2"]; len(nuts) >= 3 {
		return nuts[:3]
	}
	return ""
}

// Meaning names what a dimension's items mean together: values of two versions
// of a kit are compared only if it is the same.
func Meaning(d kit.Dimension) string {
	var meaning strings.Builder
	for _, i := range d.Items {
		if !i.Unscored {
			meaning.WriteString(i.ID + "." + strconv.Itoa(i.MeaningVersion) + " ")
		}
	}
	return meaning.String()
}

// Window is how old a closed cycle may be to count.
const Window = 24 // months

// Snapshot is what is published of a group in one dimension, and what is needed
// to publish the next one safely. Only Figures leaves the program.
type Snapshot struct {
	Group     Group
	Dimension string
	Figures   kit.Benchmark
	State     State
	BuiltAt   time.Time
}

// ID names the snapshot: "form:network/EMP".
func (s Snapshot) ID() string { return s.Group.ID() + "/" + s.Dimension }
