package kit

import (
	"regexp"
	"slices"

	"telaio/internal/strictyaml"
)

// sheetTypes are the kinds of fields of an initiative sheet.
var sheetTypes = []string{"text", "long_text", "list", "number", "integer", "date", "date_range", "choice", "multi_choice", "evidence"}

// computedFields are the figures that Attainment and Quotient give.
var computedFields = []string{"attainment", "reach", "response_rate", "cost_per_person", "hours_per_person"}

var (
	sectionShape = shape{regexp.MustCompile(`^[A-Z]$`), "A"}
	ratingShape  = shape{regexp.MustCompile(`^R[1-9]$`), "R1"}
)

func (c *checker) sheet() {
	sheet := c.kit.InitiativeSheet
	c.shaped(slugs, "initiative_sheet", sheet.ID)
	c.text("initiative_sheet.title", sheet.Title)
	c.text("initiative_sheet.intro", sheet.Intro)
	sections, ratings, fields := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for i, s := range sheet.Sections {
		at := strictyaml.Path("initiative_sheet.sections", i)
		c.once(sections, sectionShape, at, s.ID)
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
			c.once(fields, keys, at, computed.ID)
			c.text(at, computed.Text)
			if !slices.Contains(computedFields, computed.ID) {
				c.add(at, "nothing works %q out", computed.ID)
			}
		}
		for j, rating := range s.Ratings {
			at := strictyaml.Path(at, "ratings", j)
			c.once(ratings, ratingShape, at, rating.ID)
			c.text(at+".text", rating.Text)
			c.levels(at+".levels", rating.Levels)
		}
	}
}

func (c *checker) fields(at string, fields []SheetField, seen map[string]bool) {
	for i, f := range fields {
		at := strictyaml.Path(at, i)
		c.once(seen, keys, at, f.ID)
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
	want := e.ComputedExpected
	at := "example_initiative.computed_expected"
	if len(want.Attainment) != len(e.Indicators) || len(want.ResponseRate) != len(e.Indicators) {
		c.add(at, "attainment and response_rate need a figure for each of the %d indicators", len(e.Indicators))
		return
	}
	for i, indicator := range e.Indicators {
		c.text(strictyaml.Path("example_initiative.indicators", i, "indicator_name"), indicator.Name)
		attainment, _ := Attainment(indicator.Baseline, indicator.TargetValue, indicator.Measured)
		c.comesOut(strictyaml.Path(at, "attainment", i), want.Attainment[i], attainment)
		response, _ := Quotient(float64(indicator.Answered), float64(indicator.Asked))
		c.comesOut(strictyaml.Path(at, "response_rate", i), want.ResponseRate[i], response)
	}
	people := float64(e.PeopleReached)
	reach, _ := Quotient(people, float64(e.TargetPeoplePlanned))
	c.comesOut(at+".reach", want.Reach, reach)
	cost, _ := Quotient(e.CostMoney, people)
	c.comesOut(at+".cost_per_person", want.CostPerPerson, cost)
	hours, _ := Quotient(e.HoursPaid+e.HoursVolunteer, people)
	c.comesOut(at+".hours_per_person", want.HoursPerPerson, hours)
}

// comesOut checks a figure of the example.
func (c *checker) comesOut(at string, want, got float64) {
	if check := (Check{Want: want, Got: got}); !check.OK() {
		c.add(at, "the example says %v and %v comes out", want, got)
	}
}
