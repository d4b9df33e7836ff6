package kit

import (
	"regexp"
	"slices"

	"telaio/internal/strictyaml"
)

// sheetTypes are the kinds of fields of an initiative sheet.
var sheetTypes = []string{"text", "long_text", "list", "number", "integer", "date", "date_range", "choice", "multi_choice", "evidence"}

var (
	sectionPattern = regexp.MustCompile(`^[A-Z]$`)
	ratingPattern  = regexp.MustCompile(`^R[1-9]$`)
)

func (c *checker) sheet() {
	sheet := c.kit.InitiativeSheet
	if !idPattern.MatchString(sheet.ID) {
		c.add("initiative_sheet.id", "id must be lower-case letters, digits and -")
	}
	c.text("initiative_sheet.title", sheet.Title)
	c.text("initiative_sheet.intro", sheet.Intro)
	sections, ratings, fields := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for i, s := range sheet.Sections {
		at := strictyaml.Path("initiative_sheet.sections", i)
		c.once(sections, sectionPattern, at, s.ID)
		c.text(at+".title", s.Title)
		if s.OverallScore {
			c.add(at+".overall_score", "there is no overall score of an initiative")
		}
		c.fields(at+".fields", s.Fields, fields)
		c.fields(at+".closing_fields", s.ClosingFields, fields)
		if g := s.RepeatableGroup; g.ID != "" {
			c.fields(at+".repeatable_group.fields", g.Fields, fields)
			if g.Min < 0 || g.Max < max(g.Min, 1) {
				c.add(at+".repeatable_group", "group %q takes from %d to %d", g.ID, g.Min, g.Max)
			}
		}
		for j, computed := range s.Computed {
			at := strictyaml.Path(at, "computed", j)
			c.once(fields, keyPattern, at, computed.ID)
			c.text(at, computed.Text)
		}
		for j, rating := range s.Ratings {
			at := strictyaml.Path(at, "ratings", j)
			c.once(ratings, ratingPattern, at, rating.ID)
			c.text(at+".text", rating.Text)
			c.levels(at+".levels", rating.Levels)
		}
	}
}

func (c *checker) fields(at string, fields []SheetField, seen map[string]bool) {
	for i, f := range fields {
		at := strictyaml.Path(at, i)
		c.once(seen, keyPattern, at, f.ID)
		c.text(at, f.Text)
		if !slices.Contains(sheetTypes, f.Type) {
			c.add(at+".type", "field %q has the unknown type %q", f.ID, f.Type)
		}
		choice := f.Type == "choice" || f.Type == "multi_choice"
		if choice != (len(f.Options) > 0) {
			c.add(at, "field %q: choices have options, other types have none", f.ID)
		}
	}
}

// example checks that the worked example gives what it says.
func (c *checker) example() {
	e := c.kit.ExampleInitiative
	c.text("example_initiative.note", e.Note)
	c.text("example_initiative.name", e.Name)
	c.forms("example_initiative", "the example", e.Forms)
	for i, indicator := range e.Indicators {
		c.text(strictyaml.Path("example_initiative.indicators", i, "indicator_name"), indicator.Name)
	}
}
